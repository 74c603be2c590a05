import { drills } from "../chapters/exercises/index.ts";
import type { Answer, Choice, Exercise, Line, Token } from "../src/exercises/exercise.ts";
import { judge } from "../src/exercises/judge.ts";
import { sourceOf } from "../src/exercises/source.ts";
import type { Trace } from "../src/network/stage.ts";
import type { Values } from "../src/network/values.ts";

/** What exercises are held against: arithmetic of their lines by JavaScript itself, entries of other programs, plain loops. */

type Asked = Record<string, unknown>;
export interface Made extends Exercise<Asked> {
  readonly name: string;
}

/** Every exercise that a lesson's own numbers allow. */
export const madeFrom = (trace: Trace, seed: number): Made[] =>
  Object.entries(drills).flatMap(([page, { makers }]) =>
    Object.entries(makers).flatMap(([id, make], i) => {
      const made = make(sourceOf(trace, seed + i));
      return made ? [{ name: `${page}.${id}`, ...made } as Made] : [];
    }),
  );

export const isNumber = (it: Made): it is Made & { readonly answer: Answer } => "value" in it.answer;
export const isChoice = (it: Made): it is Made & { readonly answer: Choice } => "options" in it.answer;

// --- Lines of working, worked out once more ---

/** What a line says before its result, as JavaScript computes it; undefined where it is no arithmetic. */
export function computed(line: Line): number | undefined {
  const text = line
    .filter((it) => !(typeof it === "object" && "worth" in it))
    .map((it) =>
      typeof it === "string"
        ? it
        : typeof it === "number"
          ? `(${it})`
          : "power" in it
            ? `Math.exp(${it.power})`
            : "ENTRY",
    )
    .join("")
    .replace(/^ENTRY = /, "")
    .replace(/ = .*$/, "")
    .replaceAll("−", "-")
    .replaceAll("·", "*")
    .replace(/\)²/g, ")**2")
    .replace(/-(?=\(?[\d(.]+\)?\*\*)/g, "-1*")
    .replace(/√(\([^()]*\)|\((?:[^()]|\([^()]*\))*\))/g, "Math.sqrt$1")
    .replace(/ln ?\(/g, "Math.log(")
    .replace(/\)Math/g, ")*Math")
    .replace(/tanh\(/g, "Math.tanh(")
    .replace(/σ\(/g, "sigmoid(")
    .replace(/max\(/g, "Math.max(")
    .replace(/\[(\(.*?\)) > 0\]/g, "Number($1 > 0)");
  try {
    const value = new Function("sigmoid", `return ${text}`)((z: number) => 1 / (1 + Math.exp(-z)));
    return typeof value === "number" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a line says that it comes to. */
export function claimed(line: Line): number | undefined {
  const last = line.at(-1) as Token;
  if (typeof last === "object" && "worth" in last) return last.worth;
  return typeof last === "number" && / = $/.test(String(line.at(-2))) ? last : undefined;
}

// --- Answers, found in another way ---

const at = (matrix: readonly (readonly number[])[], [r, c]: readonly number[]) => matrix[r!]![c!]!;
const rowsOf = ({ rows, cols, data }: { rows: number; cols: number; data: Float64Array }) =>
  Array.from({ length: rows }, (_, r) => [...data.subarray(r * cols, (r + 1) * cols)]);
export const plainValues = (values: Values): Record<string, number[][]> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, it]) =>
      typeof it === "object" && it && "data" in it && "rows" in it ? [[name, rowsOf(it as never)]] : [],
    ),
  );

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const SIGMOIDS = (z: number) => 1 / (1 + Math.exp(-z));
const FUNCTIONS: Record<string, (z: number) => number> = {
  sigmoid: SIGMOIDS,
  tanh: Math.tanh,
  relu: (z) => Math.max(z, 0),
  "leaky-relu": (z) => (z > 0 ? z : z / 100),
  identity: (z) => z,
};

// biome-ignore lint/suspicious/noExplicitAny: facts of forty kinds of exercises
type Facts = any;
type Oracle = (asked: Facts, values: Record<string, number[][]>, trace: Trace) => number;
const entryOf =
  (name: string): Oracle =>
  (asked, values) =>
    at(values[name]!, asked.at);

/** What the loss of a row is, from its targets and outputs. */
function lossOfRow(y: readonly number[], h: readonly number[], { lesson }: Trace): number {
  const N = "X" in lesson.data ? lesson.data.X.length : lesson.data.rows;
  let total = 0;
  for (const [k, target] of y.entries()) {
    if (lesson.loss === "squared") total += ((target - h[k]!) * (target - h[k]!)) / 2;
    else {
      if (target > 0) total -= target * Math.log(h[k]!);
      if (lesson.outputActivation !== "softmax" && target < 1) total -= (1 - target) * Math.log(1 - h[k]!);
    }
  }
  return total / N;
}

/** By page and exercise: the answer in every digit, from what other programs found or from a loop. */
export const oracles: Record<string, Oracle> = {
  "z1.entry": entryOf("z1"),
  "z2.entry": entryOf("z2"),
  "h1.entry": entryOf("h1"),
  "h2.entry": entryOf("h2"),
  "dloss-dw2.delta": entryOf("dLoss_dz2"),
  "dloss-dw2.weights": entryOf("dLoss_dW2"),
  "dloss-dw1.hidden": entryOf("dLoss_dh1"),
  "dloss-dw1.delta": entryOf("dLoss_dz1"),
  "dloss-dw1.weights": entryOf("dLoss_dW1"),
  "update.entry": ({ name, at: place }, values) =>
    at(values[`${name}_next`]!, place) - at(values[name]!, place),
  "update.tenfold": ({ name, at: place }, values, { lesson }) =>
    -10 * lesson.learningRate * at(values[`dLoss_d${name}`]!, place),
  "update.back": ({ w, g, alpha }) => w - alpha * g,
  "z1.doubled": ({ at: [r, c] }, { X, W1, b1 }) =>
    sum(X![r]!.map((x, i) => 2 * x * W1![i]![c]!)) + (b1 ? b1[0]![c]! : 0),
  "h1.doubled": ({ at: place, brick }, { z1 }) => FUNCTIONS[brick]!(2 * at(z1!, place)),
  "z2.off": ({ at: [r, k], h1: [, j] }, { h1, W2, b2 }) =>
    sum(h1![r]!.map((h, i) => (i === j ? 0 : h * W2![i]![k]!))) + (b2 ? b2[0]![k]! : 0),
  "loss.entry": ({ row }, { y, h2 }, trace) => lossOfRow(y![row]!, h2![row]!, trace),
  "loss.halved": ({ kind, at: [r, k], N }, { y, h2 }) =>
    kind === "squares" ? (y![r]![k]! - h2![r]![k]!) ** 2 / 8 / N : -Math.log(h2![r]![k]! / 2) / N,
  "init.bound": ({ rows }) => rows ** -0.5,
  // All but the biases of the outputs are there twice.
  "init.weights": (_, { W1, W2, b1, b2 }) =>
    2 * sum([W1, W2, b1].map((it) => it?.flat().length ?? 0)) + (b2?.flat().length ?? 0),
  "init.neuron": (_, { W1, W2, b1 }) => W1!.length + W2![0]!.length + (b1 ? 1 : 0),
  "xor.line": ({ point: [x1, x2], line: [a, b, c] }) => a * x1 + b * x2 + c,
  "xor.numbers": (_, { X, y }) => 2 * (X!.flat().length + y!.flat().length),
  "loop.steps": ({ rows, batch, epochs }) => {
    let steps = 0;
    for (let e = 0; e < epochs; e++) for (let r = 0; r < rows; r += batch) steps++;
    return steps;
  },
  "loop.twice": ({ w, alpha }) => w * (1 - alpha) ** 2,
  "runs.accuracy": ({ right, rows }) => (right / rows) * 100,
  "runs.rate": ({ rows, alpha }) => alpha / (1 / rows),
  "runs.unseen": ({ unseen }) => unseen / 2.5,
  "exploding.ridge": ({ weights, lambda, N }) => {
    const price = (w: number) => (lambda / (2 * N)) * (w * w);
    return (price(weights[0] + 1e-4) - price(weights[0] - 1e-4)) / 2e-4;
  },
  "exploding.doubling": ({ first, doublings }) => 2 * first * (1 - 2 ** -doublings),
  "vanishing.chain": ({ h, w }) =>
    h.reduce((product: number, it: number, i: number) => product * (it - it * it) * w[i], 1),
  "vanishing.most": ({ layers }) => 1 / 4 ** layers,
  "vanishing.clip": ({ a, b, most }) => (a / Math.hypot(a, b)) * most,
  "ceiling.mirror": ({ h }) => SIGMOIDS(-Math.log(h / (1 - h))),
  "ceiling.other": ({ c, d }) => c - d,
  "ceiling.most": ({ zeros, ones, c }) => zeros + ones - (c > 0 ? zeros : ones) / 2,
  "solved.corner": ({ w, b }) => sum(w) + b,
  // Where the sum changes its sign, by halving.
  "solved.line": ({ w, b }) => {
    let [low, high] = [-10, 10];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (w * middle + b > 0 === w > 0) high = middle;
      else low = middle;
    }
    return low;
  },
  "debugging.start": ({ labels }) => -Math.log(1 / labels),
  "debugging.nudge": ({ all: [up, down, e] }) => (up - down) / e / 2,
  "debugging.batches": ({ size, rows }) => rows / size,
  "autodiff.twice": ({ a, b }) => ((a + 1e-4) * (b + 1) - (a - 1e-4) * (b + 1)) / 2e-4,
  "autodiff.square": ({ a, b, c }) => (((a + 1e-4) * b + c) ** 2 - ((a - 1e-4) * b + c) ** 2) / 2e-4,
  "autodiff.neuron": ({ w, input }) => (Math.tanh((w + 1e-4) * input) - Math.tanh((w - 1e-4) * input)) / 2e-4,
  "autodiff.walks": ({ weights, mode }) => (mode === "forward" ? weights : 1),
};

