import type { Matrix } from "../../src/math/matrix.ts";
import type { Trace } from "../../src/network/stage.ts";
import { hiddenOf, leadOf, XOR } from "../space.ts";
import { lastPlace, withNumbers as says, worth } from "./numbers.ts";
import type { Sentence } from "./sentence.ts";

/** Of the front page, chapters 0 to 6 and Symbols. */

const rows = ({ data, cols }: Matrix): number[][] =>
  Array.from({ length: data.length / cols }, (_, r) => [...data.slice(r * cols, (r + 1) * cols)]);
const size = ({ data }: Matrix): number => Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length);
/** As a page shows it that knows no power of ten. */
const rounded = (x: number, { lesson }: Trace): number => Number(x.toFixed(lesson.digits));
const seeded = ({ lesson }: Trace): boolean => "seed" in lesson.weights;

/** How many rows have the label of XOR. */
const ofXor = ({ X, y }: Trace): number =>
  rows(X).filter(([a, b], r) => (a! > 0 !== b! > 0 ? 1 : 0) === rows(y)[r]![Math.min(1, y.cols - 1)]).length;
const isXor = (trace: Trace): boolean => trace.X.cols === 2 && ofXor(trace) === trace.X.rows;

const XNOR = {
  data: {
    X: [
      [0, 1],
      [1, 1],
    ],
    labels: [0, 1],
  },
};
const ONE_INPUT = { data: { X: [[1], [2]], labels: [0, 1] } };
const ZEROS = { weights: { W1: [[0], [0]], W2: [[0, 0]] } };
/** Both outputs are 1 to the last digit, their logits 90 and 50. */
const SATURATED = { data: { X: [[100]], labels: [0] }, weights: { W1: [[1]], W2: [[90, 50]] } };

