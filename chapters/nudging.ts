import type { Writer } from "../src/book/writer.ts";
import {
  ABSOLUTE,
  type CheckedEntry,
  NUDGE,
  nudged,
  RELATIVE,
  reach,
  type Verdict,
} from "../src/network/gradient-check.ts";
import type { Trace } from "../src/network/stage.ts";
import { tapeCheck } from "../src/network/tape-check.ts";
import { forwardPass } from "./06-loss.ts";
import { lossOnTape } from "./16-autodiff.ts";
import { count, grouped } from "./words/prose.ts";

/** The check of a gradient by nudging, as the chapters on the backward pass tell it. */

/** So many weights are nudged on a page. */
const MOST = 12;

/** The entries of the page's table. Where a nudge is too coarse, the tape decides. */
export function entriesNudged(trace: Trace, weights: "W1" | "W2"): CheckedEntry[] {
  let tape: ReturnType<typeof tapeCheck> | undefined;
  return nudged(forwardPass, trace, weights, MOST, (i) => {
    tape ??= tapeCheck(lossOnTape, trace); // most lessons never ask
    return tape(`dLoss_d${weights}`).agrees(i);
  });
}

/** Which weights are nudged, how much smaller a nudge may be, and what the table shows. */
export function nudging(trace: Trace, weights: "W1" | "W2") {
  const entries = entriesNudged(trace, weights);
  const of = (verdict: Verdict) => entries.filter((it) => it.verdict === verdict).length;
  const coarse = of("untold");
  return {
    weights,
    entries,
    all: trace[weights].data.length,
    most: Math.max(...entries.map(({ row }) => reach(trace, weights, row))),
    coarse,
    verdict: of("differs") > 0 ? "differ" : coarse > 0 ? "coarse" : "agree",
  } as const;
}
export type Nudging = ReturnType<typeof nudging>;

/** Which weights are nudged, and by how much. */
export function nudgeTold(w: Writer, { entries, all, most }: Nudging): string {
  const smaller =
    most > 1
      ? ` Where the largest input of a weight is larger than 1 in size, the nudge is divided by that size: here by up to ${w.brief(most)}.`
      : "";
  const share = entries.length === all ? "each" : entries.length;
  const which = all === 1 ? "the one weight" : `${share} of the ${grouped(all)} weights`;
  return `We do it for ${which}. The nudge is ${w.exact(NUDGE)}.${smaller}`;
}

/** What the table shows. */
export const verdictTold = (w: Writer, claim: string, { entries, coarse, verdict }: Nudging): string =>
  w.choose(claim, verdict, {
    agree: `${entries.length === 1 ? "The two slopes agree: they" : "All agree: the two slopes of a weight"} differ by at most ${w.exact(ABSOLUTE)} plus ${w.exact(RELATIVE)} times the slope.`,
    coarse: `At ${count(coarse, "weight")} the nudge is too coarse for the numbers of this lesson: within it the loss bends too much, or changes too little to be told from rounding. There the tape of chapter ${w.chapter("autodiff")} decides, and it agrees with the chain rule.`,
    differ: `They do not agree: do not trust this page.`,
  });
