import type { GradientName } from "../../../src/training/gradient.ts";
import type { Settings } from "../../../src/training/settings.ts";
import { isDrawn, NUMBER_FIELDS, type NumberField, type SetName, settingsOf } from "./form.ts";
import { filled, given } from "./given.ts";
import { createLoop } from "./loop.ts";
import { markup } from "./markup.ts";
import { MOST_POINTS, NO_POINTS, type Point, pointAt, REACH, withoutLast, withPoint } from "./points.ts";
import { createScreen } from "./screen.ts";
import { goesOn, sentence, type Training, trainingOf } from "./training.ts";

const { words } = given;

/** Milliseconds between two sentences while it runs: as often as a voice can follow. */
const SAID = 5000;

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
    const numbers = Object.fromEntries(NUMBER_FIELDS.map((name) => [name, input(name).value]));
    const typed = {
      set,
      bias: input("bias").checked,
      gradient: input("gradient").value as GradientName,
      numbers: numbers as Record<NumberField, string>,
    };
    const { settings, faults } = settingsOf(typed, points);
    for (const name of NUMBER_FIELDS) fault(name, faults.get(name));
    if (faults.size > 0 || (training && JSON.stringify(settings) === JSON.stringify(training.settings)))
      return;
    training = settings && trainingOf(settings);
    screen.show(training);
    if (training && loop.running) screen.draw();
    else pause();
  }

  function place(point: Point): void {
    const full = points.labels.length >= MOST_POINTS;
    fault("label", full ? filled(words.own.full, { most: MOST_POINTS }) : undefined);
    if (!full) setPoints(withPoint(points, point, input("label").value === "1" ? 1 : 0));
  }

  function setPoints(next: typeof points): void {
    points = next;
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
      const at = (["x1", "x2"] as const).map((name) => {
        const value = input(name).value === "" ? Number.NaN : Number(input(name).value);
        const inside = Math.abs(value) <= REACH;
        fault(name, inside ? undefined : filled(words.own.outside, { reach: REACH }));
        return inside ? value : undefined;
      });
      const [x1, x2] = at;
      if (x1 !== undefined && x2 !== undefined) place([x1, x2]);
    },
    undo: () => setPoints(withoutLast(points)),
    clear: () => setPoints(NO_POINTS),
  };

  box.addEventListener("click", ({ target }) => {
    const { does } = (target as Element).closest<HTMLElement>("[data-does]")?.dataset ?? {};
    if (does) actions[does]!();
  });
  box.addEventListener("change", ({ target }) => {
    const { name } = target as HTMLInputElement;
    if (!["pace", "label", "x1", "x2"].includes(name)) follow();
  });
  plane.addEventListener("click", ({ clientX, clientY }) => {
    if (find(".own").hidden) return;
    const { left, top, width } = plane.querySelector("svg")!.getBoundingClientRect();
    place(pointAt((clientX - left) / width, (clientY - top) / width));
  });
  setPoints(NO_POINTS);
  return { pause };
}
