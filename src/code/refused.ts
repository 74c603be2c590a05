import type { SyntaxNode, Tree } from "@lezer/common";
import type { Refusal } from "./refusal.ts";
import { isFunction, lineCounter } from "./tree.ts";
import { isOnlyType } from "./types.ts";

/** What rewritten code calls. */
const CALLED = new Set(["$tick", "$enter", "$spread", "$op"]);
const IMPORTS = new Set(["ImportDeclaration", "DynamicImport", "ImportMeta"]);

/** What code may not hold, its types apart, where it is run: in a script, by itself, from end to end. */
export function refusals(code: string, tree: Tree): Refusal[] {
  const found: Refusal[] = [];
  const lineOf = lineCounter(code);
  tree.iterate({
    enter({ name, type, node, from, to }) {
      const refuse = (is: Refusal["is"], what: string) => {
        found.push({ is, what, line: lineOf(from) });
      };
      if (IMPORTS.has(name) && !isOnlyType(node)) refuse("import", "import");
      if (name === "ExportDeclaration" && !isOnlyType(node) && !isDeclared(node)) refuse("import", "export");
      if (name === "await" && !isInFunction(node)) refuse("await", "await");
      if (name === "VariableName" || name === "VariableDefinition") {
        const word = code.slice(from, to).trimEnd();
        if (CALLED.has(word)) refuse("reserved", word);
      }
      // A name may be written with escapes, which the parser does not read: it may be one of those.
      if (type.isError && code[from] === "\\") refuse("reserved", "\\");
    },
  });
  return found;
}

/** Whether what is exported is declared there under a name: without the word it is as good. */
const isDeclared = (node: SyntaxNode): boolean =>
  !node.getChild("default") && !!node.lastChild?.name.endsWith("Declaration");

function isInFunction(node: SyntaxNode): boolean {
  for (let it = node.parent; it; it = it.parent) if (isFunction(it)) return true;
  return false;
}
