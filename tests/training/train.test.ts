import { expect, test } from "vitest";
import { rowsOf } from "../../src/lesson/datasets.ts";
import { type Matrix, toRows } from "../../src/math/matrix.ts";
import { AS_PUBLISHED } from "../../src/training/article.ts";
import { predict } from "../../src/training/measure.ts";
import { createRun } from "../../src/training/run.ts";
import { parseSettings, type SettingsFile } from "../../src/training/settings.ts";
import { train } from "../../src/training/train.ts";

const SHUFFLED: SettingsFile = {
  trained: 50,
  hidden: [5, 4],
  activation: "tanh",
  bias: true,
  batch: { size: 8, seed: 1 },
  schedule: "cosine",
  steps: 100,
  clip: 0.1,
};
const text = (weights: readonly Matrix[]) => JSON.stringify(weights.map(toRows));
const trainedFor = (settings: SettingsFile) => train(parseSettings(settings));

test("a run follows from its settings alone, and from each of them", () => {
  const first = text(trainedFor(SHUFFLED).weights);
  expect(text(trainedFor({ ...SHUFFLED, record: { every: 1 }, snapshots: { every: 7 } }).weights)).toBe(
    first,
  );
  const others: SettingsFile[] = [
    { weights: { seed: 2018 } },
    { weights: { scale: 1.01 } },
    { batch: { size: 8, seed: 2 } },
    { batch: "all" },
    { data: { seed: 1 } },
    { bias: false },
    { activation: "sigmoid" },
    { schedule: "constant" },
    { clip: 0.09 },
    { steps: 101 },
  ];
  for (const other of others) expect(text(trainedFor({ ...SHUFFLED, ...other }).weights)).not.toBe(first);
});

test("steps taken one by one, in any number, and again after a rewind", () => {
  const whole = trainedFor({ ...SHUFFLED, snapshots: { at: [0, 100] } });
  const run = createRun(parseSettings(SHUFFLED));
  const start = text(run.weights);
  expect(start).toBe(text(whole.snapshots[0]!.weights));
  for (const pieces of [Array(100).fill(1), [37, 0, 63], [100]]) {
    for (const count of pieces) {
      run.step(count);
      run.record();
      run.gradient();
    }
    expect(run.steps).toBe(100);
    expect(text(run.weights)).toBe(text(whole.weights));
    expect(run.record()).toEqual(whole.entries.at(-1));
    run.rewind();
    expect([run.steps, text(run.weights)]).toEqual([0, start]);
  }
});

test("entries and snapshots stand where they are asked for", () => {
  const stepsOf = ({ entries, snapshots }: ReturnType<typeof train>) =>
    [entries, snapshots].map((list) => list.map(({ step }) => step));
  expect(stepsOf(trainedFor({ steps: 10, record: { every: 4 }, snapshots: { at: [7, 3, 99] } }))).toEqual([
    [0, 4, 8, 10],
    [3, 7],
  ]);
  expect(stepsOf(trainedFor({ steps: 0, snapshots: { every: 5 } }))).toEqual([[0], [0]]);
});

test("a snapshot does not change as the run goes on", () => {
  const { snapshots, weights } = trainedFor({ ...SHUFFLED, snapshots: { every: 50 } });
  expect(new Set(snapshots.map((snapshot) => text(snapshot.weights))).size).toBe(3);
  expect(text(snapshots[2]!.weights)).toBe(text(weights));
});

test("what is recorded adds up", () => {
  const { entries, settings, weights } = trainedFor({ ...SHUFFLED, ridge: 0.3, l1: 0.2, clip: 0.01 });
  const { loss, accuracy, weightNorms, gradientNorms } = entries.at(-1)!;
  expect(loss.total).toBe(loss.data + loss.ridge + loss.l1);
  const biases = weights.flatMap((W) => toRows(W).at(-1)!);
  expect(Math.min(...biases.map(Math.abs))).toBeGreaterThan(0);
  const all = weights.flatMap((W) => toRows(W).slice(0, -1).flat()); // the others: no bias is penalised
  expect(loss.ridge).toBeCloseTo((0.3 / 100) * all.reduce((sum, w) => sum + w * w, 0), 12);
  expect(loss.l1).toBeCloseTo((0.2 / 50) * all.reduce((sum, w) => sum + Math.abs(w), 0), 12);
  expect([weightNorms.length, gradientNorms.length]).toEqual([3, 3]);
  expect(gradientNorms[0]).toBeGreaterThan(0.01); // before clipping

  const { X, labels = [] } = rowsOf(settings.data);
  const right = toRows(predict(settings, weights, X)).map(([no, yes], n) => yes! > no! === (labels[n] === 1));
  const share = (rows: boolean[]) => rows.filter(Boolean).length / rows.length;
  expect(accuracy).toEqual({ trained: share(right.slice(0, 50)), unseen: share(right.slice(50)) });
});

