import { beforeAll, describe, expect, test } from "vitest";
import { runExperiments } from "../build/experiments.ts";
import { chapter, marksOf, resultsByKind } from "../chapters/14-debugging.ts";
import { rowGradients } from "../chapters/experiments/debugging/batches.ts";
import { ATLAS, type DebuggingResult, experiment, LEARNT } from "../chapters/experiments/debugging.ts";
import { stages } from "../chapters/index.ts";
import type { Results } from "../src/experiment.ts";
import { atlas } from "../src/figures/atlas.ts";
import { parseLesson } from "../src/lesson.ts";
import { at, fromRows, type Matrix, toRows } from "../src/matrix.ts";
import { traceOf } from "../src/trace.ts";
import { rowsOf } from "../src/training/datasets.ts";
import { predict } from "../src/training/measure.ts";
import { createRun } from "../src/training/run.ts";
import { parseSettings } from "../src/training/settings.ts";
import { train } from "../src/training/train.ts";
import { initialWeights } from "../src/training/weights.ts";
import { ROOT } from "./project.ts";
import { claimsOf, textOf } from "./told.ts";

let results: Results<DebuggingResult>;
beforeAll(async () => {
  results = (await runExperiments([experiment], ROOT))(experiment);
});

const trace = traceOf(stages, parseLesson({}));
const page = (results: Results<DebuggingResult>, digits = 8): string =>
  textOf(chapter, trace, { results, digits });

/** The results with one part changed: a copy to spoil. */
function changed<K extends DebuggingResult["kind"]>(
  kind: K,
  spoil: (result: Extract<DebuggingResult, { kind: K }>, part: string) => void,
): Results<DebuggingResult> {
  const copy = structuredClone(results) as Record<string, DebuggingResult>;
  for (const [part, result] of Object.entries(copy))
    if (result.kind === kind) spoil(result as Extract<DebuggingResult, { kind: K }>, part);
  return copy;
}
/** The same, for a test that has to write into what is read-only elsewhere. */
type Writable<T> = { -readonly [K in keyof T]: T[K] extends object ? Writable<T[K]> : T[K] };
const writable = <T>(it: T) => it as Writable<T>;

