import { bisectLeft } from "d3-array";
import { type Node, parseTree } from "jsonc-parser";
import { got, LessonError } from "./check.ts";

/** So many are told at most. */
const MOST = 100;

/** Fields that a JSON text has more than once in one object: `JSON.parse` takes the last of them, without a word. */
export function repeatedIn(text: string): LessonError[] {
  const json = text.replace(/^\uFEFF/, "");
  const repeats: { at: string; offsets: readonly number[] }[] = [];
  const look = (node: Node, path: string): void => {
    const offsets = new Map<string, number[]>();
    for (const [i, child] of (node.children ?? []).entries()) {
      if (node.type === "array") look(child, `${path}[${i}]`);
      if (node.type !== "object") continue;
      const [key, value] = child.children as [Node, Node];
      const name = /^[\w$-]+$/.test(key.value) ? key.value : got(key.value);
      const at = path === "" ? name : `${path}.${name}`;
      const all = offsets.get(at);
      if (all) all.push(key.offset);
      else offsets.set(at, [key.offset]);
      look(value, at);
    }
    for (const [at, all] of offsets) if (all.length > 1) repeats.push({ at, offsets: all });
  };
  const tree = parseTree(json);
  if (tree) look(tree, "");
  const lineAt = linesOf(json);
  return repeats.slice(0, MOST).map(({ at, offsets }) => {
    const lines = [...new Set(offsets.map(lineAt))];
    const told = [...lines.slice(0, MOST_LINES), ...(lines.length > MOST_LINES ? ["…"] : [])].join(", ");
    const where = `line${lines.length > 1 ? "s" : ""} ${told}`;
    return new LessonError(at, `got it ${offsets.length} times, in ${where}; expected it once`);
  });
}

const MOST_LINES = 6;

/** In which line a place of a text is, from 1. */
function linesOf(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) ends.push(i);
  return (offset) => bisectLeft(ends, offset) + 1;
}
