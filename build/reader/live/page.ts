import type { liveWords } from "../../../chapters/words/live.ts";
import type { AnyChapter, Page } from "../../../src/book/chapter.ts";
import { formatAddress, parseAddress, type State, stateOf } from "../../../src/lesson/address.ts";
import { LessonError } from "../../../src/lesson/check.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { type Trace, traceOf } from "../../../src/network/stage.ts";
import { carry, splitFragment } from "../carry.ts";
import { LESSON, type Made, partsOf, stages } from "./book.ts";
import { addressOfPage } from "./history.ts";
import { giveUp, lessonOf } from "./lesson.ts";
import { patcher } from "./patch.ts";

/** A page that follows what its reader changes, and its address with it. */
export interface LivePage {
  /** What was asked for last. Its numbers may still be on their way: a step takes its training. */
  readonly state: State;
  /** The numbers that are shown. */
  readonly trace: Trace;
  /** What code of a reader's own made of them, where it did. */
  readonly made: Made | undefined;
  /** The lesson asked for: where such code makes its numbers, they may be on their way. */
  readonly lesson: Lesson;
  /**
   * Lets code of a reader's own make the numbers: `make` is called with this lesson and each that follows, and calls
   * `show` when it has them; until then the page shows what it showed. Without `make`, the book's stages make them again.
   */
  makeBy(make: ((lesson: Lesson) => void) | undefined): void;
  show(made: Made): void;
  /**
   * Shows another state. One that makes no lesson changes nothing.
   * @param goOn whether this belongs to the change before it, so that one step back undoes both
   * @param tell told what is wrong; without it, the listeners are
   */
  change(next: State, goOn?: boolean, tell?: (fault: LessonError) => void): void;
  /** Takes back the change that was made last, and what belongs to it. */
  undo(): void;
  /** Called when the page has changed, with the elements of the numbers that did. */
  onChange(listener: (changed: readonly HTMLElement[]) => void): void;
  /** Called when something is wrong with a state or an address, and when it is all right again. */
  onFault(listener: (fault: LessonError | undefined) => void): void;
  /** Called while steps are trained. */
  onWait(listener: () => void): void;
}

