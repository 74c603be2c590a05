import { show } from "../src/format.ts";

/** The most decimals that a page shows. */
const MOST = 15;

/**
 * The decimals, at least those given, with which a and b look different. Where no decimals do it, those given: a page
 * must then tell the two apart in another way.
 */
export function apart(a: number, b: number, digits: number): number {
  for (let decimals = digits; decimals <= MOST; decimals++)
    if (show(a, decimals).text !== show(b, decimals).text) return decimals;
  return digits;
}
