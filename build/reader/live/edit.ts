import type { liveWords } from "../../../chapters/live-words.ts";
import type { State } from "../../../src/address.ts";
import { isRate } from "../../../src/cells.ts";
import { canChange, fieldsOf, withEntry } from "../../../src/choices.ts";
import { at } from "../../../src/matrix.ts";
import { handwritten } from "../../../src/numerals.ts";
import type { MatrixName, Trace } from "../../../src/trace.ts";
import { element } from "../element.ts";
import type { LivePage } from "./page.ts";

/**
 * Numbers changed where they stand: by typing in a box that opens over them, by its keys and buttons, by dragging.
 * @returns what opens the box over a number; a target, which is 0 or 1, changes at once
 */
export function editing(live: LivePage, words: typeof liveWords): (cell: string, element: Element) => void {
  let open: Open | undefined;
  /** What had the focus before the box. */
  let before: Element | null = null;

  const valueAt = (cell: string): number => valueIn(live.state, live.trace, cell);
  const isTarget = (cell: string) => cell.startsWith("y.");

  function edit(cell: string, element: Element): void {
    if (!canChange(cell)) return;
    close();
    if (isTarget(cell)) {
      live.change(withEntry(live.state, cell, 1 - valueAt(cell)));
      return;
    }
    /** What the last change in the box has made: one step back undoes all of them. */
    let own: State | undefined;
    let undone = live.state;
    const { box, input, less, more, fault } = boxFor(words.edit(cell), words);
    // A phone's keyboard of digits may have no minus, so it is for what is never negative.
    if (isRate(cell)) input.inputMode = "decimal";
    let isOwn = false;
    const change = (value: number) => {
      isOwn = true;
      tell("");
      const before = live.state;
      if (value !== valueAt(cell))
        live.change(withEntry(before, cell, value), before === own, ({ message }) => tell(message));
      if (live.state !== before) {
        if (before !== own) undone = before;
        own = live.state;
      }
      isOwn = false;
    };
    const tell = (reason: string) => {
      fault.textContent = reason;
      input.setAttribute("aria-invalid", String(reason !== ""));
    };
    const show = () => {
      input.value = String(valueAt(cell));
      tell("");
    };
    const nudge = (steps: number) => {
      change(stepped(cell, valueAt(cell), steps));
      show();
    };
    input.addEventListener("input", () => {
      const value = handwritten(input.value);
      if (typeof value === "number") change(value);
      else tell(words.noNumber(input.value));
    });
    less.addEventListener("click", () => nudge(-1));
    more.addEventListener("click", () => nudge(1));
    box.addEventListener("keydown", (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (way !== undefined) nudge(way * (event.shiftKey ? 10 : 1));
      else if (event.key === "Enter" && event.target === input) close();
      else if (event.key === "Escape") {
        if (live.state === own) live.undo(undone);
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
        show();
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

  document.addEventListener("click", ({ target }) => {
    const element = changeable(target);
    if (element) edit(element.dataset.cell!, element);
  });
  // With a mouse a number can be dragged where it stands, without opening the box.
  draggable(document, ({ target, pointerType }) => {
    const element = pointerType === "mouse" ? changeable(target) : undefined;
    const cell = element?.dataset.cell;
    if (cell === undefined || isTarget(cell)) return;
    const from = valueAt(cell);
    let own: State | undefined;
    return (steps) => {
      const before = live.state;
      live.change(withEntry(before, cell, stepped(cell, from, steps)), before === own);
      if (live.state !== before) own = live.state;
    };
  });
  // The page may have moved under the box, or lost its number.
  live.onChange(() => {
    if (!open) return;
    const isStill = open.element.isConnected && (open.element as HTMLElement).dataset.cell === open.cell;
    const mark = `main [data-cell="${CSS.escape(open.cell)}"]`;
    const element = isStill ? open.element : document.querySelector(mark);
    if (!element) return close();
    open.follow();
    if (!isNear(open.box, element)) place(open.box, element);
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
  return element && canChange(element.dataset.cell!) && !element.closest("a, button, summary")
    ? element
    : undefined;
}

function valueIn(state: State, trace: Trace, cell: string): number {
  if (cell === "alpha") return fieldsOf(state)["learning-rate"]!;
  if (cell === "lambda") return fieldsOf(state).ridge!;
  const [name, row, col] = cell.split(".") as [MatrixName, string, string];
  return at(trace[name], Number(row), Number(col));
}

/** The value some steps on. Weights and inputs go by hundredths; rates by tenths of themselves, λ down to 0. */
function stepped(cell: string, value: number, steps: number): number {
  if (steps === 0) return value; // dragged back to where it was, with all its digits
  if (cell !== "alpha" && cell !== "lambda") return Number((value + steps / 100).toFixed(10));
  const next = Number(((value || LEAST) * 1.1 ** (value === 0 ? steps - 1 : steps)).toPrecision(3));
  return cell === "lambda" && next < LEAST ? 0 : Math.min(next, MOST);
}
const LEAST = 1e-6;
const MOST = 1e6;

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

/** Over the number, as far inside the window as it goes. */
function place(box: HTMLElement, element: Element): void {
  const number = element.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(4, Math.min(number.left + number.width / 2 - width / 2, innerWidth - width - 4));
  const around = box.offsetParent!.getBoundingClientRect();
  box.style.left = `${left - around.left}px`;
  box.style.top = `${number.top + number.height / 2 - height / 2 - around.top}px`;
}

const isNear = (box: Element, element: Element): boolean => {
  const [a, b] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
  return Math.abs(a.top + a.height / 2 - b.top - b.height / 2) < 8;
};

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
    const move = ({ clientX }: PointerEvent) => {
      const now = Math.trunc((clientX - down.clientX) / PIXELS);
      if (now === steps) return;
      steps = now;
      document.documentElement.classList.add("dragging");
      tell(steps);
    };
    const over = new AbortController();
    const end = () => {
      over.abort();
      const { classList } = document.documentElement;
      // The click at the end of a drag is none.
      if (classList.contains("dragging")) addEventListener("click", stop, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", stop, { capture: true }));
      classList.remove("dragging");
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