test("unseen rows are the rows left over, fresh ones, or none", () => {
  const seen = (settings: SettingsFile) => trainedFor({ steps: 0, ...settings }).entries[0]!;
  const none = seen({});
  expect([none.loss, none.accuracy]).toEqual([
    { data: none.loss.data, ridge: 0, l1: 0, total: none.loss.data },
    { trained: none.accuracy!.trained },
  ]);
  const left = seen({ trained: 100 });
  const fresh = seen({ trained: 100, unseen: { set: "article", seed: 1 } });
  expect(fresh.loss.data).toBe(left.loss.data);
  expect(fresh.loss.unseen).not.toBe(left.loss.unseen);
  expect(fresh.loss.unseen).toBe(seen({ data: { seed: 1 } }).loss.data);
});

test("the article's gradient with a large ridge ends in no numbers, and the run says when", () => {
  const file: SettingsFile = { ...AS_PUBLISHED, ridge: 0.1, steps: 5000, record: { every: 100 } };
  const history = trainedFor(file);
  const { how, step } = history.end;
  expect(how).toBe("diverged");
  expect(step).toBeLessThan(5000);
  expect(history.entries.at(-1)!.step).toBeLessThan(step);
  expect(history.entries.every(({ weightNorms }) => weightNorms.every(Number.isFinite))).toBe(true);
  const run = createRun(history.settings);
  run.step(step - 1);
  expect(run.diverged).toBe(false);
  run.step(100);
  expect([run.diverged, run.steps]).toEqual([true, step]);
  run.rewind();
  expect([run.diverged, run.steps]).toEqual([false, 0]);

  const mended = trainedFor({ ...file, gradient: "summed" });
  expect(mended.end).toEqual({ how: "finished", step: 5000 });
});

test("progress is told, and a signal stops", () => {
  const told: number[] = [];
  train(parseSettings({ steps: 2500, record: { at: [] } }), { onProgress: (step) => told.push(step) });
  expect(told).toEqual([0, 1000, 2000, 2500]);

  const control = new AbortController();
  const onProgress = (step: number) => step >= 1000 && control.abort();
  const history = train(parseSettings({ steps: 2500 }), { onProgress, signal: control.signal });
  expect(history.end).toEqual({ how: "stopped", step: 1000 });
  const whole = trainedFor({ steps: 2500 });
  expect(history.entries).toEqual(whole.entries.slice(0, history.entries.length));
});

test("biases begin at 0, beside the weights of a network without; ridge and L1 leave them alone", () => {
  const settings = { data: { rows: 20 }, hidden: [4], steps: 50, learningRate: 2 };
  const [plain, biased] = [false, true].map((bias) => createRun(parseSettings({ ...settings, bias })));
  for (const [l, W] of plain!.weights.entries()) {
    const b = Array.from({ length: W.cols }, () => 0);
    expect(toRows(biased!.weights[l]!)).toEqual([...toRows(W), b]);
  }
  const start = biased!.record();
  expect(start).toEqual(expect.objectContaining({ loss: plain!.record().loss }));
  biased!.step(50);
  expect(biased!.record().loss.total).toBeLessThan(start.loss.total);
  // With all weights at 0, biases alone move: whatever the penalty, they and the loss stay the same.
  const last = (penalty: SettingsFile) => {
    const run = createRun(parseSettings({ ...settings, ...penalty, bias: true }));
    for (const { data } of run.weights) data.fill(0);
    run.step(1);
    return run.weights.map((W) => toRows(W).at(-1));
  };
  expect(last({})[1]).not.toEqual([0, 0]);
  for (const penalty of [{ ridge: 10 }, { l1: 10 }, { ridge: 10, gradient: "article" }] as const) {
    const { gradient } = { gradient: "exact" as const, ...penalty };
    expect(last(penalty)).toEqual(last({ gradient }));
  }
});

test("without biases, of x and −x with label 0 one is wrong, or of all those with label 1", () => {
  const mirrored: SettingsFile = {
    data: { set: "mirrored", rows: 200 },
    hidden: [10],
    learningRate: 2,
    steps: 2000,
  };
  const best = (settings: SettingsFile) =>
    Math.max(...trainedFor(settings).entries.map(({ accuracy }) => accuracy!.trained));
  const { labels = [] } = rowsOf(parseSettings(mirrored).data);
  const ones = labels.filter((label) => label === 1).length / labels.length;
  expect(best(mirrored)).toBeLessThanOrEqual((1 + Math.max(ones, 1 - ones)) / 2);
  expect(best({ ...mirrored, bias: true })).toBeGreaterThan(0.9);
});