describe("the experiment", () => {
  test("gives plain JSON, the same each time", () => {
    expect(JSON.parse(JSON.stringify(results))).toEqual(results);
    const again = experiment.run(experiment.parts.plateau!, () => {});
    expect(again).toEqual(results.plateau);
  });

  test("the gradient of all rows is the mean of the gradients of single rows", () => {
    const rows = rowGradients(10);
    const all = createRun(parseSettings({ hidden: [10], bias: true }))
      .gradient()
      .flatMap(({ data }) => [...data]);
    for (const [i, g] of all.entries())
      expect(Math.abs(rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length - g)).toBeLessThan(1e-15);
  });

  test("the variance of single rows is that of all 300, counted once each", () => {
    const rows = rowGradients(10);
    const G = rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
    const squares = (v: readonly number[]) => v.reduce((sum, x) => sum + x * x, 0);
    const variance =
      rows.reduce((sum, row) => sum + squares(row.map((x, i) => x - G[i]!)), 0) / rows.length / squares(G);
    const { spread, rows: N } = resultsByKind(results).batches;
    expect(N).toBe(300);
    expect(Math.abs(spread[0]!.variance / variance - 1)).toBeLessThan(1e-9);
    // Without repetition a batch of n has 1/n of it, times (N − n)/(N − 1).
    for (const { size, variance: measured } of spread)
      expect(Math.abs(measured / ((variance / size) * ((N - size) / (N - 1))) - 1)).toBeLessThan(0.1);
  });

  test("the runs of the race all look at as many rows", () => {
    const { race } = resultsByKind(results).batches;
    expect(new Set(race.map(({ size, steps }) => size * steps))).toEqual(new Set([30_000]));
  });

  test("a seed that learnt has all corners right, one that did not has one wrong", () => {
    const corners = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ];
    const { atlas: seeds, biased } = resultsByKind(results);
    for (const [bias, some] of [
      [false, seeds],
      [true, biased],
    ] as const)
      for (const { seed, step, loss, wrong } of some.filter((_, i) => i % 9 === 1)) {
        const settings = parseSettings({
          data: { X: corners, labels: [0, 1, 1, 0] },
          hidden: [3],
          bias,
          weights: { seed },
          learningRate: 2,
          steps: step ?? ATLAS.patience,
        });
        const history = train(settings);
        const outputs = predict(settings, history.weights, fromRows(corners)).data;
        const right = corners.map((_, n) => outputs[2 * n + 1]! > outputs[2 * n]! === (n === 1 || n === 2));
        expect(right.flatMap((it, n) => (it ? [] : [n]))).toEqual(wrong);
        expect(history.entries.at(-1)!.loss.data).toBe(loss);
        expect(step === null ? loss >= LEARNT && wrong.length > 0 : loss < LEARNT && wrong.length === 0).toBe(
          true,
        );
      }
  });

  test("below the loss that counts as learnt no corner can be wrong", () => {
    // A wrong corner costs least where its two outputs are equal, and then ½: (½² + ½²)/(2·4) of the loss.
    expect(LEARNT).toBeLessThan((0.5 ** 2 + 0.5 ** 2) / (2 * 4));
  });

  test("the run that diverges does so as its factor 1 − αλ/N foretells", () => {
    const { end, growth, trained } = resultsByKind(results).explosion;
    expect(Math.abs(1 - (150 * 1) / trained)).toBe(2);
    expect(Math.abs(growth - 2)).toBeLessThan(1e-9);
    // Doubling from about 1, a number passes the largest, 2^1024, after about 1024 steps.
    expect(Math.abs(end! - 1024)).toBeLessThan(5);
  });

  test("counts dead and saturated neurons", () => {
    const few = experiment.run(
      { kind: "saturation", seed: 2017, scales: [1e-6, 1000], seeds: 1, hidden: 4, rate: 1, steps: 1 },
      () => {},
    );
    const { runs } = few as Extract<DebuggingResult, { kind: "saturation" }>;
    expect(runs[0]).toMatchObject({ hiddenShare: 0, outputShare: 0, dead: 0 });
    expect(runs[1]!.hiddenShare).toBeGreaterThan(0.9);
  });

  test("a neuron is dead where all rows bring it near the same end", () => {
    const { X } = rowsOf(parseSettings({}).data);
    const rows = toRows(X).slice(0, 50);
    /** Which neurons are dead: the sums of all rows are below that of 0.05, or above that of 0.95. */
    const deadOf = (W: Matrix) =>
      [...Array(10).keys()].filter((j) => {
        const sums = rows.map(([x1, x2]) => at(W, 0, j) * x1! + at(W, 1, j) * x2! + at(W, 2, j));
        const most = Math.log(0.95 / 0.05);
        return sums.every((z) => z < -most) || sums.every((z) => z > most);
      });
    const settings = (seed: number, scale: number) =>
      parseSettings({
        trained: 50,
        hidden: [10],
        bias: true,
        weights: { seed, scale },
        learningRate: 1,
        steps: 5000,
      });
    const { runs, seedsWithDead } = resultsByKind(results).saturation;
    for (const { scale, dead, stillDead } of runs) {
      const chosen = settings(3, scale);
      const before = deadOf(initialWeights(chosen)[0]!);
      const after = deadOf(train(chosen).weights[0]!);
      expect(dead).toBe(before.length);
      expect(stillDead).toBe(before.filter((j) => after.includes(j)).length);
    }
    expect(runs.at(-1)!.dead).toBeGreaterThan(0);
    const seeds = [...Array(20).keys()];
    expect(seeds.filter((seed) => deadOf(initialWeights(settings(seed, 100))[0]!).length > 0)).toHaveLength(
      seedsWithDead,
    );
  });

  test("all runs that overfit or not are judged on the same rows, none of them trained on", () => {
    const { seed, rows } = (
      experiment.parts.overfitting as Extract<(typeof experiment.parts)[string], { kind: "overfitting" }>
    ).unseen;
    const unseen = rowsOf({ set: "article", seed, rows });
    const own = new Set(toRows(rowsOf(parseSettings({}).data).X).map(String));
    expect(toRows(unseen.X).filter((x) => own.has(String(x)))).toEqual([]);
    for (const { trained, ridge, last } of resultsByKind(results).overfitting.runs) {
      const settings = parseSettings({
        trained,
        ridge,
        hidden: [10],
        bias: true,
        learningRate: 2,
        steps: 8000,
      });
      const outputs = toRows(predict(settings, train(settings).weights, unseen.X));
      const right = outputs.filter(([no, yes], n) => yes! > no! === (unseen.labels[n] === 1)).length;
      expect(right / rows).toBe(last.accuracy.unseen);
    }
  });
});

