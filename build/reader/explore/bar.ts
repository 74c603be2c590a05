import { namesOf } from "../../../src/network/marks.ts";
import { isRate } from "../../../src/network/quantities.ts";
import { asJson, asNumpy, asTex } from "../../../src/typeset/copy.ts";
import { copyButton } from "../clipboard.ts";
import { button, element } from "../element.ts";
import { columnHtml } from "./column.ts";
import { heightOfBar } from "./foot.ts";
import { type Live, nameIn } from "./live.ts";
import type { Told } from "./origins.ts";
import type { Steps } from "./steps.ts";

/**
 * A number, its sum written out, and what can be done with it: a bar at the foot of the window, or where there is room
 * beside the text, a part of what stands there (companion.ts), with the sum as a column.
 */
export interface Bar {
  readonly element: HTMLElement;
  show(shown: Shown): void;
  hide(): void;
  /** Puts the focus on its first control; while a value is played, on those. */
  focus(): void;
  /** Lets what the bar covers be scrolled to. */
  makeRoom(): void;
}

export interface Shown {
  readonly told: Told;
  /** Sources that the page does not show. */
  readonly elsewhere: readonly string[];
  /** What is being played; its result may not be written yet. */
  readonly steps?: Steps;
  /** Whether the number's value can be played. */
  readonly canStep: boolean;
  /** Whether a voice should read the sum out: not while the focus is on an entry, which has a name. */
  readonly isSaid: boolean;
  /** Whether the focus is on the number: then a key leads here. */
  readonly isWalked: boolean;
}

export interface BarActions {
  edit(): void;
  step(): void;
  close(): void;
}

export function createBar(live: Live, actions: BarActions, prefersLessMotion: () => boolean): Bar {
  const { explore, formats } = live.telling.words;
  const words = explore.steps;
  let shown: Shown | undefined;

  const name = element("b");
  const [joint, sum, value] = [element("span"), element("span"), element("span")];
  const statement = element("p", { class: "sum" }, name, joint, sum, value);
  // The sum in a line is what a voice reads.
  const column = element("div", { class: "column", "aria-hidden": "true" });
  const from = element("p", { class: "from" });

  const names = () => (shown && !isRate(shown.told.cell.name) ? [shown.told.cell.name] : []);
  const trace = () => live.trace(shown!.told.prefix);
  const note = () => live.telling.changed && live.telling.words.changed.note;
  const copyLabel = element("span");
  const copies = element(
    "span",
    { class: "copies", role: "group" },
    copyLabel,
    copyButton(formats.json, () => asJson(names(), trace(), note())),
    copyButton(formats.numpy, () => asNumpy(names(), trace(), note())),
    copyButton(formats.tex, () => asTex(names(), trace(), note())),
  );

  const hint = element("span", { class: "hint" }, explore.toBar);
  const home = element("a", {}, explore.home);
  const edit = button(explore.edit, actions.edit);
  const step = button(words.start, actions.step);
  const close = button("×", actions.close, { class: "close", "aria-label": explore.close });

  const steps = () => shown?.steps;
  const play = button(words.play, () => (steps()?.isPlaying ? steps()?.pause() : steps()?.play()));
  const previous = button(words.previous, () => steps()?.go(steps()!.index - 1));
  const next = button(words.next, () => steps()?.go(steps()!.index + 1));
  const restart = button(words.restart, () => {
    const wasPlaying = steps()?.isPlaying;
    steps()?.go(0);
    if (wasPlaying) steps()?.play();
  });
  const count = element("span", { class: "count" });
  const player = element("span", { class: "steps", role: "group" }, play, previous, next, restart, count);
  player.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    steps()?.go(steps()!.index + by);
  });

  const bar = element(
    "section",
    { class: "origin", hidden: "", "aria-label": explore.bar },
    statement,
    column,
    from,
    element("div", { class: "acts" }, player, step, edit, home, copies, hint, close),
  );
  const companion = document.querySelector(".companion:has(.network)");
  if (companion) bar.dataset.added = "";
  (companion ?? document.body).append(bar);
  let room = 0;
  function makeRoom(): void {
    if (room === heightOfBar()) return;
    room = heightOfBar();
    document.documentElement.style.setProperty("--origin", `${room}px`);
  }
  new ResizeObserver(makeRoom).observe(bar);

  /** Beside the text it stands where all of it fits: under the network, or else over the stack, or else at the foot. */
  function findRoom(): void {
    if (!companion) return;
    for (const place of ["under", "over", "foot"]) {
      bar.dataset.place = place;
      if (bar.scrollHeight <= bar.clientHeight + 1) break;
    }
  }

  /** A control that goes away hands the focus on. */
  function setHidden(control: HTMLElement, hidden: boolean): void {
    const had = hidden && control.contains(document.activeElement);
    control.hidden = hidden;
    if (had) focus();
  }

  function focus(): void {
    [...bar.querySelectorAll<HTMLElement>("a[href], button")].find((it) => it.offsetWidth > 0)?.focus();
  }

  return {
    element: bar,
    focus,
    makeRoom,
    show(next_) {
      shown = next_;
      const { told, elsewhere, steps, canStep, isSaid, isWalked } = shown;
      const { cell, kind, worked } = told;
      statement.setAttribute("aria-live", isSaid && !steps?.isPlaying ? "polite" : "off");
      name.className = kind;
      name.textContent = explore.name(cell);
      // A number is not the sum that does not give it.
      joint.textContent = worked?.sign === "≠" ? ": " : " = ";
      sum.innerHTML = worked ? `${worked.sum} ` : "";
      value.innerHTML = worked ? `${worked.sign} ${worked.value}` : told.value;
      column.innerHTML = columnHtml(told, explore.name(cell), live.telling.format);
      for (const it of [value, column.lastElementChild!])
        it.classList.toggle("unwritten", steps?.isWritten === false);
      from.textContent = [told.words, ...(elsewhere.length ? [explore.elsewhere(elsewhere)] : [])].join(" ");
      bar.hidden = false;

      hint.hidden = !isWalked;
      home.hidden = told.href === undefined;
      if (told.href !== undefined) home.href = live.linkTo(told.href);
      copies.hidden = isRate(cell.name);
      copyLabel.textContent = explore.copy(cell.name);
      copies.setAttribute("aria-label", explore.copy(cell.name));
      edit.hidden = !live.canChange(told.mark);
      setHidden(step, !canStep || steps !== undefined);
      setHidden(player, steps === undefined);
      if (steps) {
        const { index, marks, isPlaying } = steps;
        player.setAttribute("aria-label", nameIn(live, told.prefix, words.name(namesOf(marks))));
        play.hidden = prefersLessMotion();
        play.textContent = isPlaying ? words.pause : words.play;
        count.textContent = words.at(index, marks.length);
      }
      findRoom();
    },
    hide() {
      shown = undefined;
      bar.hidden = true;
    },
  };
}
