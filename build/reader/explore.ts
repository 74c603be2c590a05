import { namesOf, parseMark } from "../../src/network/marks.ts";
import { isDragging } from "./dragging.ts";
import { createBar } from "./explore/bar.ts";
import { focusOnce } from "./explore/focus.ts";
import { lights } from "./explore/lights.ts";
import { type Live, nameIn } from "./explore/live.ts";
import { markAt, markedNumbers } from "./explore/marked.ts";
import { originsOf } from "./explore/origins.ts";
import { stepButtons } from "./explore/step-buttons.ts";
import { createSteps, type Steps } from "./explore/steps.ts";
import { BLOCK, walk } from "./explore/walk.ts";
import { prefersLessMotion } from "./motion.ts";
import { RENEWED } from "./renewed.ts";

/**
 * Shows where a number comes from. A number pointed at is shown while the pointer is on it; one that was clicked,
 * tapped or reached with the keyboard stays, so that the pointer can go to the bar.
 */

/** How a number came to be shown: what is played or kept is not replaced by what the pointer passes. */
type Way = "pointed" | "kept" | "walked" | "played";

/** Milliseconds that a number stays shown when the pointer has left it. */
const LINGER = 500;
/** Milliseconds of rest after which the names of all entries follow a change. */
const REST = 300;

const placeOf = ({ screenX, screenY }: PointerEvent): string => `${screenX},${screenY}`;

