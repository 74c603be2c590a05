import { exp } from "../math/elementary.ts";
import { type Exact, exact, sumOf } from "../math/exact.ts";
import { layersOf, type Network, weightsOf } from "../network/network.ts";
import type { Step } from "../network/op.ts";
import { meanSquares } from "../network/ops/mean-squares.ts";
import { plus as plusOp } from "../network/ops/plus.ts";
import { ridge as ridgeLoss } from "../network/ops/ridge.ts";
import { softmax } from "../network/ops/softmax.ts";
import { alongOf, isSlope, type Name, nextName, slopeName } from "../network/values.ts";
import {
  type Decimals,
  exactly,
  type Known,
  mapped,
  type PaperRates,
  rounded,
  standing,
  terms,
  transposed,
} from "./decimals.ts";
import { stepsMaking } from "./worksheet.ts";

/** What is likely to go wrong on paper, and what comes out then: the same steps, with one thing done otherwise. */

export const MISTAKES = [
  /** A matrix that belongs in a product transposed was read as it stands. */
  "transpose",
  /** Rows were taken for columns: in reading a matrix, or in writing the answer down. */
  "swapped",
  /** Entries were multiplied place by place where a matrix product belongs. */
  "elementwise",
  "sign",
  /** The derivative of the activation was left out, or a part of it; of one with a corner, the mask. */
  "factor",
  "mask",
  /** The derivative was taken at the sums z, where it is a function of the values h. */
  "argument",
  /** 1/N, and ½ in the loss or the 2 that it takes away in the slope; and both at once. */
  "rows",
  "two",
  "sum",
  "ridge",
  /** The article's program adds λ·ΣW² to each slope where λ/N·W belongs. */
  "article-ridge",
  "bias",
  /** Rounded before the end: what the result is made of, or the parts of a sum. */
  "early",
  /** Digits were cut off, not rounded. */
  "cut",
  /** Right as far as it goes, with fewer decimals than asked. */
  "coarse",
  "uphill",
  /** α was left out. */
  "rate",
  /** W2 took its step before the slope was led back through it. */
  "updated",
  "divided",
] as const;
export type Mistake = (typeof MISTAKES)[number];

/** What a mistake makes of a value; where it makes no number, there is none. An answer that is coarse has no one value. */
export interface Slip {
  readonly mistake: Mistake;
  readonly value: readonly (readonly (Exact | undefined)[])[];
  /** Of what is done all over a sheet, so that it shows though each answer is off by little: the same everywhere. */
  readonly habit?: string | undefined;
}
type Slips = Generator<readonly [mistake: Mistake, value: Slip["value"], habit?: string | undefined]>;

/** Products rounded before they are added, to the sheet's decimals or one fewer; the price of a weight as well, or not. */
const PARTS = [0, 1] as const;
const partsTo = (fewer: number): string => `parts to ${fewer} fewer`;
const allParts = (fewer: number): string => `all ${partsTo(fewer)}`;
/** Habits, and the mistake that each is. */
export const HABITS: ReadonlyMap<string, Mistake> = new Map([
  ["cut", "cut"],
  ...PARTS.flatMap((fewer) => [partsTo(fewer), allParts(fewer)].map((it) => [it, "early"] as const)),
]);

export interface Surroundings {
  readonly network: Network;
  readonly rates: PaperRates;
  readonly digits: number;
}

/** What each likely mistake makes of a value, rounded as an answer is. Some mistakes can be made in several ways. */
export function slipsOf(name: Name, known: Known, around: Surroundings): Slip[] {
  const { digits } = around;
  return [...slips(name, known, around)].map(([mistake, value, habit]) => ({
    mistake,
    value: value.map((row) => row.map((it) => it?.round(digits))),
    habit,
  }));
}

const negative = (it: Decimals) => mapped(it, (x) => x.negative());
const times = (it: Decimals, by: number) => mapped(it, (x) => x.times(by));

/** The numbers of a matrix as whoever reads them column by column fills them in. */
function misread(it: Decimals): Decimals {
  const numbers = transposed(it).flat();
  return mapped(it, (_, r, c) => numbers[r * it[0]!.length + c]!);
}

