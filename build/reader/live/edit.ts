import type { liveWords } from "../../../chapters/words/live.ts";
import { canChange, withEntry } from "../../../src/lesson/choices.ts";
import { handwritten } from "../../../src/math/numerals.ts";
import { isRate } from "../../../src/network/quantities.ts";
import { isDragging, setDragging } from "../dragging.ts";
import { element } from "../element.ts";
import { heightOfBar } from "../explore/foot.ts";
import { gestureOn, onWriteOver } from "./gesture.ts";
import type { LivePage } from "./page.ts";
import { stepped } from "./stepped.ts";
import { typedText, valueIn } from "./value.ts";

/**
 * Numbers changed where they stand: by typing in a box that opens over them, by its keys and buttons, by dragging.
 * @returns what opens the box over a number; the target of a label, which is 0 or 1, changes at once
 */
export function editing(live: LivePage, words: typeof liveWords): (cell: string, element: Element) => void {
  let open: Open | undefined;
  /** What had the focus before the box. */
  let before: Element | null = null;

  const valueAt = (cell: string): number => valueIn(live.state, live.trace, cell)!;
  /** Of a label: it is 0 or 1. Targets that are given may be any numbers. */
  const isTarget = (cell: string) => cell.startsWith("y.") && !("targets" in live.state.data);

  function edit(cell: string, element: Element): void {
    if (!canChange(cell)) return;
    close();
    if (isTarget(cell)) {
      live.change(withEntry(live.state, cell, 1 - valueAt(cell)));
      return;
    }
    const gesture = gestureOn(live);
    const { box, input, less, more, fault } = boxFor(words.edit(cell), words);
    // A phone's keyboard of digits may have no minus, so it is for what is never negative.
    if (isRate(cell)) input.inputMode = "decimal";
    const isWrong = () => input.getAttribute("aria-invalid") === "true";
    let isOwn = false;
    /** What the page does meanwhile is not news to the box. */
    const quietly = (work: () => void) => {
      const was = isOwn;
      isOwn = true;
      work();
      isOwn = was;
    };
    const tell = (reason: string) => {
      fault.textContent = reason;
      input.setAttribute("aria-invalid", String(reason !== ""));
    };
    const change = (value: number, refused: (reason: string) => void = tell) =>
      quietly(() => {
        tell("");
        if (value === valueAt(cell)) return;
        gesture.change(withEntry(live.state, cell, value), ({ message }) => refused(message));
      });
    /** Takes back also what the beginning of the text did while it was being typed. */
    const refuse = (reason: string) => {
      quietly(gesture.takeBack);
      tell(reason);
    };
    const show = () => {
      input.value = typedText(valueAt(cell), live.lesson);
      tell("");
    };
    const nudge = (steps: number) => {
      change(stepped(cell, valueAt(cell), steps));
      if (!isWrong()) show();
    };
    onWriteOver(input, gesture.begin);
    input.addEventListener("input", () => {
      const value = handwritten(input.value, live.lesson.decimal);
      if (typeof value === "number") change(value, refuse);
      else refuse(words.noNumber(input.value, live.lesson));
    });
    less.addEventListener("click", () => nudge(-1));
    more.addEventListener("click", () => nudge(1));
    box.addEventListener("keydown", (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (way !== undefined) nudge(way * (event.shiftKey ? 10 : 1));
      else if (event.key === "Enter" && event.target === input) {
        if (!isWrong()) close(); // what is wrong stays to be mended
      } else if (event.key === "Escape") {
        gesture.undo();
        close();
      } else if (event.key === "Tab" && event.target === (event.shiftKey ? less : more)) {
        close(); // and on from where the focus was before
        return;
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    draggable(box, ({ target, pointerType }) => {
      if (pointerType === "mouse" && target === input) return undefined; // it selects
      const from = valueAt(cell);
      return (steps) => {
        change(stepped(cell, from, steps));
        if (!isWrong()) show();
      };
    });
    box.addEventListener("focusout", ({ relatedTarget }) => {
      if (!box.contains(relatedTarget as Node | null)) close();
    });
    before = document.activeElement;
    document.querySelector("main")!.append(box);
    open = {
      cell,
      box,
      element,
      /** Somebody else changed it. */
      follow: () => {
        if (!isOwn) show();
      },
    };
    place(box, element);
    show();
    input.focus({ preventScroll: true });
    input.select();
  }

  function close(): void {
    if (!open) return;
    const { box } = open;
    open = undefined;
    const isLeft = box.contains(document.activeElement);
    box.remove();
    if (isLeft && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  }

  // After all that the page does with a click, so that the box finds its place when the bar at the foot has come.
  addEventListener("click", ({ target }) => {
    const element = changeable(target);
    if (element && getSelection()?.isCollapsed !== false) edit(element.dataset.cell!, element);
  });
  // With a mouse a number can be dragged where it stands, without opening the box.
  draggable(document, ({ target, pointerType, altKey }) => {
    const element = pointerType === "mouse" && !altKey ? changeable(target) : undefined; // with Alt it selects
    const cell = element?.dataset.cell;
    if (cell === undefined || isTarget(cell)) return;
    const from = valueAt(cell);
    const gesture = gestureOn(live);
    return (steps) => gesture.change(withEntry(live.state, cell, stepped(cell, from, steps)));
  });
  // The page may have moved under the box, or lost its number.
  live.onChange(() => {
    if (!open) return;
    const isStill = open.element.isConnected && (open.element as HTMLElement).dataset.cell === open.cell;
    const mark = `main [data-cell="${CSS.escape(open.cell)}"]:not(.place *)`;
    const element = isStill ? open.element : document.querySelector(mark);
    if (!element) return close();
    open.follow();
    if (hasMoved(open.box, element)) place(open.box, element);
  });
  addEventListener("resize", () => {
    if (open) place(open.box, open.element);
  });
  return edit;
}

/** A box over a number. */
interface Open {
  readonly cell: string;
  readonly box: HTMLElement;
  /** The one that was clicked: the number may stand in more places. */
  readonly element: Element;
  /** Shows the number as it is now. */
  follow(): void;
}

/** The element of a number that can be changed, around what was pointed at. */
function changeable(target: EventTarget | null): HTMLElement | undefined {
  const element = (target as Element).closest<HTMLElement>("main [data-cell]");
  return element && canChange(element.dataset.cell!) && !element.closest("a, button, summary, .origin")
    ? element
    : undefined;
}

/** The box: a field for the number, a button on either side of it, and room for what is wrong. */
function boxFor(label: string, words: typeof liveWords) {
  const less = element("button", { type: "button", "aria-label": words.less }, "−");
  const more = element("button", { type: "button", "aria-label": words.more }, "+");
  const input = element("input", { autocomplete: "off", spellcheck: "false", "aria-label": label });
  const fault = element("p", { role: "alert" });
  const box = element(
    "div",
    { class: "edit", role: "group", "aria-label": label, "data-added": "" },
    less,
    input,
    more,
    fault,
  );
  return { box, input, less, more, fault };
}

/** Pixels between a box and its number, and between a box and the edge of the window. */
const GAP = 4;
/** What a box may stand under or over if need be, beside the number or its matrix. */
const BLOCK = ".formula, svg, table, p";

/**
 * Beside the number, where it covers no other one: under or over it, or what it stands in; inside the window, and
 * above the bar at the foot.
 */
function place(box: HTMLElement, element: Element): void {
  const { width, height } = box.getBoundingClientRect();
  const number = element.getBoundingClientRect();
  const foot = innerHeight - heightOfBar();
  const left = Math.max(GAP, Math.min(number.left + (number.width - width) / 2, innerWidth - width - GAP));
  const numbers = [...document.querySelectorAll("main [data-cell]")].map((it) => it.getBoundingClientRect());
  /** How many numbers a box with this upper edge would cover; out of sight is worse than all of them. */
  const covered = (top: number) =>
    numbers.filter(
      (it) => it.bottom > top && it.top < top + height && it.right > left && it.left < left + width,
    ).length + (top < GAP || top + height > foot - GAP ? numbers.length : 0);
  const around = [element.closest(".matrix") ?? element, element.closest(BLOCK)].flatMap((it) => {
    const { top, bottom } = it?.getBoundingClientRect() ?? number;
    return [bottom + GAP, top - GAP - height];
  });
  const top = around.reduce((best, it) => (covered(it) < covered(best) ? it : best));
  const origin = box.offsetParent?.getBoundingClientRect();
  if (!origin) return; // on paper there is no box
  box.style.left = `${left - origin.left}px`;
  box.style.top = `${top - origin.top}px`;
  distances.set(box, top - number.top);
}

/** How far under its number each box was put. */
const distances = new WeakMap<Element, number>();
const hasMoved = (box: Element, element: Element): boolean =>
  Math.abs(box.getBoundingClientRect().top - element.getBoundingClientRect().top - distances.get(box)!) > 8;

/** Pixels of a drag that count as one step. */
const PIXELS = 4;

/**
 * Tells how many steps a pointer has been dragged to the side. `begin` is asked when it goes down; what it returns is
 * told each time the number of steps is another.
 */
function draggable(
  on: HTMLElement | Document,
  begin: (event: PointerEvent) => ((steps: number) => void) | undefined,
): void {
  on.addEventListener("pointerdown", (event) => {
    const down = event as PointerEvent;
    const tell = down.button === 0 ? begin(down) : undefined;
    if (!tell) return;
    let steps = 0;
    const over = new AbortController();
    const move = ({ clientX, clientY }: PointerEvent) => {
      const across = clientX - down.clientX;
      const now = Math.trunc(across / PIXELS);
      if (now === steps) return;
      if (steps === 0 && Math.abs(clientY - down.clientY) > Math.abs(across)) {
        over.abort(); // down the page: it selects
        return;
      }
      steps = now;
      setDragging(true);
      tell(steps);
    };
    const end = () => {
      over.abort();
      // The click at the end of a drag is none.
      if (isDragging()) addEventListener("click", stop, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", stop, { capture: true }));
      setDragging(false);
    };
    const { signal } = over;
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", end, { signal });
    addEventListener("pointercancel", end, { signal });
  });
}

const stop = (event: Event) => {
  event.stopPropagation();
  event.preventDefault();
};
