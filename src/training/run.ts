import { type Rows, trainedAndUnseen } from "../lesson/datasets.ts";
import { fromFunction, type Matrix } from "../math/matrix.ts";
import { shuffledBatches } from "./batches.ts";
import { clip, descend } from "./descent.ts";
import { GRADIENTS } from "./gradient.ts";
import type { Entry } from "./history.ts";
import type { MakeKernels } from "./kernels/kernels.ts";
import { accuracy, dataLoss, norm, sizes, squares } from "./measure.ts";
import { backward, errors, forward, type Pass, passOver, rowsIn } from "./pass.ts";
import { addL1 } from "./penalty.ts";
import { share } from "./schedule.ts";
import { type Settings, widthsOf } from "./settings.ts";
import { biasesIn, copyOf, initialWeights, penalisedIn } from "./weights.ts";

/** A network in training, to be taken forward a few steps at a time. */
export interface Run {
  readonly settings: Settings;
  /** Steps taken so far. */
  readonly steps: number;
  /** First layer first; with biases, their row last. They change as the run goes on: copy what is to be kept. */
  readonly weights: readonly Matrix[];
  /** Whether a weight has become NaN or infinite: no step is taken any more. */
  readonly diverged: boolean;
  /** Takes `count` steps, fewer if the run diverges; past `settings.steps` too. */
  step(count: number): void;
  /** Losses, accuracies and norms as they are now. */
  record(): Entry;
  /** The gradient over all rows trained on, as the weights are now, before clipping. A copy. */
  gradient(): Matrix[];
  /** Back to the initial weights: what follows is the same again, to the last bit. */
  rewind(): void;
}

/** A run before its first step. All memory that its steps need is allocated here, once. */
export function createRun(settings: Settings, make?: MakeKernels): Run {
  const { batch, bias, trainBias, ridge, l1, learningRate, schedule } = settings;
  const rule = GRADIENTS[settings.gradient];
  const widths = widthsOf(settings);
  const { trained, unseen } = trainedAndUnseen(settings);
  const pass = (rows: Rows) => passOver(rows, settings, widths, make);
  const [all, others] = [pass(trained), unseen && pass(unseen)];
  const N = rowsIn(all);
  const weights = initialWeights(settings);
  const G = weights.map(({ rows, cols }) => fromFunction(rows, cols, () => 0));
  const [penalised, slopes] = [penalisedIn(weights, bias), penalisedIn(G, bias)];
  const held = bias && !trainBias ? biasesIn(G) : [];
  const shuffled = () => (batch === "all" ? undefined : shuffledBatches(batch, settings, widths, all, make));
  let batches = shuffled();
  let steps = 0;
  let diverged = false;

  /** Goes forward and back, and leaves the gradient in G. */
  function findGradient(pass: Pass): void {
    forward(pass, weights);
    errors(pass, rule.perRow(rowsIn(pass)));
    backward(pass, weights, G);
    for (const slopes of held) slopes.fill(0);
    for (let l = 0; l < penalised.length; l++) {
      if (ridge > 0) rule.addRidge(slopes[l]!, penalised[l]!, ridge, N);
      if (l1 > 0) addL1(slopes[l]!, penalised[l]!, l1, N);
    }
  }

  function takeStep(): void {
    findGradient(batches ? batches.next().value : all);
    if (settings.clip !== undefined) clip(G, settings.clip);
    const alpha = learningRate * share(schedule, steps, settings.steps);
    for (let l = 0; l < G.length; l++) if (!descend(weights[l]!.data, G[l]!.data, alpha)) diverged = true;
    steps++;
  }

  return {
    settings,
    weights,
    get steps() {
      return steps;
    },
    get diverged() {
      return diverged;
    },
    step(count) {
      for (let i = 0; i < count && !diverged; i++) takeStep();
    },
    record() {
      findGradient(all);
      if (others) forward(others, weights);
      const data = dataLoss(all, weights);
      const ridgeTerm = (ridge / (2 * N)) * penalised.reduce((sum, W) => sum + squares(W), 0);
      const l1Term = l1 > 0 ? (l1 / N) * penalised.reduce((sum, W) => sum + sizes(W), 0) : 0;
      return {
        step: steps,
        loss: {
          data,
          ridge: ridgeTerm,
          l1: l1Term,
          total: data + ridgeTerm + l1Term,
          ...(others && { unseen: dataLoss(others, weights) }),
        },
        ...(trained.labels && {
          accuracy: {
            trained: accuracy(all, trained.labels),
            ...(others && unseen?.labels && { unseen: accuracy(others, unseen.labels) }),
          },
        }),
        weightNorms: penalised.map(norm),
        gradientNorms: G.map(({ data }) => norm(data)),
      };
    },
    gradient() {
      findGradient(all);
      return copyOf(G);
    },
    rewind() {
      for (const [l, { data }] of initialWeights(settings).entries()) weights[l]!.data.set(data);
      batches = shuffled();
      steps = 0;
      diverged = false;
    },
  };
}
