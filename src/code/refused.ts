import type { SyntaxNode, Tree } from "@lezer/common";
import type { Fault } from "./fault.ts";
import { isFunction, lineCounter } from "./tree.ts";

/** What rewritten code calls: code of a reader may not name it. */
const CALLED = new Set(["$tick", "$enter", "$spread", "$op"]);
const IMPORTS = new Set(["ImportDeclaration", "DynamicImport", "ImportMeta"]);

/** What a piece of code, without its types, may not hold where it is run: in a script, by itself, from end to end. */
export function refused(code: string, tree: Tree): Fault[] {
  const faults: Fault[] = [];
  const lineOf = lineCounter(code);
  tree.iterate({
    enter({ name, node, from, to }) {
      const refuse = (fault: Fault["fault"], what: string) => {
        faults.push({ fault, what, line: lineOf(from) });
      };
      if (IMPORTS.has(name) && !node.getChild("type")) refuse("import", "import");
      if (
        name === "ExportDeclaration" &&
        !node.getChild("type") &&
        !node.lastChild!.name.endsWith("Declaration")
      )
        refuse("import", "export");
      if (name === "await" && !isInFunction(node)) refuse("await", "await");
      if (name === "Number" && code[to - 1] === "n") refuse("bigint", code.slice(from, to));
      const word = code.slice(from, to).trimEnd();
      if (/^Variable/.test(name) && CALLED.has(word)) refuse("name", word);
    },
  });
  return faults;
}

function isInFunction(node: SyntaxNode): boolean {
  for (let it = node.parent; it; it = it.parent) if (isFunction(it)) return true;
  return false;
}
