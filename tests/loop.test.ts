import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareLoops, learn, chapter as loop, loopSettings } from "../chapters/10-loop.ts";
import { chapters, stages } from "../chapters/index.ts";
import { english } from "../chapters/words/english.ts";
import { labelsOf } from "../src/lesson/datasets.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { type Matrix, toRows } from "../src/math/matrix.ts";
import { runStages, type Trace, traceOf } from "../src/network/stage.ts";
import type { Values } from "../src/network/values.ts";
import { AS_PUBLISHED } from "../src/training/article.ts";
import { predict } from "../src/training/measure.ts";
import { parseSettings, settingsFrom } from "../src/training/settings.ts";
import { train } from "../src/training/train.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { lessons } from "./lessons.ts";
import { claimsOf, textOf } from "./told.ts";

const markdown = (lesson: Lesson): string => textOf(loop, traceOf(stages, lesson));
const text = (html: string): string => html.replace(/<[^>]*>/g, "");

/** Ten steps by the chapters' stages, one after the other in a circle. */
function circle(lesson: Lesson): Values[] {
  const turns = [runStages(stages, lesson) as Values];
  for (let step = 1; step <= 10; step++) {
    const { X, y, W1_next: W1, W2_next: W2, b1, b2, b1_next = b1, b2_next = b2 } = turns.at(-1)!;
    turns.push(runStages(stages.slice(2), lesson, { X, y, W1, W2, b1: b1_next, b2: b2_next }) as Values);
  }
  return turns;
}

/** Every choice that the page can make, decided again. */
function decided(lesson: Lesson, trace: Trace): Record<string, string> {
  const losses = circle(lesson).map(({ loss }) => loss);
  const [first, ten] = [losses[1]! - losses[0]!, losses[10]! - losses[0]!];
  const share = ten / (10 * first);
  const { title: _, digits: __, hidden, ...shared } = lesson;
  const wanted = loopSettings(trace).steps;
  const run = (steps: number) => {
    const record = { every: Math.max(1, Math.ceil(steps / 50)) };
    return train(settingsFrom({ ...shared, hidden: [hidden], steps, record }));
  };
  const last = run(wanted).end.step;
  const dataLoss = () => run(wanted).entries.at(-1)!.loss.data;
  const isWhole = ({ loss, ...turn }: Values) =>
    [loss, ...["W1", "b1", "W2", "b2"].flatMap((name) => numbersOf(turn, name))].every(Number.isFinite) &&
    ["W1", "b1", "W2", "b2"].every((name) => numbersOf(turn, `dLoss_d${name}`).every(Number.isFinite));
  /** The same once more from weights 1e-14 larger, all of them. */
  const nudgedEnd = () => {
    const more = (W: Matrix) => toRows(W).map((row) => row.map((x) => x + 1e-14));
    const biases = lesson.bias && { b1: more(trace.b1)[0]!, b2: more(trace.b2)[0]! };
    const nudged = { W1: more(trace.W1), W2: more(trace.W2), ...biases };
    const settings = {
      ...shared,
      weights: nudged,
      hidden: [hidden],
      steps: wanted,
      record: { at: [wanted] },
    };
    return train(settingsFrom(settings)).entries.at(-1)?.loss.data ?? Number.POSITIVE_INFINITY;
  };
  const ending = () => {
    const nudged = nudgedEnd();
    if (!Number.isFinite(nudged)) return "overflows";
    const end = dataLoss();
    if (Math.max(nudged, end) <= 2 ** -44 * losses[0]!) return "no"; // rounding alone is left
    return Math.abs(nudged / end - 1) > 1e-3 ? "yes" : "no";
  };
  const seen = run(last).entries.map(({ loss, gradientNorms: [a, b] }) => [loss.total, a! * a! + b! * b!]);
  const end = seen.findIndex((numbers) => !numbers.every(Number.isFinite));
  const curve = seen.slice(0, end < 0 ? seen.length : end).map(([loss]) => loss!);
  const whole = end < 0 && last === wanted;
  const change = (curve.at(-1)! - curve[0]!) / curve[0]!;
  return {
    "loop-ten": !circle(lesson).every(isWhole)
      ? "overflows"
      : first === 0
        ? "none"
        : Math.abs(first / losses[0]!) < 2 ** -44
          ? "rounding"
          : share <= 0
            ? "turned"
            : share < 0.9
              ? "less"
              : share > 1.1
                ? "more"
                : "near",
    "loop-agree": "same",
    "loop-run": !whole ? "overflows" : !(Math.abs(change) > 2 ** -44) ? "same" : change < 0 ? "fell" : "rose",
    ...(labelsOf(trace.y) && {
      "loop-tie":
        ties(trace.h2) || (whole && ties(predict(run(wanted).settings, run(wanted).weights, trace.X)))
          ? "some"
          : "none",
    }),
    "loop-way": curve.every((loss, i) => i === 0 || loss <= (1 + 2 ** -44) * curve[i - 1]!)
      ? "never"
      : "sometimes",
    "loop-chaotic": whole ? ending() : "no",
  };
}

