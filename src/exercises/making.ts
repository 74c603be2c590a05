import { magnitudeOf, unitOf } from "./decimals.ts";
import type { Exercise, Kind, Line, Mistake, Option, Slip } from "./exercise.ts";

/** Makes exercises, of numbers as they are shown. */

/** The least and the largest number that anybody is asked to work with. */
const [LEAST, MOST] = [1e-8, 1e6];
const GIVEN_DIGITS = 4;

/** A number as an exercise shows it, and as it is then worked with: four decimals, or four digits of a small one. */
export const given = (x: number): number =>
  Number(Math.abs(x) < 0.1 ? x.toPrecision(GIVEN_DIGITS) : x.toFixed(GIVEN_DIGITS)) + 0;

/** A number without what the computer's rounding left at its end. */
export const tidy = (x: number): number => Number(x.toPrecision(10)) + 0;

type Numbers = { readonly [Key: string]: number | readonly number[] | undefined };

const each = <Given extends Numbers>(numbers: Given, f: (x: number) => number): Given =>
  Object.fromEntries(
    Object.entries(numbers).map(([key, it]) => [
      key,
      it === undefined ? it : typeof it === "number" ? f(it) : it.map(f),
    ]),
  ) as Given;

/** Whether anybody can be asked to work with it. */
export const isWorkable = (x: number): boolean => {
  const size = Math.abs(x);
  return size === 0 || (size >= LEAST && size <= MOST);
};

/** Whether all numbers of a line are numbers. */
const isSayable = (line: Line): boolean =>
  line.every(
    (it) =>
      !(typeof it === "object" && "worth" in it && !Number.isFinite(it.worth)) &&
      (typeof it !== "number" || Number.isFinite(it)),
  );

interface Solved {
  readonly value: number;
  readonly mistakes: Partial<Record<Mistake, number | readonly number[] | undefined>>;
  readonly working: readonly Line[];
}

/** A right answer may be off by half a unit of its last decimal for its own rounding, and by a quarter for that of what is given. */
const [OWN, OF_GIVEN] = [0.5, 0.25];
const slipsOf = ({ mistakes }: Solved): Slip[] =>
  Object.entries(mistakes).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): Slip => ({ name: name as Mistake, value })),
  );

/**
 * An exercise whose answer is a number, worked out of the numbers as they are shown. Its decimals are so many that a
 * reader who takes every digit of the page instead gets the same.
 * @returns undefined where the numbers are too large, too small or none
 */
export function numeric<Given extends Numbers, Asked extends object>(
  kind: Kind,
  numbers: Given,
  asked: Asked,
  solve: (numbers: Given) => Solved,
): Exercise<Asked & Given> | undefined {
  const shown = each(numbers, given);
  if (
    !Object.values(numbers)
      .flat()
      .every((it) => it === undefined || isWorkable(it))
  )
    return undefined;
  const [solved, exact] = [solve(shown), solve(numbers)];
  const { value } = solved;
  if (!isWorkable(value) || !solved.working.every(isSayable)) return undefined;
  const isWhole = [value, ...Object.values(numbers).flat()].every(
    (it) => it === undefined || Number.isInteger(it),
  );
  if (isWhole) return counting(kind, { ...asked, ...shown }, solved);
  const digits = magnitudeOf(value);
  const off = Math.abs(value - exact.value);
  let decimals = Math.max(2, 2 - digits);
  while (off > OF_GIVEN * unitOf(decimals) && decimals > 0) decimals--;
  const unit = unitOf(decimals);
  // One digit that is told from 0, at the least.
  if (off > OF_GIVEN * unit || (value !== 0 && decimals + digits < 1)) return undefined;
  const tolerance = (OWN + OF_GIVEN) * unit;
  const all = slipsOf(solved);
  const others = slipsOf(exact);
  // What a mistake gives must not hang on the rounding either.
  const known = all.filter((it, i) => {
    const other = others[i];
    return other?.name === it.name && Math.abs(it.value - other.value) <= OF_GIVEN * unit;
  });
  return {
    kind,
    asked: { ...asked, ...shown },
    answer: { value, decimals, tolerance, mistakes: told(value, known, tolerance, all) },
    working: solved.working,
  };
}

/** The mistakes that can be told from the right answer, and from every other. */
function told(value: number, known: readonly Slip[], tolerance: number, all: readonly Slip[]): Slip[] {
  const isApart = (a: number, b: number) => !(Math.abs(a - b) <= 2 * tolerance);
  return known.filter(
    (it) =>
      isApart(it.value, value) &&
      all.every((other) => other.name === it.name || isApart(it.value, other.value)),
  );
}

/** An exercise whose answer is a whole number of things. */
export function counting<Asked extends object>(
  kind: Kind,
  asked: Asked,
  { value, mistakes, working }: Solved,
): Exercise<Asked> {
  const all = slipsOf({ value, mistakes, working }).filter((it) => Number.isInteger(it.value));
  return {
    kind,
    asked,
    answer: { value, decimals: 0, tolerance: 0.01, mistakes: told(value, all, 0.01, all) },
    working,
  };
}

/**
 * An exercise whose answer is one of a few.
 * @returns undefined where two of them say the same, or where a line has a number that is none
 */
export function choosing<Asked extends object>(
  kind: Kind,
  asked: Asked,
  options: readonly (string | Option)[],
  right: string | number,
  working: readonly Line[] = [],
): Exercise<Asked> | undefined {
  const all = options.map((it) => (typeof it === "string" ? { says: it } : it));
  const lines = [...working, ...all.flatMap(({ says }) => (typeof says === "string" ? [] : [says]))];
  if (new Set(all.map(({ says }) => JSON.stringify(says))).size < all.length || !lines.every(isSayable))
    return undefined;
  const place = typeof right === "number" ? right : all.findIndex(({ says }) => says === right);
  return { kind, asked, answer: { options: all, right: place }, working };
}
