import { hasStage } from "../../src/book/chapter.ts";
import { lessonFoot } from "../../src/book/page.ts";
import { formatAddress } from "../../src/lesson/address.ts";
import { canChange, withEntry } from "../../src/lesson/choices.ts";
import type { Trace } from "../../src/network/stage.ts";
import { carried } from "./carry.ts";
import { copyButtons } from "./copy-buttons.ts";
import { explore } from "./explore.ts";
import { type Bench, benchOf, type ProgramBench } from "./live/bench.ts";
import { chapters, LESSON, pageOf, tellingOf } from "./live/book.ts";
import { chooser } from "./live/chooser.ts";
import { editing } from "./live/edit.ts";
import { gestureOn } from "./live/gesture.ts";
import { markOwn } from "./live/own.ts";
import { createLivePage, type LivePage } from "./live/page.ts";
import { panel } from "./live/panel.ts";
import { titlesOf } from "./live/titles.ts";
import { load } from "./load.ts";
import { NUMBERS } from "./moving/numbers.ts";
import type { Mover } from "./moving.ts";
import { RENEWED } from "./renewed.ts";
import { setStops } from "./stops.ts";

/** What a page runs when its reader first touches a number or opens the panel: the book's own chapters and code. */

/** Milliseconds that a number which changed stays marked. */
const MARKED = 1200;
/** Milliseconds of rest after which boxes that scroll now can be reached by keyboard. */
const REST = 300;

let started: LivePage | undefined;
/** The numbers that the book makes of the lesson shown, for the script of its exercises: they ask for nothing else. */
export const shownTrace = (): Trace | undefined =>
  started?.made ? tellingOf(LESSON).traceOf(started.trace.lesson) : started?.trace;

/** For the script that runs code of a reader's own, after `start`. */
export const bench = (): Bench | ProgramBench => benchOf(started!);

/** Brings the page to life, once. Without effect on pages that do not follow the lesson. */
export function start(): void {
  const page = pageOf(document.body.dataset.page!);
  const place = document.querySelector<HTMLElement>(".numbers");
  if (started || !page || !place) return;
  const words = tellingOf(LESSON).words.live;
  const live = createLivePage(page, words);
  started = live;
  panel(live, words, place);
  const edit = editing(live, words);
  markOwn(live, words);
  chooser(live, words);
  const followTitles = titlesOf(page.name);
  const marked = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();
  let rest: ReturnType<typeof setTimeout> | undefined;
  const foot = document.documentElement.style;
  live.onChange((changed) => {
    const { lesson } = live.trace;
    followTitles(lesson);
    const { words } = tellingOf(lesson);
    const note = live.made && words.changed.note;
    foot.setProperty("--foot", JSON.stringify(lessonFoot(lesson, words, note)));
    // For what takes something away from the page (take.ts).
    document.body.dataset.note = note ?? "";
    document.dispatchEvent(new Event(NUMBERS));
    // Later: to ask how wide a box is makes the browser lay out the page.
    clearTimeout(rest);
    rest = setTimeout(() => {
      copyButtons();
      setStops();
      exercises();
      dispatchEvent(new Event(RENEWED));
    }, REST);
    for (const number of changed) {
      clearTimeout(marked.get(number));
      number.classList.add("changed");
      marked.set(
        number,
        setTimeout(() => number.classList.remove("changed"), MARKED),
      );
    }
  });
  explore({
    page,
    chapters,
    get telling() {
      return tellingOf(live.trace.lesson, live.made);
    },
    trace(prefix) {
      const other = hasStage(page) ? page.others?.[prefix.slice(0, -1)] : undefined;
      return other ? this.telling.traceOf(other) : live.trace;
    },
    onChange: live.onChange,
    linkTo: (href) => carried(href, formatAddress(live.state, LESSON)),
    canChange,
    edit,
  });
}

/**
 * For a picture in which a number is dragged, after `start`: what it calls with the number's new values, which one step
 * back undoes together.
 */
export function changing(): (cell: string, value: number) => void {
  const live = started!;
  const gesture = gestureOn(live);
  return (cell, value) => gesture.change(withEntry(live.state, cell, value));
}

/** Its exercises follow its numbers, though nobody may have come near them. */
function exercises(): void {
  const section = document.querySelector<HTMLElement>(".exercises");
  if (!section) return;
  load<Mover>("exercises").then(
    ({ move }) => move(section),
    () => {}, // the next time they come near
  );
}
