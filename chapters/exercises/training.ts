import type { Drill, Teller } from "../../src/book/exercises.ts";
import type { Makers, WordsFor } from "../../src/exercises/drill.ts";
import type { Option } from "../../src/exercises/exercise.ts";
import { fine, total } from "../../src/exercises/lines.ts";
import { choosing, counting, numeric, tidy } from "../../src/exercises/making.ts";
import type { Source } from "../../src/exercises/source.ts";
import { log, sigmoid, tanh } from "../../src/math/elementary.ts";
import { grouped } from "../words/prose.ts";

/** The chapters that train: their exercises are on small numbers, drawn from a seed. */

const x = (index: number | "") => `<var>x</var>${index === "" ? "" : `<sub>${index}</sub>`}`;
const signed = ({ draw, pick }: Source, low: number, high: number, decimals = 1) =>
  draw(low, high, decimals) * (pick(2) ? 1 : -1);

const power = (factor: number, n: number) =>
  Array.from({ length: n }, () => factor).reduce((a, b) => a * b, 1);
const powers = (factor: number, n: number) =>
  Array.from({ length: n }, (_, i) => [...(i ? ["·"] : []), factor]).flat();

// --- The loop ---

const loop = {
  steps({ pick }: Source) {
    const [batch, parts, epochs] = [[5, 10, 20, 25][pick(4)]!, 4 + pick(9), 2 + pick(9)];
    const rows = batch * parts;
    return counting(
      "entry",
      { rows, batch, epochs },
      {
        value: parts * epochs,
        mistakes: {
          once: parts,
          multiplied: [rows * epochs, rows * batch * epochs],
          divided: epochs * batch,
        },
        working: [
          [rows, "/", batch, { worth: parts }],
          [parts, "·", epochs, { worth: parts * epochs }],
        ],
      },
    );
  },
  twice(source: Source) {
    const [w, alpha] = [signed(source, 1, 3), source.draw(0.1, 0.9)];
    return numeric("entry", { w, alpha }, {}, ({ w, alpha }) => {
      const first = w - alpha * w;
      return {
        value: first - alpha * first,
        mistakes: {
          once: first,
          linear: w - 2 * alpha * w,
          sign: w * (1 + alpha) ** 2,
          two: w * (1 - 2 * alpha) ** 2,
          rate: 0,
        },
        working: [
          [w, " − ", alpha, "·", w, { worth: first }],
          [fine(first), " − ", alpha, "·", fine(first), { worth: fine(first) * (1 - alpha) }],
        ],
      };
    });
  },
  rate(source: Source) {
    const alpha = source.pick(2) ? source.draw(0.2, 1.8) : source.draw(2.1, 4);
    const right = alpha < 2 ? (alpha === 1 ? "zero" : "nearer") : "farther";
    return choosing("what-if", { alpha }, ["nearer", "zero", "farther"], right, [
      [1, " − ", alpha, { worth: 1 - alpha }],
    ]);
  },
  outside() {
    const lines = ["forward", "weights", "slopes", "step"];
    return choosing(
      "mistake",
      {},
      lines.map((says): Option => ({ says })),
      "weights",
    );
  },
} satisfies Makers;

const loopWords: WordsFor<typeof loop, Teller> = {
  steps: ({ rows, batch, epochs }) => ({
    question: `A network trains on ${rows} rows, ${batch} in each step, for ${epochs} epochs. How many steps are that?`,
    hint: "An epoch is one pass through all rows. How many steps does one pass take?",
  }),
  twice: ({ w, alpha }, t) => ({
    question: `The loss is <var>w</var>²/2, so its slope along <var>w</var> is <var>w</var> itself. Begin at ${t.number("W1", w)} with α = ${t.num(alpha)}. Where is <var>w</var> after two steps?`,
    hint: "The second step begins where the first one ended: its slope is another one.",
  }),
  rate: ({ alpha }, t) => ({
    question: `The loss is again <var>w</var>²/2, with the slope <var>w</var>, and α is ${t.num(alpha)}. What do the steps do with <var>w</var>, which is not 0?`,
    options: {
      nearer: "It comes nearer to 0 with every step.",
      zero: "It is 0 after one step.",
      farther: "It goes farther from 0 with every step.",
    },
    hint: "A step multiplies w by 1 − α. Is that smaller than 1 in size?",
  }),
  outside: (_, t) => ({
    question:
      "A program repeats these lines at every step. One of them belongs before the first step, and not into the loop. Which one?",
    options: {
      forward: `find ${t.name("z1")}, ${t.name("h1")}, ${t.name("z2")}, ${t.name("h2")}`,
      weights: `draw ${t.name("W1")} and ${t.name("W2")} at random`,
      slopes: `find ${t.name("dLoss_dW2")} and ${t.name("dLoss_dW1")}`,
      step: `change ${t.name("W1")} and ${t.name("W2")} by the step`,
    },
    hint: "What must the program keep from one step to the next?",
    reason: "Drawn anew at every step, the weights would lose what all steps before have changed.",
  }),
};