const wayOf = (x: number) => (x > 0 ? "up" : x < 0 ? "down" : "stays");
type ChoiceOracle = (asked: Facts, values: Record<string, number[][]>, trace: Trace) => string;
const NUDGE = 1e-5;
const moved =
  (brick: string) =>
  ({ z }: Facts) =>
    wayOf(FUNCTIONS[brick]!(z + NUDGE) - FUNCTIONS[brick]!(z - NUDGE));
const along =
  (name: string): ChoiceOracle =>
  ({ at: place }, values) =>
    wayOf(-at(values[name]!, place));
const shapeOf = (m: number[][]) => [m.length, m[0]!.length] as const;
const productShape =
  (right: string): ChoiceOracle =>
  ({ rows }, values) =>
    `${rows}×${shapeOf(values[right]!)[1]}`;
const activated: ChoiceOracle = (asked) => (asked.brick === "softmax" ? "down" : moved(asked.brick)(asked));

export const choiceOracles: Record<string, ChoiceOracle> = {
  "xor.label": ({ x1, x2 }) => String(Number(x1 * x2 < 0)),
  "xor.mirror": ({ turned }) => (turned === "both" ? "same" : "other"),
  "init.shapes": (_, { W2 }) => shapeOf(W2!).join("×"),
  "z1.direction": ({ inputAt }, { X }) => wayOf(at(X!, inputAt)),
  "z2.direction": ({ inputAt }, { h1 }) => wayOf(at(h1!, inputAt)),
  "z1.shapes": productShape("W1"),
  "z2.shapes": productShape("W2"),
  "h1.direction": activated,
  "h2.direction": activated,
  "h2.answer": ({ row }, { h2 }) => {
    const h = h2![row]!;
    return h.length === 1 ? String(Number(h[0]! > 0.5)) : String(h.indexOf(Math.max(...h)));
  },
  "loss.direction": ({ at: [r, k] }, { y, h2 }) => (h2![r]![k]! < y![r]![k]! ? "falls" : "rises"),
  "dloss-dw2.direction": along("dLoss_dW2"),
  "dloss-dw1.direction": along("dLoss_dW1"),
  "dloss-dw2.shapes": () => "right",
  "update.direction": ({ name, at: place }, values) =>
    Math.abs(at(values[`${name}_next`]!, place)) < Math.abs(at(values[name]!, place)) ? "nearer" : "farther",
  "update.order": () => "step2",
  "loop.outside": () => "weights",
  "loop.rate": ({ alpha }) => {
    const w = 1 - alpha;
    return w === 0 ? "zero" : Math.abs(w) < 1 ? "nearer" : "farther";
  },
  "runs.label": ({ h }) => String(h.indexOf(Math.max(...h))),
  "vanishing.direction": ({ factor, layers }) => (factor ** layers < 0.5 ? "vanishes" : "explodes"),
  "ceiling.label": ({ x1, x2 }) => String(Number(-x1 > 0 !== -x2 > 0)),
  "solved.side": ({ w, b, corner }) =>
    SIGMOIDS(w[0] * corner[0] + w[1] * corner[1] + b) > 0.5 ? "above" : "below",
  "solved.origin": () => "all",
  "debugging.factor": ({ alpha, lambda, N }) =>
    Math.abs(1 - (alpha * lambda) / N) < 1 ? "shrinks" : "grows",
};

