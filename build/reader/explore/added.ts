/**
 * Puts what a script adds to the page before an element of it. Where only other additions stand between, it is there
 * already: moved, it would lose the focus. The mark keeps it when the page is patched (live/patch.ts).
 */
export function putBefore(element: Element, added: HTMLElement): void {
  added.dataset.added = "";
  let next = added.nextElementSibling;
  while (next instanceof HTMLElement && next.dataset.added !== undefined) next = next.nextElementSibling;
  if (next !== element) element.before(added);
}
