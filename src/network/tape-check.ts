import type { Matrix } from "../math/matrix.ts";
import { type Network, networkOf, slopesOf } from "./network.ts";
import { roundingOf, TINY } from "./rounding.ts";
import type { Trace } from "./stage.ts";
import { createTape, type Node, type Tape } from "./tape.ts";
import { alongOf, type Name, type SlopeName } from "./values.ts";

/** Slopes found on a tape, from the code of the forward pass alone, and those of a trace held against them. */

/** The nodes of values, by their names. */
export type Nodes = { readonly [N in Name]: Node };

/** Writes the forward pass on a tape, and returns the nodes of its values. */
export type Recording = (tape: Tape, trace: Trace, network: Network) => Partial<Nodes> & Pick<Nodes, "loss">;

/** Every slope of the loss that the way back finds, found by the tape instead. */
export function slopesByTape(record: Recording, trace: Trace): ReadonlyMap<Name, Matrix> {
  const { lesson } = trace;
  const tape = createTape();
  const nodes = record(tape, trace, networkOf(lesson));
  const slopes = tape.slopes(nodes.loss);
  return new Map(slopesOf(networkOf(lesson)).map((name) => [name, slopes.get(nodes[alongOf(name)]!)!]));
}

/** Whether a slope found by hand is the tape's, to nine digits or to within `doubt`, by which rounding may have moved it. */
export const agreesWithTape = (byHand: number, byTape: number, doubt: number): boolean =>
  Math.abs(byHand - byTape) <= doubt + TINY + 1e-9 * Math.max(Math.abs(byHand), Math.abs(byTape));

/**
 * What answers for each slope of a trace: the tape's own, and whether an entry agrees with it. There is doubt about
 * those by hand, because 1 − h has none of the digits that h was rounded to: the tape takes the slope from z.
 */
export function tapeCheck(record: Recording, trace: Trace) {
  const taped = slopesByTape(record, trace);
  const doubts = roundingOf(networkOf(trace.lesson).backward, trace);
  return (name: SlopeName) => {
    const slopes = taped.get(name)!;
    const agrees = (i: number) =>
      agreesWithTape(trace[name].data[i]!, slopes.data[i]!, doubts.get(name)?.data[i] ?? 0);
    return { slopes, agrees };
  };
}