export function explore(live: Live): void {
  const marked = markedNumbers();
  const origins = originsOf(live);
  const light = lights(marked);
  const bar = createBar(
    live,
    { edit: () => shown && edit(shown.mark), step: () => shown && startSteps(shown.mark), close },
    prefersLessMotion,
  );
  const tables = walk(live, marked, origins, { enter, leave, edit, act: () => bar.focus() });
  const nameOfSteps = (marks: readonly string[]): string =>
    nameIn(live, parseMark(marks[0]!)!.prefix, live.telling.words.explore.steps.startAt(namesOf(marks)));
  const buttons = stepButtons(nameOfSteps, stepsOf, startSteps);

  let shown: { readonly mark: string; readonly way: Way } | undefined;
  let steps: Steps | undefined;
  /** Where the focus goes back to from the bar. */
  let opener: HTMLElement | undefined;
  /** Where on the screen the pointer was last. */
  let pointerAt: string | undefined;
  let lingering: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function show(mark: string, way: Way): void {
    clearTimeout(lingering);
    shown = { mark, way };
    render();
  }

  function hide(): void {
    clearTimeout(lingering);
    steps?.end();
    [shown, steps] = [undefined, undefined];
    light(undefined);
    bar.hide();
  }

  /** Makes lights and bar those of what is shown. */
  function render(): void {
    if (!shown) return;
    const { mark, way } = shown;
    const told = origins.tell(mark);
    if (!told) {
      goAway();
      return;
    }
    const isHere = (it: string) => marked.inText(it).length > 0;
    const missing = told.sources.filter((it) => !isHere(it)).map((it) => parseMark(it)!.cell.name);
    light({
      chosen: mark,
      sources: told.sources,
      unwritten: steps ? steps.marks.slice(steps.index + Number(steps.isWritten)) : [],
    });
    bar.show({
      told,
      elsewhere: [...new Set(missing)],
      ...(steps && { steps }),
      canStep: stepsOf(mark).length > 1,
      isWalked: way === "walked",
      isSaid: way !== "walked" && way !== "pointed",
    });
  }

  /** What is played with a number: of the entries worked out with it, those that the page shows. */
  function stepsOf(mark: string): string[] {
    return origins.siblings(mark).filter(marked.isInFormula);
  }

  function startSteps(mark: string, from?: HTMLElement): void {
    opener = from ?? opener;
    steps?.end();
    steps = createSteps(stepsOf(mark), mark, () => {
      const { marks, index } = steps!;
      show(marks[index]!, "played");
      reveal(marks[index]!);
    });
    if (prefersLessMotion()) steps.go(steps.marks.indexOf(mark));
    else steps.play();
    bar.focus();
  }

  /** Scrolls a number into view, in its box and above the bar. */
  function reveal(mark: string, element = tables.shownAt(mark)): void {
    bar.makeRoom();
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** What is to be in sight where a number can be changed: all of its formula, which changes with it. */
  const around = (element: Element): Element => element.closest(".formula") ?? element;

  /** While a number is changed, what is said of it stays. */
  function edit(mark: string): void {
    const element = tables.shownAt(mark);
    if (!element) return;
    show(mark, "kept");
    reveal(mark, around(element));
    live.edit(mark, element);
  }

  /** The focus has come to a number's cell. */
  function enter(mark: string): void {
    endSteps();
    opener = document.activeElement as HTMLElement;
    show(mark, "walked");
    tables.shownAt(mark)?.classList.add("walked");
    reveal(mark);
  }

  function leave(): void {
    if (shown?.way === "walked" && !bar.element.contains(document.activeElement)) hide();
  }

  function endSteps(): void {
    steps?.end();
    steps = undefined;
  }

  function close(): void {
    const from = shown && tables.shownAt(shown.mark);
    const isFromCell = shown?.way === "walked" || opener?.closest(".walk");
    hide();
    if (isFromCell) tables.out();
    else giveBack(from);
  }

  /** Where the bar was entered from, or where its number stands. */
  function giveBack(number: Element | undefined): void {
    if (opener?.isConnected) opener.focus();
    else focusOnce(number?.closest("[tabindex]") ?? number?.closest(BLOCK));
  }

  /** From the bar back to where it was entered from; with the focus elsewhere, the bar goes. */
  function back(): void {
    const isIn = bar.element.contains(document.activeElement);
    if (isIn && shown?.way === "walked") {
      tables.focus(shown.mark);
      return;
    }
    goAway();
  }

  /** Hides the bar, which hands on the focus if it has it. */
  function goAway(): void {
    const isIn = bar.element.contains(document.activeElement);
    const from = shown && tables.shownAt(shown.mark);
    hide();
    if (isIn) giveBack(from);
  }

  document.addEventListener("pointermove", (event) => {
    pointerAt = placeOf(event);
  });
  document.addEventListener("pointerover", (event) => {
    const { target, pointerType } = event;
    if (pointerType !== "mouse" || isDragging()) return;
    // The page moved beneath a mouse that rests: nobody pointed, and what was closed by key stays closed.
    if (!shown && pointerAt === placeOf(event)) return;
    pointerAt = placeOf(event);
    const isFree = !shown || shown.way === "pointed";
    const mark = markAt(target);
    if (!isFree) return;
    if (bar.element.contains(target as Node)) clearTimeout(lingering);
    else if (mark) show(mark, "pointed");
    else if (shown) {
      clearTimeout(lingering);
      lingering = setTimeout(hide, LINGER);
    }
  });
  document.addEventListener("click", ({ target }) => {
    const mark = markAt(target);
    if (!mark) return;
    endSteps();
    show(mark, "kept");
    if ((target as Element).closest("main") && !(target as Element).closest(".place"))
      reveal(mark, live.canChange(mark) ? around(target as Element) : (target as Element));
  });
  bar.element.addEventListener("focusout", ({ relatedTarget }) => {
    const isStill = relatedTarget instanceof Element && relatedTarget.closest(".origin, .walk");
    if (relatedTarget && !isStill && shown?.way === "walked") hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && shown) back();
  });

  addEventListener(RENEWED, () => {
    marked.forget();
    render();
  });
  live.onChange(() => {
    marked.forget();
    origins.forget();
    tables.keepFocus();
    // What is played has other entries now: it is over.
    if (steps && shown && String(stepsOf(shown.mark)) !== String(steps.marks)) {
      endSteps();
      shown = { mark: shown.mark, way: "kept" };
    }
    render();
    clearTimeout(resting);
    resting = setTimeout(() => {
      tables.update();
      tables.rename();
      buttons.update();
    }, REST);
  });
  tables.update();
  buttons.update();
  const pointed = markAt([...document.querySelectorAll(":hover")].at(-1) ?? null);
  if (pointed) show(pointed, "pointed");
}
