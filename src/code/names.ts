import type { Tree } from "@lezer/common";
import { parse } from "./tree.ts";

/** The names that a piece of code uses and does not declare itself: some of them are functions. */
export function namesIn(code: string, tree: Tree = parse(code)): string[] {
  const used = new Set<string>();
  const declared = new Set<string>();
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === "VariableName") used.add(code.slice(from, to));
      if (name === "VariableDefinition") declared.add(code.slice(from, to));
    },
  });
  return [...used].filter((name) => !declared.has(name));
}
