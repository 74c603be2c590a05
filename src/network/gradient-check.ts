import { at, fromFunction, type Matrix } from "../math/matrix.ts";
import {
  layerOf,
  layersOf,
  type Network,
  networkOf,
  weightsOf,
} from "./network.ts";
import { ROUNDING, roundingOf, TINY } from "./rounding.ts";
import {
  downstream,
  partsOf,
  runParts,
  type Stage,
  type Trace,
} from "./stage.ts";
import {
  type MatrixName,
  type Name,
  slopeName,
  type Values,
} from "./values.ts";

/**
 * Gradients by central differences: nudge one weight up and down, run the forward pass again, and see how far
 * the loss moved. It knows nothing of derivatives, so it finds what a derivation got wrong.
 */

// <shown>
/** The slope of f at x by one nudge up and one down. */
export function centralDifference(
  f: (x: number) => number,
  x: number,
  step: number,
): number {
  const [above, below] = [x + step, x - step];
  return (f(above) - f(below)) / (above - below);
}
// </shown>

/** The nudge in a page's table, for inputs of at most 1 in size; `nudged` takes a shorter one for larger inputs. */
export const NUDGE = 1e-4;

/** An entry of a page's table agrees when |a − n| ≤ ABSOLUTE + RELATIVE·max(|a|, |n|). */
export const ABSOLUTE = 1e-8;
export const RELATIVE = 1e-5;

/** Whether a slope is what one nudge up and one down find, to the digits that they can tell. */
export const agrees = (analytic: number, numeric: number): boolean =>
  Math.abs(analytic - numeric) <=
  ABSOLUTE + RELATIVE * Math.max(Math.abs(analytic), Math.abs(numeric));

/** A slope found by differences, and how far off it may be. */
interface Estimate {
  readonly slope: number;
  readonly error: number;
}

/** How many lengths of the step are tried, each half the one before. */
export const HALVINGS = 11;

/**
 * The slope of f at x from central differences over shorter and shorter steps, each pair of them mixed so that its
 * largest error cancels, each pair of mixtures again, and so on; of all, that which differs least from those it is
 * made of. (C. J. F. Ridders, Advances in Engineering Software 4, 1982)
 * @param step the longest step: one over which f is still a smooth curve
 * @param noise how far values of f may be off by rounding, so far from x
 */
export function ridders(
  f: (x: number) => number,
  x: number,
  step: number,
  noise: (far: number) => number,
): Estimate {
  let best: Estimate = { slope: 0, error: Number.POSITIVE_INFINITY };
  let before: number[] = [];
  let lost = 0;
  for (let i = 0, h = step; i < HALVINGS && x + h !== x - h; i++, h /= 2) {
    lost = Math.max(lost, noise(h) / h);
    const mixed = [centralDifference(f, x, h)];
    for (let j = 0, factor = 4; j < before.length; j++, factor *= 4) {
      mixed.push((factor * mixed[j]! - before[j]!) / (factor - 1));
      const apart = Math.max(
        Math.abs(mixed[j + 1]! - mixed[j]!),
        Math.abs(mixed[j + 1]! - before[j]!),
      );
      const error = apart + lost;
      // Two steps alone may agree by chance; three do not.
      if (j > 0 && error < best.error) best = { slope: mixed[j + 1]!, error };
    }
    before = mixed;
  }
  return best;
}

/** Whether differences find a slope; "untold" where they are too coarse to say. */
export type Verdict = "agrees" | "differs" | "untold";

/** Two slopes closer than this share of the larger one are the same. */
const SAME = 1e-6;
/** An estimate of an error is itself a guess: what is so many times farther off is wrong. */
const SAFETY = 10;
/** Differences that may be off by more than this share of a slope cannot vouch for it. */
const COARSE = 1e-3;

/** What differences say of a slope that was derived. */
export function verdictOn(
  analytic: number,
  { slope, error }: Estimate,
): Verdict {
  const apart = Math.abs(analytic - slope);
  const size = Math.max(Math.abs(analytic), Math.abs(slope));
  if (apart <= SAME * size) return "agrees";
  const doubt = SAFETY * error;
  if (apart > doubt) return "differs";
  return doubt <= COARSE * size ? "agrees" : "untold";
}

