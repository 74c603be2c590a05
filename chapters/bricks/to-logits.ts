import type { Writer } from "../../src/book/writer.ts";
import { type Exact, exact, sumOf } from "../../src/math/exact.ts";
import { toRows } from "../../src/math/matrix.ts";
import { brokenIn, differs, ownOf } from "../../src/network/broken.ts";
import type { Trace } from "../../src/network/stage.ts";
import { near } from "../../src/typeset/apart.ts";
import { cellsOf, followed } from "../../src/typeset/equations.ts";
import {
  type Rounding,
  relation,
  type Shown,
  show,
  showColumn,
  showMatrix,
  showScalar,
  together,
} from "../../src/typeset/format.ts";

/** The way back from the loss to the logits, where it is not two factors: through a softmax, and in one step. */

/** How the way goes: by two factors, through a softmax, or in one step under cross-entropy. */
export function wayOf({ lesson }: Pick<Trace, "lesson">) {
  if (lesson.loss === "cross-entropy") return "collapsed";
  return lesson.outputActivation === "softmax" ? "softmax" : "factors";
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, x) => all + x, 0);
const isNone = (x: number) => !Number.isFinite(x);

/** Through the softmax, by all slopes of the row that the page follows; nothing where there is none. */
export function softmaxFacts(trace: Trace) {
  const { y, h2, dLoss_dz2, lesson } = trace;
  if (lesson.outputActivation !== "softmax") return undefined;
  const [row] = followed(dLoss_dz2);
  const [h, targets, slopes] = [h2, y, dLoss_dz2].map((it) => toRows(it)[row]!) as [
    number[],
    number[],
    number[],
  ];
  const ofOutputs =
    lesson.loss === "squared"
      ? toRows(trace.dLoss_dh2)[row]!
      : targets.map((target, k) => (target === 0 ? 0 : -target / (y.rows * h[k]!)));
  const jacobian = h.map((of, i) => h.map((along, j) => (i === j ? of * (1 - of) : 0 - of * along)));
  const found = h.map((_, j) => sum(jacobian.map((line, i) => ofOutputs[i]! * line[j]!)));
  // The way is lost by rounding, not where a reader's own code goes another.
  const right = toRows(ownOf(trace, "dLoss_dz2"))[row]!;
  const isLost = found.some((it, j) => !near(it, right[j]!));
  const isOff = slopes.some((_, j) => brokenIn(trace, "dLoss_dz2")?.(row, j));
  const isZero = !trace.changed || !differs(sum(slopes), 0, sum(slopes.map(Math.abs)));
  const areFinite = !ofOutputs.some(isNone);
  return {
    row,
    K: h.length,
    N: y.rows,
    is: !areFinite ? "infinite" : isLost ? "lost" : "told",
    isOff,
    ofOutputs,
    jacobian,
    slopes,
    sign: isOff ? "≠" : areFinite ? signOf(ofOutputs, jacobian, slopes, lesson) : "≈",
    zero: !isZero ? "≠" : sumOf(showColumn(slopes, lesson).map(({ value }) => value)).eq(0) ? "=" : "≈",
  } as const;
}
type SoftmaxFacts = NonNullable<ReturnType<typeof softmaxFacts>>;

/** Whether a row times a square gives another row, in numbers as shown. */
function signOf(
  row: readonly number[],
  square: readonly (readonly number[])[],
  result: readonly number[],
  as: Rounding,
) {
  const of = (numbers: readonly number[]) => showColumn(numbers, as).map(({ value }) => value);
  const [factors, lines] = [of(row), of(square.flat())];
  return together(
    showColumn(result, as).map((it, j) =>
      relation(sumOf(factors.map((factor, i) => factor.times(lines[i * row.length + j]!))), it),
    ),
  );
}

