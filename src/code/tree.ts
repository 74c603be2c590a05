import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/javascript";

const typescript = parser.configure({ dialect: "ts" });

/** The tree of a piece of TypeScript. Of code with faults there is one too, with error nodes in it. */
export const parse = (code: string): Tree => typescript.parse(code);

/** How error nodes are called. */
export const ERROR = "⚠";

/** Whether the parser read a node as it stands: what is beneath it may still have faults. */
export const isWhole = (node: SyntaxNode): boolean => !node.getChild(ERROR);

/** The line of a place, counted from 1. The places asked for one after another must not go back. */
export function lineCounter(code: string): (at: number) => number {
  let line = 1;
  let counted = 0;
  return (at) => {
    for (; counted < at; counted++) if (code[counted] === "\n") line++;
    return line;
  };
}

const FUNCTIONS = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunction",
  "MethodDeclaration",
]);

/** Whether a node is a function, one of an object or a class among them. */
export const isFunction = (node: SyntaxNode): boolean =>
  FUNCTIONS.has(node.name) || (node.name === "Property" && node.getChild("Block") !== null);