// --- The runs ---

const runs = {
  accuracy({ pick }: Source) {
    const rows = [50, 80, 200, 250][pick(4)]!;
    const right = Math.floor(rows / 2) + 1 + pick(Math.floor(rows / 3));
    return numeric("entry", { right, rows }, {}, ({ right, rows }) => ({
      value: (100 * right) / rows,
      mistakes: {
        share: [(100 * (rows - right)) / rows, right / rows],
        divided: (100 * rows) / right,
        term: (100 * right) / 300,
      },
      working: [[100, "·", right, "/", rows, { worth: (100 * right) / rows }]],
    }));
  },
  rate({ pick }: Source) {
    const [rows, alpha] = [[20, 40, 50, 80][pick(4)]!, [0.002, 0.003, 0.005, 0.01][pick(4)]!];
    return numeric("what-if", { rows, alpha }, {}, ({ rows, alpha }) => ({
      value: rows * alpha,
      mistakes: { divided: alpha / rows, once: alpha, half: 2 * rows * alpha },
      working: [[rows, "·", alpha, { worth: rows * alpha }]],
    }));
  },
  label({ draw }: Source) {
    const h = [draw(0.05, 0.95, 3), draw(0.05, 0.95, 3)];
    if (h[0] === h[1]) return undefined;
    return choosing("direction", { h }, ["0", "1"], h[0]! > h[1]! ? "0" : "1");
  },
  unseen({ pick }: Source) {
    const [trained, unseen] = [38 + pick(10), 130 + pick(60)];
    return numeric("entry", { trained, unseen }, {}, ({ trained, unseen }) => ({
      value: (100 * unseen) / 250,
      mistakes: {
        row: (100 * trained) / 50,
        term: [(100 * (trained + unseen)) / 300, (100 * unseen) / 300],
        share: unseen / 250,
      },
      working: [[100, "·", unseen, "/", 250, { worth: (100 * unseen) / 250 }]],
    }));
  },
} satisfies Makers;

const runWords: WordsFor<typeof runs, Teller> = {
  accuracy: ({ right, rows }) => ({
    question: `A network is right about ${right} of ${rows} rows. What is its accuracy, in percent?`,
    hint: "The accuracy is the share of rows that are right. Percent are hundredths.",
  }),
  rate: ({ rows, alpha }, t) => ({
    question: `A program adds up the slopes of ${rows} rows and does not divide by <var>N</var>. Its learning rate is ${t.num(alpha)}, and there is no ridge. Which rate makes the same steps when the mean is taken?`,
    hint: "The mean is smaller than the sum. So must the rate be larger or smaller?",
  }),
  label: ({ h }, t) => ({
    question: `For one row the two outputs are ${t.row("h2", h)}. Which label does the network answer?`,
    options: { 0: "label 0", 1: "label 1" },
    hint: "The larger output wins. Outputs are counted from 0.",
    reason: `${t.number("h2", Math.max(...h))} is the larger of the two.`,
  }),
  unseen: ({ trained, unseen }) => ({
    question: `Of 50 trained rows a network gets ${trained} right, and of 250 unseen rows ${unseen}. What is its accuracy on rows that it never saw, in percent?`,
    hint: "Only the unseen rows count here.",
  }),
};

// --- The ridge that explodes ---