export function createLivePage(page: Page | AnyChapter, words: typeof liveWords): LivePage {
  const main = document.querySelector("main")!;
  let state = stateOf(LESSON);
  let pending: State | undefined;
  let trace = traceOf(stages, LESSON);
  let lessonAsked = LESSON;
  let made: Made | undefined;
  let make: ((lesson: Lesson) => void) | undefined;
  /** Counts the changes asked for: what a later one overtakes is not shown. */
  let asked = 0;
  const browser = addressOfPage();
  const listeners = {
    change: [] as ((changed: readonly HTMLElement[]) => void)[],
    fault: [] as ((fault: LessonError | undefined) => void)[],
    wait: [] as (() => void)[],
  };
  const tell = (fault?: LessonError) => {
    for (const listener of listeners.fault) listener(fault);
  };

  let parts = partsOf(page, trace);
  const patch = patcher(main, parts());
  const disclosures = () => [
    ...main.querySelectorAll<HTMLDetailsElement>(".body details:not([data-added] *)"),
  ];

  /** Makes the page that of the trace. What is folded is set when it is opened. */
  function render(isOpen: (details: HTMLDetailsElement) => boolean = ({ open }) => open): void {
    const folded = disclosures().map((details) => !isOpen(details));
    let changed = patch(
      parts((index) => folded[index] ?? true),
      isOpen,
    );
    // Where there is another number of disclosures now, an open one may have been taken for a folded one.
    if (disclosures().some((details, i) => isOpen(details) && folded[i] !== false))
      changed = [...changed, ...patch(parts(), isOpen)];
    carry(formatAddress(state, LESSON));
    for (const listener of listeners.change) listener(changed);
  }

  function show(next: State, lesson: Lesson): void {
    [state, lessonAsked] = [next, lesson];
    if (make) {
      carry(formatAddress(state, LESSON));
      make(lesson);
    } else become(traceOf(stages, lesson));
    tell();
  }

  function become(next: Trace, by?: Made): void {
    parts = partsOf(page, next, by);
    [trace, made] = [next, by];
    render();
  }

  /** What was asked for last, as an address says it. */
  const addressNow = () => formatAddress(pending ?? state, LESSON);

  /**
   * Shows a state as soon as its lesson is there.
   * @param taken called when nothing is wrong with it so far: its training may still find something
   * @param then called with what is wrong, or when it is shown
   */
  function ask(
    next: State,
    taken: () => void,
    then: (fault?: LessonError) => void,
    tellFault: (fault: LessonError) => void = tell,
  ): void {
    const refuse = (error: unknown) => {
      const fault = error instanceof LessonError ? error : new LessonError("", String(error));
      then(fault);
      tellFault(fault);
      if (fault !== error) throw error; // a mistake of the program, told so that nobody waits for ever
    };
    try {
      const lesson = lessonOf(next, words); // what is refused here and now leaves alone what is on its way
      const number = ++asked;
      pending = undefined;
      if (!(lesson instanceof Promise)) {
        show(next, lesson);
        taken();
        then();
        return;
      }
      pending = next;
      taken();
      carry(addressNow()); // links that are followed meanwhile lead to what was asked for
      for (const listener of listeners.wait) listener();
      lesson
        .then((it) => {
          if (number !== asked) return;
          pending = undefined;
          show(next, it);
          then();
        })
        .catch((error) => {
          if (number !== asked) return;
          pending = undefined;
          refuse(error);
        });
    } catch (error) {
      refuse(error);
    }
  }

  /** Shows what the address says; an address that says nothing that can be shown, the book's numbers. */
  function follow(): void {
    browser.drop();
    const { address, at } = splitFragment(location.hash);
    const scroll = () => at !== undefined && document.getElementById(at)?.scrollIntoView();
    // Only a place: the numbers stay, and so does the address that says them.
    if (address === "" && at !== undefined) {
      browser.write(addressNow(), true);
      return;
    }
    try {
      ask(
        parseAddress(address, LESSON),
        () => {},
        (fault) => {
          if (fault) show(stateOf(LESSON), LESSON);
          scroll();
        },
      );
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      asked++; // what is still on its way is not shown either
      pending = undefined;
      giveUp();
      show(stateOf(LESSON), LESSON);
      tell(error);
      scroll();
    }
  }

  addEventListener("popstate", follow);
  // A disclosure is set when somebody opens it: before it opens where that is known, or when it has.
  main.addEventListener("click", ({ target }) => {
    const opened = (target as Element).closest("summary")?.parentElement;
    if (opened && main.contains(opened)) render((details) => details.open || details === opened);
  });
  main.addEventListener(
    "toggle",
    ({ target }) => {
      if (target instanceof HTMLDetailsElement && target.open) render();
    },
    true,
  );
  addEventListener("beforeprint", () => render()); // all are open by now (reader.ts)
  if (splitFragment(location.hash).address) queueMicrotask(follow);

  function change(next: State, goOn = false, tellFault: (fault: LessonError) => void = tell): void {
    let isWritten = false;
    ask(
      next,
      () => {
        browser.write(formatAddress(next, LESSON), goOn);
        isWritten = true;
      },
      (fault) => {
        if (!fault || !isWritten) return;
        browser.write(addressNow(), true);
        carry(addressNow());
      },
      tellFault,
    );
  }

  return {
    get state() {
      return pending ?? state;
    },
    get trace() {
      return trace;
    },
    get made() {
      return made;
    },
    get lesson() {
      return lessonAsked;
    },
    makeBy(next) {
      make = next;
      if (make) make(lessonAsked);
      else become(traceOf(stages, lessonAsked));
    },
    show: (next) => become(next.trace, next),
    change,
    undo() {
      browser.settle();
      history.back();
    },
    onChange: (listener) => void listeners.change.push(listener),
    onFault: (listener) => void listeners.fault.push(listener),
    onWait: (listener) => void listeners.wait.push(listener),
  };
}
