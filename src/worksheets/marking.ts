import { type Exact, exact } from "../math/exact.ts";
import { weightsOf } from "../network/network.ts";
import { type Name, nextName } from "../network/values.ts";
import { type Decimals, exactly, type Known, mapped, rounded } from "./decimals.ts";
import { HABITS, type Mistake, type Slip, slipsOf } from "./mistakes.ts";
import { agrees, digitsIn, namesOf } from "./naming.ts";
import { isBlank, typedNumber, writesCommas } from "./typed.ts";
import { type Ask, blankOf, keyOf, stepsMaking, type Worksheet } from "./worksheet.ts";

/**
 * Marks for a worksheet. An error is carried forward: what a student wrote down stands for what belongs there in all that
 * is made of it, so that a later answer which follows from an earlier one is worth as much as a right one.
 */

export type Mark =
  | { readonly is: "right" }
  /** Another number than the key's, and what follows from the student's own. */
  | { readonly is: "carried" }
  /** Wrong as such a mistake makes it. */
  | { readonly is: "mistake"; readonly name: Mistake }
  | { readonly is: "wrong" }
  | { readonly is: "empty" }
  /** No number; or, as 1,250, one of two, neither of which is right. */
  | { readonly is: "unreadable"; readonly readings: readonly Exact[] };

/** A blank and what stands in it. */
export interface Marked {
  /** Its name. */
  readonly blank: string;
  readonly row: number;
  readonly col: number;
  /** As it was typed. */
  readonly text: string;
  readonly number: Exact | undefined;
  readonly mark: Mark;
  readonly key: Exact;
  /** What follows from the student's own numbers. */
  readonly expected: Exact;
}

export interface MarkedAsk {
  readonly ask: Ask;
  readonly blanks: readonly Marked[];
}

export interface MarkedSheet {
  readonly asks: readonly MarkedAsk[];
  /** One for each blank that is right, or right from the student's own numbers. */
  readonly points: number;
  readonly most: number;
  /** The answers are hardly to this sheet: no mistake is named. */
  readonly isToAnother: boolean;
}

export interface Strictness {
  /** To how many decimals a right answer agrees. Absent: the sheet's. */
  readonly tolerance?: number | undefined;
  /** A comma is always that of decimals. */
  readonly decimalComma?: boolean;
}

/**
 * Marks what a student typed. What was left empty, or cannot be read, is taken to be what follows from the answers before
 * it.
 * @param typed texts by the names of blanks; a blank that is not among them was not asked
 */