type Term = "loss_data" | "loss_ridge" | "loss";

/** The loss, or a term of it, as a function of one entry of a value. */
export function lossAlong(
  forward: readonly Stage[],
  trace: Trace,
  name: MatrixName,
): (row: number, col: number, term: Term) => (x: number) => number {
  const along = valuesAlong(forward, trace, name);
  return (row, col, term) => {
    const values = along(row, col);
    return (x) => values(x)[term]!;
  };
}

/** All values as a function of one entry of one of them: runs the parts of `forward` that it reaches. */
function valuesAlong(
  forward: readonly Stage[],
  trace: Trace,
  name: MatrixName,
): (row: number, col: number) => (x: number) => Partial<Values> {
  const { lesson, [name]: value } = trace;
  const parts = partsOf(forward, networkOf(lesson));
  const moving = downstream(parts, name);
  const still = parts.filter((it) => !moving.includes(it));
  const known = runParts(still, lesson, trace);
  return (row, col) => (x) => {
    const moved = fromFunction(value.rows, value.cols, (r, c) =>
      r === row && c === col ? x : at(value, r, c),
    );
    return runParts(moving, lesson, { ...known, [name]: moved });
  };
}

/** The sums that reach activations with a corner, at 0. */
const cornersIn = ({ forward }: Network): Name[] =>
  forward.flatMap(({ op, of }) => (op.hasCorner ? [of[0]!] : []));

/** Whether a nudge by `step`, up or down from x, takes a sum to another side of such a corner. */
function passesCorner(
  values: (x: number) => Partial<Values>,
  corners: readonly Name[],
  x: number,
  step: number,
): boolean {
  if (corners.length === 0) return false;
  const signs = [x - step, x, x + step].map((it) => {
    const all = values(it) as Values;
    return corners.flatMap((z) =>
      Array.from((all[z] as Matrix).data, Math.sign),
    );
  });
  return signs[1]!.some(
    (sign, i) => sign !== signs[0]![i] || sign !== signs[2]![i],
  );
}

/** So often a step is made a quarter of itself, to stay on one side of a corner. */
const QUARTERS = 16;

/** The largest size of an entry; 0 where there are none. */
export const largest = (data: Float64Array): number =>
  data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

/** The largest input that a weight in row `row` is multiplied by, at least 1: the larger it is, the shorter a nudge must be. */
export function reach(
  trace: Trace,
  weights: MatrixName,
  row: number,
): number {
  const layer = layerOf(networkOf(trace.lesson), weights);
  if (weights === layer.b) return 1;
  const { cols, data } = trace[layer.x];
  return Math.max(1, largest(data.filter((_, i) => i % cols === row)));
}

/** The largest weight of the next layer by which the neuron in column `col` is multiplied, at least 1; 1 in the last layer. */
function onward(trace: Trace, weights: MatrixName, col: number): number {
  const network = networkOf(trace.lesson);
  const { h } = layerOf(network, weights);
  const next = layersOf(network).find(({ x }) => x === h);
  if (!next) return 1;
  const { cols, data } = trace[next.W];
  return Math.max(1, largest(data.subarray(col * cols, (col + 1) * cols)));
}

/** The multiplications of one forward pass, about. */
export const productsOf = ({ X, W1, W2 }: Trace): number =>
  X.rows * (W1.data.length + W2.data.length);

/** An entry of a gradient, and what differences find there. */
export interface CheckedEntry {
  readonly row: number;
  readonly col: number;
  readonly analytic: number;
  readonly numeric: number;
  readonly verdict: Verdict;
  /** Whether the nudge passes the corner of an activation. */
  readonly corner: boolean;
}

/** The entries of a matrix, row after row; of more than `most` so many, evenly spread, the first among them. */
function entriesOf(
  { cols, data }: Matrix,
  most: number,
): [i: number, row: number, col: number][] {
  const count = Math.min(data.length, most);
  return Array.from({ length: count }, (_, n) => {
    const i = Math.floor((n * data.length) / count);
    return [i, Math.floor(i / cols), i % cols];
  });
}

