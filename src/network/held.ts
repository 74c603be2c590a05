import type { Matrix } from "../math/matrix.ts";
import { checkGradient, largest, productsOf } from "./gradient-check.ts";
import { networkOf, weightsOf } from "./network.ts";
import { roundingOf } from "./rounding.ts";
import type { Stage, Trace } from "./stage.ts";
import { agreesWithTape, type Recording, slopesByTape } from "./tape-check.ts";
import { type MatrixName, slopeName } from "./values.ts";

/** The slopes along some weights, held against two ways that know no derivation: nudging, and a tape. */
export interface Held {
  readonly weights: MatrixName;
  readonly entries: number;
  readonly nudging: Tally;
  /** Absent where the forward pass cannot be followed on a tape. */
  readonly tape?: Tally;
}

/** Of how many entries a way says what; and the first with which it does not agree. */
interface Tally {
  readonly agree: number;
  readonly differ: number;
  readonly untold: number;
  readonly first?: Difference;
}

interface Difference {
  readonly row: number;
  readonly col: number;
  readonly slope: number;
  /** What the other way finds. */
  readonly found: number;
}

type Seen = Difference & { readonly verdict: "agrees" | "differs" | "untold" };

/** Of each matrix at most so many entries are nudged, and at least so many; between, as many as so many products allow. */
const [MOST, LEAST] = [32, 3];
const BUDGET = 1e7;
/** Forward passes for one nudge, about. */
const PASSES = 40;

/** Of how many entries of each matrix the slopes are held against nudging. */
const mostNudged = (trace: Trace): number =>
  Math.max(LEAST, Math.min(MOST, Math.floor(BUDGET / (PASSES * productsOf(trace)))));

/**
 * Holds all weights and biases that are trained.
 * @param forward from the weights to the loss, as it made the trace
 * @param record the same on a tape; it may refuse, by throwing `Unfollowed`
 */
export function heldSlopes(forward: readonly Stage[], record: Recording, trace: Trace): readonly Held[] {
  const network = networkOf(trace.lesson);
  const most = mostNudged(trace);
  const taped = followed(record, trace);
  const doubts = roundingOf(network.backward, trace);
  return weightsOf(network).map((weights) => {
    const name = slopeName(weights);
    const nudging = checkGradient(forward, trace, weights, most).map(
      ({ row, col, analytic, numeric, verdict }): Seen => ({
        row,
        col,
        slope: analytic,
        found: numeric,
        verdict,
      }),
    );
    const slopes = taped?.get(name);
    return {
      weights,
      entries: trace[name].data.length,
      nudging: tally(nudging),
      ...(slopes && { tape: tallyOnTape(trace[name], slopes.data, doubts.get(name)?.data) }),
    };
  });
}

/** What code on a tape does that the tape cannot follow. */
export class Unfollowed extends Error {
  override name = "Unfollowed";
}

function followed(record: Recording, trace: Trace): ReturnType<typeof slopesByTape> | undefined {
  try {
    return slopesByTape(record, trace);
  } catch (error) {
    if (error instanceof Unfollowed) return undefined;
    throw error;
  }
}

/** What a tape says of all slopes along a matrix. */
export function tallyOnTape(
  { data, cols }: Matrix,
  found: ArrayLike<number>,
  doubts: ArrayLike<number> | undefined,
): Tally {
  const seen = Array.from(data, (slope, i): Seen => {
    const isSame = agreesWithTape(slope, found[i]!, doubts?.[i] ?? 0);
    const [row, col] = [Math.floor(i / cols), i % cols];
    return { row, col, slope, found: found[i]!, verdict: isSame ? "agrees" : "differs" };
  });
  return tally(seen);
}

/** What single verdicts come to. */
export function tally(seen: readonly Seen[]): Tally {
  const count = (verdict: Seen["verdict"]) => seen.filter((it) => it.verdict === verdict).length;
  const wrong = seen.filter((it) => it.verdict === "differs");
  // The farthest off says most.
  const farthest = largest(Float64Array.from(wrong, ({ slope, found }) => slope - found));
  const first = wrong.find(({ slope, found }) => Math.abs(slope - found) === farthest) ?? wrong[0];
  return {
    agree: count("agrees"),
    differ: wrong.length,
    untold: count("untold"),
    ...(first && { first: { row: first.row, col: first.col, slope: first.slope, found: first.found } }),
  };
}
