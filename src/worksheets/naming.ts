import { type Exact, exact } from "../math/exact.ts";
import type { Mistake, Slip } from "./mistakes.ts";

/**
 * Which mistake wrong answers show. One is named only where it explains them, no other does, and it is hardly by chance
 * that it does.
 */

/** An answer to one blank of a matrix. */
export interface Answer {
  readonly row: number;
  readonly col: number;
  readonly number: Exact;
  /** What belongs there. */
  readonly expected: Exact;
  readonly isWrong: boolean;
}

/** Whether a number agrees with another to so many decimals. */
export const agrees = (a: Exact, b: Exact, decimals: number): boolean =>
  !a
    .minus(b)
    .abs()
    .gt(exact(`5e${-decimals - 1}`));

/**
 * So many answers, fewer than this, may be met by chance by one of the mistakes that could be behind them. It is counted as
 * if no wrong answer were likelier than another. Measured over wrong answers of all kinds (any number, one near the right
 * one, one with another digit, a number from elsewhere on the sheet), 4 in 1,000 are named, of those from elsewhere 10.
 */
const MET_BY_CHANCE = 0.2;

/**
 * Among how many numbers a wrong answer is one: no more than there are with so many digits, as a lone 0.3 says little; and
 * than lie as near to what is right, as many a slip ends there.
 */
function amongst({ number, expected }: Answer, decimals: number): number {
  const it = number.round(decimals);
  const near = it
    .minus(expected)
    .abs()
    .times(exact(`2e${decimals}`))
    .toNumber();
  const short = it.eq(0) ? 1 : Number(`1e${digitsIn(it)}`);
  return Math.max(1, Math.min(near, short));
}

/** How many digits a number is written with, without zeros before and after them. */
export const digitsIn = (x: Exact): number =>
  x.toNumber().toExponential().split("e")[0]!.replace(/\D/g, "").length;

/** Mistakes that are made in one entry and not in the next; others are made in a whole matrix. */
const SINGLE: readonly Mistake[] = ["sign", "early", "cut", "elementwise", "divided"];

/** The mistake behind each wrong answer, where it is singled out. */
export function namesOf(
  answers: readonly Answer[],
  slips: readonly Slip[],
  decimals: number,
): Map<Answer, Mistake> {
  const wrong = answers.filter(({ isWrong }) => isWrong);
  const explains = ({ value }: Slip, { row, col, number }: Answer): boolean => {
    const it = value[row]?.[col];
    return it !== undefined && agrees(number, it, decimals);
  };
  const names = (those: readonly Slip[]): Mistake[] => [...new Set(those.map(({ mistake }) => mistake))];
  const isEnough = (those: readonly Answer[]): boolean => {
    const given = new Set(slips.map(({ value }) => those.map(({ row, col }) => value[row]?.[col]).join()));
    const others = those.reduce((product, it) => product * amongst(it, decimals), 1);
    return given.size < MET_BY_CHANCE * others;
  };

  const all = slips.filter((slip) => wrong.every((it) => explains(slip, it)));
  const [name, ...others] = singledOut();
  if (name !== undefined)
    return new Map(others.length === 0 && isEnough(wrong) ? wrong.map((it) => [it, name]) : []);
  return new Map(
    wrong.flatMap((it): [Answer, Mistake][] => {
      const [name, ...others] = names(slips.filter((slip) => explains(slip, it)));
      const isOne = name !== undefined && others.length === 0 && SINGLE.includes(name);
      return isOne && isEnough([it]) ? [[it, name]] : [];
    }),
  );

  /** The names of what explains all that is wrong; what would have changed a right answer is out, unless it is made once. */
  function singledOut(): Mistake[] {
    const whole = all.filter((slip) => answers.every((it) => explains(slip, it)));
    const single = all.filter(({ mistake }) => SINGLE.includes(mistake));
    return names(whole.length > 0 ? [...whole, ...single] : all);
  }
}
