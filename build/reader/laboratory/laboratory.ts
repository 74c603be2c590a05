import type { GradientName } from "../../../src/training/gradient.ts";
import type { Settings } from "../../../src/training/settings.ts";
import { formSettings, isDrawn, NUMBER_FIELDS, type NumberField, type SetName } from "./form.ts";
import { filled, given } from "./given.ts";
import { createLoop } from "./loop.ts";
import { markup } from "./markup.ts";
import { MOST_POINTS, NO_POINTS, type Point, pointAt, REACH, withoutLast, withPoint } from "./points.ts";
import { keepPresses } from "./press.ts";
import { createScreen } from "./screen.ts";
import { goesOn, sentence, type Training, trainingOf } from "./training.ts";

const { words } = given;

/** Milliseconds between two sentences while it runs: as often as a voice can follow. */
const SAID = 5000;

/** What is typed into a field. Of what it takes for no number, a browser tells no more than of an empty field. */
const textIn = ({ value, validity }: HTMLInputElement): string =>
  validity.badInput ? words.noNumber : value;

/** Sets up the laboratory in an empty box, with these settings in its form. */
export function openLaboratory(box: HTMLElement, start: Settings): { pause(): void } {
  box.innerHTML = markup(start);
  const find = <T extends HTMLElement>(selector: string) => box.querySelector<T>(selector)!;
  const input = (name: string) => find<HTMLInputElement>(`[name="${name}"]`);
  const [startButton, status, plane] = [find("[data-does=start]"), find(".status"), find(".plane")];
  const screen = createScreen(box);
  let points = NO_POINTS;
  let training: Training | undefined;
  let saidAt = Number.NEGATIVE_INFINITY;

  const loop = createLoop({
    pace: () => Number(input("pace").value),
    step() {
      training!.watch.step();
      return goesOn(training!);
    },
    draw() {
      screen.draw();
      if (performance.now() - saidAt > SAID) say();
    },
    ended: pause,
  });

  function say(text = training ? sentence(training, loop.running) : words.noPoints): void {
    status.textContent = text;
    saidAt = performance.now();
  }

  /** The run as it stands, with what is only told of one that stands still. */
  function pause(): void {
    loop.stop();
    startButton.textContent = words.start;
    screen.draw();
    screen.link();
    say();
  }

  function fault(name: string, reason: string | undefined): void {
    const field = input(name);
    field.setAttribute("aria-invalid", String(reason !== undefined));
    field.parentElement!.querySelector(".fault")!.textContent = reason ?? "";
  }

  /** Follows the form. What is wrong in it is told beside the field, and the run is left as it is. */
  function follow(): void {
    const set = input("data.set").value as SetName;
    find(".drawn").hidden = !isDrawn(set);
    find(".own").hidden = set !== "own";
    const numbers = Object.fromEntries(NUMBER_FIELDS.map((name) => [name, textIn(input(name))]));
    const typed = {
      set,
      bias: input("bias").checked,
      gradient: input("gradient").value as GradientName,
      numbers: numbers as Record<NumberField, string>,
    };
    const { settings, faults } = formSettings(typed, points);
    for (const name of NUMBER_FIELDS) fault(name, faults.get(name));
    if (faults.size > 0 || JSON.stringify(settings) === JSON.stringify(training?.settings)) return;
    training = settings && trainingOf(settings);
    screen.show(training);
    if (training && loop.running) {
      screen.draw();
      say();
    } else pause();
  }

  function place(point: Point): void {
    if (points.labels.length >= MOST_POINTS) fault("label", filled(words.own.full, { most: MOST_POINTS }));
    else setPoints(withPoint(points, point, input("label").value === "1" ? 1 : 0));
  }

  /** A coordinate as it is typed; undefined where it is not on the plane. */
  function coordinate(name: "x1" | "x2"): number | undefined {
    const value = input(name).value === "" ? Number.NaN : Number(input(name).value);
    const inside = Math.abs(value) <= REACH;
    fault(name, inside ? undefined : filled(words.own.outside, { reach: REACH }));
    return inside ? value : undefined;
  }

  function setPoints(next: typeof points): void {
    points = next;
    fault("label", undefined); // there was room for it
    const ones = points.labels.filter((label) => label === 1).length;
    find(".count").textContent = filled(words.own.count, { ones, zeros: points.labels.length - ones });
    follow();
  }

  const actions: Readonly<Record<string, () => void>> = {
    start() {
      if (loop.running || !training || !goesOn(training)) return pause();
      loop.start();
      startButton.textContent = words.pause;
      screen.unlink();
      say(words.running);
    },
    step() {
      if (training && goesOn(training)) training.watch.step();
      pause();
    },
    rewind() {
      training?.watch.rewind();
      pause();
    },
    put() {
      const [x1, x2] = [coordinate("x1"), coordinate("x2")];
      if (x1 !== undefined && x2 !== undefined) place([x1, x2]);
    },
    undo: () => setPoints(withoutLast(points)),
    clear: () => setPoints(NO_POINTS),
  };

  box.addEventListener("click", ({ target }) => {
    const { does } = (target as Element).closest<HTMLElement>("[data-does]")?.dataset ?? {};
    if (does) actions[does]!();
  });
  /** Follows what was typed or chosen. */
  function heed({ target }: Event): void {
    const { name } = target as HTMLInputElement;
    if (name === "x1" || name === "x2") coordinate(name);
    else if (name && name !== "pace" && name !== "label") follow();
  }
  box.addEventListener("change", heed);
  box.addEventListener("focusout", heed); // from nothing to what is no number, a browser tells of no change
  plane.addEventListener("click", ({ clientX, clientY }) => {
    // With a fault beside another field, it is still another run's.
    const isOwn = !training || "X" in training.settings.data;
    if (find(".own").hidden || !isOwn) return;
    const { left, top, width } = plane.querySelector("svg")!.getBoundingClientRect();
    place(pointAt((clientX - left) / width, (clientY - top) / width));
  });
  keepPresses(box);
  setPoints(NO_POINTS);
  return { pause };
}