const exploding = {
  ridge(source: Source) {
    const [weights, lambda, N] = [
      [signed(source, 0.5, 3), signed(source, 0.5, 3), signed(source, 0.5, 3)],
      source.draw(0.1, 0.9),
      2 + source.pick(4),
    ];
    return numeric("entry", { weights, lambda, N }, {}, ({ weights, lambda, N }) => ({
      value: (lambda * weights[0]!) / N,
      mistakes: {
        ridge: [
          lambda * total(weights.map((it) => it * it)),
          (lambda * total(weights.map((it) => it * it))) / (2 * N),
        ],
        rows: lambda * weights[0]!,
        half: (lambda * weights[0]!) / (2 * N),
        square: (lambda * weights[0]! ** 2) / N,
        sign: (-lambda * weights[0]!) / N,
      },
      working: [[lambda, "·", weights[0]!, "/", N, { worth: (lambda * weights[0]!) / N }]],
    }));
  },
  check(source: Source) {
    const slopes = [0, 1, 2, 3].map(() => signed(source, 0.01, 0.2, 4));
    const wrong = source.pick(4);
    const kind = source.pick(3);
    const off = (it: number) => (kind === 0 ? -it : kind === 1 ? 4 * it : it + 0.05);
    const lines = slopes.map((it, i) => [
      Number((i === wrong ? off(it) : it).toFixed(6)),
      "  |  ",
      Number((it + 0.00001).toFixed(5)),
    ]);
    return choosing(
      "mistake",
      { kind },
      lines.map((says): Option => ({ says })),
      wrong,
    );
  },
  doubling({ pick }: Source) {
    const [first, doublings] = [[160, 240, 400, 800][pick(4)]!, 3 + pick(2)];
    const value = total(Array.from({ length: doublings }, (_, i) => first / power(2, i)));
    return counting(
      "what-if",
      { first, doublings },
      {
        value,
        mistakes: {
          linear: first * doublings,
          once: [first, first / power(2, doublings - 1)],
          two: first * (power(2, doublings) - 1),
        },
        working: [
          [
            ...Array.from({ length: doublings }, (_, i) => [
              ...(i ? [" + "] : []),
              first / power(2, i),
            ]).flat(),
            { worth: value },
          ],
        ],
      },
    );
  },
} satisfies Makers;

const explodingWords: WordsFor<typeof exploding, Teller> = {
  ridge: ({ weights, lambda, N }, t) => ({
    question: `A matrix has the weights ${t.row("W1", weights)}. λ is ${t.num(lambda)} and <var>N</var> is ${N}. What does the right ridge add to the slope along the first weight?`,
    hint: "In λ/2N·∑W² this weight stands in one square alone. What is the slope of that square?",
  }),
  check: ({ kind }) => ({
    question:
      "A gradient is checked: on the left the slopes that a program found, on the right those found by nudging. Which line shows a mistake?",
    hint: "The two need not be the same to the last digit. One pair is far apart.",
    reason: `There ${kind === 0 ? "the two signs differ" : kind === 1 ? "one is about four times the other" : "the two differ by far more than in the other lines"}.`,
  }),
  doubling: ({ first, doublings }) => ({
    question: `Under a push that grows with its square, a weight takes ${first} steps to double, then half as many for the next doubling, and so on. How many steps do ${doublings} doublings take together?`,
    hint: "Write the numbers down one by one, each half of the one before, and add.",
  }),
};

// --- Gradients that vanish ---

const vanishing = {
  chain(source: Source) {
    const [h, w] = [[0, 1, 2].map(() => source.draw(0.1, 0.9)), [0, 1, 2].map(() => signed(source, 0.3, 2))];
    return numeric("entry", { h, w }, {}, ({ h, w }) => {
      const slopes = h.map((it) => it * (1 - it));
      const product = (all: readonly number[]) => all.reduce((a, b) => a * b, 1);
      const value = product(slopes) * product(w);
      return {
        value,
        mistakes: {
          slope: product(w),
          square: product(h) * product(w),
          weight: product(slopes),
          sign: -value,
          term: total(slopes.map((it, i) => it * w[i]!)),
        },
        working: [
          ...h.map((it) => [it, "·(1 − ", it, ")", { worth: it * (1 - it) }]),
          [
            ...slopes.flatMap((it, i) => [...(i ? ["·"] : []), fine(it), "·", w[i]!]),
            { worth: product(slopes.map(fine)) * product(w) },
          ],
        ],
      };
    });
  },
  most({ pick }: Source) {
    const layers = 2 + pick(4);
    return numeric("what-if", { layers }, {}, ({ layers }) => ({
      value: power(0.25, layers),
      mistakes: {
        linear: [0.25 / layers, 0.25 * layers],
        once: [0.25, power(0.25, layers - 1)],
        half: power(0.5, layers),
      },
      working: [[...powers(0.25, layers), { worth: power(0.25, layers) }]],
    }));
  },
  direction(source: Source) {
    const [factor, layers] = [
      source.pick(2) ? source.draw(0.2, 0.8) : source.draw(1.3, 3),
      5 + source.pick(5),
    ];
    return choosing(
      "direction",
      { factor, layers },
      ["vanishes", "explodes", "stays"],
      factor < 1 ? "vanishes" : "explodes",
      [[...powers(factor, layers), { worth: power(factor, layers) }]],
    );
  },
  clip(source: Source) {
    const [a, b] = [
      [3, 4],
      [6, 8],
      [5, 12],
      [8, 15],
      [9, 12],
    ][source.pick(5)] as [number, number];
    const most = 1 + source.pick(2);
    return numeric("entry", { a, b, most }, {}, ({ a, b, most }) => {
      const norm = Math.sqrt(a * a + b * b);
      return {
        value: (a * most) / norm,
        mistakes: {
          root: (a * most) / (a * a + b * b),
          once: most,
          column: (b * most) / norm,
          term: (a * most) / (a + b),
          multiplied: a * most,
        },
        working: [
          ["√(", a, "·", a, " + ", b, "·", b, ")", { worth: norm }],
          [a, "·", most, "/", tidy(norm), { worth: (a * most) / norm }],
        ],
      };
    });
  },
} satisfies Makers;