// --- Mistakes, made by hand ---

/** By page, exercise and mistake: what somebody gets who makes it, from every digit. */
export const planted: Record<string, Record<string, Oracle>> = {
  "z1.entry": {
    bias: ({ at: [r, c] }, { X, W1 }) => sum(X![r]!.map((x, i) => x * W1![i]![c]!)),
    row: ({ at: [r, c] }, { X, W1, b1 }) =>
      sum(X![(r + 1) % X!.length]!.map((x, i) => x * W1![i]![c]!)) + (b1?.[0]?.[c] ?? 0),
    column: ({ at: [r, c] }, { X, W1, b1 }) => {
      const other = (c + 1) % W1![0]!.length;
      return sum(X![r]!.map((x, i) => x * W1![i]![other]!)) + (b1?.[0]?.[other] ?? 0);
    },
    // W1 by neuron: a row of D numbers for each.
    transpose: ({ at: [r, c] }, { X, W1, b1 }) =>
      sum(X![r]!.map((x, i) => x * W1!.flat()[c * W1!.length + i]!)) + (b1?.[0]?.[c] ?? 0),
  },
  "z2.entry": {
    rounded: ({ at: [r, c] }, { h1, W2, b2 }) =>
      sum(h1![r]!.map((h, i) => (Math.round(h * 10) / 10) * W2![i]![c]!)) + (b2?.[0]?.[c] ?? 0),
  },
  "h1.entry": {
    sign: ({ at: place, brick }, { z1 }) => FUNCTIONS[brick]!(-at(z1!, place)),
    mask: ({ at: place }, { z1 }) => at(z1!, place),
  },
  "loss.entry": {
    half: ({ row }, { y, h2 }, trace) => lossOfRow(y![row]!, h2![row]!, trace) * 2,
    rows: ({ row }, { y, h2 }, trace) => lossOfRow(y![row]!, h2![row]!, trace) * y!.length,
  },
  "dloss-dw2.delta": {
    sign: ({ at: place }, { dLoss_dz2 }) => -at(dLoss_dz2!, place),
    slope: ({ at: [r, k] }, { y, h2 }) => (h2![r]![k]! - y![r]![k]!) / y!.length,
    rows: ({ at: place }, { dLoss_dz2 }) => at(dLoss_dz2!, place) * dLoss_dz2!.length,
    two: ({ at: place }, { dLoss_dz2 }) => at(dLoss_dz2!, place) * 2,
  },
  "dloss-dw1.hidden": {
    updated: ({ at: [r, j] }, { dLoss_dz2, W2_next }) =>
      sum(dLoss_dz2![r]!.map((d, k) => d * W2_next![j]![k]!)),
    divided: ({ at: [r, j] }, { dLoss_dz2, W2 }) => sum(dLoss_dz2![r]!.map((d, k) => d / W2![j]![k]!)),
  },
  "dloss-dw1.delta": {
    slope: ({ at: place }, { dLoss_dh1 }) => at(dLoss_dh1!, place),
    mask: ({ at: place }, { dLoss_dh1 }) => at(dLoss_dh1!, place),
    divided: ({ at: place }, { dLoss_dh1, dh1_dz1 }) => at(dLoss_dh1!, place) / at(dh1_dz1!, place),
  },
  "dloss-dw1.weights": {
    sign: ({ at: place }, { dLoss_dW1, W1 }, { lesson, X }) =>
      2 * (lesson.ridge / X.rows) * at(W1!, place) - at(dLoss_dW1!, place),
  },
  "update.entry": {
    sign: ({ name, at: place }, values) => at(values[name]!, place) - at(values[`${name}_next`]!, place),
    rate: ({ name, at: place }, values) => -at(values[`dLoss_d${name}`]!, place),
  },
};