/**
 * Holds entries of the gradient in a trace against one nudge up and one down each, as a page tells it.
 * @param most entries checked, spread evenly
 * @param isRight whether the slope of entry i, row after row, is right by other means: asked where the nudge disagrees
 */
export function nudged(
  forward: readonly Stage[],
  trace: Trace,
  weights: MatrixName,
  most: number,
  isRight: (i: number) => boolean,
): CheckedEntry[] {
  const along = valuesAlong(forward, trace, weights);
  const corners = cornersIn(networkOf(trace.lesson));
  const gradient = trace[slopeName(weights)];
  return entriesOf(trace[weights], most).map(([i, row, col]) => {
    const step = NUDGE / reach(trace, weights, row);
    const analytic = gradient.data[i]!;
    const values = along(row, col);
    const w = trace[weights].data[i]!;
    const numeric = centralDifference((x) => values(x).loss!, w, step);
    const corner = passesCorner(values, corners, w, step);
    const verdict = agrees(analytic, numeric)
      ? "agrees"
      : isRight(i)
        ? "untold"
        : "differs";
    return { row, col, analytic, numeric, verdict, corner };
  });
}

/**
 * Holds entries of the gradient in a trace against central differences as fine as they can be. The two terms of the
 * loss have steps of their own: the ridge is a parabola, for which any step is right. A loss that a reader's own code made
 * may be put together in any way: it is taken as a whole.
 * @param most entries checked, spread evenly
 */
export function checkGradient(
  forward: readonly Stage[],
  trace: Trace,
  weights: MatrixName,
  most = Number.POSITIVE_INFINITY,
): CheckedEntry[] {
  const network = networkOf(trace.lesson);
  const [W, gradient] = [trace[weights], trace[slopeName(weights)]];
  const along = valuesAlong(forward, trace, weights);
  const corners = cornersIn(network);
  const lossOff = (values: Partial<Values>) =>
    roundingOf(network.forward, values as Values).get("loss_data")!.data[0]!;
  const here = lossOff(trace);
  const isWhole = trace.changed?.includes("loss") ?? false;
  const term = isWhole ? "loss" : "loss_data";
  const wholeOff = isWhole ? 4 * ROUNDING * Math.abs(trace.loss) : 0;
  // A slope by hand is itself off, where it was taken from an output that was rounded.
  const doubts = roundingOf(network.backward, trace).get(slopeName(weights));
  // As long as the largest weight, but not so short that its square would be 0.
  const far = Math.max(
    2 ** -400,
    ...weightsOf(network).map((name) => largest(trace[name].data)),
  );
  const price = isWhole ? 0 : trace.lesson.ridge / trace.y.rows;
  const ridgeNoise = isWhole
    ? 0
    : 4 * ROUNDING * (trace.loss_ridge / far + price * far);
  return entriesOf(W, most).map(([i, row, col]) => {
    const w = W.data[i]!;
    const longest = Math.max(
      0.5 / (reach(trace, weights, row) * onward(trace, weights, col)),
      Math.abs(w) * 2 ** -40,
    );
    const values = along(row, col);
    let step = longest;
    const isAcross = () => passesCorner(values, corners, w, step);
    for (let n = 0; n < QUARTERS && isAcross(); n++) step /= 4;
    const corner = isAcross();
    // Where the outputs are near their targets, the loss is off by less than farther away: about in proportion.
    const there = Math.max(
      lossOff(values(w - step)),
      lossOff(values(w + step)),
    );
    const noise = (far: number) =>
      here + (far / step) * Math.max(0, there - here) + wholeOff;
    const smooth = ridders((x) => values(x)[term]!, w, step, noise);
    const ridge =
      price && centralDifference((x) => values(x).loss_ridge!, w, far);
    const analytic = gradient.data[i]!;
    const numeric = smooth.slope + ridge;
    const error = smooth.error + ridgeNoise + (doubts?.data[i] ?? 0) + TINY;
    const verdict = corner
      ? "untold"
      : verdictOn(analytic, { slope: numeric, error });
    return { row, col, analytic, numeric, verdict, corner };
  });
}
