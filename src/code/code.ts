import type { Tree } from "@lezer/common";
import { counted, type Site } from "./counted.ts";
import { blank, type Edit, edited, replace } from "./edits.ts";
import { parseMended } from "./mended.ts";
import { onTape } from "./on-tape.ts";
import type { Refusal } from "./refusal.ts";
import { refusals } from "./refused.ts";
import { lineCounter } from "./tree.ts";
import { typesOff } from "./types.ts";

/** A piece of TypeScript as JavaScript, each line where it was. */
export interface Runnable {
  /** It calls `$tick`, `$enter` and `$spread`, which count. */
  readonly plain: string;
  /** It also calls `$op`, in place of arithmetic. */
  readonly taped: string;
  /** What `$tick` and `$enter` are given is a place in this list. */
  readonly sites: readonly Site[];
}

/**
 * Makes code ready to be run in a strict script. Whether it is JavaScript at all an engine decides: what the parser cannot
 * read stays as it is.
 */
export function runnable(code: string): Runnable | { readonly fault: Refusal } {
  const { tree, edits: unread } = parseMended(code);
  const { edits: read, refusals: typed } = typesOff(code, tree);
  const [fault] = [...typed, ...refusals(code, tree)].sort((a, b) => a.line - b.line);
  if (fault) return { fault };
  const { edits: counts, sites } = counted(code, tree);
  const edits = [...counts, ...unread, ...read, ...exportsOff(tree)];
  return {
    plain: edited(code, edits),
    taped: edited(code, [...edits, ...onTape(code, tree)]),
    sites,
  };
}

/** Takes the word off what is declared and exported: a script can declare it alone. */
function exportsOff(tree: Tree): Edit[] {
  const edits: Edit[] = [];
  tree.iterate({
    enter({ name, from, to }) {
      if (name === "export") edits.push(replace(from, to, blank("export")));
    },
  });
  return edits;
}

/** The line of the first fault that the parser sees; it does not know all that engines do. */
export function firstFault(code: string): number | undefined {
  let at: number | undefined;
  parseMended(code).tree.iterate({
    enter({ type, from, to }) {
      // What is missing is missed after the last word, not before the next.
      if (type.isError) at ??= from === to ? code.slice(0, from).trimEnd().length : from;
    },
  });
  return at === undefined ? undefined : lineCounter(code)(at);
}
