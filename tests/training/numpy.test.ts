import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type DataSet, rowsOf } from "../../src/lesson/datasets.ts";
import { toRows } from "../../src/math/matrix.ts";
import type { Entry } from "../../src/training/history.ts";
import { parseSettings, type SettingsFile } from "../../src/training/settings.ts";
import { train } from "../../src/training/train.ts";

type Stored = Omit<Entry, "loss"> & { loss: Omit<Entry["loss"], "total"> };
interface Fixture {
  runs: { name: string; settings: SettingsFile; entries: Stored[]; weights: number[][][] }[];
  sets: { data: DataSet; X: number[][]; labels: number[] }[];
}
const { runs, sets }: Fixture = JSON.parse(
  readFileSync(new URL("../fixtures/training.json", import.meta.url), "utf8"),
);

/** The largest distance between two values of one shape; they are numbers, or arrays or objects of such. */
function distance(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b);
  expect(Object.keys(a as object).sort()).toEqual(Object.keys(b as object).sort());
  const [mine, theirs] = [a, b] as Record<string, unknown>[];
  return Math.max(...Object.keys(mine!).map((key) => distance(mine![key], theirs![key])));
}

/** How far a run strays from what NumPy recorded and from the weights it ended with. */
function farthest(settings: SettingsFile, { entries, weights }: Fixture["runs"][number]): number {
  const history = train(parseSettings(settings));
  expect(history.end).toEqual({ step: settings.steps, how: "finished" });
  const recorded = history.entries.map(({ loss: { total: _, ...loss }, ...rest }) => ({ ...rest, loss }));
  return Math.max(distance(recorded, entries), distance(history.weights.map(toRows), weights));
}

test("the fixture holds ten runs, six of 1,000 steps and more", () => {
  expect(runs.length).toBe(10);
  expect(runs.filter(({ settings }) => settings.steps === 1000).length).toBeGreaterThanOrEqual(6);
});

describe.each(runs)("$name", (run) => {
  test("is NumPy's run within 1e-10", () => {
    expect(farthest(run.settings, run)).toBeLessThan(1e-10);
  });

  test("is no longer with another learning rate", () => {
    const learningRate = run.settings.learningRate! * (1 + 1e-6);
    expect(farthest({ ...run.settings, learningRate }, run)).toBeGreaterThan(1e-10);
  });
});

test.each<[name: string, other: SettingsFile]>([
  ["one layer", { ridge: 0.0100001 }],
  ["one layer", { gradient: "summed" }],
  ["one layer", { activation: "tanh" }],
  ["mini-batches, 1/t", { batch: { size: 7, seed: 4 } }],
  ["mini-batches, 1/t", { batch: { size: 8, seed: 3 } }],
  ["tanh, L1, steps", { l1: 0.0200001 }],
  ["tanh, L1, steps", { schedule: { every: 151, factor: 0.7 } }],
  ["four layers, clipped", { clip: 0.0500001 }],
  ["as published", { gradient: "summed" }],
  ["only its ridge mended", { gradient: "article" }],
])("%s with %o is not NumPy's run", (name, other) => {
  const run = runs.find((run) => run.name === name)!;
  expect(farthest({ ...run.settings, ...other }, run)).toBeGreaterThan(1e-10);
});

test.each(sets)("the rows of $data are NumPy's", ({ data, X, labels }) => {
  const rows = rowsOf(data);
  expect(rows.labels).toEqual(labels);
  expect(distance(toRows(rows.X), X)).toBeLessThan(1e-14);
});
