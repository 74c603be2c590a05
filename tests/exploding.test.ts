import { beforeAll, describe, expect, test } from "vitest";
import { runExperiments } from "../build/experiments.ts";
import { chapter, type Found, programmed } from "../chapters/12-exploding.ts";
import { experiment, LONG, type Part, parts, type Watched } from "../chapters/experiments/exploding.ts";
import { forwardPass, stages } from "../chapters/index.ts";
import { table, thinned } from "../chapters/words/table.ts";
import { trainedAndUnseen } from "../src/lesson/datasets.ts";
import { DEFAULT_LESSON, parseLesson } from "../src/lesson/lesson.ts";
import { sigmoid } from "../src/math/elementary.ts";
import { type Matrix, matmul, transpose } from "../src/math/matrix.ts";
import { agrees, checkGradient } from "../src/network/gradient-check.ts";
import { traceOf } from "../src/network/stage.ts";
import { createRun } from "../src/training/run.ts";
import { parseSettings, type SettingsFile } from "../src/training/settings.ts";
import { initialWeights } from "../src/training/weights.ts";
import { ROOT } from "./project.ts";
import { claimsOf, textOf, toTryOf } from "./told.ts";

let found: Found;
beforeAll(async () => {
  found = (await runExperiments([experiment], ROOT))(experiment) as Found;
}, 120_000);

const page = (results: Found, digits = 8): string =>
  textOf(chapter, traceOf(stages, DEFAULT_LESSON), { results, digits });

/** The results with one part changed. */
const changed = (part: Part, change: (it: Watched) => Partial<Watched>): Found => ({
  ...found,
  [part]: { ...found[part], ...change(found[part]) },
});
type Entry = Watched["entries"][number];
/** The same with its last entry changed. */
const ending =
  (change: Partial<Entry>) =>
  ({ entries }: Watched): Partial<Watched> => ({
    entries: [...entries.slice(0, -1), { ...entries.at(-1)!, ...change }],
  });

describe("the article's gradient", () => {
  const ridged = traceOf(stages, { ...DEFAULT_LESSON, ridge: 0.1 });
  const passing = (trace: typeof ridged) =>
    (["W1", "W2"] as const)
      .flatMap((weights) => checkGradient(forwardPass, trace, weights))
      .filter(({ verdict }) => verdict === "agrees").length;

  test("fails the check at every weight, where the right one passes at every weight", () => {
    expect(passing(ridged)).toBe(12);
    expect(passing(programmed(ridged))).toBe(0);
  });

  test("is right without a ridge and with one row, and N times too large with more", () => {
    expect(passing(programmed(traceOf(stages, DEFAULT_LESSON)))).toBe(12);
    const four = traceOf(stages, parseLesson({ data: { rows: 4 } }));
    expect(passing(programmed(four))).toBe(0);
    for (const [i, g] of programmed(four).dLoss_dW1.data.entries())
      expect(agrees(g, 4 * four.dLoss_dW1.data[i]!)).toBe(true);
  });

  test("is the one that the long runs follow", () => {
    const lesson = parseLesson({ data: { rows: 4 }, hidden: 5, ridge: 0.3 });
    const { dLoss_dW1, dLoss_dW2 } = programmed(traceOf(stages, lesson));
    const settings = { data: { rows: 4 }, hidden: [5], ridge: 0.3, gradient: "article" as const };
    const run = createRun(parseSettings(settings)).gradient();
    for (const [layer, G] of [dLoss_dW1, dLoss_dW2].entries())
      for (const [i, g] of G.data.entries()) expect(Math.abs(g - run[layer]!.data[i]!)).toBeLessThan(1e-12);
  });
});