const vanishingWords: WordsFor<typeof vanishing, Teller> = {
  chain: ({ h, w }, t) => ({
    question: `A slope goes back through three sigmoids in a row, whose values are ${t.row("h1", h)}, and each sigmoid comes with one weight: ${t.row("W1", w)}. By which number is it multiplied on the whole way?`,
    hint: "Each sigmoid gives the factor h·(1 − h), each weight itself. Along a path factors are multiplied.",
  }),
  most: ({ layers }) => ({
    question: `The slope of a sigmoid is at most ¼. By which number can ${layers} sigmoids in a row multiply a slope at most, weights apart?`,
    hint: "One sigmoid: ¼. Two: ¼·¼.",
  }),
  direction: ({ factor, layers }, t) => ({
    question: `On its way back a gradient is multiplied by ${t.num(factor)} in each of ${layers} layers. What becomes of it?`,
    options: { vanishes: "It vanishes.", explodes: "It explodes.", stays: "It stays about the same." },
    hint: "Is the factor smaller or larger than 1?",
  }),
  clip: ({ a, b, most }, t) => ({
    question: `A gradient is ${t.row("dLoss_dW1", [a, b])}. It is clipped to the length ${most}: its direction stays. What is its first entry then?`,
    hint: "The length is the square root of the sum of the squares. Every entry is divided by it, and multiplied by the new length.",
  }),
};

// --- The ceiling ---

const ceiling = {
  mirror(source: Source) {
    const h = source.draw(0.05, 0.95, 2);
    return numeric("entry", { h }, {}, ({ h }) => ({
      value: 1 - h,
      mistakes: { sign: -h, once: h, divided: 1 / h, linear: 2 * h },
      working: [[1, " − ", h, { worth: 1 - h }]],
    }));
  },
  other(source: Source) {
    const [c, d] = [signed(source, 0.3, 2), signed(source, 0.3, 3)];
    if (c === d) return undefined;
    return numeric("what-if", { c, d }, {}, ({ c, d }) => ({
      value: c - d,
      mistakes: { sign: [d - c, c + d, -d], once: d },
      working: [[c, " − ", d, { worth: c - d }]],
    }));
  },
  most({ pick, draw }: Source) {
    const [zeros, ones] = [20 * (3 + pick(5)), 20 * (3 + pick(5))];
    const c = draw(0.2, 2) * (pick(2) ? 1 : -1);
    const [half, whole] = c > 0 ? [zeros, ones] : [ones, zeros];
    return counting(
      "entry",
      { zeros, ones, c },
      {
        value: half / 2 + whole,
        mistakes: {
          column: half === whole ? undefined : whole / 2 + half,
          half: whole,
          once: zeros + ones,
          share: half / 2,
        },
        working: [[half, "/2 + ", whole, { worth: half / 2 + whole }]],
      },
    );
  },
  label({ draw, pick }: Source) {
    const [x1, x2] = [draw(0.1, 2), draw(0.1, 2) * (pick(2) ? 1 : -1)];
    return choosing("direction", { x1, x2 }, ["0", "1"], x2 < 0 ? "1" : "0");
  },
} satisfies Makers;

