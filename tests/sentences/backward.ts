import type { Matrix } from "../../src/math/matrix.ts";
import type { Trace } from "../../src/network/stage.ts";
import { lossWith, numbersOf, trainedOf } from "../formula-sheet.ts";
import { withNumbers as says, worth } from "./numbers.ts";
import type { Sentence } from "./sentence.ts";

/** Of chapters 7 to 10 and 15. */

const largest = (...all: readonly Matrix[]): number =>
  Math.max(...all.flatMap(({ data }) => [...data].map(Math.abs)));
/** Every weight and trained bias before and after the step. */
const moves = (trace: Trace): [before: number, after: number][] =>
  trainedOf(trace).flatMap(({ value, next }) =>
    [...value.data].map((w, i): [number, number] => [w, next.data[i]!]),
  );
/** The farthest that a weight moves, as a share of the largest of all. */
const farthest = (trace: Trace): number =>
  Math.max(...moves(trace).map(([before, after]) => Math.abs(after - before))) / largest(trace.W1, trace.W2);
const slopesOf = (trace: Trace): number[] => trainedOf(trace).flatMap(({ slope }) => [...slope.data]);
/** What the change of the loss would be on a straight line. */
const foretold = (trace: Trace): number =>
  -trace.lesson.learningRate * slopesOf(trace).reduce((sum, g) => sum + g * g, 0);
const change = ({ loss, loss_next }: Trace): number => loss_next - loss;
const hasRidge = ({ lesson }: Trace): boolean => lesson.ridge > 0;
/** The weight that chapters follow in W2. */
const moved = ({ W2, W2_next }: Trace): number => {
  const col = Math.min(1, W2.cols - 1);
  return Math.sign(W2_next.data[col]! - W2.data[col]!);
};
/** Whether a number looks as another does in the decimals of the lesson. */
const looksLike = (a: number, b: number, { lesson }: Trace): boolean => {
  const text = (x: number) => {
    const fixed = x.toFixed(lesson.digits);
    return x !== 0 && Number(fixed) === 0 ? x.toExponential(2) : fixed;
  };
  return text(a) === text(b);
};
/** How many decimals a number has; none is said of a power of ten. */
const decimals = (text: string): number | undefined =>
  text.includes("·") ? undefined : (text.split(".")[1]?.length ?? 0);
/** Whether a figure of a sigmoid has room for the tangent at each of these. */
const hasTangents = ({ data }: Matrix): boolean => data.length <= 6 && data.every((z) => Math.abs(z) <= 8);

/** The loss after the step at another learning rate. */
const lossAt = (trace: Trace, alpha: number): number =>
  lossWith(trace, {
    ...numbersOf(trace),
    ...Object.fromEntries(
      trainedOf(trace).map(({ name, value, slope }) => [
        name,
        value.data.map((w, i) => w - alpha * slope.data[i]!),
      ]),
    ),
  });

/** The losses after steps of many learning rates, evenly apart on a log axis. */
const lossesFrom = (trace: Trace, low: number, high: number, count = 60): number[] =>
  Array.from({ length: count + 1 }, (_, i) => lossAt(trace, low * (high / low) ** (i / count)));
const steepness = (trace: Trace): number => slopesOf(trace).reduce((sum, g) => sum + g * g, 0);

const FAR = { learningRate: 1000 };
const RIDGE = { data: { rows: 5 }, hidden: 1, ridge: 0.5, weights: { seed: 9 } };
/** The step overshoots: the loss rises. */
const RISES = { ...RIDGE, ridge: 50, learningRate: 100 };
/** Outputs that are far from their targets and saturated: every slope is 0, and nothing moves. */
const LEVEL = { data: { X: [[1]], labels: [1] }, weights: { W1: [[1000]], W2: [[1000, -1000]] } };
/** The slopes of two rows cancel. */
const CANCELS = { data: { X: [[0], [0]], labels: [0, 1] }, weights: { W1: [[1]], W2: [[0, 0]] } };
/** Changes too small beside their weights. */
const LOST = { learningRate: 1e-17 };
const NEVER = () => false;

