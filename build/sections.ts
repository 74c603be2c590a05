import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { DomUtils, parseDocument } from "htmlparser2";
import type { Section } from "./reader/search.ts";

/** What would only be noise: drawings, formulas and exercises full of digits, and what stands on every page alike. */
const LEFT_OUT = new Set(
  "katex-html formula opening place lesson precision entries check frames controls switch numpy exercise".split(
    " ",
  ),
);
/** What does not part two words. */
const INLINE = new Set("a abbr b code em i m mark q small span strong sub sup".split(" "));

/** The sections of a page with their text, in reading order. A heading inside a `<section>` ends with it. */
export function sectionsOf(page: { file: string; title: string }, html: string): Section[] {
  const start = { href: page.file, heading: "", text: "" };
  const sections = [start];
  let current = start;
  const read = (node: ChildNode): void => {
    if (isText(node)) current.text += node.data;
    if (!isTag(node) || isLeftOut(node)) return;
    const { name, attribs, children } = node;
    if (name === "h2") {
      current = { href: `${page.file}#${attribs.id}`, heading: tidy(wordsOf(node)), text: "" };
      sections.push(current);
    } else if (name === "math") {
      current.text += formula(node);
    } else {
      const around = current;
      if (name === "sup") current.text += "^";
      for (const child of isLibrary(node) ? children.filter(isSummary) : children) read(child);
      if (name === "section") current = around;
      if (!INLINE.has(name)) current.text += " ";
    }
  };
  const { children } = parseDocument(withoutPictures(html));
  for (const node of DomUtils.getElementById("main", children)!.children) read(node);
  return sections
    .map(({ href, heading, text }) => ({ href, title: page.title, heading, text: tidy(text) }))
    .filter(({ heading, text }) => heading || text);
}

/** Without most of what is left out: as each stands in one stretch of a page, it is cut away and need not be parsed. */
function withoutPictures(html: string): string {
  let text = "";
  let at = 0;
  for (const { index, 1: tag } of html.matchAll(/<(svg|div class="formula"|span class="katex-html")/g)) {
    if (index < at) continue; // in the one before
    text += html.slice(at, index);
    at = endOf(html, index, /^\w+/.exec(tag!)![0]);
  }
  return text + html.slice(at);
}

/** Where an element ends that begins at a place. */
function endOf(html: string, start: number, name: string): number {
  const tags = new RegExp(`<(/?)${name}\\b[^>]*>`, "g");
  tags.lastIndex = start;
  let depth = 0;
  for (let tag = tags.exec(html); tag; tag = tags.exec(html)) {
    depth += tag[1] ? -1 : 1;
    if (depth === 0) return tags.lastIndex;
  }
  return html.length;
}

function isLeftOut(node: Element): boolean {
  const classes = node.attribs.class?.split(" ") ?? [];
  const isNumber = node.name === "td" && !/\p{L}/u.test(DomUtils.textContent(node));
  return node.name === "svg" || isNumber || classes.some((it) => LEFT_OUT.has(it));
}

/** The code of what a stage calls stands folded on each page that calls it: its names are enough. */
const isLibrary = ({ attribs }: Element): boolean => attribs.class === "operations";
const isSummary = (node: ChildNode): boolean => isTag(node) && node.name === "summary";

/** The words of a heading, and the code in it; not the formulas. */
function wordsOf(node: ChildNode): string {
  if (isText(node)) return node.data;
  if (!isTag(node) || node.attribs.class === "katex") return "";
  return (node.name === "sup" ? "^" : "") + node.children.map(wordsOf).join("");
}

/** MathML on one line: a fraction as a/b, a power as a^b. */
function formula(node: ChildNode): string {
  if (isText(node)) return node.data;
  if (!isTag(node)) return "";
  const parts = node.children.map(formula);
  const [first, second, third] = node.children.map((child, i) =>
    isTag(child) && child.name === "mrow" && child.children.length > 1 ? `(${parts[i]})` : parts[i],
  );
  if (node.name === "mfrac") return `${first}/${second}`;
  if (node.name === "msup") return `${first}^${second}`;
  if (node.name === "msubsup") return `${first}${second}^${third}`;
  return parts.join("");
}

/** Without the signs that have no width, and with one space between words. */
const tidy = (text: string): string =>
  text
    .replace(/[\u2061-\u2064]/g, "")
    .replace(/\s+/g, " ")
    .trim();