const ceilingWords: WordsFor<typeof ceiling, Teller> = {
  mirror: ({ h }, t) => ({
    question: `A network has no biases. For a row ${x("")} a hidden sigmoid has the value ${t.number("h1", h)}. What value does it have for the mirror image −${x("")}?`,
    hint: "The sum changes its sign, and σ(−z) = 1 − σ(z).",
  }),
  other: ({ c, d }, t) => ({
    question: `Without biases, d(${x("")}) + d(−${x("")}) is the same number c for every row. Say that c is ${t.num(c)} and d(${x("")}) is ${t.num(d)}. What is d(−${x("")})?`,
    hint: "The two add up to c.",
  }),
  most: ({ zeros, ones, c }, t) => ({
    question: `Rows come in pairs with their mirror images: ${zeros} rows of label 0 and ${ones} of label 1. A network without biases has c = ${t.num(c)}. How many rows can it get right at most?`,
    hint: "Where c is above 0, at least half of the rows of label 0 are wrong. Where it is not, at least half of those of label 1.",
  }),
  label: ({ x1, x2 }, t) => ({
    question: `Which label does the mirror image of ${t.row("X", [x1, x2])} have under XOR?`,
    options: { 0: "label 0", 1: "label 1" },
    hint: "Both signs change. Are they equal afterwards?",
    reason: `Both signs change, so they ${x1 > 0 === x2 > 0 ? "are equal as before" : "differ as before"}.`,
  }),
};

// --- XOR, solved ---

const solved = {
  corner(source: Source) {
    const [w, b] = [[signed(source, 2, 8, 0), signed(source, 2, 8, 0)], signed(source, 1, 6, 0)];
    return numeric("entry", { w, b }, {}, ({ w, b }) => ({
      value: w[0]! + w[1]! + b,
      mistakes: { bias: w[0]! + w[1]!, term: [w[0]! + b, w[1]! + b], sign: w[0]! + w[1]! - b },
      working: [[1, "·", w[0]!, " + ", 1, "·", w[1]!, " + ", b, { worth: w[0]! + w[1]! + b }]],
    }));
  },
  line(source: Source) {
    const [w, b] = [signed(source, 2, 8, 0), signed(source, 1, 9, 0)];
    return numeric("entry", { w, b }, {}, ({ w, b }) => ({
      value: -b / w,
      mistakes: { sign: b / w, divided: -w / b, multiplied: -b * w, once: -b },
      working: [["−", b, "/", w, { worth: -b / w }]],
    }));
  },
  side(source: Source) {
    const [w, b] = [[signed(source, 2, 8, 0), signed(source, 2, 8, 0)], signed(source, 1, 6, 0)];
    const corner = [source.pick(2), source.pick(2)];
    const z = w[0]! * corner[0]! + w[1]! * corner[1]! + b;
    if (z === 0) return undefined;
    return choosing("direction", { w, b, corner }, ["above", "below"], z > 0 ? "above" : "below", [
      [corner[0]!, "·", w[0]!, " + ", corner[1]!, "·", w[1]!, " + ", b, { worth: z }],
    ]);
  },
  origin({ pick }: Source) {
    const neurons = 2 + pick(6);
    return choosing("what-if", { neurons }, ["none", "one", "all"], "all");
  },
} satisfies Makers;

const solvedWords: WordsFor<typeof solved, Teller> = {
  corner: ({ w, b }, t) => ({
    question: `A hidden neuron has the weights ${t.row("W1", w)} and the bias ${t.number("b1", b)}. What is its sum at the corner (1, 1)?`,
    hint: "Both inputs are 1. The bias is added as well.",
  }),
  line: ({ w, b }, t) => ({
    question: `On the axis of ${x(1)} the other input is 0. A neuron has the weight ${t.number("W1", w)} for ${x(1)} and the bias ${t.number("b1", b)}. At which ${x(1)} does its line cross this axis?`,
    hint: "On its line the sum is 0. Which input makes it so?",
  }),
  side: ({ w, b, corner }, t) => ({
    question: `A sigmoid neuron has the weights ${t.row("W1", w)} and the bias ${t.number("b1", b)}. What does it put out at the corner ${t.row("X", corner)}?`,
    options: { above: "more than ½", below: "less than ½" },
    hint: "The sigmoid of 0 is ½. Is the sum above or below 0?",
  }),
  origin: ({ neurons }) => ({
    question: `A network has ${neurons} hidden neurons and no biases. How many of their lines go through the origin?`,
    options: { none: "none", one: "one", all: "all of them" },
    hint: "What is a sum without a bias where both inputs are 0?",
    reason: "Where both inputs are 0, every sum without a bias is 0.",
  }),
};

