import type { Matrix } from "../src/math/matrix.ts";
import type { Trace } from "../src/network/stage.ts";
import { lossWith, numbersOf, trainedOf } from "./formula-sheet.ts";
import { blurOf, endsOf, hiddenOf, planeOf, rowsIn, sidesOf } from "./space.ts";

/** Every choice that a page can make, decided again from the trace alone. */
const at = ({ data, cols }: Matrix, r: number, c: number): number => data[r * cols + c]!;
const c1 = ({ cols }: Matrix): number => Math.min(1, cols - 1);
const sizes = (m: Matrix) => Math.max(...m.data.map(Math.abs));
/** The largest input that a weight or bias in row `row` is multiplied by, at least 1. */
const reachOf = ({ X, h1 }: Trace, name: string, row: number): number => {
  const x = name === "W1" ? X : h1;
  return name.startsWith("b")
    ? 1
    : Math.max(1, ...Array.from({ length: x.rows }, (_, n) => Math.abs(at(x, n, row))));
};
/** What a reader who nudges the first twelve weights, or twelve spread evenly, must find. */
function byNudging(trace: Trace, name: "W1" | "b1" | "W2" | "b2"): string {
  const W = trace[name];
  const count = Math.min(12, W.data.length);
  const found = Array.from({ length: count }, (_, n) => {
    const i = Math.floor((n * W.data.length) / count);
    const step = 1e-4 / reachOf(trace, name, Math.floor(i / W.cols));
    const loss = (w: number) => lossWith(trace, { ...numbersOf(trace), [name]: W.data.with(i, w) });
    const [up, down] = [W.data[i]! + step, W.data[i]! - step];
    const [slope, nudged] = [trace[`dLoss_d${name}`].data[i]!, (loss(up) - loss(down)) / (up - down)];
    const off = Math.abs(slope - nudged);
    const allowed = 1e-8 + 1e-5 * Math.max(Math.abs(slope), Math.abs(nudged));
    // What rounding of a large loss can make of it, no one can say.
    const noise = (1e-14 * Math.max(loss(up), loss(down), 1e-3)) / step;
    return off <= allowed - noise ? "agree" : off >= allowed + noise ? "coarse" : "either";
  });
  if (found.includes("coarse")) return "coarse";
  return found.includes("either") ? "either" : "agree";
}
/** Every weight and trained bias before and after the step. */
const moves = (trace: Trace): [before: number, after: number][] =>
  trainedOf(trace).flatMap(({ value, next }) =>
    [...value.data].map((w, i): [number, number] => [w, next.data[i]!]),
  );
/** The labels that the targets are those of; none where a row says no single one. */
function labelsIn({ y }: Trace): number[] | undefined {
  const rows = Array.from({ length: y.rows }, (_, r) => [...y.data.slice(r * y.cols, (r + 1) * y.cols)]);
  if (rows.some((row) => row.some((x) => x !== 0 && x !== 1))) return undefined;
  if (y.cols === 1) return rows.flat();
  const isOneHot = rows.every((row) => row.filter((x) => x === 1).length === 1);
  return isOneHot ? rows.map((row) => row.indexOf(1)) : undefined;
}
const sideOf = (x: number): string => (x > 0 ? "above" : x < 0 ? "below" : "at");
const someIf = (is: boolean): string => (is ? "some" : "none");
/** What is told of a layer's neurons, by their values. */
const ofLayer = (z: Matrix, h: Matrix, end: (h: number) => number, near: number): Record<string, string> => {
  const corners = z.data.filter((it) => it === 0).length;
  const isDead = Array.from({ length: z.cols }, (_, j) =>
    z.data.every((it, i) => i % z.cols !== j || it <= 0),
  );
  return {
    corner: corners === 0 ? "none" : corners === 1 ? "one" : "more",
    dead: !isDead.includes(true) ? "none" : z.rows === 1 ? "row" : "dead",
    sign: sideOf(at(z, 0, c1(z))),
    full: someIf(h.data.some((it) => end(it) === 0)),
    saturated: someIf(h.data.some((it) => end(it) < near)),
    none: someIf(h.data.some((it) => it === 0)),
  };
};
const END: Record<string, (h: number) => number> = {
  sigmoid: (h) => Math.min(h, 1 - h),
  tanh: (h) => 1 - Math.abs(h),
};
/** How much the network believed in each of the targets, of those that have a share in the loss. */
const beliefs = ({ y, z2, h2, lesson }: Trace): number[] =>
  [...y.data].flatMap((target, i) => {
    const rest =
      lesson.outputActivation === "softmax" || target === 1 ? [] : [1 / (1 + Math.exp(z2.data[i]!))];
    return target > 0 ? [h2.data[i]!, ...rest] : rest;
  });