/** Through a sigmoid under cross-entropy, by both factors of the entry that the page follows. */
export function sigmoidFacts(trace: Trace) {
  const { y, h2, dLoss_dz2, lesson } = trace;
  if (wayOf(trace) !== "collapsed" || lesson.outputActivation !== "sigmoid") return undefined;
  const [row, col] = followed(dLoss_dz2);
  const i = row * y.cols + col;
  const [target, h, slope] = [y.data[i]!, h2.data[i]!, dLoss_dz2.data[i]!];
  const parts = [target === 0 ? 0 : -target / h, target === 1 ? 0 : (1 - target) / (1 - h)];
  const [outer, inner] = [sum(parts) / y.rows, h * (1 - h)];
  const right = ownOf(trace, "dLoss_dz2").data[i]!;
  const is = isNone(outer) ? "infinite" : near(outer * inner, right) ? "told" : "lost";
  const isOff = brokenIn(trace, "dLoss_dz2")?.(row, col);
  const [outerShown, innerShown] =
    is === "infinite" ? [] : [showScalar(outer, lesson), showScalar(inner, lesson)];
  return {
    row,
    col,
    N: y.rows,
    target: showScalar(target, lesson),
    h: show(h, lesson),
    slope: show(slope, lesson),
    is,
    outer: outerShown,
    inner: innerShown,
    signs: outerShown &&
      innerShown && {
        factors: together([factorOf(target, h, y.rows, outerShown, lesson), innerOf(h, innerShown, lesson)]),
        product: isOff ? "≠" : relation(outerShown.value.times(innerShown.value), show(slope, lesson)),
      },
  } as const;
}
type SigmoidFacts = NonNullable<ReturnType<typeof sigmoidFacts>>;

/** Signs before the two factors, from the target and the output as shown. */
function factorOf(target: number, h: number, N: number, result: Shown, as: Rounding) {
  const [yes, belief] = [showScalar(target, as).value, show(h, as).value];
  const parts = [[yes.negative(), belief] as const, [rest(yes), rest(belief)] as const];
  const counted = parts.filter(([share]) => !share.eq(0));
  // Rounded, an output may be shown as 0 or 1.
  if (counted.some(([, belief]) => belief.eq(0))) return "≈";
  return relation(sumOf(counted.map(([share, belief]) => share.div(belief))).div(N), result);
}
const innerOf = (h: number, result: Shown, as: Rounding) => {
  const { value } = show(h, as);
  return relation(value.times(rest(value)), result);
};
const rest = (x: Exact): Exact => exact(1).minus(x);

/** Of the output that misses its target most: its slope, and what it would be with squares. */
export function comparedFacts(trace: Trace) {
  const { y, h2, dLoss_dz2, lesson } = trace;
  if (wayOf(trace) !== "collapsed") return undefined;
  const missOf = (i: number) => Math.abs(h2.data[i]! - y.data[i]!);
  const worst = [...h2.data.keys()].reduce((a, b) => (missOf(b) > missOf(a) ? b : a));
  const { row, col } = cellsOf(trace, "y")[worst]!;
  const h = toRows(h2)[row]!;
  const misses = h.map((it, k) => (it - toRows(y)[row]![k]!) / y.rows);
  const own = h[col]!;
  const squares =
    lesson.outputActivation === "softmax"
      ? own * (misses[col]! - sum(misses.map((miss, k) => miss * h[k]!)))
      : misses[col]! * own * (1 - own);
  const slope = dLoss_dz2.data[worst]!;
  const found = slope / squares;
  const times = isNone(found) ? undefined : found;
  return {
    row,
    col,
    miss: missOf(worst),
    squares,
    times,
    is:
      slope === 0 ? "none" : squares === 0 ? "gone" : times !== undefined && times > 1 ? "smaller" : "other",
  } as const;
}
type ComparedFacts = NonNullable<ReturnType<typeof comparedFacts>>;

const JACOBIAN = `\\frac{\\partial h_i}{\\partial z_i} = h_i\\,(1 - h_i) \\qquad \\frac{\\partial h_i}{\\partial z_j} = -h_i\\,h_j`;
/** Under it. */
const OWN_AND_OTHERS = "The first is along the output’s own logit, the second along any other.";

/** Why the slopes of a softmax are what they are. */
export const whySoftmax = (w: Writer): string =>
  w.details(
    "Where do the slopes of a softmax come from?",
    `Write $h_i = e^{z_i}/S$, where $S$ is the sum of all powers of the row. Two slopes are taken from a table: that of $e^z$ is $e^z$ itself, and that of $1/S$ along $S$ is $-1/S^2$.

When another logit $z_j$ moves, only $S$ moves, and its slope is $e^{z_j}$. So $h_i$ has the slope $-e^{z_i} e^{z_j}/S^2 = -h_i\\,h_j$. When its own logit moves, the power above the bar moves too. That adds $e^{z_i}/S = h_i$, and the slope is $h_i - h_i^2 = h_i\\,(1 - h_i)$.`,
  );