function* slips(name: Name, known: Known, around: Surroundings): Slips {
  const { network, rates, digits } = around;
  const steps = stepsMaking(network, name, rates);
  const right = exactly(steps, known, rates);
  const [step] = steps as [Step];
  // Of weights that are 0, the step with its sign turned is the step uphill.
  if (step.op.name !== "descend") yield ["sign", negative(right)];
  yield ["swapped", misread(right)];
  yield ["cut", mapped(right, (x) => x.cut(digits)), "cut"];
  if (rates.rows > 1) yield ["rows", exactly(steps, known, { ...rates, rows: 1 })];
  for (const fewer of [digits - 1, digits - 2].filter((it) => it >= 0))
    yield ["early", exactly(steps, (it) => rounded(known(it), fewer), rates)];

  const others = steps.slice(1);
  const rest = others.length > 0 ? exactly(others, known, rates) : undefined;
  for (const [mistake, value, habit] of ofStep(step, known, around)) {
    yield [mistake, rest ? plus(value, rest) : value, habit];
    const fewer = PARTS.find((it) => partsTo(it) === habit);
    if (fewer !== undefined)
      yield [mistake, rest ? plus(value, rounded(rest, digits - fewer)) : value, allParts(fewer)];
  }

  if (rest && isSlope(name)) {
    const alone = exactly([step], known, rates);
    yield ["ridge", alone];
    const W = known(alongOf(name));
    const price = sumOf(W.flat().map((w) => w.times(w))).times(rates.ridge);
    yield ["article-ridge", mapped(alone, (it) => it.plus(price))];
    yield ["two", plus(alone, times(rest, 2))];
    yield ["sign", plus(alone, negative(rest))];
  }
}

const plus = (value: Slip["value"], rest: Decimals): Slip["value"] =>
  value.map((row, r) => row.map((it, c) => it?.plus(rest[r]![c]!)));

function* ofStep(step: Step, known: Known, around: Surroundings): Slips {
  const { op, of } = step;
  const { written } = op;
  if (written.form === "product") yield* ofProduct(step, known, around);
  else if (written.form === "sum") yield* ofSum(step, known, around);
  else if (op.name === softmax.name) yield ["early", shares(known(of[0]!), around.digits)];
  else if (op.name === "descend") yield* ofDescent(of.map(known), around.rates);
  else if (op.name === "product") yield* ofFactor(step, known, around.network);
  else if (op.name === "throughSoftmax") {
    const [slope, h] = of.map(known) as [Decimals, Decimals];
    yield ["factor", slope];
    yield ["factor", mapped(slope, (it, r, c) => it.times(h[r]![c]!))];
  } else if (around.network.backward.some((it) => it.op.name === "product" && it.of[1] === step.makes))
    yield* ofDerivative(step, known, around);
  if (written.form === "entrywise" && op.name === "miss" && isOfSquares(around.network))
    for (const by of [2, 0.5]) yield ["two", times(exactly([step], known, around.rates), by)];
}

const isOfSquares = ({ forward }: Network): boolean => forward.some(({ op }) => op.name === meanSquares.name);

function* ofProduct({ op, of, makes }: Step, known: Known, { network, rates, digits }: Surroundings): Slips {
  const { written } = op;
  if (written.form !== "product") return;
  const operands = written.operands(of);
  const [left, right] = operands.map((it) => standing(known, it)) as [Decimals, Decimals];
  const added = written.added?.(of);
  const row = added && known(added)[0]!;
  const withRow = (sums: Slip["value"]): Slip["value"] =>
    row ? sums.map((line) => line.map((it, c) => it?.plus(row[c]!))) : sums;
  const sums = (parts: Exact[][][]): Decimals => parts.map((line) => line.map(sumOf));
  const parts = terms(left, right);
  if (row) {
    yield ["bias", sums(parts)];
    yield ["sign", sums(parts).map((line) => line.map((it, c) => it.minus(row[c]!)))];
  }

  const [first, second] = operands.map((it) => (it.transposed ? "transpose" : "swapped"));
  yield [first!, withRow(sums(terms(misread(left), right)))];
  yield [second!, withRow(sums(terms(left, misread(right))))];
  yield ["elementwise", withRow(parts.map((line, r) => line.map((_, c) => inPlace(left, right, r, c))))];
  for (const k of parts[0]![0]!.keys())
    yield ["elementwise", withRow(parts.map((line) => line.map((it) => it[k])))];
  for (const fewer of PARTS.filter((it) => it <= digits)) {
    const early = parts.map((line) => line.map((it) => it.map((x) => x.round(digits - fewer))));
    yield ["early", withRow(sums(early)), partsTo(fewer)];
  }
  for (const k of parts[0]![0]!.keys())
    yield [
      "sign",
      withRow(parts.map((line) => line.map((it) => sumOf(it.map((x, i) => (i === k ? x.negative() : x)))))),
    ];
  yield ["divided", withRow(quotients(left, right))];
  yield ["divided", withRow(transposedOptional(quotients(transposed(right), transposed(left))))];

  const weights = weightsOf(network);
  const updated = of.map((it) => (weights.some((W) => W === it) ? nextName(it) : it));
  if (isSlope(makes) && String(updated) !== String(of))
    yield ["updated", exactly([{ op, makes, of: updated }], known, rates)];
}