describe("the runs", () => {
  test("as published diverges at step 102,696, and with the ridge mended does not", () => {
    expect(found.published.end).toEqual({ step: 102_696, how: "diverged" });
    expect(found.mended.end).toEqual({ step: LONG.steps, how: "finished" });
    const at = (part: Part) => found[part].entries.find(({ step }) => step === LONG.look)!.squares;
    expect(at("published")).toBeGreaterThan(1.5e4);
    expect(at("published")).toBeLessThan(1.6e4);
    expect(at("mended")).toBeGreaterThan(101);
    expect(at("mended")).toBeLessThan(103);
    expect(parts.published.gradient).toBe("article");
    expect({ ...parts.mended, gradient: "article" }).toEqual(parts.published);
  });

  test("the program written out anew breaks at the same step", () => {
    const settings = parseSettings(parts["bug, twice the ridge"]);
    const { X, y } = trainedAndUnseen(settings).trained;
    const apply = (f: (x: number) => number, m: Matrix): Matrix => ({ ...m, data: m.data.map(f) });
    const [W1, W2] = initialWeights(settings) as [Matrix, Matrix];
    const finite = () => [W1, W2].every(({ data }) => data.every(Number.isFinite));
    let steps = 0;
    while (finite() && steps < 1000) {
      const h1 = apply(sigmoid, matmul(X, W1));
      const h2 = apply(sigmoid, matmul(h1, W2));
      const d2 = { ...h2, data: h2.data.map((h, i) => -(y.data[i]! - h) * h * (1 - h)) };
      const back = matmul(d2, transpose(W2));
      const d1 = { ...h1, data: h1.data.map((h, i) => back.data[i]! * h * (1 - h)) };
      const gradients = [matmul(transpose(X), d1), matmul(transpose(h1), d2)];
      for (const [layer, W] of [W1, W2].entries()) {
        const push = settings.ridge * W.data.reduce((sum, w) => sum + w * w, 0);
        for (const [i, w] of W.data.entries())
          W.data[i] = w - settings.learningRate * (gradients[layer]!.data[i]! + push);
      }
      steps++;
    }
    expect(found["bug, twice the ridge"].end).toEqual({ step: steps, how: "diverged" });
  });

  test("a weight that grows by its square is past all numbers after 1/(αλns) steps, one that grows by itself is not", () => {
    const factor = 0.003 * 1e-4 * 100;
    const stepsTo = (grow: (s: number) => number) => {
      let [s, steps] = [12.5, 0];
      for (; s < 1e150 && steps < 10_000; steps++) s += grow(s);
      return steps;
    };
    const foretold = 1 / (factor * 12.5);
    expect(Math.abs(stepsTo((s) => factor * s * s) / foretold - 1)).toBeLessThan(0.01);
    expect(stepsTo((s) => factor * s)).toBe(10_000);
  });

  test("are plain JSON, of finite numbers", () => {
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(JSON.stringify(found)).not.toContain("null");
  });
});