/** The numbers of a value, if it is there. */
const numbersOf = (values: object, name: string): number[] => [
  ...((values as Record<string, Matrix | undefined>)[name]?.data ?? []),
];

/** Whether some row's two largest outputs, or its only one and one half, are equal but for rounding. */
const ties = (outputs: Matrix): boolean =>
  toRows(outputs).some((row) => {
    const largest = Math.max(...row);
    const others = row.length === 1 ? [0.5] : row.filter((_, k) => k !== row.indexOf(largest));
    return largest - Math.max(...others) <= 1e-12 && Math.max(...others) - largest <= 1e-12;
  });

test("the program is the chapters' stages in a circle, to the last bit", () => {
  fc.assert(
    fc.property(lessons, (lesson) => {
      for (const [step, turn] of learn(lesson, 11).entries()) {
        const { W1, b1, W2, b2, loss, dLoss_dW1, dLoss_db1, dLoss_dW2, dLoss_db2 } = circle(lesson)[step]!;
        expect(turn).toEqual({ W1, b1, W2, b2, loss, dLoss_dW1, dLoss_db1, dLoss_dW2, dLoss_db2 });
      }
    }),
    { numRuns: 25 },
  );
});

test("the fast loop agrees with it, and one wrong bit of one weight would be seen", () => {
  const lesson = parseLesson({ data: { rows: 5 }, ridge: 0.1, learningRate: 1 });
  const [turns, settings] = [learn(lesson, 11), loopSettings(traceOf(stages, lesson))];
  expect(compareLoops(turns, settings)).toEqual({ compared: 11 * 13, differing: 0 });
  const W = turns[10]!.W2.data;
  W[3] = W[3]! * (1 + 2 ** -52);
  expect(compareLoops(turns, settings)).toEqual({ compared: 11 * 13, differing: 1 });
});