const endOf = (p: number): string => (p === 0 ? "zero" : p === 1 ? "one" : "none");
/** The loss of a network that always answers the same: ½ where targets are 0 or 1, shares alike after a softmax, else 0. */
function guess({ y, lesson: { loss, outputActivation } }: Trace): number {
  const K = y.cols;
  const isSoftmax = outputActivation === "softmax";
  if (loss === "cross-entropy") return isSoftmax ? Math.log(K) : K * Math.LN2;
  const areSure = y.data.every((target) => target === 0 || target === 1);
  const answer = isSoftmax && (K > 2 || !areSure) ? 1 / K : areSure ? 0.5 : 0;
  return y.data.reduce((sum, target) => sum + (target - answer) ** 2, 0) / (2 * y.rows);
}
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
  labels: (trace) => {
    const labels = labelsIn(trace);
    if (!labels) return "none";
    if (labels.length === 1) return "one";
    return new Set(labels).size === 1 ? "same" : Math.max(...labels) > 1 ? "classes" : "mixed";
  },
  "labels-xor": (trace) => {
    const { X } = trace;
    if (X.cols !== 2) return "no-plane";
    const labels = labelsIn(trace)!;
    if (Math.max(...labels) > 1) return "classes";
    const agree = labels.map((label, r) => (at(X, r, 0) > 0 !== at(X, r, 1) > 0) === (label === 1));
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
  twins: ({ W1, b1, W2, lesson }) =>
    Array.from({ length: W1.cols }, (_, j) => j).some((j) =>
      Array.from({ length: j }, (_, i) => i).some(
        (i) =>
          W1.data.every((w, n) => n % W1.cols !== j || w === W1.data[n - j + i]) &&
          (!lesson.bias || b1.data[i] === b1.data[j]) &&
          W2.data.slice(i * W2.cols, (i + 1) * W2.cols).every((w, k) => w === at(W2, j, k)),
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
    loss_ridge === 0 || loss_ridge / (loss_data + loss_ridge) === 0
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
  "h1-wider": ({ X, h1, lesson }) =>
    h1.cols <= X.cols ? "no" : lesson.activation === "identity" ? "straight" : "yes",
  "space-shape": ({ h1 }) => ["line", "square", "cube"][h1.cols - 1] ?? "more",
  "space-sheet": ({ X, W1, h1, lesson }) => {
    if (X.cols !== 2 || h1.cols === 1) return "none";
    const seen = Array.from(
      { length: Math.min(3, W1.cols) },
      (_, j) => [at(W1, 0, j), at(W1, 1, j)] as const,
    );
    const isPressed = seen.every(([a, b]) => seen.every(([c, d]) => a * d === b * c));
    return isPressed ? "pressed" : lesson.activation === "identity" ? "flat" : "bent";
  },
  "space-flat": (trace) => {
    const { W2, h1 } = trace;
    if (!labelsIn(trace)) return "numbers";
    if (W2.cols > 2) return "many";
    if (rowsIn(W2).every(([a, b]) => (b === undefined ? a === 0 : a === b))) return "same";
    if (h1.cols > 3) return "beyond";
    const [ends, blur] = [endsOf(trace), blurOf(trace)];
    const vertices = h1.data
      .slice(0, h1.cols)
      .reduce<number[][]>((all) => all.flatMap((it) => ends.map((end) => [...it, end])), [[]]);
    return { both: "between", one: "outside", either: "either" }[
      sidesOf(trace, vertices, ({ lead, size }) => Math.abs(lead) > 1e-9 * size + 1e-6 * blur + 1e-300)
    ];
  },
  "space-meets": (trace) => {
    if (trace.X.cols !== 2 || trace.h1.cols === 1) return "none";
    // What is drawn is rounded to thousandths of an edge.
    const blur = blurOf(trace);
    const places = planeOf(trace).map((x) => hiddenOf(trace, x));
    return { both: "yes", one: "no", either: "either" }[
      sidesOf(trace, places, ({ lead }) => Math.abs(lead) > blur)
    ];
  },
  "z2-larger": ({ z2, h2 }) => {
    const row = (m: Matrix) => [...m.data.slice(0, m.cols)];
    const most = (of: number[]) => of.flatMap((x, k) => (x === Math.max(...of) ? [k] : []));
    const top = most(row(z2));
    if (top.length > 1) return z2.cols === 2 ? "neither" : "tied";
    if (most(row(h2))[0] !== top[0]) return "alike";
    return z2.cols > 2 ? "one" : top[0] === 0 ? "first" : "second";
  },
  "z2-single": ({ h2 }) => (h2.data[0]! > 0.5 ? "one" : "zero"),
  "z2-push": ({ h1, W2 }) => {
    const products = Array.from({ length: W2.rows }, (_, j) => at(h1, 0, j) * at(W2, j, c1(W2)));
    const most = Math.max(...products.map(Math.abs));
    return most === 0 ? "none" : products.find((it) => Math.abs(it) === most)! > 0 ? "up" : "down";
  },
  "b2-negative": ({ b2 }) => someIf(b2.data.some((b) => b < 0)),
  biases: ({ b1, b2 }) => ([...b1.data, ...b2.data].every((b) => b === 0) ? "zero" : "given"),
  line: ({ X, W1, b1 }) => {
    const c = c1(W1);
    if (X.cols !== 2) return "no-plane";
    const [a, b, bias] = [at(W1, 0, c), at(W1, 1, c), b1.data[c]!];
    if (a === 0 && b === 0) return "none";
    // Twenty times farther off than the farthest point, at least 1, and a tenth more.
    const far = Math.abs(bias) / Math.hypot(a, b) / (22 * Math.max(1, sizes(X)));
    if (far > 1) return "far";
    return bias === 0 ? "still" : bias > 0 ? "up" : "down";
  },
  "h2-answer": (trace) => {
    const { z2, h2, lesson } = trace;
    const label = labelsIn(trace)?.[0];
    if (label === undefined) return "no-label";
    const [h, z] = [h2, z2].map((m) => [...m.data.slice(0, m.cols)]) as [number[], number[]];
    if (h.length === 1) return Number(h[0]! > 0.5) === label ? "right" : "wrong";
    const first = h.flatMap((x, k) => (x === Math.max(...h) ? [k] : []));
    const highest = Math.max(...first.map((k) => z[k]!));
    const top = lesson.outputActivation === "relu" ? first : first.filter((k) => z[k] === highest);
    return top.length > 1 ? "none" : top[0] === label ? "right" : "wrong";
  },
  "h2-sum": ({ h2 }) => {
    const total = h2.data.slice(0, h2.cols).reduce((sum, h) => sum + h, 0);
    return Math.abs(total - 1) < 5e-4 ? "one" : "other";
  },
  "loss-half": (trace) => {
    const [loss, other] = [trace.loss_data, guess(trace)];
    if (Math.abs(loss - other) <= 1e-12 * other) return "either";
    return loss < other ? "better" : "no-better";
  },
  "belief-least": (trace) => endOf(Math.min(...beliefs(trace))),
  "belief-most": (trace) => endOf(Math.max(...beliefs(trace))),
  // How much rounding leaves of the way round, its own test sees.
  collapse: ({ y, h2, lesson }) => {
    const [col, isSoftmax] = [c1(h2), lesson.outputActivation === "softmax"];
    const isInfinite = (k: number) => {
      const [target, h] = [at(y, 0, k), at(h2, 0, k)];
      return (
        !Number.isFinite(target && target / h) ||
        (!isSoftmax && !Number.isFinite(1 - target && (1 - target) / (1 - h)))
      );
    };
    const all = Array.from({ length: h2.cols }, (_, k) => k);
    return (isSoftmax ? all : [col]).some(isInfinite) ? "infinite" : "either";
  },
  "squares-slope": ({ y, h2, dLoss_dz2, lesson }) => {
    const misses = [...h2.data].map((h, i) => Math.abs(h - y.data[i]!));
    const worst = misses.indexOf(Math.max(...misses));
    const slope = dLoss_dz2.data[worst]!;
    if (slope === 0) return "none";
    const [row, col] = [Math.floor(worst / h2.cols), worst % h2.cols];
    const h = at(h2, row, col);
    const of = (k: number) => (at(h2, row, k) - at(y, row, k)) / y.rows;
    const mean = Array.from({ length: h2.cols }, (_, k) => of(k) * at(h2, row, k)).reduce((a, b) => a + b);
    const squares = h * (lesson.outputActivation === "softmax" ? of(col) - mean : of(col) * (1 - h));
    const times = slope / squares;
    return squares === 0 ? "gone" : Number.isFinite(times) && times > 1 ? "smaller" : "other";
  },
  "W2-downhill": ({ dLoss_dW2: g }) => (at(g, 0, c1(g)) > 0 ? "down" : at(g, 0, c1(g)) < 0 ? "up" : "stay"),
  "W2-best": ({ dLoss_dW2: g }) => {
    const most = sizes(g);
    const largest = g.data.filter((slope) => Math.abs(slope) === most).length;
    return most === 0 ? "none" : g.data.length === 1 ? "only" : largest === 1 ? "one" : "more";
  },
  "W2-reason": ({ h1, dLoss_dz2, dLoss_dW2: g, lesson }) => {
    const [H, K] = [g.rows, g.cols];
    if (sizes(g) === 0 || H === 1) return "none";
    if (h1.rows > 1 || lesson.ridge > 0) return "sum";
    const top = Math.floor([...g.data].findIndex((slope) => Math.abs(slope) === sizes(g)) / K);
    const isAbove = [...g.data].every(
      (slope, i) =>
        Math.floor(i / K) === top ||
        dLoss_dz2.data[i % K] === 0 ||
        Math.abs(slope) < Math.abs(at(g, top, i % K)),
    );
    return isAbove ? "one" : "tied";
  },
  "cross-w2-flat": ({ h1 }) => (h1.cols === h1.rows ? "alike" : "differ"),
  "cross-h1-flat": ({ W2 }) => (W2.cols === W2.rows ? "alike" : "differ"),
  "W2-step": ({ W2, W2_next, dLoss_dW2: g }) => {
    const moved = at(W2_next, 0, c1(W2)) - at(W2, 0, c1(W2));
    // A change can be too small beside the weight.
    return moved < 0 ? "down" : moved > 0 ? "up" : at(g, 0, c1(g)) === 0 ? "stay" : "lost";
  },
  "W2-check": (trace) => byNudging(trace, "W2"),
  "W1-check": (trace) => byNudging(trace, "W1"),
  "b2-check": (trace) => byNudging(trace, "b2"),
  "b1-check": (trace) => byNudging(trace, "b1"),
  "W2-arrow": ({ W2, W2_next }) => (at(W2, 0, c1(W2)) === at(W2_next, 0, c1(W2)) ? "none" : "drawn"),
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
  step: (trace) => {
    const { loss, loss_next, lesson } = trace;
    const slopes = trainedOf(trace).flatMap(({ slope }) => [...slope.data]);
    const foretold = -lesson.learningRate * slopes.reduce((sum, g) => sum + g * g, 0);
    if (!slopes.some((g) => g !== 0)) return "flat";
    if (-foretold < 2 ** -44 * loss) return "lost";
    if (loss_next > loss) return "rose";
    return Math.abs((loss_next - loss) / foretold - 1) < 0.1 ? "straight" : "bent";
  },
};
/** What a page must choose; undefined where nothing is known of the claim. Where a last digit decides, either is right. */
export function decided(claim: string, trace: Trace, choice = "either"): string | undefined {
  const [, layer, what] = /^(h[12])-(corner|dead|sign|full|saturated|none)$/.exec(claim) ?? [];
  if (layer === "h1" || layer === "h2") {
    const { activation, outputActivation } = trace.lesson;
    const name = layer === "h1" ? activation : outputActivation;
    const near = name === "tanh" ? 0.1 : 0.05;
    return ofLayer(trace[layer === "h1" ? "z1" : "z2"], trace[layer], END[name] ?? (() => Number.NaN), near)[
      what!
    ];
  }
  const output = /^h2-target-(\d+)$/.exec(claim)?.[1];
  const found =
    output === undefined
      ? CLAIMS[claim]?.(trace)
      : sideOf(trace.h2.data[Number(output)]! - trace.y.data[Number(output)]!);
  return found === "either" ? choice : found;
}