export const backward: readonly Sentence[] = [
  // A step that went far, up, or nowhere
  {
    says: /changes are small beside the weights|takes? a small step|moves each weight a little/,
    holds: (trace) => farthest(trace) <= 0.1,
    rejects: {
      text: "The changes are small beside the weights; here they are to three digits.",
      lesson: FAR,
    },
  },
  {
    says: /over so short a (?:step|way)/,
    holds: (trace) => farthest(trace) <= 0.1,
    rejects: { text: "over so short a step the loss is almost straight.", lesson: FAR },
  },
  {
    page: "update",
    says: /The slopes foretold it/,
    holds: (trace) => Math.abs(change(trace) / foretold(trace) - 1) <= 0.1,
    rejects: { text: "The slopes foretold it. If the loss were as straight", lesson: RISES },
  },
  {
    page: "update",
    says: /the slopes foretold a fall, and the loss rose/,
    holds: (trace) => foretold(trace) < 0 && change(trace) > 0,
    rejects: {
      text: "The real change is −0.0528: the slopes foretold a fall, and the loss rose.",
      lesson: FAR,
    },
  },
  {
    page: "update",
    says: /the tangent is a good guide/,
    holds: (trace) => Math.abs(change(trace) / foretold(trace) - 1) <= 0.1001,
    rejects: { text: "over this step the tangent is a good guide.", lesson: FAR },
  },
  {
    page: "update",
    says: /The third column shows that they did move/,
    holds: (trace) =>
      moves(trace).every(([before, after]) => before !== after || !looksLike(before, after, trace)),
    rejects: {
      text: "4 of the 4 weights look the same before and after. The third column shows that they did move, where it is not 0.",
      lesson: LEVEL,
    },
  },
  {
    page: "update",
    says: says(/# of the # weights looks? the same before and after, though/),
    holds: (trace, [, alike, all]) =>
      worth(all!) === moves(trace).length &&
      worth(alike!) === moves(trace).filter(([a, b]) => a !== b && looksLike(a, b, trace)).length,
    rejects: {
      text: "At the decimals shown, 3 of the 3 weights look the same before and after, though they moved.",
      lesson: LEVEL,
    },
  },
  {
    page: "update",
    says: /No weight moves:/,
    holds: (trace) => moves(trace).every(([before, after]) => before === after),
    rejects: { text: "No weight moves: every change is 0, or", lesson: {} },
  },
  {
    page: "update",
    says: /\. It (goes down|goes up|stays)\./,
    holds: (trace, [, way]) => way === ["goes down", "stays", "goes up"][moved(trace) + 1],
    rejects: { text: "By −1·10−17 times its slope: −2.21·10−19. It goes down.", lesson: LOST },
  },
  {
    says: /Every slope is (?:zero|0), so/,
    holds: (trace) => slopesOf(trace).every((slope) => slope === 0),
    rejects: { text: "Every slope is zero, so there was nowhere to go.", lesson: LOST },
  },
  {
    page: "update",
    says: /this step\.$|tangent and this step\./,
    holds: (trace) => moved(trace) !== 0,
    rejects: { text: "the others held still, with its tangent and this step.", lesson: LEVEL },
  },
  {
    page: "loop",
    says: /The first step is so short, or the ground so flat/,
    holds: (trace) => farthest(trace) < 1e-6,
    // λα/N is 2: the step turns every weight around.
    rejects: {
      text: "By 0. The first step is so short, or the ground so flat, that not even the last bit of the loss changes.",
      lesson: { ...LEVEL, ridge: 2, learningRate: 1 },
    },
  },
  {
    page: "loop",
    says: /the way gets steeper/,
    holds: (trace) => change(trace) < 0,
    rejects: { text: "times as much as ten times the first change: the way gets steeper.", lesson: RISES },
  },
  {
    page: "loop",
    says: says(/By #\. The first step went the other way/),
    holds: (trace, [, all]) => worth(all!) * change(trace) < 0,
    rejects: { text: "By 0. The first step went the other way: it says nothing", lesson: {} },
  },

  // The step, drawn
  {
    page: "update",
    says: says(/learning rate from # to #: how (?:(?!learning rate from).)*? stays below what it was/),
    holds: (trace, [, low, high]) =>
      lossesFrom(trace, worth(low!), worth(high!)).every((loss) => loss <= trace.loss * (1 + 1e-9)),
    rejects: {
      text: "every learning rate from 0.001 to 1,000: how large the loss is. It stays below what it was before",
      lesson: RIDGE,
    },
  },
  {
    page: "update",
    says: says(
      /learning rate from # to #: how (?:(?!learning rate from).)*? From an α between # and # on, as far as is drawn/,
    ),
    holds: (trace, [, , high, to, from]) =>
      lossAt(trace, worth(to!) * 0.99) <= trace.loss &&
      lossesFrom(trace, worth(from!) * 1.01, Math.max(worth(high!), worth(from!) * 1.02)).every(
        (loss) => !(loss <= trace.loss),
      ),
    rejects: {
      text: "every learning rate from 0.001 to 1,000: how large. From an α between 200 and 400 on, as far as is drawn, the step",
      lesson: {},
    },
  },
  {
    page: "update",
    says: says(
      /learning rate from # to #: how (?:(?!learning rate from).)*? lowest of the points drawn is #, at α ≈ #/,
    ),
    holds: (trace, [, low, high, lowest, alpha]) => {
      const [all, least] = [lossesFrom(trace, worth(low!), worth(high!)), worth(lowest!)];
      const there = lossAt(trace, worth(alpha!));
      const off = 0.02 * (trace.loss - least);
      return Math.abs(there - least) <= off && all.every((loss) => !(loss < least - off));
    },
    rejects: {
      text: "every learning rate from 0.001 to 1,000: how large. The lowest of the points drawn is 0.103, at α ≈ 10",
      lesson: {},
    },
  },
  {
    page: "update",
    says: says(/comes down to a loss of 0 at α ≈ #,/),
    holds: (trace, [, zero]) => Math.abs((worth(zero!) * steepness(trace)) / trace.loss - 1) < 0.006,
    rejects: { text: "The tangent comes down to a loss of 0 at α ≈ 10.9, and foretells", lesson: {} },
  },
  {
    page: "update",
    says: /same at every learning rate: every slope comes out as 0, or so near/,
    holds: (trace) => steepness(trace) === 0,
    rejects: {
      text: "the same at every learning rate: every slope comes out as 0, or so near it",
      lesson: LOST,
    },
  },
  {
    page: "update",
    says: /at no learning rate that could be tried does the loss fall/,
    holds: (trace) => {
      const decade = Math.round(Math.log10(trace.loss / steepness(trace)));
      const tried = Array.from({ length: 13 }, (_, i) => decade - 6 + i).filter((it) => it <= 6);
      return tried.every((it) => !(lossAt(trace, 10 ** it) < trace.loss * (1 - 1.01e-4)));
    },
    rejects: {
      text: "There is nothing to draw: at no learning rate that could be tried does the loss fall by enough",
      lesson: {},
    },
  },
  {
    page: "update",
    says: says(/where (?:the arrow is this step|this step), # long/),
    holds: (trace, [, length]) =>
      Math.abs(worth(length!) / (trace.lesson.learningRate * Math.sqrt(steepness(trace))) - 1) < 0.006,
    rejects: { text: "where the arrow is this step, 0.168 long.", lesson: {} },
  },

  // Differences
  {
    page: "update",
    says: /- L ≈ 0(?![\d.,·])/,
    holds: NEVER,
    rejects: { text: "L^ &≈ 0.50 L^ - L ≈ 0", lesson: LEVEL },
  },
  {
    page: "update",
    says: says(/L = # L\^ = #/),
    holds: (trace, [, before, after]) => Math.abs(change(trace)) < 1e-14 || before !== after,
    rejects: { text: "L = 0.3 L^ = 0.3 L^ - L", lesson: { digits: 1 } },
  },
  {
    page: "update",
    says: says(/\| W[12]\[\d+,\d+\] \| # \| # \| # \|/),
    holds: (_, [, before, , after]) => {
      const [a, b] = [decimals(before!), decimals(after!)];
      return a === undefined || b === undefined || a === b;
    },
    rejects: { text: "| W1[0,0] | 20 | 2.88·10−12 | 20.00000000 |", lesson: {} },
  },
  {
    page: "loop",
    says: says(/the loss (falls|rises) from # to #/),
    holds: (_, [, way, from, to]) =>
      way === "falls" ? worth(to!) < worth(from!) : worth(to!) > worth(from!),
    rejects: { text: "In 2,000 steps the loss falls from 2.06·10−9 to 2.06·10−9, 99.9 % of", lesson: {} },
  },
  {
    page: "update",
    says: says(/The real change is # % of that/),
    holds: (trace, [, share]) => worth(share!) !== 100 || change(trace) === foretold(trace),
    rejects: { text: "The real change is 100 % of that: over so short a step", lesson: {} },
  },
  {
    page: "loop",
    says: /100 % of what it was/,
    holds: NEVER,
    rejects: { text: "falls from 0.3 to 0.3, 100 % of what it was.", lesson: {} },
  },
  {
    page: "loop",
    says: says(/At the end # % of it is (left|gone)/),
    holds: (_, [, share, what]) => worth(share!) <= 50 && (worth(share!) > 0 || what === "left"),
    rejects: { text: "At the end 100 % of it is left.", lesson: {} },
  },

  // Reasons
  {
    page: "dloss-dw1",
    says: /large inputs or large weights can make up/,
    holds: ({ dLoss_dW1, dLoss_dW2 }) => largest(dLoss_dW1) > largest(dLoss_dW2),
    rejects: {
      text: "The first layer’s is not smaller here: large inputs or large weights can make up for the slope of the sigmoid.",
      lesson: LEVEL,
    },
  },
  {
    page: "dloss-dw1",
    says: /on the way down the gradient was multiplied by/,
    holds: (trace) => !hasRidge(trace) && largest(trace.W2) * largest(trace.X) <= 4,
    rejects: {
      text: "The first layer’s is smaller: on the way down the gradient was multiplied by the weights W2",
      lesson: RIDGE,
    },
  },
  {
    page: "dloss-dw1",
    says: says(
      /slope(?: along a weight)? of the first layer is # in size, that of the second #\. (Here the (first|second)|To three)/,
    ),
    holds: ({ dLoss_dW1, dLoss_dW2 }, [, first, second, , smaller]) =>
      smaller === undefined
        ? worth(first!) === worth(second!)
        : worth(first!) < worth(second!) === (smaller === "first") &&
          largest(dLoss_dW1) < largest(dLoss_dW2) === (smaller === "first"),
    rejects: {
      text: "The largest slope of the first layer is 0.105 in size, that of the second 0.0365. Here the first layer’s is smaller.",
      lesson: {},
    },
  },
  {
    page: "dloss-dw2",
    says: /a small change of this weight changes nothing/,
    holds: (trace) => {
      const numbers = numbersOf(trace);
      const col = Math.min(1, trace.W2.cols - 1);
      const nudged = trace.W2.data.with(col, trace.W2.data[col]! + 0.01);
      return lossWith(trace, { ...numbers, W2: nudged }) === lossWith(trace, numbers);
    },
    rejects: {
      text: "Neither: the slope is zero, so a small change of this weight changes nothing.",
      lesson: CANCELS,
    },
  },
  {
    says: /If one slope were wrong, there would be no page/,
    holds: NEVER, // no build looks at the pages that a reader's browser makes
    rejects: { text: "If one slope were wrong, there would be no page.", lesson: {} },
  },
  {
    page: "autodiff",
    says: /would have brought the loss lower still/,
    holds: (trace) => change(trace) < 0,
    rejects: { text: "a slightly longer step would have brought the loss lower still.", lesson: RISES },
  },
  {
    page: "autodiff",
    says: /a slightly (larger|smaller) α this step would end at a lower loss/,
    holds: (trace, [, way]) => {
      const { learningRate } = trace.lesson;
      const other = lossAt(trace, learningRate * (way === "larger" ? 1 + 1e-7 : 1 - 1e-7));
      return other - lossAt(trace, learningRate) < 1e-12 * trace.loss_next;
    },
    rejects: { text: "with a slightly larger α this step would end at a lower loss.", lesson: RISES },
  },

  // Rows, and what stands under which lesson
  {
    page: "dloss-dw2",
    says: says(/Of the # slopes, (none|#) (?:is|are) negative and (none|#) positive/),
    holds: ({ dLoss_dW2: { data } }, [, all, negative, , positive]) => {
      const said = (text: string) => (text === "none" ? 0 : worth(text));
      return (
        worth(all!) === data.length &&
        said(negative!) === data.filter((slope) => slope < 0).length &&
        said(positive!) === data.filter((slope) => slope > 0).length
      );
    },
    rejects: { text: "Of the 6 slopes, 2 are negative and 4 positive.", lesson: {} },
  },
  {
    page: "dloss-dw2",
    says: /all weights into outputs? ([\d, and]+) should go (up|down)/,
    holds: ({ dLoss_dW2: { data, cols } }, [, outputs, way]) =>
      [...outputs!.matchAll(/\d+/g)].every(([k]) =>
        data.every((slope, i) => i % cols !== Number(k) || (way === "up" ? slope <= 0 : slope >= 0)),
      ),
    rejects: { text: "has at its output: all weights into output 1 should go up.", lesson: {} },
  },
  {
    page: "dloss-dw2",
    says: says(/For a small (rise|fall) of (?:it|the weight), the loss falls by # times that/),
    holds: ({ dLoss_dW2 }, [, way, times]) => {
      const most = largest(dLoss_dW2);
      const sign = way === "rise" ? -1 : 1;
      return [...dLoss_dW2.data].includes(sign * most) && Math.abs(worth(times!) - most) <= 0.0051 * most;
    },
    rejects: {
      text: "is the largest in size. For a small fall of it, the loss falls by 0.105 times that fall.",
      lesson: {},
    },
  },
  {
    page: "dloss-dw2",
    says: says(/The largest stands in row (\d+), because .* of the hidden values # is the largest in size/),
    holds: ({ X, h1, dLoss_dW2: { data, cols }, lesson }, [, row]) => {
      const most = Math.max(...data.map(Math.abs));
      const top = Math.floor(data.findIndex((slope) => Math.abs(slope) === most) / cols);
      return (
        X.rows === 1 &&
        lesson.ridge === 0 &&
        Number(row) === top &&
        Math.abs(h1.data[top]!) === Math.max(...h1.data.map(Math.abs))
      );
    },
    rejects: {
      text: "The largest stands in row 0, because each row of slopes is one hidden value times the row ∂L/∂z2, and of the hidden values 0.19626223 is the largest in size.",
      lesson: {},
    },
  },
  {
    page: "dloss-dw2",
    says: /With one row the sum has one term|This lesson has one row/,
    holds: ({ X }) => X.rows === 1,
    rejects: {
      text: "With one row the sum has one term, and nothing of this shows. So here are four.",
      lesson: RIDGE,
    },
  },
  {
    page: "dloss-dw2",
    says: says(/In this lesson the sum has # terms/),
    holds: ({ X }, [, rows]) => worth(rows!) === X.rows && X.rows > 1,
    rejects: { text: "In this lesson the sum has 4 terms, one for each row.", lesson: RIDGE },
  },
  {
    page: "dloss-dw1",
    says: /Each entry is now a sum over the rows/,
    holds: ({ X }) => X.rows === 1,
    rejects: { text: "Each entry is now a sum over the rows, and every row has its say.", lesson: RIDGE },
  },
  {
    page: "loop",
    says: says(
      /The loss over # steps? The program is.*?(?:(?:In|After) # steps? the loss|At step # the loss is)/,
    ),
    holds: (_, [, planned, taken, end]) => planned === (taken ?? end),
    rejects: {
      text: "## The loss over 2,000 steps The program is written to be read. At step 120 the loss is 1.2·10308, and soon",
      lesson: {},
    },
  },
  {
    page: "loop",
    says: says(/The run was to take # steps?\. At step # the loss/),
    holds: (_, [, planned, end]) => worth(end!) < worth(planned!),
    rejects: { text: "The run was to take 20 steps. At step 20 the loss is 3", lesson: {} },
  },
  {
    page: "dloss-dw2",
    says: /The slopes at this lesson’s logits|The tangent at (?:each of|the one) /,
    holds: ({ z2 }) => hasTangents(z2),
    rejects: { text: "The slopes at this lesson’s logits. The steepest", lesson: RIDGE },
  },
  {
    page: "dloss-dw1",
    says: /The slopes at this lesson’s hidden sums|The tangent at (?:each of|the one) /,
    holds: ({ z1 }) => hasTangents(z1),
    rejects: { text: "The slopes at this lesson’s hidden sums.", lesson: LEVEL },
  },
  {
    page: "dloss-dw2",
    says: /An arrow stands for each that lies beyond the edge/,
    holds: ({ z2 }) => largest(z2) > 8,
    rejects: { text: "An arrow stands for each that lies beyond the edge.", lesson: RIDGE },
  },
  {
    page: "loop",
    says: /Before the first step (\d+) of the \d+ rows?, and at the end \d+, (?:has|have) two outputs that are equal/,
    holds: ({ h2 }, [, said]) =>
      h2.data.filter((h, i) => i % 2 === 0 && Math.abs(h - h2.data[i + 1]!) <= 1e-12).length === Number(said),
    rejects: {
      text: "Before the first step 1 of the 1 row, and at the end 1, has two outputs that are equal,",
      lesson: {},
    },
  },

  // The ridge
  {
    page: "dloss-dw2",
    says: /Its slope is the sum over all rows:|From the loss back to W2 there are three bricks, so there are three factors/,
    holds: (trace) => !hasRidge(trace),
    rejects: { text: "hidden value j of that row. Its slope is the sum over all rows:", lesson: RIDGE },
  },
  {
    page: "index",
    says: /∂L\/∂W2 = h1⊤ ∂L\/∂z2(?! \+)|∂L\/∂W1 = X⊤ ∂L\/∂z1(?! \+)/,
    holds: (trace) => !hasRidge(trace),
    rejects: { text: "∂L/∂W2 = h1⊤ ∂L/∂z2∂L/∂z1 = ", lesson: RIDGE },
  },
  {
    says: /the ridge adds 0 to every slope/,
    holds: (trace) => !hasRidge(trace),
    rejects: { text: "In this lesson λ is 0, so the ridge adds 0 to every slope.", lesson: RIDGE },
  },
  {
    says: says(/the ridge adds #\/#·\(?#\)? [=≈] # to the slope along (W[12])/),
    holds: (trace, [, lambda, rows, , added, weights]) => {
      const { data, cols } = trace[weights as "W1" | "W2"];
      const real = (trace.lesson.ridge / trace.X.rows) * data[Math.min(1, cols - 1)]!;
      const isClose = Math.abs(real - worth(added!)) <= 0.006 * Math.abs(real) + 1e-300;
      return isClose && worth(lambda!) === trace.lesson.ridge && worth(rows!) === trace.X.rows;
    },
    rejects: { text: "the ridge adds 0.5/5·(−0.732) = −0.366 to the slope along W2[0,1].", lesson: RIDGE },
  },

  // Digits
  {
    page: "dloss-dw2",
    says: says(
      /a minus(?: there)?, #\. A sigmoid only rises, so its slope is never negative: the entry is #/,
    ),
    holds: (_, [, misprint, entry]) => misprint === "−0.23353037" && entry === "0.23353037",
    rejects: {
      text: "a minus, −0.23353037. A sigmoid only rises, so its slope is never negative: the entry is 0.2",
      lesson: { digits: 1 },
    },
  },
  {
    page: "dloss-dw2",
    says: says(/is #, (below|above) its target #/),
    holds: (_, [, output, way, target]) =>
      way === "below" ? worth(output!) < worth(target!) : worth(output!) > worth(target!),
    rejects: {
      text: "Output [0,0] is 1, below its target 1, and its slope is negative",
      lesson: { digits: 0 },
    },
  },
  {
    page: "dloss-dw2",
    says: says(/Output \[(\d+),(\d+)\] lies # (below|above) its target/),
    holds: ({ h2, y }, [, row, col, miss, way]) => {
      const i = y.cols * Number(row) + Number(col);
      return worth(miss!) > 0 && h2.data[i]! > y.data[i]! === (way === "above");
    },
    rejects: { text: "Output [0,0] lies 0.628 above its target 1", lesson: {} },
  },

  // Words: α is a factor, and no English orders them so
  {
    says: /slightly (?:longer|shorter) step|the steps are too long|[Hh]ow long the step is/,
    holds: NEVER,
    rejects: { text: "How long the step is, the learning rate α says.", lesson: {} },
  },
  {
    says: /has its say|which no one can|To know, run|the other kind|The last step is that of|row it answers|rows it answers|what h lacks to 1|turned over/,
    holds: NEVER,
    rejects: { text: "Each entry is now a sum over the rows, and every row has its say.", lesson: {} },
  },
];
