import type { SyntaxNode, Tree } from "@lezer/common";
import { around, type Edit, replace } from "./edits.ts";
import { isFunction, isWhole, lineCounter } from "./tree.ts";

/** A loop or a function that counts its turns or calls. */
export interface Site {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly isLoop: boolean;
}

const LOOPS = new Set(["ForStatement", "WhileStatement", "DoStatement"]);
/**
 * What lets code count: `$tick(k)` begins every turn of a loop and every call of a function, `$enter(k)` stands before
 * each loop, and what is spread into a list, or may be text put together, goes through `$spread`. k is the place of loop or function among `sites`.
 */
export function counted(code: string, tree: Tree): { edits: Edit[]; sites: Site[] } {
  const edits: Edit[] = [];
  const sites: Site[] = [];
  const lineOf = lineCounter(code);
  const count = (it: SyntaxNode, isLoop: boolean, body: SyntaxNode) => {
    const tick = `$tick(${sites.length})`;
    sites.push({ line: lineOf(it.from), isLoop });
    if (body.name === "Block") edits.push(replace(body.from, body.from + 1, `{${tick};`));
    else if (isLoop) edits.push(...around(body.from, body.to, `{${tick};`, "}"));
    else edits.push(...around(body.from, body.to, `(${tick}, `, ")"));
  };
  tree.iterate({
    enter({ name, node }) {
      if (LOOPS.has(name)) {
        const body = name === "DoStatement" ? bodyOfDo(node) : node.lastChild!;
        if (!body || body.type.isError) return;
        // A loop declares nothing outside itself: in a block of its own it is the same loop.
        const { from, to } = withLabels(node);
        edits.push(...around(from, to, `{$enter(${sites.length});`, "}"));
        count(node, true, body);
      } else if (isFunction(node)) {
        const body = node.getChild("Block") ?? (name === "ArrowFunction" ? node.lastChild : null);
        if (body && !body.type.isError && body.name !== "Arrow") count(node, false, body);
      } else if (isText(node, code)) {
        edits.push(...around(node.from, node.to, "$spread(", ")"));
      } else if (name === "Spread") {
        const list = node.parent!.name;
        const what = node.nextSibling;
        if ((list === "ArrayExpression" || list === "ArgList") && what && !what.type.isError)
          edits.push(...around(what.from, what.to, "$spread(", ")"));
      }
    },
  });
  return { edits, sites };
}

/** Whether an expression puts together what may be texts: one that is added to itself again and again fills the memory. */
function isText(node: SyntaxNode, code: string): boolean {
  if (node.name === "TemplateString")
    return node.getChild("Interpolation") !== null && node.parent!.name !== "TaggedTemplateExpression";
  const op = node.getChild("ArithOp") ?? node.getChild("UpdateOp");
  return (
    /^(?:Binary|Assignment)Expression$/.test(node.name) &&
    op !== null &&
    /^\+=?$/.test(code.slice(op.from, op.to)) &&
    isWhole(node) &&
    ![node.firstChild!, node.lastChild!].some((it) => isNumber(it, code))
  );
}

/** Whether an expression is a number at first sight, or what is as short. */
function isNumber(node: SyntaxNode, code: string): boolean {
  if (node.name === "Number") return true;
  const op = node.getChild("ArithOp");
  return op !== null && (node.name === "UnaryExpression" || code[op.from] !== "+");
}

function bodyOfDo(loop: SyntaxNode): SyntaxNode | null {
  let body = loop.getChild("do")?.nextSibling ?? null;
  while (body?.name.endsWith("Comment")) body = body.nextSibling;
  return body;
}

/** A loop with the labels before it. */
function withLabels(loop: SyntaxNode): SyntaxNode {
  let it = loop;
  while (it.parent?.name === "LabeledStatement") it = it.parent;
  return it;
}