export function marksOf(
  sheet: Worksheet,
  typed: ReadonlyMap<string, string>,
  { tolerance = sheet.digits, decimalComma = false }: Strictness = {},
): MarkedSheet {
  const { network, rates, digits } = sheet;
  const commas = decimalComma || writesCommas([...typed.values()]);
  const key: Known = (name) => sheet.key.get(name)!;

  /** What stands on the student's paper: the key's own matrix where it does not differ. */
  const paper = new Map<Name, Decimals>(sheet.printed.map((name) => [name, key(name)]));
  const known: Known = (name) => {
    if (!paper.has(name)) paper.set(name, follows(name));
    return paper.get(name)!;
  };
  /** What belongs in a value, from what it is made of. */
  function follows(name: Name): Decimals {
    const steps = stepsMaking(network, name, rates);
    if (steps.every(({ of }) => of.every((it) => known(it) === key(it)))) return key(name);
    return unlessTooFar(() => rounded(exactly(steps, known, rates), digits), key(name));
  }

  function marked(ask: Ask): MarkedAsk {
    const isShape = ask.of === "shape";
    const right = keyOf(ask, key);
    const own = isShape ? right : follows(ask.name);
    const near = (a: Exact, b: Exact) => (isShape ? a.eq(b) : agrees(a, b, tolerance));
    const blanks = right.flatMap((line, row) =>
      line.flatMap((it, col): Marked[] => {
        const blank = blankOf(ask, row, col);
        const text = typed.get(blank);
        if (text === undefined) return [];
        const at = { blank, row, col, text, key: it, expected: own[row]![col]! };
        if (isBlank(text)) return [{ ...at, number: undefined, mark: { is: "empty" } }];
        const { numbers } = typedNumber(text, commas);
        const [asKey, asOwn] = [it, at.expected].map((wanted) => numbers.find((x) => near(x, wanted)));
        if (asKey) return [{ ...at, number: asKey, mark: { is: "right" } }];
        if (asOwn) return [{ ...at, number: asOwn, mark: { is: "carried" } }];
        if (numbers.length === 1) return [{ ...at, number: numbers[0], mark: { is: "wrong" } }];
        return [{ ...at, number: undefined, mark: { is: "unreadable", readings: numbers } }];
      }),
    );
    if (!isShape) paper.set(ask.name, writtenOver(own, blanks, right));
    return { ask, blanks };
  }

  const asks = sheet.stages.flatMap((it) => it.asks.map(marked)).filter(({ blanks }) => blanks.length > 0);
  // Weights that took their step too early took it rightly: wrong ones say nothing of it.
  const steps = weightsOf(network).map(nextName);
  const isStepWrong = asks.some(({ ask, blanks }) => steps.includes(ask.name) && blanks.some(isWrong));
  const made = new Map<Name, readonly Slip[]>();
  const slips = (name: Name) => {
    const its =
      made.get(name) ??
      unlessTooFar(() => slipsOf(name, known, sheet), []).filter(
        ({ mistake }) => !(isStepWrong && mistake === "updated"),
      );
    made.set(name, its);
    return its;
  };
  const notEarly = (name: Name) => slips(name).filter(({ mistake }) => mistake !== "early");
  const coarse = withCoarse(asks, tolerance, commas);
  const likely = coarse ? notEarly : slips;
  const named = [...HABITS].reduce<readonly MarkedAsk[]>(
    (its, habit) => withHabit(its, likely, digits, habit),
    (coarse ?? asks).map((it) => withNames(it, likely, tolerance, commas)),
  );
  // Of numbers that belong to another sheet nothing is known.
  const isOther = isToAnother(sheet, named);
  const told = isOther ? asks : named;
  const all = told.flatMap(({ blanks }) => blanks);
  return {
    isToAnother: isOther,
    asks: told,
    points: all.filter(({ mark }) => mark.is === "right" || mark.is === "carried").length,
    most: all.length,
  };
}

/** One number alone may be wrong by a slip. */
const TOO_FEW = 2;

/**
 * Whether answers are hardly to this sheet: of the values that are made of nothing but what is printed, none is right, and
 * none is wrong in a way that has a name. What is made of them may still be right from the student's own numbers.
 */
function isToAnother({ network, rates, printed }: Worksheet, asks: readonly MarkedAsk[]): boolean {
  const isFirst = ({ of, name }: Ask) =>
    of === "numbers" &&
    stepsMaking(network, name, rates).every((it) => it.of.every((source) => printed.includes(source)));
  const first = asks
    .filter(({ ask }) => isFirst(ask))
    .flatMap(({ blanks }) => blanks.filter((it) => it.number));
  return first.length >= TOO_FEW && first.every(isWrong);
}

