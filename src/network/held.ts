import { checkGradient, largest } from "./gradient-check.ts";
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
function mostNudged({ X, W1, W2 }: Trace): number {
  const products = X.rows * (W1.data.length + W2.data.length);
  return Math.max(LEAST, Math.min(MOST, Math.floor(BUDGET / (PASSES * products))));
}

/**
 * Holds all weights and biases that are trained.
 * @param forward from the weights to the loss, as it made the trace
 * @param record the same on a tape; it may refuse, by throwing `Unfollowed`
 * @param working called before each matrix: to nudge takes a while
 */
export function heldSlopes(
  forward: readonly Stage[],
  record: Recording,
  trace: Trace,
  working: () => void,
): readonly Held[] {
  const network = networkOf(trace.lesson);
  const most = mostNudged(trace);
  working();
  const taped = followed(record, trace);
  const doubts = roundingOf(network.backward, trace);
  return weightsOf(network).map((weights) => {
    const name = slopeName(weights);
    const { data, cols } = trace[name];
    working();
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
    const onTape = [...data].map((slope, i): Seen => {
      const found = slopes?.data[i] ?? 0;
      const isSame = agreesWithTape(slope, found, doubts.get(name)?.data[i] ?? 0);
      return {
        row: Math.floor(i / cols),
        col: i % cols,
        slope,
        found,
        verdict: isSame ? "agrees" : "differs",
      };
    });
    return {
      weights,
      entries: data.length,
      nudging: tally(nudging),
      ...(slopes && { tape: tally(onTape) }),
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