const inPlace = (left: Decimals, right: Decimals, r: number, c: number): Exact | undefined => {
  const [a, b] = [left[r]?.[c], right[r]?.[c]];
  return a && b && a.times(b);
};

const quotient = (a: Exact, b: Exact): Exact | undefined => (b.eq(0) ? undefined : a.div(b));

/** As in a product, but each entry of the left is divided by its entry of the right. */
const quotients = (left: Decimals, right: Decimals): Slip["value"] =>
  left.map((row) =>
    right[0]!.map((_, c) => {
      const parts = row.map((a, k) => quotient(a, right[k]![c]!));
      return parts.every((it) => it !== undefined) ? sumOf(parts as Exact[]) : undefined;
    }),
  );
const transposedOptional = (it: Slip["value"]): Slip["value"] =>
  it[0]!.map((_, c) => it.map((row) => row[c]));

function* ofSum(step: Step, known: Known, { rates, digits }: Surroundings): Slips {
  const { op, of } = step;
  if (op.written.form !== "sum") return;
  const { written } = op;
  if ([meanSquares.name, ridgeLoss.name].includes(op.name)) {
    yield ["two", times(exactly([step], known, rates), 2)];
    if (rates.rows > 1) yield ["sum", exactly([step], known, { ...rates, rows: 1 / 2 })];
  }
  // The loss is a sum of two: without the price of the weights, the first is left.
  if (op.name === plusOp.name) {
    const [data, price] = of.map(known) as [Decimals, Decimals];
    yield ["ridge", data];
    yield ["sign", mapped(data, (it) => it.minus(price[0]![0]!))];
  }
  const early: Step = {
    ...step,
    op: { ...op, written: { ...written, term: (it) => written.term(it).round(digits) } },
  };
  yield ["early", exactly([early], known, rates)];
}

/** A softmax of which each power of e was rounded. */
const shares = (z: Decimals, digits: number): Slip["value"] =>
  z.map((row) => {
    const powers = row.map((it) => {
      const power = exp(it.toNumber());
      return Number.isFinite(power) ? exact(power).round(digits) : undefined;
    });
    if (powers.includes(undefined)) return powers.map(() => undefined);
    const sum = sumOf(powers as Exact[]);
    return (powers as Exact[]).map((it) => quotient(it, sum));
  });

function* ofDescent([W, slope]: Decimals[], { learningRate }: PaperRates): Slips {
  const after = (step: (g: Exact) => Exact): Decimals =>
    mapped(W!, (w, r, c) => w.minus(step(slope![r]![c]!)));
  yield ["uphill", after((g) => g.times(learningRate).negative())];
  yield ["rate", after((g) => g)];
  yield ["divided", after((g) => g.div(learningRate))];
}

/** The slope along the values of a layer, times the derivative there. */
function* ofFactor({ of }: Step, known: Known, network: Network): Slips {
  const [slope, factor] = of.map(known) as [Decimals, Decimals];
  yield [nameOf(of[1]!, network), slope];
  yield ["divided", mapped2(slope, factor, quotient)];
  yield ["divided", mapped2(slope, factor, (a, b) => quotient(b, a))];
}

const mapped2 = (a: Decimals, b: Decimals, f: (x: Exact, y: Exact) => Exact | undefined): Slip["value"] =>
  a.map((row, r) => row.map((it, c) => f(it, b[r]![c]!)));

/** The derivative itself: the value alone, or what is missing to 1; without its mask it is 1 everywhere. */
function* ofDerivative(step: Step, known: Known, { network, rates }: Surroundings): Slips {
  const { makes, of } = step;
  const h = known(of[0]!);
  const { z } = layersOf(network).find((it) => it.h === of[0])!;
  yield ["argument", exactly([{ ...step, of: [z] }], known, rates)];
  const mistake = nameOf(makes, network);
  const one = exact(1);
  if (mistake === "mask") yield [mistake, mapped(h, () => one)];
  else {
    yield [mistake, h];
    yield [mistake, mapped(h, (it) => one.minus(it))];
    // 1 + h² for 1 − h², and h(1 + h) for h(1 − h).
    const right = exactly([step], known, rates);
    for (const first of [mapped(h, () => one), h])
      yield ["sign", mapped2(first, right, (a, b) => a.plus(a).minus(b))];
  }
}

/** Whether a derivative is a mask. */
function nameOf(factor: Name, network: Network): "factor" | "mask" {
  const layer = layersOf(network).find(({ z, h }) => slopeName(z, h) === factor);
  const { op } = network.forward.find(({ makes }) => makes === layer?.h)!;
  return op.hasCorner ? "mask" : "factor";
}