export const forward: readonly Sentence[] = [
  // Few decimals
  {
    page: "h1",
    says: says(/σ\(1\) \+ σ\(1\) ([=≈]) #, but σ\(2\) ([=≈]) #/),
    holds: (_, [, sign1, twice, sign2, double]) =>
      sign1 === "≈" && sign2 === "≈" && worth(twice!) > worth(double!),
    rejects: { text: "it is not linear: σ(1) + σ(1) = 1, but σ(2) = 1.", lesson: { digits: 0 } },
  },
  {
    page: "h1",
    says: says(/σ\(−z\) = 1 − σ\(z\), here (?:1 − )?#/),
    holds: (_, [, value]) => worth(value!) > 0 && worth(value!) < 1,
    rejects: {
      text: "For −z the sigmoid gives what is missing to 1: σ(−z) = 1 − σ(z), here 1.",
      lesson: { digits: 0, data: { rows: 3 } },
    },
  },
  {
    page: "h1",
    says: says(/(Above|Below), since σ rises and σ\(0\) is one half: σ\(#\) (?:is|≈) #/),
    holds: ({ h1 }, [, side, , value]) => {
      const [h, shown] = [h1.data[Math.min(1, h1.cols - 1)]!, worth(value!)];
      return (side === "Above" ? shown > 0.5 : shown < 0.5) && (shown === 1) === (h === 1);
    },
    rejects: { text: "Above, since σ rises and σ(0) is one half: σ(1) is 1.", lesson: { digits: 0 } },
  },
  {
    page: "h1",
    says: /(?:The one value is|All [\d,]+ values are) at least 0\.05 away from both ends\./,
    holds: (trace) => trace.h1.data.every((h) => ![0, 1].includes(rounded(h, trace))),
    rejects: { text: "All 3 values are at least 0.05 away from both ends.", lesson: { digits: 0 } },
  },
  {
    page: "h1",
    says: says(/(?:the nearest to an end|the one value) is #\./),
    holds: ({ h1 }, [, value]) =>
      worth(value!) >= 0.05 && worth(value!) <= 0.95 && h1.data.every((h) => h >= 0.05 && h <= 0.95),
    rejects: { text: "of the 3 values, the nearest to an end is 1.", lesson: { digits: 0 } },
  },
  {
    page: "h1",
    says: /Of the four corners of XOR, (all 4|none|1|2|3) ha/,
    holds: (trace, [, told]) => {
      const leads = XOR.map(([x1, x2, label]) => ({ label, ...leadOf(trace, hiddenOf(trace, [x1, x2])) }));
      const right = leads.filter(({ lead, label }) => lead > 0 === (label === 1)).length;
      const isNear = leads.some(({ lead, size }) => Math.abs(lead) <= 1e-9 * size);
      return isNear || (told === "none" ? 0 : worth(told!.replace("all ", ""))) === right;
    },
    rejects: { text: "Of the four corners of XOR, all 4 have the right answer.", lesson: {} },
  },
  {
    page: "z2",
    says: says(/the logits are # and #: (the first|the second|they are equal)/),
    holds: (_, [, first, second, larger]) =>
      larger === ["they are equal", "the first", "the second"].at(Math.sign(worth(first!) - worth(second!))),
    rejects: {
      text: "For row 0 the logits are 1 and 1: the second is larger, so the network says 1.",
      lesson: { digits: 0, data: { X: [[0]], labels: [0] }, weights: { W1: [[1]], W2: [[1.8, 2]] } },
    },
  },
  {
    page: "h2",
    says: says(/It gives # and #: off by # and #\./),
    holds: ({ y }, [, a, b, ...misses]) =>
      [a, b].every((h, k) => Math.abs(Math.abs(y.data[k]! - worth(h!)) - worth(misses[k]!)) < 0.101),
    rejects: { text: "It gives 3.72·10−1 and 4.54·10−1: off by 1 and 4.54·10−1.", lesson: { digits: 0 } },
  },
  {
    page: "h2",
    says: says(/add up(?: to|[^.]*(?:\.\d[^.]*)*[=≈]) #\. That is not 1/),
    holds: (_, [, sum]) => worth(sum!) !== 1,
    rejects: {
      text: "The two outputs of row 0 add up to 1. That is not 1: each output",
      lesson: { digits: 0 },
    },
  },
  {
    page: "h2",
    says: says(/(?:, add up to #\.|# \+ # [=≈] #, not 1)/),
    holds: (_, [, old, , , sum]) => worth((old ?? sum)!) !== 1,
    rejects: { text: "its two values, 3.72·10−1 and 4.54·10−1, add up to 1.", lesson: { digits: 0 } },
  },
  {
    page: "index",
    says: says(/# and # come out on the right/),
    holds: ({ h2 }, [, a, b]) => [a, b].every((shown) => worth(shown!) !== 1 || rows(h2)[0]!.includes(1)),
    rejects: {
      text: "2 numbers come in on the left, 1 and 3.00·10−1 come out on the right.",
      lesson: { digits: 0, weights: { W1: [[1], [1]], W2: [[1, -1]] } },
    },
  },
  {
    page: "index",
    says: says(/, # times # gives #/),
    holds: (_, [, a, b, product]) =>
      Math.abs(worth(a!) * worth(b!) - worth(product!)) <=
      0.1 * Math.abs(worth(product!)) + lastPlace(product!) / 2,
    rejects: { text: "In place [0,1], 1 times 2.48·10−1 gives 1.38·10−1.", lesson: { digits: 0 } },
  },
  {
    page: "loss",
    says: says(/Ldata = 1\/2·\d+\((?:\([^()]*\)\^2(?: \+ )?)+\) [=≈] 1\/#\(([^()⋯]*)\) [=≈] #/),
    holds: (_, [, divisor, squares, mean]) => {
      const sum = squares!.split(" + ").reduce((total, it) => total + worth(it), 0);
      return Math.abs(sum / worth(divisor!) - worth(mean!)) <= 0.1 * worth(mean!) + lastPlace(mean!) / 2;
    },
    rejects: {
      text: "Ldata = 1/2·2((0 - 1)^2 + (1 - 1)^2 + (1 - 1)^2 + (0 - 1)^2) = 1/4(1 + 0 + 0 + 1) ≈ 2.53·10^-1",
      lesson: { digits: 0, data: { rows: 2 } },
    },
  },
  {
    page: "loss",
    says: says(/(?:[=≈] # That is better than the #|answering one half: # is less than #)/),
    holds: (_, [, a, b, c, d]) => worth((a ?? c)!) < worth((b ?? d)!),
    rejects: {
      text: "≈ 0.25 That is better than the 0.25 of one who always answers one half.",
      lesson: { digits: 2 },
    },
  },
  {
    page: "loss",
    says: says(/share of the ridge in it is # %/),
    holds: ({ loss_data, loss_ridge }, [, share]) =>
      (worth(share!) !== 100 || loss_data === 0) && (worth(share!) === 0) === (loss_ridge === 0),
    rejects: { text: "The share of the ridge in it is 100 %.", lesson: { ridge: 1e5 } },
  },
  {
    page: "z1",
    says: /Numbers are rounded to \d+ decimals?\. /,
    holds: (trace) => trace.z1.data.every((z) => z === 0 || rounded(z, trace) !== 0),
    rejects: { text: "Numbers are rounded to 0 decimals. After “=” a calculator", lesson: { digits: 0 } },
  },

  // `=` beside a rounded number
  {
    says: says(/1\/√(\d+) = #/),
    holds: (_, [, n, value]) => worth(value!) ** 2 * Number(n) === 1,
    rejects: { text: "than 1/√2 = 0.70710678, and", lesson: {} },
  },
  {
    says: says(/1\/√(\d+) [=≈] #/),
    holds: (_, [, n, value]) => worth(value!) !== 1 || n === "1",
    rejects: { text: "than 1/√2 ≈ 1, and", lesson: { digits: 0 } },
  },

  // What is true of a draw, and not of what a lesson makes of it
  {
    page: "init",
    says: /no weight of W1 is further from zero than/,
    holds: ({ W1 }) => W1.data.every((w) => Math.abs(w) <= 1 / Math.sqrt(W1.rows)),
    rejects: { text: "So no weight of W1 is further from zero than 1/√2", lesson: { weights: { round: 0 } } },
  },
  {
    page: "init",
    says: /no number drawn for W1|Random numbers, and yet the same/,
    holds: seeded,
    rejects: { text: "So no number drawn for W1 is further from zero", lesson: ZEROS },
  },
  {
    page: "init",
    says: /so that the numbers on paper are the numbers computed/,
    holds: ({ lesson: { weights, digits } }) => "round" in weights && weights.round! <= digits,
    rejects: {
      text: "Then each is rounded to 4 decimals, so that the numbers on paper are the numbers computed.",
      lesson: { weights: { round: 4 }, digits: 2 },
    },
  },
  {
    page: "init",
    says: /the sums are of about the same size in every layer/,
    holds: ({ z1, z2 }) => Math.abs(size(z1) - size(z2)) <= size(z1) / 2,
    rejects: { text: "its weights: so the sums are of about the same size in every layer.", lesson: {} },
  },
  {
    page: "init",
    says: /two hidden neurons began with the same weights\. They would compute the same sum/,
    holds: ({ W1, W2 }) => {
      const columns = Array.from({ length: W1.cols }, (_, j) =>
        rows(W1)
          .map((row) => row[j])
          .join(),
      );
      const out = rows(W2).map((row) => row.join());
      return columns.every((a, i) => columns.every((b, j) => a !== b || out[i] === out[j]));
    },
    rejects: {
      text: "Suppose two hidden neurons began with the same weights. They would compute the same sum, put out",
      lesson: {
        weights: {
          W1: [
            [1, 1],
            [2, 2],
          ],
          W2: [
            [1, 2],
            [3, 4],
          ],
        },
      },
    },
  },
  {
    page: "init",
    says: /There is no bias,/,
    holds: ({ X }) => X.rows === 1 || !rows(X).every((row) => row[0] === 1),
    rejects: {
      text: "There is no bias, a number added to each sum whatever the inputs are.",
      lesson: {
        data: {
          X: [
            [1, 5],
            [1, 3],
          ],
          labels: [0, 1],
        },
      },
    },
  },
  {
    says: /Solid edges are positive|A solid edge is a positive weight/,
    holds: ({ W1, W2 }) => [...W1.data, ...W2.data].every((w) => w !== 0),
    rejects: {
      text: "Solid edges are positive, dashed ones negative; the thicker, the larger.",
      lesson: ZEROS,
    },
  },
  {
    page: "z1",
    says: /The sign decides on which side of one half/,
    holds: ({ z1 }) => z1.data.every((z) => z !== 0),
    rejects: {
      text: "The sign decides on which side of one half the next chapter puts the neuron.",
      lesson: ZEROS,
    },
  },
  {
    page: "h2",
    says: /nothing is trained yet|learnt nothing yet|with random weights/i,
    holds: seeded,
    rejects: {
      text: "But it has learnt nothing yet, and a coin would be right half of the time.",
      lesson: ZEROS,
    },
  },
  {
    page: "h2",
    says: /That is 1 to three decimals, but by accident/,
    holds: seeded,
    rejects: { text: "That is 1 to three decimals, but by accident: nothing in the network", lesson: ZEROS },
  },
  {
    page: "h2",
    says: /so the network gives no answer/,
    holds: ({ z2, h2, lesson }) => {
      const largest = (m: Matrix) => {
        const row = rows(m)[0]!;
        return row.filter((x) => x === Math.max(...row)).length;
      };
      return largest(z2) > 1 || (lesson.outputActivation === "relu" && largest(h2) > 1);
    },
    rejects: { text: "both outputs are the same, so the network gives no answer.", lesson: SATURATED },
  },

  // The book's problem, and the lesson's
  {
    page: "xor",
    says: /Ours is XOR|Its labels are those of XOR/,
    holds: isXor,
    rejects: {
      text: "First it needs a problem. Ours is XOR, “one or the other, but not both”:",
      lesson: XNOR,
    },
  },
  {
    page: "xor",
    says: /Its labels are the opposite of XOR/,
    holds: (trace) => trace.X.cols === 2 && ofXor(trace) === 0,
    rejects: {
      text: "Its labels are the opposite of XOR: 0 where",
      lesson: {
        data: {
          X: [
            [0, 1],
            [1, 1],
          ],
          labels: [1, 0],
        },
      },
    },
  },
  {
    page: "xor",
    says: says(/Of the # rows, # agrees? with it/),
    holds: (trace, [, all, agree]) =>
      worth(all!) === trace.X.rows && worth(agree!) === ofXor(trace) && !isXor(trace),
    rejects: { text: "Of the 2 rows, 1 agrees with it.", lesson: XNOR },
  },
  {
    says: /no line in the plane/,
    holds: ({ X }) => X.cols === 2,
    rejects: {
      text: "room to lay points apart that no line in the plane could separate.",
      lesson: ONE_INPUT,
    },
  },
  {
    page: "xor",
    says: /take the place of (?:the 0s and 1s|0 and 1)/,
    holds: ({ lesson }) => "seed" in lesson.data,
    rejects: { text: "The signs of a point take the place of the 0s and 1s", lesson: XNOR },
  },

  // What a figure draws
  {
    page: "xor",
    says: /that this lesson uses (?:is|are) ringed/,
    holds: ({ X }) => X.rows <= 20,
    rejects: { text: "The 24 that this lesson uses are ringed.", lesson: { data: { rows: 24 } } },
  },
  {
    page: "h1",
    says: /Each goes up to the curve and across to its value/,
    holds: ({ z1 }) => z1.data.length <= 6,
    rejects: { text: "Each goes up to the curve and across to its value.", lesson: { data: { rows: 3 } } },
  },

  // The article's own numbers
  {
    page: "z1",
    says: says(/product is XW: (\d+×\d+) fits (\d+×\d+)/),
    holds: (_, [, X, W]) => X === "1×2" && W === "2×3",
    rejects: {
      text: "as in its own numbers and its program, the product is XW: 4×2 fits 2×5.",
      lesson: { data: { rows: 4 }, hidden: 5 },
    },
  },

  // The book about itself
  {
    page: "index",
    says: /Each number on these pages was computed by the code that stands beside it|We train one small neural network for one step/,
    holds: () => false, // chapters 10 to 14 train for many, by code that is not shown
    rejects: {
      text: "Each number on these pages was computed by the code that stands beside it.",
      lesson: {},
    },
  },
  {
    says: /the length of a step/,
    holds: () => false, // a step is as long as the learning rate times the gradient
    rejects: { text: "learning rate: the length of a step", lesson: {} },
  },
];