// --- When it does not work ---

const debugging = {
  start({ pick }: Source) {
    const labels = 2 + pick(7);
    return numeric("entry", { labels }, {}, ({ labels }) => ({
      value: log(labels),
      mistakes: {
        sign: -log(labels),
        divided: [1 / labels, log(labels) / log(10)],
        share: log(labels) / labels,
      },
      working: [["−ln(1/", labels, ")", { worth: log(labels) }]],
    }));
  },
  nudge(source: Source) {
    const slope = signed(source, 0.1, 0.9, 2);
    const loss = source.draw(0.2, 0.5, 3);
    const e = 0.01;
    const [up, down] = [Number((loss + slope * e).toFixed(5)), Number((loss - slope * e).toFixed(5))];
    return numeric("entry", { all: [up, down, e].map((it) => it) }, {}, () => ({
      value: (up - down) / (2 * e),
      mistakes: {
        two: [(up - down) / e, (up - down) / (4 * e)],
        sign: (down - up) / (2 * e),
        rate: up - down,
        multiplied: (up - down) * 2 * e,
      },
      working: [["(", up, " − ", down, ")/(2·", e, ")", { worth: (up - down) / (2 * e) }]],
    }));
  },
  batches({ pick }: Source) {
    const [size, steps] = [[5, 10, 20, 50, 100][pick(5)]!, 100 * (1 + pick(9))];
    return counting(
      "what-if",
      { size, rows: size * steps },
      {
        value: steps,
        mistakes: { multiplied: size * size * steps, once: size * steps, share: 300 },
        working: [[size * steps, "/", size, { worth: steps }]],
      },
    );
  },
  factor(source: Source) {
    const [alpha, N] = [source.draw(0.5, 5), 1 + source.pick(4)];
    const lambda = source.pick(2) ? source.draw(0.1, 0.9) : source.draw(3, 9) * N;
    const factor = 1 - (alpha * lambda) / N;
    if (Math.abs(Math.abs(factor) - 1) < 0.05) return undefined;
    return choosing(
      "direction",
      { alpha, lambda: Number(lambda.toFixed(1)), N },
      ["shrinks", "grows"],
      Math.abs(factor) < 1 ? "shrinks" : "grows",
      [[1, " − ", alpha, "·", Number(lambda.toFixed(1)), "/", N, { worth: factor }]],
    );
  },
} satisfies Makers;

const debuggingWords: WordsFor<typeof debugging, Teller> = {
  start: ({ labels }) => ({
    question: `A softmax over ${labels} labels has learnt nothing and gives each the same share. What is its cross-entropy for a row? A much larger number at the start is a sign of a mistake.`,
    hint: "Each share is 1 over the number of labels. Minus the logarithm of it.",
  }),
  nudge: ({ all: [up, down, e] }, t) => ({
    question: `A weight is nudged by ${t.num(e!)}: up, and the loss is ${t.num(up!)}; down, and it is ${t.num(down!)}. Which slope does that give?`,
    hint: "The two weights are two nudges apart.",
  }),
  batches: ({ size, rows }, t) => ({
    question: `You may look at ${grouped(t, rows)} rows, ${size} in each step. How many steps can you take?`,
    hint: "How often does one batch fit into all these rows?",
  }),
  factor: ({ alpha, lambda, N }, t) => ({
    question: `The ridge alone multiplies a weight by 1 − αλ/<var>N</var> at each step. α is ${t.num(alpha)}, λ is ${t.num(lambda)} and <var>N</var> is ${N}. What does the size of the weight do?`,
    options: { shrinks: "It shrinks.", grows: "It grows." },
    hint: "Is the factor between −1 and 1?",
  }),
};

// --- Automatic differentiation ---

