import type { SyntaxNode, Tree } from "@lezer/common";
import { around, close, type Edit, edited, replace } from "./edits.ts";
import { isWhole } from "./tree.ts";

const ARITHMETIC = new Set(["+", "-", "*", "/", "%", "**"]);

/**
 * What lets code compute with numbers that remember: arithmetic becomes calls, a + b as `$op("+", a, b)`, and −a as
 * `$op("neg", a)`. `x += e` is written out where its target can be read twice.
 * @param types what takes the types off, for a target is copied without them
 */
export function onTape(code: string, tree: Tree, types: readonly Edit[]): Edit[] {
  const edits: Edit[] = [];
  tree.iterate({
    enter({ name, node, from, to }) {
      if (name === "BinaryExpression") {
        const op = node.getChild("ArithOp");
        if (!op || !isWhole(node)) return;
        edits.push(...around(from, to, `$op("${code.slice(op.from, op.to)}", `, ")"));
        edits.push(replace(op.from, op.to, ","));
      } else if (name === "UnaryExpression") {
        const op = node.getChild("ArithOp");
        const called = op && { "-": "neg", "+": "pos" }[code.slice(op.from, op.to)];
        if (!called || !isWhole(node)) return;
        edits.push(replace(op.from, op.to, `$op("${called}", `), close(from, to, ")"));
      } else if (name === "AssignmentExpression") {
        const op = node.getChild("UpdateOp");
        const sign = op && code.slice(op.from, op.to - 1);
        const target = node.firstChild!;
        if (!sign || !ARITHMETIC.has(sign) || !isWhole(node) || !canBeReadTwice(target)) return;
        const own = types.filter((edit) => edit.from >= target.from && edit.to <= target.to);
        const read = edited(code, own, target.from, target.to);
        if (/[\n\r\u2028\u2029]/.test(read)) return;
        edits.push(replace(op.from, op.to, `= $op("${sign}", ${read},`), close(op.from, to, ")"));
      }
    },
  });
  return edits;
}

/** Nodes and tokens of an expression that does nothing when it is evaluated: names, members, arithmetic of them. */
const READS = new Set([
  ...["VariableName", "this", "super", "Number", "String", "PropertyName", "PrivatePropertyName"],
  ...["MemberExpression", "ParenthesizedExpression", "BinaryExpression", "PostfixExpression"],
  ...[".", "[", "]", "(", ")", "ArithOp", "LogicOp"],
]);

function canBeReadTwice(node: SyntaxNode): boolean {
  if (!READS.has(node.name) || (node.name === "PostfixExpression" && !node.getChild("LogicOp"))) return false;
  for (let it = node.firstChild; it; it = it.nextSibling) if (!canBeReadTwice(it)) return false;
  return true;
}
