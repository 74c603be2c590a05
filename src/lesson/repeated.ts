import { type Node, parseTree } from "jsonc-parser";
import { LessonError } from "./check.ts";

/** Fields that a JSON text has more than once in one object: `JSON.parse` takes the last of them, without a word. */
export function repeatedIn(json: string): LessonError[] {
  const repeats: LessonError[] = [];
  const look = (node: Node, path: string): void => {
    const offsets = new Map<string, number[]>();
    for (const [i, child] of (node.children ?? []).entries()) {
      if (node.type === "array") look(child, `${path}[${i}]`);
      if (node.type !== "object") continue;
      const [key, value] = child.children as [Node, Node];
      const at = path === "" ? key.value : `${path}.${key.value}`;
      offsets.set(at, [...(offsets.get(at) ?? []), key.offset]);
      look(value, at);
    }
    for (const [at, all] of offsets) {
      if (all.length === 1) continue;
      const lines = all.map((offset) => json.slice(0, offset).split("\n").length);
      const where = `in ${new Set(lines).size > 1 ? `lines ${lines.join(", ")}` : `line ${lines[0]}`}`;
      repeats.push(new LessonError(at, `got it ${all.length} times, ${where}; expected it once`));
    }
  };
  const tree = parseTree(json);
  if (tree) look(tree, "");
  return repeats;
}
