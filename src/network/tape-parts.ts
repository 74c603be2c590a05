import type { Roles } from "./network.ts";
import type { PartNames, Trace } from "./stage.ts";
import type { Tape } from "./tape.ts";
import type { Nodes } from "./tape-check.ts";
import type { Name } from "./values.ts";

/** What a part may ask for beside nodes: what is given, λ, N, and the bricks by their places. */
interface Tools {
  readonly given: Trace;
  readonly ridge: number;
  readonly N: number;
  readonly roles: Roles;
}

/** A part of the forward pass, written on a tape: the nodes that it takes, and those that it adds. */
interface PartOnTape<Needs extends Name, Makes extends Name> extends PartNames<Needs, Makes> {
  compute(nodes: Pick<Nodes, Needs>, tape: Tape, tools: Tools): Pick<Nodes, Makes>;
}

/** Any such part, where only the names are known. */
export interface AnyPartOnTape extends PartNames<Name, Name> {
  compute(nodes: Nodes, tape: Tape, tools: Tools): Partial<Nodes>;
}

/** Declares a part: `Needs` and `Makes` are inferred from the lists of names. */
export const partOnTape = <const Needs extends Name, const Makes extends Name>(
  it: PartOnTape<Needs, Makes>,
): PartOnTape<Needs, Makes> => it;

/** Records parts in order: the nodes of all that they make. */
export function recordOn(tape: Tape, parts: readonly AnyPartOnTape[], tools: Tools): Nodes {
  let nodes: Partial<Nodes> = {};
  for (const { compute } of parts) nodes = { ...nodes, ...compute(nodes as Nodes, tape, tools) };
  return nodes as Nodes;
}
