import { check, LessonError, NUMBER } from "../../../src/lesson/check.ts";
import { type BrickName, type Place, placeNames } from "../../../src/lesson/choices.ts";
import { handwritten } from "../../../src/math/numerals.ts";
import type { GradientName } from "../../../src/training/gradient.ts";
import type { Settings } from "../../../src/training/settings.ts";
import { filePart } from "./file.ts";
import { filled } from "./filled.ts";
import { formSettings, isDrawn, NUMBER_FIELDS, type NumberField, type SetName } from "./form.ts";
import { given } from "./given.ts";
import { createLoop } from "./loop.ts";
import { markup } from "./markup.ts";
import {
  arePoints,
  MOST_POINTS,
  NO_POINTS,
  type Point,
  type Points,
  pointAt,
  REACH,
  withoutLast,
  withPoint,
} from "./points.ts";
import { keepPresses } from "./press.ts";
import { createScreen } from "./screen.ts";
import { goesOn, rewind, sentence, type Training, takeStep, trainingOf } from "./training.ts";

const { words } = given;

/** Milliseconds between two sentences that are spoken while it runs: as often as a voice can follow. */
const SAID = 5000;

/** Milliseconds without a move after which one who looks back has arrived. */
const REST = 200;

/** The fields that settings come from, beside those of numbers. */
const CHOICES = ["data.set", "gradient", ...placeNames];
const SETTINGS = new Set<string>([...NUMBER_FIELDS, ...CHOICES]);

/** What the page around it does for it. */
export interface Around {
  /** Told of the settings of each new run; undefined where there is no point to train on. */
  onSettings(settings: Settings | undefined): void;
  /** Sets it up anew, as the page is. */
  again(): void;
}

export interface Laboratory {
  pause(): void;
  /** The run in hand: none without a point. */
  readonly settings: Settings | undefined;
  /** Whether it stands where it began. */
  readonly isAtStart: boolean;
}

