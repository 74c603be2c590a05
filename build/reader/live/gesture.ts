import type { State } from "../../../src/lesson/address.ts";
import type { LessonError } from "../../../src/lesson/check.ts";
import type { LivePage } from "./page.ts";

/**
 * The changes of one drag, of one box, of one field being typed in: one step back undoes all of them together, and
 * while what is typed is wrong the page shows what it showed before the first.
 */
export interface Gesture {
  /** Shows another state. One that makes no lesson changes nothing, and `tell` is told why. */
  change(next: State, tell?: (fault: LessonError) => void): void;
  /** Shows what was before, or when the field was written over last. */
  takeBack(): void;
  /** Takes all back, out of the history too. */
  undo(): void;
  /** Called when another number is begun: what has come so far stays, whatever becomes of it. */
  begin(): void;
  /** Whether what the page shows is its doing. */
  readonly isLast: boolean;
}

export function gestureOn(live: LivePage): Gesture {
  let before = live.state;
  const made = new WeakSet<State>();
  const isLast = () => made.has(live.state);

  function change(next: State, tell?: (fault: LessonError) => void): void {
    const [was, goesOn] = [live.state, isLast()];
    if (!goesOn) before = was;
    made.add(next);
    live.change(next, goesOn, tell);
  }
  return {
    change,
    takeBack() {
      if (isLast() && live.state !== before) change(before);
    },
    begin() {
      before = live.state;
    },
    undo() {
      if (isLast()) live.undo();
    },
    get isLast() {
      return isLast();
    },
  };
}

/** Calls when all that stands in a field is about to be written over. */
export function onWriteOver(input: HTMLInputElement, call: () => void): void {
  input.addEventListener("beforeinput", () => {
    if (input.selectionStart === 0 && input.selectionEnd === input.value.length) call();
  });
}
