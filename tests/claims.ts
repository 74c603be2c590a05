import type { Matrix } from "../src/math/matrix.ts";
import type { Trace } from "../src/network/stage.ts";

/** Every choice that a page can make, decided again from the trace alone. */
const at = ({ data, cols }: Matrix, r: number, c: number): number => data[r * cols + c]!;
const c1 = ({ cols }: Matrix): number => Math.min(1, cols - 1);
const sizes = (m: Matrix) => Math.max(...m.data.map(Math.abs));
/** The loss once more, in the words of a formula sheet. */
function lossOf({ X, y, lesson }: Trace, W1: Float64Array, W2: Float64Array): number {
  const [N, D, H] = [X.rows, X.cols, W1.length / X.cols];
  const sum = (count: number, term: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => term(i)).reduce((total, x) => total + x, 0);
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const squares = sum(N, (n) => {
    const h = Array.from({ length: H }, (_, j) => sigmoid(sum(D, (i) => at(X, n, i) * W1[i * H + j]!)));
    return sum(2, (k) => (at(y, n, k) - sigmoid(sum(H, (j) => h[j]! * W2[2 * j + k]!))) ** 2);
  });
  return (squares + lesson.ridge * [...W1, ...W2].reduce((total, w) => total + w * w, 0)) / (2 * N);
}
/** What a reader who nudges the first twelve weights, or twelve spread evenly, must find. */
function byNudging(trace: Trace, weights: "W1" | "W2"): string {
  const W = trace[weights];
  const count = Math.min(12, W.data.length);
  const found = Array.from({ length: count }, (_, n) => {
    const i = Math.floor((n * W.data.length) / count);
    const input = Math.floor(i / W.cols);
    const inputs = Array.from({ length: trace.X.rows }, (_, row) => Math.abs(at(trace.X, row, input)));
    const step = 1e-4 / (weights === "W1" ? Math.max(1, ...inputs) : 1);
    const loss = (w: number) => {
      const moved = W.data.with(i, w);
      return weights === "W1" ? lossOf(trace, moved, trace.W2.data) : lossOf(trace, trace.W1.data, moved);
    };
    const [up, down] = [W.data[i]! + step, W.data[i]! - step];
    const [slope, nudged] = [trace[`dLoss_d${weights}`].data[i]!, (loss(up) - loss(down)) / (up - down)];
    return Math.abs(slope - nudged) <= 1e-8 + 1e-5 * Math.max(Math.abs(slope), Math.abs(nudged));
  });
  return found.every(Boolean) ? "agree" : "coarse";
}
/** Every weight before and after the step. */
const moves = ({ W1, W2, W1_next, W2_next }: Trace): [before: number, after: number][] =>
  [...W1.data, ...W2.data].map((w, i) => [w, [...W1_next.data, ...W2_next.data][i]!]);
/** A number as a table of fractions shows it. */
const inDecimals = (x: number, digits: number): string =>
  Math.abs(x) >= 1e9
    ? x.toExponential(Math.max(2, digits))
    : x !== 0 && Number(x.toFixed(digits)) === 0
      ? x.toExponential(2)
      : x.toFixed(digits);