/** Sets up the laboratory in a box, with these settings in its form. */
export function openLaboratory(box: HTMLElement, start: Settings, around: Around): Laboratory {
  box.innerHTML = markup(start);
  const find = <T extends HTMLElement>(selector: string) => box.querySelector<T>(selector)!;
  const input = (name: string) => find<HTMLInputElement>(`[name="${name}"]`);
  const [startButton, status, plane] = [find("[data-does=start]"), find(".status"), find(".plane")];
  const spoken = find(".view [role=status]");
  const screen = createScreen(box, look);
  let points = ownPoints(start);
  let training: Training | undefined;
  let saidAt = Number.NEGATIVE_INFINITY;

  const loop = createLoop({
    pace: () => Number(input("pace").value),
    step() {
      takeStep(training!);
      return goesOn(training!);
    },
    draw() {
      screen.draw(true);
      write();
      if (performance.now() - saidAt > SAID) speak();
    },
    ended: pause,
  });

  /** The line that is seen is that of the table and the pictures; a voice gets it less often. */
  function write(): void {
    status.textContent = training ? sentence(training, loop.running) : words.noPoints;
  }
  function speak(): void {
    spoken.textContent = status.textContent;
    saidAt = performance.now();
  }

  /** The run as it stands, with what is only told of one that stands still. */
  function pause(): void {
    clearTimeout(rest);
    loop.stop();
    startButton.textContent = words.start;
    screen.draw();
    screen.link();
    write();
    speak();
  }

  let isDue = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  /** Looks back at an entry of the record, or at the run as it is now. */
  function look(entry: number | undefined): void {
    if (!training) return;
    if (loop.running) pause();
    training.back = entry === undefined ? undefined : training.watch.entries[entry];
    if (!isDue)
      requestAnimationFrame(() => {
        isDue = false;
        screen.draw(true);
        write();
      });
    isDue = true;
    clearTimeout(rest);
    rest = setTimeout(pause, REST);
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
      bricks: Object.fromEntries(placeNames.map((place) => [place, input(place).value])) as Record<
        Place,
        BrickName
      >,
      gradient: input("gradient").value as GradientName,
      numbers: numbers as Record<NumberField, string>,
    };
    const { settings, faults } = formSettings(typed, points, start, given.lesson.decimal);
    for (const name of SETTINGS) fault(name, (faults as ReadonlyMap<string, string>).get(name));
    if (faults.size > 0 || JSON.stringify(settings) === JSON.stringify(training?.settings)) return;
    training = settings && trainingOf(settings);
    around.onSettings(settings);
    screen.show(training);
    if (training && loop.running) {
      screen.draw();
      write();
      speak();
    } else pause();
  }

  function place(point: Point): void {
    if (points.labels.length >= MOST_POINTS) fault("label", filled(words.own.full, { most: MOST_POINTS }));
    else setPoints(withPoint(points, point, input("label").value === "1" ? 1 : 0));
  }

  /** A coordinate as it is typed; undefined where it is none. */
  function coordinate(name: "x1" | "x2"): number | undefined {
    try {
      const value = check(NUMBER, handwritten(input(name).value, given.lesson.decimal), name);
      fault(name, undefined);
      return value;
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      fault(name, error.reason);
      return undefined;
    }
  }

  function setPoints(next: Points): void {
    points = next;
    fault("label", undefined); // there was room for it
    const ones = points.labels.filter((label) => label === 1).length;
    find(".count").textContent = filled(words.own.count, { ones, zeros: points.labels.length - ones });
    follow();
  }

  const actions: Readonly<Record<string, () => void>> = {
    start() {
      if (training) training.back = undefined;
      if (loop.running || !training || !goesOn(training)) return pause();
      loop.start();
      startButton.textContent = words.pause;
      screen.unlink();
      write();
      speak();
    },
    step() {
      if (training) training.back = undefined;
      if (training && goesOn(training)) takeStep(training);
      pause();
    },
    rewind() {
      if (training) rewind(training);
      pause();
    },
    put() {
      const [x1, x2] = [coordinate("x1"), coordinate("x2")];
      if (x1 !== undefined && x2 !== undefined) place([x1, x2]);
    },
    undo: () => setPoints(withoutLast(points)),
    clear: () => setPoints(NO_POINTS),
    again: around.again,
  };

  box.addEventListener("click", ({ target }) => {
    const { does } = (target as Element).closest<HTMLElement>("[data-does]")?.dataset ?? {};
    if (does) actions[does]!();
  });
  /** Follows what was typed or chosen. */
  box.addEventListener("change", ({ target }) => {
    const { name } = target as HTMLInputElement;
    if (name === "x1" || name === "x2") coordinate(name);
    else if (SETTINGS.has(name)) follow();
  });
  plane.addEventListener("click", ({ clientX, clientY }) => {
    // With a fault beside another field, it is still another run's.
    const data = training?.settings.data;
    const isOwn = !data || ("X" in data && arePoints(data));
    const drawing = plane.querySelector("svg");
    if (find(".own").hidden || !isOwn || !drawing) return;
    const { left, top, width } = drawing.getBoundingClientRect();
    const reach = training?.plane?.reach ?? REACH;
    place(pointAt((clientX - left) / width, (clientY - top) / width, reach));
  });
  keepPresses(box);
  filePart(
    box,
    (taken) => {
      input("data.set").value = "own";
      setPoints(taken);
    },
    (reason) => {
      // What is wrong with a file that was dropped is told where files are taken.
      if (reason !== undefined) find(".own").hidden = false;
      fault("file", reason);
    },
  );
  setPoints(points);
  return {
    pause,
    get settings() {
      return training?.settings;
    },
    get isAtStart() {
      return !loop.running && training?.watch.run.steps === 0;
    },
  };
}

/** The points of settings that can be put on the plane by hand. */
const ownPoints = ({ data }: Settings): Points =>
  "X" in data && arePoints(data) ? (data as unknown as Points) : NO_POINTS;