/** The slopes along the outputs of the row, times all slopes of the softmax, in numbers. */
function productLines({ row, ofOutputs, jacobian, slopes, sign }: SoftmaxFacts, w: Writer): string[] {
  const shown = (numbers: readonly number[]) => showColumn(numbers, w.format);
  const square = showMatrix(
    { rows: jacobian.length, cols: jacobian.length, data: Float64Array.from(jacobian.flat()) },
    w.format,
  );
  return [
    `g\\,J &= ${w.bare("gradients", [shown(ofOutputs)])}\\;\\allowbreak ${w.bare("gradients", square)}`,
    `&${sign} ${w.rowOf("dLoss_dz2", row, shown(slopes))}`,
  ];
}

/** That the slopes along the logits of a row add up to 0. */
const zeroTold = ({ row, slopes, zero }: SoftmaxFacts, w: Writer): string =>
  `The slopes along the logits of a row ${zero === "≠" ? "should " : ""}add up to 0, for row ${row} ${slopes
    .map((x, k) => (k > 0 && x < 0 ? `(${w.num(x)})` : w.num(x)))
    .join(
      " + ",
    )} ${zero} 0. For if all logits of a row rise together, nothing changes, as chapter ${w.chapter("h2")} shows.`;

/** The step through the softmax, where the loss is the squares. */
export function softmaxTold(f: SoftmaxFacts, w: Writer): string {
  const { row, K } = f;
  const slopes = w.equation("dLoss_dz2");
  const all = K === 2 ? "both outputs" : `all ${K} outputs`;
  return `A sigmoid has one slope for each logit. A softmax has more: every output of a row depends on every logit of the row, because all logits stand in the sum under the bar.
So when one logit is nudged, ${all} of its row move, each with a slope of its own:

$$
${JACOBIAN}
$$

${OWN_AND_OTHERS} The slopes of one row make a square of ${K}×${K} numbers, its **Jacobian** $J$: output $i$ in row $i$, logit $j$ in column $j$.

${whySoftmax(w)}

The loss feels a logit through ${all}. So the slope along logit $j$ is the sum over the outputs $i$ of the slope along $h_i$, times the slope of $h_i$ along $z_j$. For row ${row}, with $g$ for its row of $${w.sym("dLoss_dh2")}$:

${w.display(productLines(f, w))}

Written out for one logit, $h_j$ can be taken out of the sum, and no square is needed:

$$
\\sum_i g_i\\,\\frac{\\partial h_i}{\\partial z_j} = h_j\\,\\Bigl(g_j - \\sum_i g_i\\,h_i\\Bigr)
$$

The sum on the right is the same for every logit of a row. In the formula for all rows, the product with $\\mathbf{1}\\mathbf{1}^{\\top}$, a square of ones, puts it into each place.

${w.display(slopes.lines)}
${w.shapes(slopes)}

${zeroTold(f, w)}`;
}

const WHY_NOT = {
  infinite:
    "Here it cannot be shown in numbers. An output is rounded to 0 or to 1, so one of the two factors is infinite and the other 0, and their product is no number.",
  lost: "Here it cannot be shown in numbers. An output is so near 0 or 1 that little is left of the digits of $1 - h$, and the product of the two factors is off.",
};

/** Why the one step of cross-entropy is what two factors give, after a softmax. */
function collapseOfSoftmax(f: SoftmaxFacts, w: Writer): string {
  const { row, N, K } = f;
  return `The slope of the loss along an output is $-\\frac{1}{N}\\,y/h$. But every output of a row depends on every logit of the row, because all logits stand in the sum under the bar of the softmax:

$$
${JACOBIAN}
$$

${OWN_AND_OTHERS} The slopes of one row make a square of ${K}×${K} numbers, its **Jacobian** $J$: output $i$ in row $i$, logit $j$ in column $j$.

${whySoftmax(w)}

The slope along logit $j$ is a sum over all outputs of the row, each slope along $h_i$ times the slope of $h_i$ along $z_j$. Leave the factor 1/N out for a while.
Output $j$ itself gives $-y_j\\,(1 - h_j) = -y_j + y_j\\,h_j$, and every other output gives $y_i\\,h_j$. Together:

$$
\\begin{aligned}
\\sum_i -\\frac{y_i}{h_i} \\cdot \\frac{\\partial h_i}{\\partial z_j} &= -y_j + \\sum_i y_i\\,h_j \\\\[.4em]
&= -y_j + h_j \\sum_i y_i \\\\[.4em]
&= h_j - y_j
\\end{aligned}
$$

because the targets of a row add up to 1. The $h_i$ under each bar is gone: every slope of $h_i$ has the factor $h_i$. ${w.choose(
    "collapse",
    f.is,
    {
      told: `For row ${row} in numbers, with $g$ for its slopes along the outputs, $-\\frac{1}{${N}}\\,y/h$:`,
      infinite: WHY_NOT.infinite,
      lost: WHY_NOT.lost,
    },
  )}

${f.is === "told" ? w.display(productLines(f, w)) : ""}

${f.is === "told" && !f.isOff ? `The same as $${w.sym("dLoss_dz2")}$ has in row ${row}. ` : ""}The code takes the short way: nothing is divided by an output, so it is right for all logits. ${zeroTold(f, w)}`;
}

