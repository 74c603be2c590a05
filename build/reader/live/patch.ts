import morphdom from "morphdom";

/**
 * Makes a page's DOM what new HTML says and touches nothing else, so that focus, scroll, selection and open
 * disclosures stay. What scripts have put into the page (`data-added`) stays as well; so does the inside of a closed
 * disclosure, whose formulas are left out of the HTML.
 * @returns the elements of single numbers whose text changed
 */
export function patch(
  main: HTMLElement,
  html: string,
  isOpen: (details: HTMLDetailsElement) => boolean,
): HTMLElement[] {
  const template = document.createElement("template");
  template.innerHTML = html;
  const changed: HTMLElement[] = [];
  morphdom(main, template.content.firstElementChild!, {
    getNodeKey: keyOf,
    onBeforeElUpdated(from, to) {
      if (from.classList.contains("changed")) to.classList.add("changed");
      if (from.isEqualNode(to)) return false;
      if (from.matches("[data-cell], .number") && from.textContent !== to.textContent) changed.push(from);
      if (from instanceof HTMLDetailsElement) {
        (to as HTMLDetailsElement).open = from.open;
        if (!isOpen(from)) {
          morphdom(from.firstElementChild!, to.firstElementChild!);
          return false;
        }
      }
      // A box that does not scroll is no stop for the keyboard (reader.ts).
      if (from.getAttribute("role") === "group") to.setAttribute("tabindex", from.getAttribute("tabindex")!);
      return true;
    },
    onBeforeNodeDiscarded: (node) => !isAdded(node),
  });
  return changed;
}

const isAdded = (node: Node): boolean => node instanceof HTMLElement && node.dataset.added !== undefined;

let count = 0;
const keys = new WeakMap<Node, string>();
/** An element is itself again by its id; one that a script added is like no other. */
function keyOf(node: Node): string | undefined {
  if (!isAdded(node)) return (node as Element).id || undefined;
  const key = keys.get(node) ?? `added ${++count}`;
  keys.set(node, key);
  return key;
}
