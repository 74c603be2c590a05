import morphdom from "morphdom";
import type { Parts } from "../../../src/book/page.ts";

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
    const become = (i: number, from: Element, to: Element): void => {
      // A sentence where a disclosure was is another element, not the same one changed.
      if (from.nodeName !== to.nodeName) {
        from.replaceWith(to);
        behind.add(i); // what is folded in it is not all there
      } else if (!morph(from, to, isOpen, changed)) behind.add(i);
    };
    const elements = own(body);
    const now = next.body.map((html, i) => (html === said[i] ? undefined : parsed(html)));
    const fits =
      next.body.length === said.length &&
      now.every((its, i) => its === undefined || its.length === counts[i]);
    if (fits) {
      let first = 0;
      for (const [i, its] of now.entries()) {
        for (const [k, it] of its?.entries() ?? []) become(i, elements[first + k]!, it);
        first += counts[i]!;
      }
    } else {
      const whole = next.body.map((html) => parsed(html));
      counts = whole.map((its) => its.length);
      const to = whole.flatMap((its, i) => its.map((element) => ({ i, element })));
      const kept = pairs(
        elements,
        to.map(({ element }) => element),
      );
      const stay = new Set(kept.values());
      for (const element of elements) if (!stay.has(element)) element.remove();
      let last: Element | undefined;
      for (const { i, element } of to) {
        const from = kept.get(element);
        if (from) become(i, from, element);
        else {
          behind.add(i);
          if (last) last.after(element);
          else body.prepend(element);
        }
        last = from?.isConnected ? from : element;
      }
    }
    if (next.before !== around.before) {
      const [opening] = parsed(`${next.before}</div></main>`);
      for (const [i, element] of own(main).entries()) {
        if (element === body) break;
        morph(element, opening!.children[i]!, isOpen, changed);
      }
    }
    if (next.after !== around.after)
      morph(below, parsed(next.after.replace("</div>", ""))[0]!, isOpen, changed);
    said = next.body.map((html, i) => (behind.has(i) ? undefined : html));
    around = next;
    return changed;
  };
}

/** The elements that no script has added. */
const own = (parent: Element): Element[] => [...parent.children].filter((it) => !isLeftAlone(it));

/**
 * Which elements of a page stay where others come and go: the most that are alike, in their order. So a section that
 * appears leaves the ones after it what they were, and an open disclosure stays that one.
 */
function pairs(from: readonly Element[], to: readonly Element[]): Map<Element, Element> {
  const [these, those] = [from.map(likeness), to.map(likeness)];
  /** How much of the rest is alike, from each place of the one and of the other. */
  const most = these.map(() => new Float64Array(to.length + 1));
  most.push(new Float64Array(to.length + 1));
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length - 1; j >= 0; j--) {
      const skip = Math.max(most[i + 1]![j]!, most[i]![j + 1]!);
      const pair = these[i]!.text === those[j]!.text ? these[i]!.weight + most[i + 1]![j + 1]! : 0;
      most[i]![j] = Math.max(skip, pair);
    }
  const found = new Map<Element, Element>();
  for (let i = 0, j = 0; i < from.length && j < to.length; ) {
    if (these[i]!.text === those[j]!.text && most[i]![j] === these[i]!.weight + most[i + 1]![j + 1]!)
      found.set(to[j++]!, from[i++]!);
    else if (most[i + 1]![j]! >= most[i]![j + 1]!) i++;
    else j++;
  }
  return found;
}

/** What tells an element from others of its kind; headings and disclosures count more than a paragraph. */
function likeness(element: Element): { readonly text: string; readonly weight: number } {
  const { nodeName, className, id } = element;
  const summary = element.querySelector(":scope > summary")?.textContent.replace(/[\d.−]+/g, "");
  const text = summary ?? (nodeName === "H2" ? id : "");
  return { text: `${nodeName} ${className} ${text}`, weight: text ? 100 : 1 };
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
    onBeforeNodeDiscarded: (node) => !isLeftAlone(node),
  });
  return isWhole;
}

/** What scripts have added; and exercises, which follow the numbers by a script of their own. */
const isLeftAlone = (node: Node): boolean =>
  (node instanceof HTMLElement || node instanceof SVGElement) &&
  (node.dataset.added !== undefined || node.matches(".exercises"));

let count = 0;
const keys = new WeakMap<Node, string>();
/** An element is itself again by its id; one that a script added is like no other. */
function keyOf(node: Node): string | undefined {
  if (!isLeftAlone(node)) return (node as Element).id || undefined;
  const key = keys.get(node) ?? `added ${++count}`;
  keys.set(node, key);
  return key;
}
