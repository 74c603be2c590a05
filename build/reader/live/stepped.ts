import { isRate } from "../../../src/network/quantities.ts";

/** The value some steps on. Weights and inputs go by hundredths; rates by tenths of themselves, λ down to 0. */
export function stepped(cell: string, value: number, steps: number): number {
  if (steps === 0) return value; // dragged back to where it was, with all its digits
  if (!isRate(cell)) return Number((value + steps / 100).toFixed(10));
  const next = Number(((value || LEAST) * 1.1 ** (value === 0 ? steps - 1 : steps)).toPrecision(3));
  return cell === "lambda" && next < LEAST ? 0 : Math.min(next, MOST);
}
const LEAST = 1e-6;
const MOST = 1e6;