describe("the page", () => {
  /** Every choice on the page, made again from the results. */
  function decided(it: Found): Record<string, string> {
    const ended = (part: Part) => it[part].end.how === "diverged";
    const timing = (part: Part) => {
      const later = it[part].end.step - it.bug.end.step;
      return !ended(part) ? "never" : later > 0 ? "later" : later < 0 ? "sooner" : "same";
    };
    const grew = (part: Part) => it[part].entries.at(-1)!.squares / it[part].entries[0]!.squares;
    const { all, negative } = it.published.weights;
    return {
      "program-check": "all",
      "our-check": "all",
      "sum-factor": "N",
      "published-end": ended("published") ? "diverged" : "finished",
      "published-rest": ended("published") ? "diverged" : "finished",
      "mended-end": ended("mended") ? "diverged" : "finished",
      negative: negative === all ? "all" : negative === 0 ? "none" : "some",
      "bug-half-the-rate": timing("bug, half the rate"),
      "bug-falling-rate": timing("bug, falling rate"),
      "bug-twice-the-ridge": timing("bug, twice the ridge"),
      "bug-clipped": timing("bug, clipped"),
      "clipped-grows": grew("bug, clipped") > grew("bug, mended") ? "grew" : "stayed",
    };
  }

  test("says what the results say", () => {
    expect(claimsOf(page(found))).toEqual(decided(found));
  });

  test("says otherwise where they are otherwise", () => {
    const { end } = found.mended;
    const others: Found[] = [
      changed("published", () => ({ end })),
      changed("mended", () => ({ end: { step: 7, how: "diverged" } })),
      changed("published", ({ weights }) => ({ weights: { ...weights, negative: 40 } })),
      changed("published", ({ weights }) => ({ weights: { ...weights, negative: 0 } })),
      changed("bug, half the rate", () => ({ end: { step: 5, how: "diverged" } })),
      changed("bug, falling rate", () => ({ end })),
      changed("bug, twice the ridge", () => ({ end: { step: 9_999, how: "diverged" } })),
      changed("bug, twice the ridge", () => ({ end: found.bug.end })),
      changed("bug, clipped", ending({ squares: 1 })),
    ];
    const usual = decided(found);
    for (const other of others) {
      expect(claimsOf(page(other))).toEqual(decided(other));
      expect(decided(other)).not.toEqual(usual);
    }
  });

  test("compares the runs with the bug at the last step that all of them were looked at", () => {
    expect(page(found)).toContain("at step 500 |");
    const early = changed("bug, clipped", ({ entries }) => ({ entries: entries.slice(0, 3) }));
    expect(page(early)).toContain("at step 200 |");
  });

  test("shows the numbers of the results, at any number of decimals", () => {
    for (const digits of [0, 8, 15]) {
      const text = page(found, digits).replace(/<[^>]*>/g, "");
      expect(text).toContain("In step 102,696 of this run");
      expect(text).toContain(`NaN at step ${found.bug.end.step.toLocaleString("en")}`);
      expect(text).not.toMatch(/undefined|Infinity|\[object/);
    }
  });
});

describe("its laboratory", () => {
  test("opens with the bug of the table of remedies; that run breaks, and with another gradient it does not", () => {
    const start = { ...parseSettings(parts.bug), steps: 0 };
    expect(parseSettings({ ...(chapter.laboratory as SettingsFile), steps: 0 })).toMatchObject({
      ...start,
      record: { every: 1 },
      snapshots: { at: [] },
    });
    const { steps, ...bug } = parts.bug;
    expect(parts["bug, exact"]).toEqual({ ...bug, steps, gradient: "exact" });
    expect(found.bug.end.how).toBe("diverged");
    for (const part of ["bug, exact", "bug, mended"] as const)
      expect(found[part].end).toEqual({ step: steps, how: "finished" });
  });

  test("what to try there is told with the numbers found, and not at all where the runs are otherwise", () => {
    const toTry = (it: Found) => toTryOf(chapter, traceOf(stages, DEFAULT_LESSON), { results: it });
    const { bug, "bug, exact": exact } = found;
    expect(toTry(found)).toContain(`step ${bug.end.step.toLocaleString("en")} makes a weight too large`);
    expect(toTry(found)).toContain(
      `all weights are still numbers after ${exact.end.step.toLocaleString("en")} steps`,
    );
    expect(toTry(changed("bug", ({ end }) => ({ end: { ...end, step: 77 } })))).toContain("step 77 ");
    expect(toTry(changed("bug", () => ({ end: exact.end })))).toBe("");
    expect(toTry(changed("bug, exact", () => ({ end: bug.end })))).toBe("");
  });
});

test("a table beside a figure has at most 20 rows, the last of all among them", () => {
  for (const length of [1, 2, 19, 20, 21, 100, 114]) {
    const rows = thinned(Array.from({ length }, (_, i) => i));
    expect(rows.length).toBeLessThanOrEqual(20);
    expect(rows.at(-1)).toBe(length - 1);
    if (length <= 20) expect(rows).toHaveLength(length);
  }
  expect(table(["a", "b"], [["1", "2"]]).trim()).toBe("| a | b |\n| :-- | --: |\n| 1 | 2 |");
});