describe("the page of any lesson", () => {
  const seen = new Set<string>();
  const extremes = [
    { learningRate: 1e6 },
    { learningRate: 1e6, ridge: 1e6, data: { rows: 3 } },
    { learningRate: 1e-14 },
    { weights: { W1: [[0], [0]], W2: [[0, 0]] } },
    { learningRate: 1000, ridge: 1000 },
    { learningRate: 30, data: { rows: 20 }, hidden: 5 },
    // The last loss is so large that 100 times it is no number.
    {
      data: { X: [[0]], labels: [0] },
      weights: { seed: 0 },
      hidden: 5,
      learningRate: 99.3897019232792,
      ridge: 0.1,
    },
    { learningRate: 5, data: { rows: 4 }, ridge: 0.01, digits: 0 },
    // Balanced on a point from which any nudge grows until it overflows.
    {
      data: { seed: 15, rows: 2 },
      weights: { W1: [[0], [0]], W2: [[0, 0]] },
      hidden: 1,
      learningRate: 1000,
      ridge: 0.1,
      digits: 0,
    },
    // Chaotic: another last digit of a weight makes another run of it.
    { data: { seed: 10, rows: 40 }, hidden: 40, learningRate: 8, ridge: 0.01 },
    {
      ridge: 1e-300,
      data: { X: [[1e6, -1e6]], labels: [1] },
      weights: { W1: [[1e6], [-1e6]], W2: [[1e6, -1e6]] },
    },
    {
      learningRate: 1e6,
      ridge: 1e6,
      data: { X: [[1e6, -1e6]], labels: [0] },
      weights: { W1: [[1e6], [-1e6]], W2: [[1e6, 1e6]] },
    },
  ].map(parseLesson);

  function read(lesson: Lesson): void {
    const page = markdown(lesson);
    // What a network is tested for has a test of its own.
    const { "first-loss": _first, "by-heart": _learnt, ...claims } = claimsOf(page);
    expect(claims).toEqual(decided(lesson, traceOf(stages, lesson)));
    for (const [claim, choice] of Object.entries(claims)) seen.add(`${claim}:${choice}`);
    expect(text(page)).not.toMatch(/undefined|NaN|Infinity|\[object|null/);
    expect(page).toMatch(/<svg/);
    const steps = [...page.matchAll(/^\| (\d+) \| /gm)].map(([, step]) => Number(step));
    const told = claims["loop-ten"] === "overflows" ? steps.indexOf(0, 1) : 11;
    expect(steps.slice(0, told)).toEqual(Array.from({ length: told }, (_, i) => i));
    expect(steps.length - told).toBeLessThanOrEqual(20);
  }

  test("says what is true and prints no broken number: extreme lessons", () => {
    for (const lesson of extremes) read(lesson);
    markdownRenderer(english)(markdown(extremes[1]!)); // KaTeX takes every formula
  });

  test("says what is true and prints no broken number: 60 lessons", () => {
    fc.assert(fc.property(lessons, read), { numRuns: 60, seed: 2017 });
    // Both ways of every sentence were taken, but for the one that would shame the book.
    expect([...seen].sort()).toEqual(
      [
        ...["none", "rounding", "near", "more", "less", "turned", "overflows"].map(
          (choice) => `loop-ten:${choice}`,
        ),
        "loop-agree:same",
        ...["overflows", "fell", "rose", "same"].map((choice) => `loop-run:${choice}`),
        ...["never", "sometimes"].map((choice) => `loop-way:${choice}`),
        ...["some", "none"].map((choice) => `loop-tie:${choice}`),
        ...["yes", "overflows", "no"].map((choice) => `loop-chaotic:${choice}`),
      ].sort(),
    );
  });
});

describe("the page of the article's lesson", () => {
  const page = markdown(DEFAULT_LESSON);

  test("links every chapter before it, under its block", () => {
    const rows = page
      .split("\n")
      .filter((line) => /^\| (initialise|forward|loss|backward|update) /.test(line));
    const linked = rows.map((row) => [...row.matchAll(/\]\(([\w-]+)\.html\)/g)].map(([, name]) => name));
    expect(linked).toEqual([
      ["xor", "init"],
      ["z1", "h1", "z2", "h2"],
      ["loss"],
      ["dloss-dw2", "dloss-dw1"],
      ["update"],
    ]);
    for (const [, number, name] of page.matchAll(/\[chapter&nbsp;(\d+)\]\(([\w-]+)\.html\)/g))
      expect(chapters[Number(number)]!.name).toBe(name);
  });

  test("carries the article's loss, the loss after its step, and the run's last loss", () => {
    const run = train(parseSettings({ data: { rows: 1 }, learningRate: 0.001, steps: 2000 }));
    for (const number of ["0.30052460", "0.30049624", run.entries.at(-1)!.loss.total.toFixed(8)])
      expect(text(page)).toContain(number);
  });

  test("has loss and weight of each of the ten steps", () => {
    for (const { loss, W2 } of circle(DEFAULT_LESSON)) {
      expect(text(page)).toContain(loss.toFixed(8));
      expect(text(page)).toContain(W2.data[1]!.toFixed(8).replace("-", "−"));
    }
  });

  test("tells what the article says of its rows, with its program's numbers", () => {
    expect(AS_PUBLISHED).toMatchObject({ trained: 50, data: { rows: 300 } });
    expect(text(page)).toContain(
      "the first 50 of 300 rows, the same each time, and never trains on the other 250",
    );
  });
});

test("a run is the shorter the larger the lesson", () => {
  const steps = (json: object) => {
    const lesson = parseLesson(json);
    return loopSettings(traceOf(stages, lesson)).steps;
  };
  expect(steps({})).toBe(2000);
  expect(steps({ data: { rows: 50 }, hidden: 64 })).toBe(1000);
  expect(steps({ data: { rows: 300 }, hidden: 64 })).toBe(100);
});
