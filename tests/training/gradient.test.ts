import { describe, expect, test } from "vitest";
import { ACTIVATIONS } from "../../src/lesson/fields.ts";
import { ridders, verdictOn } from "../../src/network/gradient-check.ts";
import { createRun, type Run } from "../../src/training/run.ts";
import { parseSettings, type SettingsFile } from "../../src/training/settings.ts";

const STEP = 2 ** -10;

/** How many weights' gradients agree with the loss's own slope, and how many do not. */
function checked(
  run: Pick<Run, "weights" | "gradient">,
  loss: () => number,
): { right: number; wrong: number } {
  const gradient = run.gradient();
  const count = { right: 0, wrong: 0 };
  for (const [l, { data: W }] of run.weights.entries())
    for (const [i, w] of W.entries()) {
      if (Math.abs(w) < 4 * STEP) continue; // the kink of |w| is too near
      const lossAt = (x: number) => {
        W[i] = x;
        return loss();
      };
      const numeric = ridders(lossAt, w, STEP, () => 2 ** -50);
      W[i] = w;
      count[verdictOn(gradient[l]!.data[i]!, numeric) === "agrees" ? "right" : "wrong"]++;
    }
  return count;
}

const checkedRun = (run: Run) => checked(run, () => run.record().loss.total);

/** A run a little on its way, so that its weights are not the ones it began with. */
function runOf(settings: SettingsFile): Run {
  const run = createRun(parseSettings({ data: { rows: 9 }, trained: 7, learningRate: 0.5, ...settings }));
  run.step(5);
  return run;
}

const networks: SettingsFile[] = [
  { hidden: [3] },
  { hidden: [1] },
  { hidden: [5, 4], bias: true },
  { hidden: [4, 1, 3] },
  { hidden: [3, 4, 5, 2], bias: true },
];
const ends: SettingsFile[] = [
  {},
  { outputs: 1, outputActivation: "identity" },
  { outputs: 3, outputActivation: "softmax" },
  { outputs: 5, outputActivation: "softmax", loss: "cross-entropy" },
  { outputs: 1, loss: "cross-entropy" },
];
const cases = [
  ...networks.flatMap((network) =>
    (["sigmoid", "tanh"] as const).flatMap((activation) =>
      [{}, { ridge: 0.1 }, { l1: 0.1 }, { ridge: 0.3, l1: 0.02 }].map((penalty) => ({
        ...network,
        activation,
        ...penalty,
      })),
    ),
  ),
  ...networks.flatMap((network) =>
    ACTIVATIONS.flatMap((activation) => ends.map((end) => ({ ...network, activation, ...end, ridge: 0.1 }))),
  ),
];

describe("the gradient is the slope of the loss", () => {
  test.each(cases)("%o", (settings) => {
    const run = runOf(settings);
    const { right, wrong } = checkedRun(run);
    expect(wrong).toBe(0);
    expect(right).toBeGreaterThan(0.7 * run.weights.reduce((sum, { data }) => sum + data.length, 0));
  });

  test("of mini-batches and clipping it knows nothing", () => {
    const { wrong } = checkedRun(runOf({ hidden: [3], batch: { size: 2, seed: 0 }, clip: 0.001 }));
    expect(wrong).toBe(0);
  });
});

describe("the check fails", () => {
  test("for the article's ridge, where nothing else is wrong: on one row a sum is a mean", () => {
    const one = { data: { rows: 1 }, trained: 1, ridge: 0.1 };
    expect(checkedRun(runOf({ ...one, gradient: "article" })).right).toBe(0);
    expect(checkedRun(runOf({ ...one, gradient: "summed" })).wrong).toBe(0);
  });

  test("for the sum over the rows", () => {
    expect(checkedRun(runOf({ gradient: "summed" })).right).toBe(0);
  });

  test("for one wrong entry", () => {
    const run = runOf({ hidden: [3, 4], bias: true });
    const gradient = run.gradient();
    gradient[1]!.data[5]! *= 1 + 1e-5;
    expect(checkedRun({ ...run, gradient: () => gradient }).wrong).toBe(1);
  });
});
