import morphdom from "morphdom";
import { type Parts, wholeMain } from "../../../src/book/page.ts";

/**
 * Makes a page's DOM what new HTML says and touches nothing else, so that focus, scroll, selection and open
 * disclosures stay. What scripts have put into the page (`data-added`) stays as well; so does the inside of a closed
 * disclosure, whose formulas are left out of the HTML.
 */

type IsOpen = (details: HTMLDetailsElement) => boolean;

/**
 * @param main as `shown` says it is
 * @returns patches it to say something else; what is the same piece of HTML as before is not looked at. Gives the
 * elements of single numbers whose text changed.
 */
export function patcher(main: HTMLElement, shown: Parts): (next: Parts, isOpen: IsOpen) => HTMLElement[] {
  const body = main.querySelector(".body")!;
  const below = main.querySelector(".lesson")!;
  /** How many elements each piece of the text has. */
  let counts = shown.body.map((html) => parsed(html).length);
  /** What each piece says; undefined where the inside of a closed disclosure says something older. */
  let said: readonly (string | undefined)[] = shown.body;
  let around = shown;

  return (next, isOpen) => {
    const changed: HTMLElement[] = [];
    const behind = new Set<number>();
    const elements = [...body.children].filter((it) => !isAdded(it));
    const now = next.body.map((html, i) => (html === said[i] ? undefined : parsed(html)));
    const fits =
      next.body.length === said.length &&
      next.before === around.before &&
      now.every((its, i) => its === undefined || its.length === counts[i]);
    if (fits) {
      let first = 0;
      for (const [i, its] of now.entries()) {
        its?.forEach((it, k) => {
          const element = elements[first + k]!;
          // A sentence where a disclosure was is another element, not the same one changed.
          if (element.nodeName !== it.nodeName) {
            element.replaceWith(it);
            behind.add(i); // what is folded in it is not all there
          } else if (!morph(element, it, isOpen, changed)) behind.add(i);
        });
        first += counts[i]!;
      }
      if (next.after !== around.after)
        morph(below, parsed(next.after.replace("</div>", ""))[0]!, isOpen, changed);
    } else {
      const isWhole = morph(main, parsed(wholeMain(next))[0]!, isOpen, changed);
      counts = next.body.map((html) => parsed(html).length);
      if (!isWhole) for (const i of next.body.keys()) behind.add(i);
    }
    said = next.body.map((html, i) => (behind.has(i) ? undefined : html));
    around = next;
    return changed;
  };
}

function parsed(html: string): Element[] {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.children];
}

/** @returns whether all of it is new now, the inside of every disclosure too */
function morph(from: Element, to: Element, isOpen: IsOpen, changed: HTMLElement[]): boolean {
  let isWhole = true;
  morphdom(from, to, {
    getNodeKey: keyOf,
    onBeforeElUpdated(from, to) {
      if (from.classList.contains("changed")) to.classList.add("changed");
      if (from.isEqualNode(to)) return false;
      if (from.matches("[data-cell], .number") && from.textContent !== to.textContent) changed.push(from);
      if (from instanceof HTMLDetailsElement) {
        (to as HTMLDetailsElement).open = from.open;
        if (!isOpen(from)) {
          morphdom(from.firstElementChild!, to.firstElementChild!);
          isWhole = false;
          return false;
        }
      }
      // A box that does not scroll is no stop for the keyboard (stops.ts).
      const stop = from.getAttribute("tabindex");
      if (stop !== null && from.getAttribute("role") === "group") to.setAttribute("tabindex", stop);
      return true;
    },
    onBeforeNodeDiscarded: (node) => !isAdded(node),
  });
  return isWhole;
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
