import type { Lesson } from "../lesson/lesson.ts";
import { type Exact, exact } from "../math/exact.ts";
import { markOf } from "../network/marks.ts";
import { type Network, networkOf, ratesOf, stepsOf } from "../network/network.ts";
import type { Rates, ShownRates, Step } from "../network/op.ts";
import type { Trace } from "../network/stage.ts";
import { type Name, nextName } from "../network/values.ts";
import { showExact } from "../typeset/format.ts";
import { type Decimals, decimalsOf, exactly, type Known, type PaperRates, rounded } from "./decimals.ts";

/**
 * A worksheet: what is printed on it, what it asks, and its key. The key follows one rule, which the sheet declares: each
 * value is worked out of those before it as they stand on the paper, and rounded, halves away from zero, before it is
 * written down.
 */
export interface Worksheet {
  readonly lesson: Lesson;
  readonly network: Network;
  readonly rates: PaperRates;
  /** Decimals that each result is rounded to. */
  readonly digits: number;
  readonly stages: readonly AskedStage[];
  /** The values that stand on the sheet: what those that are asked are made of. Nothing asked can be told from them. */
  readonly printed: readonly Name[];
  /** Every value of the network, rounded; what is given stands as it is. */
  readonly key: ReadonlyMap<Name, Decimals>;
}

/** A stage by the name of its chapter, and the values that it makes. */
export interface StageNames {
  readonly name: string;
  readonly makes: readonly Name[];
}

export interface AskedStage {
  readonly name: string;
  readonly asks: readonly Ask[];
}

/** A matrix with a blank for each entry: of the numbers of a value, or of how many rows and columns one has. */
export interface Ask {
  readonly of: "numbers" | "shape";
  readonly name: Name;
  readonly rows: number;
  readonly cols: number;
}

/** The name of a blank: `z1.0.1`, `loss`; `W1.shape.0` for the rows of W1, and 1 for its columns. */
export const blankOf = ({ of, name }: Ask, row: number, col: number): string =>
  of === "shape" ? `${name}.shape.${col}` : markOf({ name, row, col });

/** What belongs into the blanks of a matrix. */
export const keyOf = ({ of, name }: Ask, key: Known): Decimals =>
  of === "numbers"
    ? key(name)
    : decimalsOf({ rows: 1, cols: 2, data: Float64Array.of(...shapeOf(key(name))) });
const shapeOf = (it: Decimals) => [it.length, it[0]!.length] as const;

/** The stage that draws the data is none of a sheet: what it makes is printed. */
const DATA: Name = "X";

/**
 * The loss after the step would be the whole forward pass once more, and is not asked; nor is the price of the weights
 * where it is 0.
 */
const isAsked = (name: Name, { ridge }: Lesson): boolean =>
  name !== nextName("loss") && (ridge > 0 || (name !== "loss_ridge" && name !== "loss"));

/** The steps that make a value; a ridge whose λ is 0 makes nothing. */
export const stepsMaking = (network: Network, name: Name, { ridge }: Pick<ShownRates, "ridge">): Step[] =>
  stepsOf(network).filter(
    ({ makes, op }) =>
      makes === name &&
      (!exact(ridge).eq(0) ||
        op.kind === "scalars" ||
        !("rate" in op.written) ||
        op.written.rate !== "lambda"),
  );

/**
 * The worksheet of a lesson.
 * @param stages all stages, in the order of the book
 * @param chosen the names of those that are asked. What lies between two of them is asked as well: printed, it would give
 *   the first one away.
 * @throws RangeError where a number is too large for the computer
 */
export function worksheetOf(
  trace: Trace,
  stages: readonly StageNames[],
  chosen: readonly string[] = stages.map(({ name }) => name),
): Worksheet {
  const { lesson } = trace;
  const network = networkOf(lesson);
  const rates = paperRates(ratesOf(lesson, trace.X.rows), lesson);
  const key = keyTo(trace, network, rates);
  const known = (name: Name) => key.get(name)!;
  const sources = (name: Name) => stepsMaking(network, name, rates).flatMap(({ of }) => of);
  const made = [...new Set(stepsOf(network).map(({ makes }) => makes))];

  const asked = new Set<Name>(
    stages
      .filter(({ name }) => chosen.includes(name))
      .flatMap(({ makes }) => makes)
      .filter((name) => made.includes(name) && isAsked(name, lesson)),
  );
  // From the first to the last: what is made of something asked is followed, and what is asked of it is asked itself.
  const follows = (name: Name): boolean => sources(name).some((it) => asked.has(it) || follows(it));
  for (let isMore = true; isMore; ) {
    const between = [...asked].flatMap(sources).filter((it) => !asked.has(it) && follows(it));
    for (const it of between) asked.add(it);
    isMore = between.length > 0;
  }

  const given = network.given.map(({ name }) => name);
  const asksShapes = ({ name, makes }: StageNames) =>
    chosen.includes(name) && !makes.includes(DATA) && makes.some((it) => given.includes(it as never));
  const needed = new Set<Name>([
    ...(stages.some(asksShapes) ? given : []),
    ...[...asked].flatMap(sources).filter((it) => !asked.has(it)),
  ]);
  return {
    lesson,
    network,
    rates,
    digits: lesson.digits,
    stages: stages
      .map((stage) => ({
        name: stage.name,
        asks: [
          ...(asksShapes(stage) ? given.map((name): Ask => ({ of: "shape", name, rows: 1, cols: 2 })) : []),
          ...stage.makes
            .filter((name) => asked.has(name))
            .map((name): Ask => {
              const [rows, cols] = shapeOf(known(name));
              return { of: "numbers", name, rows, cols };
            }),
        ],
      }))
      .filter(({ asks }) => asks.length > 0),
    printed: [...given, ...made].filter((name) => needed.has(name)),
    key,
  };
}

/** A number as it is given: with fractions, a third is a third. */
const given = (x: number, lesson: Lesson): Exact => exact(showExact(x, lesson).text);

const paperRates = ({ learningRate, ridge, rows }: Rates, lesson: Lesson): PaperRates => ({
  learningRate: given(learningRate, lesson),
  ridge: given(ridge, lesson),
  rows,
});

function keyTo(trace: Trace, network: Network, rates: PaperRates): Map<Name, Decimals> {
  const key = new Map<Name, Decimals>(
    network.given.map(({ name }) => [name, decimalsOf(trace[name], (x) => given(x, trace.lesson))]),
  );
  for (const { makes } of stepsOf(network)) {
    if (key.has(makes) || makes === nextName("loss")) continue;
    const steps = stepsMaking(network, makes, rates);
    key.set(
      makes,
      rounded(
        exactly(steps, (name) => key.get(name)!, rates),
        trace.lesson.digits,
      ),
    );
  }
  return key;
}