/** The same after sigmoids. */
function collapseOfSigmoid(f: SigmoidFacts, w: Writer): string {
  const { row, col, N, target, h, slope, outer, inner, signs } = f;
  const [y, value] = [w.entryTex("y", row, col, target), w.entryTex("h2", row, col, h)];
  const tex = (it: Shown) => (it.text.startsWith("-") ? `(${w.tex(it)})` : w.tex(it));
  const lines =
    outer && inner && signs
      ? w.display([
          `${w.sym("dLoss_dz2")}[${row},${col}] &= \\tfrac{1}{${N}}\\Bigl(-\\frac{${y}}{${value}} + \\frac{1 - ${y}}{1 - ${value}}\\Bigr) \\allowbreak \\cdot \\nobreak ${value}\\,(1 - ${value})`,
          `&${signs.factors} ${tex(outer)} \\cdot ${w.tex(inner)}`,
          `&${signs.product} ${w.entryTex("dLoss_dz2", row, col, slope)}`,
        ])
      : "";
  return `The slope of the loss along an output is $\\frac{1}{N}\\bigl(-\\frac{y}{h} + \\frac{1 - y}{1 - h}\\bigr)$, and that of the sigmoid is $h\\,(1 - h)$. What stands under the bars cancels. Without the factor 1/N:

$$
\\begin{aligned}
\\Bigl(-\\frac{y}{h} + \\frac{1 - y}{1 - h}\\Bigr) \\cdot h\\,(1 - h) &= -y\\,(1 - h) + (1 - y)\\,h \\\\[.4em]
&= h - y
\\end{aligned}
$$

${w.choose("collapse", f.is, {
  told: `For the entry [${row},${col}] in numbers:`,
  infinite: WHY_NOT.infinite,
  lost: WHY_NOT.lost,
})}

${f.is === "told" ? lines : ""}

The code takes the short way: nothing is divided by an output, so it is right for all logits.`;
}

/** What cross-entropy does for an output that is sure and wrong. */
function compared(
  { row, col, miss, squares, times, is }: ComparedFacts,
  isSoftmax: boolean,
  w: Writer,
): string {
  const worst = `In this lesson output [${row},${col}] misses its target most, by ${w.brief(miss)}. The slope along its logit is ${w.cell("dLoss_dz2", row, col)}.`;
  return `## Why not squares?

${isSoftmax ? "With squares the slopes along the logits of a row would be its misses times the slopes of the softmax. Those of an output are" : "With squares the slope along a logit would be the miss times the slope of the sigmoid. That slope is"} near 0 where ${isSoftmax ? "it" : "an output"} is near 0 or near 1, be it right or wrong.
So an output that is sure and wrong would hardly learn. Cross-entropy grows so steeply there that the two make up for each other, and what is left is the miss itself.

${w.choose("squares-slope", is, {
  none: `In this lesson every output is its target, as far as the computer’s digits tell, and there is nothing to learn.`,
  gone: `${worst} With squares it would come out as 0: as far as the computer’s digits tell, nothing would move.`,
  smaller: `${worst} With squares it would be ${w.brief(squares)}: that of cross-entropy is ${w.brief(times ?? 0)} times as large.`,
  other: `${worst} With squares it would be ${w.brief(squares)}.`,
})}`;
}

/** The one step of cross-entropy: from the loss to the logits. */
export function collapseTold(
  f: {
    softmax?: SoftmaxFacts | undefined;
    sigmoid?: SigmoidFacts | undefined;
    compared?: ComparedFacts | undefined;
  },
  isOff: boolean,
  w: Writer,
): { readonly why: string; readonly compared: string } {
  return {
    why: f.softmax ? collapseOfSoftmax(f.softmax, w) : collapseOfSigmoid(f.sigmoid!, w),
    compared: isOff ? "" : compared(f.compared!, f.softmax !== undefined, w),
  };
}