const autodiff = {
  twice(source: Source) {
    const [a, b] = [signed(source, 1, 3), signed(source, 0.5, 3)];
    return numeric("entry", { a, b }, {}, ({ a, b }) => ({
      value: b + 1,
      mistakes: { term: [b, 1], column: a, multiplied: a * b + a },
      working: [[b, " + ", 1, { worth: b + 1 }]],
    }));
  },
  square(source: Source) {
    const [a, b, c] = [signed(source, 0.5, 2), signed(source, 0.5, 2), signed(source, 0.5, 2)];
    return numeric("entry", { a, b, c }, {}, ({ a, b, c }) => {
      const u = a * b + c;
      return {
        value: 2 * u * b,
        mistakes: {
          two: u * b,
          slope: 2 * u,
          column: 2 * u * a,
          "bias-too": 2 * (a * b) * b,
          once: u * u,
          sign: -2 * u * b,
        },
        working: [
          [a, "·", b, " + ", c, { worth: u }],
          [2, "·", fine(u), "·", b, { worth: 2 * fine(u) * b }],
        ],
      };
    });
  },
  neuron(source: Source) {
    const [w, input] = [signed(source, 0.3, 1.5), signed(source, 0.3, 1.5)];
    return numeric("entry", { w, input }, {}, ({ w, input }) => {
      const h = tanh(w * input);
      const value = (1 - h * h) * input;
      return {
        value,
        mistakes: {
          slope: input,
          column: (1 - h * h) * w,
          square: (1 - h) * input,
          brick: sigmoid(w * input) * (1 - sigmoid(w * input)) * input,
          once: h,
          sign: -value,
        },
        working: [
          ["tanh(", w, "·", input, ")", { worth: h }],
          ["(1 − ", fine(h), "²)·", input, { worth: (1 - fine(h) ** 2) * input }],
        ],
      };
    });
  },
  walks({ pick }: Source) {
    const [weights, mode] = [5 + pick(40), pick(2) ? ("reverse" as const) : ("forward" as const)];
    return counting(
      "what-if",
      { weights, mode },
      {
        value: mode === "reverse" ? 1 : weights,
        mistakes: { transpose: mode === "reverse" ? weights : 1, two: 2 * weights },
        working: [],
      },
    );
  },
} satisfies Makers;

const autodiffWords: WordsFor<typeof autodiff, Teller> = {
  twice: ({ a, b }, t) => ({
    question: `<var>f</var> = <var>a</var>·<var>b</var> + <var>a</var>, with <var>a</var> = ${t.num(a)} and <var>b</var> = ${t.num(b)}. What is the slope of <var>f</var> along <var>a</var>?`,
    hint: "The value a is used twice. It gets a slope from each use, and the two add up.",
  }),
  square: ({ a, b, c }, t) => ({
    question: `<var>u</var> = <var>a</var>·<var>b</var> + <var>c</var> and <var>f</var> = <var>u</var>², with <var>a</var> = ${t.num(a)}, <var>b</var> = ${t.num(b)} and <var>c</var> = ${t.num(c)}. Walk back: what is the slope of <var>f</var> along <var>a</var>?`,
    hint: "First the square: 2u. Then the product: along a it hands the slope on times b.",
  }),
  neuron: ({ w, input }, t) => ({
    question: `<var>h</var> = tanh(<var>w</var>·<var>x</var>), and the slope of tanh is 1 − <var>h</var>². Here <var>w</var> is ${t.number("W1", w)} and <var>x</var> is ${t.number("X", input)}. What is the slope of <var>h</var> along <var>w</var>?`,
    hint: "First find h. The product hands the slope of tanh on, times x.",
  }),
  walks: ({ weights, mode }) => ({
    question: `A network has ${weights} weights and one loss. How many walks does ${mode} mode need for the whole gradient?`,
    hint: "A walk forward follows one weight. A walk back follows one loss.",
    reason:
      mode === "forward"
        ? "Each walk forward gives the slope along one weight."
        : "One walk back from the loss gives the slopes along all weights.",
  }),
};

/** The exercises of the chapters that train, by page. */
export const training: Readonly<Record<string, Drill>> = {
  loop: { makers: loop, words: loopWords, isOnOwn: true },
  runs: { makers: runs, words: runWords, isOnOwn: true },
  exploding: { makers: exploding, words: explodingWords, isOnOwn: true },
  vanishing: { makers: vanishing, words: vanishingWords, isOnOwn: true },
  ceiling: { makers: ceiling, words: ceilingWords, isOnOwn: true },
  solved: { makers: solved, words: solvedWords, isOnOwn: true },
  debugging: { makers: debugging, words: debuggingWords, isOnOwn: true },
  autodiff: { makers: autodiff, words: autodiffWords, isOnOwn: true },
};
