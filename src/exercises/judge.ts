import { type Decimal, handwritten, readings } from "../math/numerals.ts";
import { unitOf } from "./decimals.ts";
import type { Answer, Mistake } from "./exercise.ts";

/** What a typed answer shows. */
export type Verdict =
  | { readonly is: "right" }
  /** Right as far as it goes, with too few decimals. */
  | { readonly is: "coarse" }
  | { readonly is: "mistake"; readonly name: Mistake }
  /** Off in the last digits alone. */
  | { readonly is: "close" }
  | { readonly is: "wrong" }
  | { readonly is: "no-number" };

/** Last digits within so many units count as close. */
const CLOSE = 5;

/** What is typed, as numbers: 1,250 may be two. */
const meant = (text: string, between?: Decimal): readonly number[] => {
  const typed = text.trim().replace(/^\+/, "");
  const number = handwritten(typed, between);
  return typeof number === "number" ? [number] : readings(typed, between);
};

const decimalsOf = (text: string): number =>
  /[e/]/i.test(text) ? 15 : (/[.,](\d*)/.exec(text)?.[1]?.length ?? 0);

/** @param between units and tenths, as the page writes numbers */
export function judge(
  { value, decimals, tolerance, mistakes }: Answer,
  text: string,
  between?: Decimal,
): Verdict {
  const numbers = meant(text, between);
  if (numbers.length === 0) return { is: "no-number" };
  const isNear = (x: number, off: number) => numbers.some((typed) => Math.abs(typed - x) <= off);
  if (isNear(value, tolerance)) return { is: "right" };
  const typed = decimalsOf(text);
  if (typed < decimals && isNear(value, 0.5 * unitOf(typed)) && !isNear(0, 0)) return { is: "coarse" };
  const slip = mistakes.find((it) => isNear(it.value, tolerance));
  if (slip) return { is: "mistake", name: slip.name };
  return { is: decimals > 0 && isNear(value, CLOSE * unitOf(decimals)) ? "close" : "wrong" };
}