/** What is computed from a student's numbers; something else where that cannot be, as the logarithm of one below 0. */
function unlessTooFar<T>(compute: () => T, otherwise: T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

/** What follows, with what was written in its place; the key itself where that comes to the same. */
function writtenOver(follows: Decimals, blanks: readonly Marked[], key: Decimals): Decimals {
  const written = new Map(blanks.map(({ row, col, number }) => [placeOf({ row, col }), number]));
  const its = mapped(follows, (it, row, col) => written.get(placeOf({ row, col })) ?? it);
  return its.every((line, r) => line.every((it, c) => it.eq(key[r]![c]!))) ? key : its;
}
const placeOf = ({ row, col }: Pick<Marked, "row" | "col">) => `${row} ${col}`;

type SlipsOf = (name: Name) => readonly Slip[];
const isWrong = ({ mark }: Marked): boolean => mark.is === "wrong";
const withName = (it: Marked, name: Mistake | undefined): Marked =>
  name && isWrong(it) ? { ...it, mark: { is: "mistake", name } } : it;

/** The same answers, with the mistakes that they show. */
function withNames({ ask, blanks }: MarkedAsk, slips: SlipsOf, decimals: number, commas: boolean): MarkedAsk {
  if (!blanks.some(isWrong)) return { ask, blanks };
  if (ask.of === "shape") return { ask, blanks: withTurned(blanks) };
  const first = blanks.map((it) => (isCoarse(it, decimals, commas) ? withName(it, "coarse") : it));
  const answers = first.flatMap((it) =>
    it.number && it.mark.is !== "mistake" ? [{ ...it, number: it.number, isWrong: isWrong(it) }] : [],
  );
  const names = new Map(
    [...namesOf(answers, slips(ask.name), decimals)].map(([it, name]) => [placeOf(it), name]),
  );
  return { ask, blanks: first.map((it) => withName(it, names.get(placeOf(it)))) };
}

/** Rows and columns of a shape, one for the other. */
function withTurned(blanks: readonly Marked[]): readonly Marked[] {
  const [rows, cols] = blanks;
  const isTurned = rows?.number?.eq(cols!.key) && cols?.number?.eq(rows.key);
  return isTurned ? blanks.map((it) => withName(it, "swapped")) : blanks;
}

/** Whether an answer is right as far as it goes: with two digits or more, as one is soon met by chance. */
function isCoarse(it: Marked, asked: number, commas: boolean): boolean {
  if (!isWrong(it) || digitsIn(it.number!) < 2) return false;
  const { decimals = asked } = typedNumber(it.text, commas);
  return decimals > 0 && decimals < asked && agrees(it.number!, it.expected, decimals);
}

/** So many answers with fewer decimals than asked are no slip, where half of all such answers are right as far as they go. */
const COARSE = 3;

/**
 * Whoever writes fewer decimals than asked does so all over the sheet: then an answer is one of these with any number of
 * digits, and may go on from the student's own numbers as well as from all digits, as the key does.
 * @returns nothing where it is no habit
 */
function withCoarse(
  asks: readonly MarkedAsk[],
  asked: number,
  commas: boolean,
): readonly MarkedAsk[] | undefined {
  const decimals = (it: Marked) => typedNumber(it.text, commas).decimals ?? asked;
  const agreesTo = ({ number, expected, key }: Marked, places: number) =>
    [expected, key].some((it) => agrees(number!, it, places));
  const short = asks
    .filter(({ ask }) => ask.of === "numbers")
    .flatMap(({ blanks }) => blanks.filter((it) => isWrong(it) && decimals(it) < asked));
  const right = short.filter((it) => decimals(it) > 0 && agreesTo(it, decimals(it)));
  if (right.length < COARSE || right.length < short.length / 2) return undefined;
  // A spreadsheet leaves out zeros at the end: 0 may have been 0.00.
  const most = Math.max(...right.map(decimals));
  const coarse = new Set([...right, ...short.filter((it) => agreesTo(it, most))]);
  return asks.map(({ ask, blanks }) => ({
    ask,
    blanks: blanks.map((it) => (coarse.has(it) ? withName(it, "coarse") : it)),
  }));
}

/**
 * So many answers that are off by a habit hardly come by chance. Each that is cut off might be off the other way; where
 * parts were rounded, few sums are off, and it would have to be these.
 */
const LEAST: Readonly<Partial<Record<Mistake, number>>> = { cut: 7, early: 4 };

/**
 * One answer that is cut off, or made of parts that were rounded, looks like any slip in the last digit. Whoever has the
 * habit has it all over the sheet: then what is off by so little is off in this way, and nothing that it would change is
 * right.
 */
function withHabit(
  asks: readonly MarkedAsk[],
  slips: SlipsOf,
  digits: number,
  [habit, mistake]: readonly [habit: string, mistake: Mistake],
): readonly MarkedAsk[] {
  const least = LEAST[mistake]!;
  const shows = ({ mark }: Marked) => mark.is === "wrong" || (mark.is === "mistake" && mark.name === mistake);
  if (asks.flatMap(({ blanks }) => blanks.filter(shows)).length < least) return asks;
  const found = new Set<Marked>();
  for (const { ask, blanks } of asks) {
    if (ask.of === "shape") continue;
    const slip = slips(ask.name).find((it) => it.habit === habit);
    for (const it of blanks) {
      const value = slip?.value[it.row]?.[it.col];
      if (!value || !it.number) continue;
      const off = [value, it.number].map((x) => x.minus(it.expected).abs()) as [Exact, Exact];
      if (off.every((by) => by.eq(0))) continue;
      if (off[1].gt(off[0]) && off[1].gt(exact(`1e${-digits}`))) continue;
      if (!it.number.eq(value)) return asks;
      if (shows(it)) found.add(it);
    }
  }
  if (found.size < least) return asks;
  return asks.map(({ ask, blanks }) => ({
    ask,
    blanks: blanks.map((it) => (found.has(it) ? withName(it, mistake) : it)),
  }));
}