// --- What is wrong with an exercise ---

const near = (a: number, b: number, off: number) => Math.abs(a - b) <= off;
const spelt = (x: number, decimals: number) => x.toFixed(decimals);

/** Whether a line gives what it says it does, to the last digit shown: five decimals, or five digits of a small number. */
function isAsShown(found: number, told: number, line: Line): boolean {
  if (typeof line.at(-1) === "number") return near(found, told, 5.001e-5);
  const decimals = Math.min(100, Math.max(5, 4 - Math.floor(Math.log10(Math.abs(told) || 1))));
  return near(found, Number(told.toFixed(decimals)), 0.5001 * 10 ** -decimals);
}

/** All that is wrong with one; nothing, most often. */
export function faultsOf(it: Made, values: Record<string, number[][]>, trace: Trace): string[] {
  const faults: string[] = [];
  const say = (what: string) => faults.push(`${it.name}: ${what} ${JSON.stringify(it.asked)}`);
  for (const line of it.working) {
    const [found, told] = [computed(line), claimed(line)];
    // What is typed in as it is shown gives what is shown.
    if (found !== undefined && told !== undefined && !isAsShown(found, told, line))
      say(`a line of the working gives ${found}, not ${told}`);
  }
  if (isNumber(it)) {
    const { value, decimals, tolerance, mistakes } = it.answer;
    const oracle = oracles[it.name];
    if (!oracle) say("no oracle");
    else if (!near(oracle(it.asked, values, trace), value, tolerance))
      say(`${value} is not ${oracle(it.asked, values, trace)}`);
    const right = spelt(value, decimals);
    for (const typed of [right, right.replace(".", ","), ` ${right.replace("-", "−")} `, String(value)])
      if (judge(it.answer, typed).is !== "right" && !/^-?[1-9]\d{0,2},\d{3}$/.test(typed))
        say(`${typed} is not taken as right`);
    // A reader who takes every digit of the page instead of the rounded ones.
    if (oracle && judge(it.answer, spelt(oracle(it.asked, values, trace), decimals)).is !== "right")
      say("every digit gives another answer");
    for (const slip of mistakes) {
      const verdict = judge(it.answer, spelt(slip.value, decimals));
      if (verdict.is !== "mistake" || verdict.name !== slip.name)
        say(`${slip.name}, ${slip.value}, is seen as ${JSON.stringify(verdict)}`);
    }
    // A mistake made by hand is told by its name, or not at all.
    for (const [name, plant] of Object.entries(planted[it.name] ?? {})) {
      if (!mistakes.some((slip) => slip.name === name)) continue;
      const typed = plant(it.asked, values, trace);
      const verdict = Number.isFinite(typed) && judge(it.answer, spelt(typed, decimals));
      const isTold = verdict && verdict.is === "mistake" && verdict.name === name;
      // Of two that go by one name, the one made here may be too close to something else.
      if (
        !isTold &&
        !(
          verdict &&
          verdict.is !== "mistake" &&
          mistakes.every((slip) => !near(slip.value, typed, tolerance))
        )
      )
        say(`${name}, ${typed}, is seen as ${JSON.stringify(verdict)}`);
    }
    for (const [i, a] of mistakes.entries())
      for (const b of mistakes.slice(i + 1))
        if (a.name !== b.name && near(a.value, b.value, 2 * tolerance))
          say(`${a.name} and ${b.name} cannot be told apart`);
    // Far from all of them, no mistake is named.
    const far =
      value + 1000 * (tolerance + Math.abs(value) + Math.max(0, ...mistakes.map((it) => Math.abs(it.value))));
    if (judge(it.answer, spelt(far, decimals)).is !== "wrong") say(`${far} is not wrong`);
  } else if (isChoice(it)) {
    const { options, right } = it.answer;
    const lines = options.map(({ says }) => says);
    if (!options[right] || options[right].mistake) say("no right option, or one that is a mistake");
    if (new Set(lines.map((it) => JSON.stringify(it))).size < options.length) say("two options are the same");
    if (lines.every((it) => typeof it === "string")) {
      const oracle = choiceOracles[it.name];
      if (!oracle) say("no oracle");
      else if (oracle(it.asked, values, trace) !== lines[right])
        say(`${lines[right]} is not ${oracle(it.asked, values, trace)}`);
    } else faults.push(...faultsOfLines(it, lines as Line[], right, say));
  }
  return faults;
}

/** One line is wrong, and no other: of its own arithmetic, or because the working ends elsewhere. */
function faultsOfLines(
  it: Made,
  lines: readonly Line[],
  right: number,
  say: (what: string) => void,
): string[] {
  const agrees = (line: Line) => {
    const [found, told] = [computed(line), claimed(line)];
    return found === undefined || told === undefined || near(found, told, 2e-4 * Math.max(1, Math.abs(told)));
  };
  if (it.name === "exploding.check") {
    const off = lines.map(([a, , b]) => Math.abs((a as number) - (b as number)) > 1e-3);
    if (off.indexOf(true) !== right || off.filter(Boolean).length !== 1) say("another line is wrong");
    return [];
  }
  const wrong = lines.flatMap((line, i) => (agrees(line) ? [] : [i]));
  if (wrong.some((i) => i !== right)) say(`line ${wrong} is wrong, not ${right}`);
  if (wrong.length === 0) {
    const [told, end] = [claimed(lines[right]!), claimed(it.working.at(-1)!)];
    if (told === undefined || end === undefined || near(told, end, 1e-9)) say("no line is wrong");
  }
  return [];
}
