import { describe, expect, test } from "vitest";
import { fromFunction } from "../../src/math/matrix.ts";
import { RandomState } from "../../src/math/random.ts";
import { ridders, verdictOn } from "../../src/network/gradient-check.ts";
import { accuracy, squaredErrors } from "../../src/training/measure.ts";
import { backward, createPass, errors, forward } from "../../src/training/pass.ts";
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
      const numeric = ridders(lossAt, w, STEP, 2 ** -50);
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
const cases = networks.flatMap((network) =>
  (["sigmoid", "tanh"] as const).flatMap((activation) =>
    [{}, { ridge: 0.1 }, { l1: 0.1 }, { ridge: 0.3, l1: 0.02 }].map((penalty) => ({
      ...network,
      activation,
      ...penalty,
    })),
  ),
);

describe("the gradient is the slope of the loss", () => {
  test.each(cases)("%o", (settings) => {
    const run = runOf(settings);
    const { right, wrong } = checkedRun(run);
    expect(wrong).toBe(0);
    expect(right).toBeGreaterThan(0.8 * run.weights.reduce((sum, { data }) => sum + data.length, 0));
  });

  test("of mini-batches and clipping it knows nothing", () => {
    const { wrong } = checkedRun(runOf({ hidden: [3], batch: { size: 2, seed: 0 }, clip: 0.001 }));
    expect(wrong).toBe(0);
  });
});

describe("any number of outputs", () => {
  test.each([1, 2, 3, 5])("%i", (K) => {
    const [model, N, random] = [{ activation: "tanh", bias: true } as const, 7, new RandomState(K)];
    const pass = createPass(model, [2, 3, K], N);
    for (const column of pass.inputs) for (let n = 0; n < N; n++) column[n] = random.randn();
    for (const [k, column] of pass.targets.entries())
      for (let n = 0; n < N; n++) column[n] = n % K === k ? 1 : 0;
    const weights = [fromFunction(3, 3, () => random.randn()), fromFunction(4, K, () => random.randn())];
    const gradient = weights.map(({ rows, cols }) => fromFunction(rows, cols, () => 0));
    const loss = () => {
      forward(pass, model, weights);
      return squaredErrors(pass) / (2 * N);
    };
    loss();
    errors(pass, 1 / N);
    backward(pass, model, weights, gradient);
    const { right, wrong } = checked({ weights, gradient: () => gradient }, loss);
    expect(wrong).toBe(0);
    expect(right).toBeGreaterThan(0.8 * (9 + 4 * K));
  });

  test("the answer is the largest of them, the first of equals", () => {
    const pass = createPass({ activation: "sigmoid", bias: false }, [1, 3], 4);
    const [outputs, targets] = [pass.layers[0]!.outputs, pass.targets];
    for (const [k, values] of [
      [0.1, 0.8, 0.5, 0.4],
      [0.9, 0.7, 0.5, 0.3],
      [0.2, 0.9, 0.5, 0.5],
    ].entries())
      outputs[k]!.set(values);
    for (const [n, label] of [1, 2, 0, 1].entries()) targets[label]![n] = 1;
    expect(accuracy(pass)).toBe(0.75);
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
