/**
 * Characters by their names in HTML, `&nbsp;`, decoded by the browser, which knows them all. Stands in for the package
 * that markdown-it takes them from: its table would be a sixth of the script (build/scripts.ts).
 */
export function decodeHTML(text: string): string {
  const area = document.createElement("textarea");
  area.innerHTML = text;
  return area.value;
}
export { decodeHTML as decodeHTMLStrict };