describe("the page", () => {
  test("says what the results say", () => {
    const { batches, explosion, plateau, saturation, overfitting, gradient, atlas, biased } =
      resultsByKind(results);
    const loss = (rate: number) => {
      const some = batches.race.filter((it) => it.rate === rate);
      return [...some].sort((a, b) => a.loss - b.loss).map(({ size }) => size);
    };
    const law = batches.spread.map(({ size, variance }) => (variance * size * 299) / (300 - size));
    const [plain] = overfitting.runs;
    const stuck = atlas.filter(({ step }) => step === null);
    const within = (it: typeof atlas) => it.filter(({ step }) => step !== null && step <= 10_000).length;
    const late = plateau.runs[1]!;
    const first = explosion.measures
      .filter(({ lost }) => lost !== null)
      .sort((a, b) => a.lost! - b.lost!)[0]!;
    const ends = gradient.rules.map(({ end }) => end);
    const [calm, wild] = [saturation.runs[0]!, saturation.runs.at(-1)!];
    expect(claimsOf(page(results))).toEqual({
      "variance-law": law.every((v) => Math.abs(law[0]! / v - 1) < 0.1) ? "as-told" : "other",
      "full-batch": [0.5, 5].every((rate) => loss(rate).at(-1) === 300) ? "last" : "not-last",
      "noise-and-rate": loss(5)[0]! > loss(0.5)[0]! ? "larger" : "not-larger",
      "less-variance": batches.spread.slice(1).every(({ variance }) => variance < batches.spread[0]!.variance)
        ? "less"
        : "not-less",
      "larger-batch": [0.5, 5].every((rate) => loss(rate).at(-1) === 300) ? "slower" : "not-slower",
      "explosion-end": explosion.end === null ? "finished" : "diverged",
      "first-lost": first.what === "loss" ? "loss" : "other",
      "data-loss": explosion.dataLoss.most < 1 ? "hidden" : "seen",
      growth: Math.abs(explosion.growth - 2) < 1e-3 ? "as-told" : "other",
      "remedies-finite": explosion.remedies.every(({ end }) => end === null) ? "all" : "some",
      vanished: explosion.remedies.every(({ rate, weights }) => rate === 150 || weights! < 1e-12)
        ? "vanished"
        : "left",
      "plateau-left": late.after! > 10 * late.flat.gradient ? "leap" : "creep",
      "saturated-run": wild.end > wild.start / 2 ? "stuck" : "learns",
      "gradient-norm": wild.gradients[0] > calm.gradients[0] ? "larger" : "smaller",
      dead: wild.dead === 0 ? "none" : wild.stillDead < wild.dead ? "wake" : "stay",
      overfit:
        plain!.last.loss.unseen > plain!.best.loss.unseen &&
        plain!.last.loss.trained < plain!.best.loss.trained
          ? "yes"
          : "no",
      "strong-ridge": overfitting.runs
        .filter((it) => it.last.loss.unseen >= plain!.last.loss.unseen && it !== plain)
        .every((it) => it.ridge > 0 && it.last.loss.trained > plain!.best.loss.trained)
        ? "too-strong"
        : "other",
      stop:
        plain!.best.step === plain!.last.step
          ? "at-the-end"
          : ["loses", "same", "gains"][
              1 + Math.sign(plain!.best.accuracy.unseen - plain!.last.accuracy.unseen)
            ],
      "wrong-loss": Math.abs(ends[2]! - ends[0]!) < 0.01 * ends[0]! ? "alike" : "apart",
      "summed-factor": gradient.rules[1]!.worstScaled < 1e-6 ? "factor" : "more",
      "article-factor": gradient.rules[2]!.worstScaled < 1e-6 ? "factor" : "more",
      "stuck-near": stuck.every((it) => it.loss < 1.05 / 16) ? "fence" : "spread",
      "stuck-corner": stuck.every((it) => `${it.wrong}` === `${stuck[0]!.wrong}`) ? "same" : "different",
      "atlas-bias":
        within(biased) === biased.length ? "all" : within(biased) > within(atlas) ? "more" : "not-more",
    });
  });

  test("says otherwise where the results are otherwise", () => {
    const said = (from: Results<DebuggingResult>) => claimsOf(page(from));
    const batches = changed("batches", (it) => {
      writable(it.spread[2]!).variance = 50;
      for (const run of it.race) writable(run).loss = run.size === 300 ? 0.001 : run.loss;
    });
    expect(said(batches)).toMatchObject({
      "variance-law": "other",
      "full-batch": "not-last",
      "less-variance": "not-less",
      "larger-batch": "not-slower",
      "noise-and-rate": "not-larger",
    });
    const explosion = changed("explosion", (it) => {
      writable(it).end = null;
      writable(it).growth = 1.5;
      writable(it.dataLoss).most = 7;
      writable(it.measures[1]!).lost = 3;
      writable(it.remedies[0]!).end = 40;
      writable(it.remedies[0]!).weights = null;
    });
    expect(said(explosion)).toMatchObject({
      "explosion-end": "finished",
      growth: "other",
      "data-loss": "seen",
      "first-lost": "other",
      "remedies-finite": "some",
      vanished: "left",
    });
    const small = changed("explosion", (it) => {
      writable(it.remedies[1]!).weights = 0.01;
    });
    expect(said(small).vanished).toBe("left");
    const plateau = changed("plateau", (it) => {
      writable(it.runs[1]!).after = it.runs[1]!.flat.gradient;
    });
    expect(said(plateau)["plateau-left"]).toBe("creep");
    const saturation = changed("saturation", (it) => {
      const last = writable(it.runs.at(-1)!);
      last.end = 0.01;
      last.gradients[0] = 0;
      last.dead = 0;
    });
    expect(said(saturation)).toMatchObject({
      "saturated-run": "learns",
      "gradient-norm": "smaller",
      dead: "none",
    });
    const woken = changed("saturation", (it) => {
      writable(it.runs.at(-1)!).stillDead = 0;
    });
    expect(said(woken).dead).toBe("wake");
    const overfitting = changed("overfitting", (it) => {
      writable(it.runs[0]!).best = it.runs[0]!.last;
      writable(it.runs[3]!).last = it.runs[2]!.last;
    });
    expect(said(overfitting)).toMatchObject({ overfit: "no", stop: "at-the-end", "strong-ridge": "other" });
    const stopped = (accuracy: number) =>
      changed("overfitting", (it) => {
        writable(it.runs[0]!).best.accuracy.unseen = accuracy;
      });
    const { unseen } = resultsByKind(results).overfitting.runs[0]!.last.accuracy;
    expect(said(stopped(unseen)).stop).toBe("same");
    expect(said(stopped(unseen - 0.1)).stop).toBe("loses");
    const gradient = changed("gradient", (it) => {
      writable(it.rules[1]!).worstScaled = 0.1;
      writable(it.rules[2]!).worstScaled = 1e-9;
      writable(it.rules[2]!).end = 0.5;
    });
    expect(said(gradient)).toMatchObject({
      "summed-factor": "more",
      "article-factor": "factor",
      "wrong-loss": "apart",
    });
    const some = changed("atlas", (it, part) => {
      const seeds = writable(it.seeds);
      if (part.includes("biases")) seeds[0]!.step = null;
      else seeds.find(({ step }) => step === null)!.wrong = [0];
      seeds.find(({ step }) => step === null)!.loss = 0.11;
    });
    expect(said(some)).toMatchObject({
      "atlas-bias": "more",
      "stuck-corner": "different",
      "stuck-near": "spread",
    });
    const none = changed("atlas", (it, part) => {
      if (part.includes("biases")) for (const seed of it.seeds) writable(seed).step = null;
    });
    expect(said(none)["atlas-bias"]).toBe("not-more");
  });

  test("says where nothing is stuck or late", () => {
    const easy = changed("atlas", (it) => {
      for (const seed of it.seeds) {
        writable(seed).step = 500;
        writable(seed).wrong = [];
      }
    });
    const said = page(easy);
    expect(said).toContain("100 of 100 learnt all four corners");
    expect(said).not.toMatch(/The other \d+ ended|More patience|Not learnt/);
    expect(said).not.toMatch(/undefined|NaN%|Infinity/);
  });

  test("counts what the atlas shows", () => {
    const { atlas: seeds } = resultsByKind(results);
    const marks = marksOf(seeds);
    const count = (mark: string) => marks.filter((it) => it === mark).length;
    const said = page(results);
    expect(marks).toHaveLength(100);
    expect(said).toContain(`${count("learnt")} of 100 learnt all four corners within 10,000 steps`);
    expect(said).toContain(`not learnt: ${count("stuck")}`);
    const description = /<desc id="atlas-desc">([^<]*)/.exec(said)![1]!;
    for (const { seed, step } of seeds)
      expect(new RegExp(`Not learnt:.*\\b${seed}\\b`).test(description)).toBe(step === null);
  });

  test("is the same for any number of decimals, and every row of the first table leads to its numbers", () => {
    const said = page(results);
    expect(page(results, 0)).toBe(said);
    const links = [...said.matchAll(/\]\(#([\w-]+)\)/g)].map((m) => m[1]!);
    expect(links).toHaveLength(7);
    for (const id of links) expect(said).toContain(`<h2 id="${id}">`);
    expect(said.replace(/NaN/g, "")).not.toMatch(/undefined|Infinity|\[object/);
  });

  test("carries the data of each figure as a table of at most 20 rows", () => {
    const tables = page(results).match(/<details class="aside">[\s\S]*?<\/details>/g)!;
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      const rows = table.split("\n").filter((line) => line.startsWith("| ")).length - 1;
      expect(rows).toBeGreaterThanOrEqual(10);
      expect(rows).toBeLessThanOrEqual(20);
    }
  });
});

describe("the atlas figure", () => {
  const words = {
    title: "Runs",
    description: "Not learnt: 2.",
    legend: { learnt: "learnt", late: "late", stuck: "stuck <&>" },
  };

  test("has a mark for each run, told apart without colour, and a legend of those that occur", () => {
    const svg = atlas({ id: "a", marks: ["learnt", "learnt", "stuck"], columns: 2 }, words);
    // Three marks and two in the legend; "late" does not occur.
    expect(svg.match(/<circle/g)).toHaveLength(5);
    expect(svg.match(/fill="none"/g)).toHaveLength(2);
    expect(svg).not.toContain(">late<");
    expect(svg).toContain("stuck &lt;&amp;&gt;");
    const late = atlas({ id: "a", marks: ["late"], columns: 1 }, words);
    expect(late.match(/<circle/g)).toHaveLength(4);
  });

  test("stands row by row, in the order of the runs", () => {
    const svg = atlas({ id: "a", marks: ["learnt", "stuck", "learnt"], columns: 2 }, words);
    const at = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map((m) => [
      Number(m[1]),
      Number(m[2]),
    ]);
    expect(at[1]![1]).toBe(at[0]![1]);
    expect(at[1]![0]).toBeGreaterThan(at[0]![0]!);
    expect(at[2]![0]).toBe(at[0]![0]);
    expect(at[2]![1]).toBeGreaterThan(at[0]![1]!);
  });
});
