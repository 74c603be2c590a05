import { parseMark } from "../../../src/network/marks.ts";
import { isMatrix } from "../../../src/network/quantities.ts";
import { element } from "../element.ts";
import { putBefore } from "./added.ts";
import { inMatrix } from "./lights.ts";

/** A small button beside each formula that ends in a value of this page's stage: it plays the value. */
export interface StepButtons {
  /** Makes the buttons those of the page as it is now. */
  update(): void;
}

/**
 * @param nameOf names the button that plays the numbers of marks
 * @param stepsOf what is played with the number of a mark; one step is none
 * @param play plays from the step of a mark
 */
export function stepButtons(
  nameOf: (marks: readonly string[]) => string,
  stepsOf: (mark: string) => readonly string[],
  play: (mark: string, button: HTMLElement) => void,
): StepButtons {
  let buttons = new Map<string, HTMLButtonElement>();

  function make(marks: readonly string[]): HTMLButtonElement {
    const label = nameOf(marks);
    const button = element("button", { type: "button", class: "step", "aria-label": label, title: label });
    button.innerHTML = `<svg viewBox="0 0 10 10" aria-hidden="true"><path d="M1.5 0.5 9 5 1.5 9.5z"/></svg>`;
    button.addEventListener("click", () => play(marks[0]!, button));
    return button;
  }

  return {
    update() {
      const old = buttons;
      buttons = new Map();
      for (const formula of document.querySelectorAll("main .formula:not(details *)")) {
        const last = [...formula.querySelectorAll<HTMLElement>(".katex-html [data-cell]")].at(-1);
        const marks = last ? stepsOf(last.dataset.cell!) : [];
        // A matrix's own formula ends in the matrix, not in one entry of it.
        if (!last || marks.length < 2 || (isMatrix(parseMark(marks[0]!)!.cell.name) && !inMatrix(last)))
          continue;
        const first = marks[0]!;
        if (buttons.has(first)) continue;
        const button = old.get(first) ?? make(marks);
        const hadFocus = button === document.activeElement;
        putBefore(formula, button);
        if (hadFocus) button.focus({ preventScroll: true }); // moved, it has lost it
        buttons.set(first, button);
      }
      for (const [key, button] of old) if (buttons.get(key) !== button) button.remove();
    },
  };
}
