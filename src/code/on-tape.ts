import type { SyntaxNode, Tree } from "@lezer/common";
import { around, close, type Edit, replace } from "./edits.ts";
import { isWhole } from "./tree.ts";

const ARITHMETIC = new Set(["+", "-", "*", "/", "%", "**"]);

/**
 * What lets code compute with numbers that remember: arithmetic becomes calls, a + b as `$op("+", a, b)`, and −a as
 * `$op("neg", a)`. `x += e` is written out where its target can be read twice.
 */
export function onTape(code: string, tree: Tree): Edit[] {
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
        if (!sign || !ARITHMETIC.has(sign) || !isWhole(node)) return;
        const read = again(code, node.firstChild!);
        if (read === undefined) return;
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

/** Such an expression once more, without types; of any other, nothing. */
function again(code: string, { name, from, to, firstChild, node }: SyntaxNode): string | undefined {
  const text = code.slice(from, to);
  if (!READS.has(name) || (name === "PostfixExpression" && !node.getChild("LogicOp"))) return undefined;
  if (text === "!") return "";
  if (!firstChild) return text.includes("\\") ? undefined : text;
  let all = "";
  for (let it: SyntaxNode | null = firstChild; it; it = it.nextSibling) {
    const piece = again(code, it);
    if (piece === undefined) return undefined;
    all += piece;
  }
  return name === "String" ? undefined : all;
}