/** Six tangents have room, where z is within the axis: at most 8, and at least 4, on both sides. */
function slopesDrawn({ data }: Matrix): string {
  if (data.length > 6) return "dots";
  const beyond = data.filter((z) => z > 8 || z < -8).length;
  return beyond === 0 ? "tangents" : beyond === data.length ? "arrows" : "some";
}
const CLAIMS: Record<string, (trace: Trace) => string> = {
  labels: ({ y }) => {
    const labels = new Set(Array.from({ length: y.rows }, (_, r) => at(y, r, 1)));
    return y.rows === 1 ? "one" : labels.size === 2 ? "mixed" : "same";
  },
  "labels-xor": ({ X, y }) => {
    if (X.cols !== 2) return "no-plane";
    const agree = Array.from(
      { length: X.rows },
      (_, r) => (at(X, r, 0) > 0 !== at(X, r, 1) > 0) === (at(y, r, 1) === 1),
    );
    return agree.every(Boolean) ? "xor" : agree.some(Boolean) ? "other" : "opposite";
  },
  "weights-look": ({ W1, W2, lesson: { digits } }) => {
    // The bound as it is told: with the lesson's decimals, or one that makes 0.7 of what would look like 1.
    const bound = (rows: number) =>
      Number((1 / Math.sqrt(rows)).toFixed(Math.max(digits, rows === 1 ? 0 : 1)));
    return [W1, W2].some((W) => W.data.some((w) => Math.abs(Number(w.toFixed(digits))) > bound(W.rows)))
      ? "larger"
      : "inside";
  },
  twins: ({ W1, W2 }) =>
    Array.from({ length: W1.cols }, (_, j) => j).some((j) =>
      Array.from({ length: j }, (_, i) => i).some(
        (i) =>
          W1.data.every((w, n) => n % W1.cols !== j || w === W1.data[n - j + i]) &&
          at(W2, i, 0) === at(W2, j, 0) &&
          at(W2, i, 1) === at(W2, j, 1),
      ),
    )
      ? "some"
      : "none",
  "column-of-ones": ({ X }) =>
    X.rows > 1 &&
    Array.from({ length: X.cols }, (_, c) => c).some((c) =>
      X.data.every((x, n) => n % X.cols !== c || x === 1),
    )
      ? "some"
      : "none",
  "W2-negative": ({ W2 }) =>
    W2.data.every((w) => w < 0) ? "all" : W2.data.some((w) => w < 0) ? "some" : "none",
  "ridge-share": ({ loss_data, loss_ridge }) =>
    loss_ridge === 0
      ? "none"
      : loss_data > 0 && loss_data <= 0.0005 * (loss_data + loss_ridge)
        ? "almost-all"
        : "share",
  "z1-positive": ({ z1 }) =>
    z1.data.every((z) => z > 0) ? "all" : z1.data.some((z) => z > 0) ? "some" : "none",
  "h1-half": ({ z1, h1 }) => {
    const z = at(z1, 0, c1(z1));
    if (z !== 0 && at(h1, 0, c1(h1)) === 0.5) return "lost";
    return z > 0 ? "above" : z < 0 ? "below" : "at";
  },
  "h1-full": ({ h1 }) => (h1.data.some((h) => h === 0 || h === 1) ? "some" : "none"),
  "h1-saturated": ({ h1 }) => (h1.data.some((h) => h < 0.05 || h > 0.95) ? "some" : "none"),
  "h1-wider": ({ X, h1 }) => (h1.cols > X.cols ? "yes" : "no"),
  "z2-larger": ({ z2 }) =>
    at(z2, 0, 0) === at(z2, 0, 1) ? "neither" : at(z2, 0, 0) > at(z2, 0, 1) ? "first" : "second",
  "h2-answer": ({ z2, y }) => {
    const [a, b] = [at(z2, 0, 0), at(z2, 0, 1)];
    return a === b ? "none" : a > b === (at(y, 0, 0) === 1) ? "right" : "wrong";
  },
  "h2-sum": ({ h2 }) => (Math.abs(at(h2, 0, 0) + at(h2, 0, 1) - 1) < 5e-4 ? "one" : "other"),
  "loss-half": ({ loss_data }) => (loss_data < 0.25 ? "better" : "no-better"),
  "W2-downhill": ({ dLoss_dW2: g }) => (at(g, 0, 1) > 0 ? "shrink" : at(g, 0, 1) < 0 ? "grow" : "stay"),
  "W2-step": ({ W2, W2_next, dLoss_dW2: g }) => {
    const moved = at(W2_next, 0, 1) - at(W2, 0, 1);
    // A change can be too small beside the weight.
    return moved < 0 ? "down" : moved > 0 ? "up" : at(g, 0, 1) === 0 ? "stay" : "lost";
  },
  "W2-check": (trace) => byNudging(trace, "W2"),
  "W1-check": (trace) => byNudging(trace, "W1"),
  "W2-arrow": ({ W2, W2_next }) => (at(W2, 0, 1) === at(W2_next, 0, 1) ? "none" : "drawn"),
  "smaller-slopes": ({ dLoss_dW1, dLoss_dW2 }) => {
    const [first, second] = [sizes(dLoss_dW1), sizes(dLoss_dW2)];
    if (first === 0 && second === 0) return "zero";
    if (first < 2 ** -50 && second < 2 ** -50) return "rounding";
    if (first.toExponential(2) === second.toExponential(2)) return "alike";
    return first < second ? "first" : "second";
  },
  "h2-exact": ({ h2, y }) => (h2.data.every((h, i) => h === y.data[i]) ? "all" : "some"),
  "W2-ridge": ({ lesson }) => (lesson.ridge > 0 ? "some" : "none"),
  "W1-ridge": ({ lesson }) => (lesson.ridge > 0 ? "some" : "none"),
  rows: ({ X }) => (X.rows > 1 ? "more" : "one"),
  "z2-slopes": ({ z2 }) => slopesDrawn(z2),
  "z1-slopes": ({ z1 }) => slopesDrawn(z1),
  "looks-same": (trace) =>
    moves(trace).some(([before, after]) => {
      const told = [before, after].map((w) => inDecimals(w, trace.lesson.digits));
      return before !== after && told[0] === told[1];
    })
      ? "some"
      : "none",
  unmoved: (trace) => {
    const still = moves(trace).filter(([before, after]) => before === after).length;
    return still === 0 ? "none" : still === moves(trace).length ? "all" : "some";
  },
  "loss-step": ({ loss, loss_next }) => (loss_next < loss ? "fell" : loss_next > loss ? "rose" : "same"),
  step: ({ loss, loss_next, dLoss_dW1, dLoss_dW2, lesson }) => {
    const slopes = [...dLoss_dW1.data, ...dLoss_dW2.data];
    const foretold = -lesson.learningRate * slopes.reduce((sum, g) => sum + g * g, 0);
    if (!slopes.some((g) => g !== 0)) return "flat";
    if (-foretold < 2 ** -44 * loss) return "lost";
    if (loss_next > loss) return "rose";
    return Math.abs((loss_next - loss) / foretold - 1) < 0.1 ? "straight" : "bent";
  },
};
/** What a page must choose; undefined where nothing is known of the claim. */
export const decided = (claim: string, trace: Trace): string | undefined => {
  const output = /^h2-target-(\d+)$/.exec(claim)?.[1];
  if (output === undefined) return CLAIMS[claim]?.(trace);
  const [h, y] = [trace.h2.data[Number(output)]!, trace.y.data[Number(output)]!];
  return h < y ? "below" : h > y ? "above" : "at";
};
