import type { SyntaxNode, Tree } from "@lezer/common";
import { blank, close, type Edit, replace } from "./edits.ts";
import type { Refusal } from "./refusal.ts";
import { isWhole, lineCounter } from "./tree.ts";

/** Nodes that are types and nothing else. */
const TYPES = new Set(["TypeAnnotation", "TypePredicate", "TypeParamList", "TypeArgList", "Optional"]);
const STATEMENTS = new Set(["TypeAliasDeclaration", "InterfaceDeclaration", "AmbientDeclaration"]);
const MODIFIERS = new Set(["Privacy", "readonly", "override", "abstract"]);
/** What follows goes on with a call, an index or a template, where no type stands before it. */
const GOES_ON = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*[([`]/y;

/** What takes the types off a piece of TypeScript, and what of it cannot be taken off. Lines and columns stay. */
export function typesOff(code: string, tree: Tree): { edits: Edit[]; refusals: Refusal[] } {
  const edits: Edit[] = [];
  const refusals: Refusal[] = [];
  const lineOf = lineCounter(code);
  const off = (from: number, to: number, put = "") => {
    edits.push(replace(from, to, put + blank(code.slice(from + put.length, to))));
  };
  const stays = (what: string, { from }: SyntaxNode) => {
    refusals.push({ is: "types", what, line: lineOf(from) });
    return false;
  };
  tree.iterate({
    enter(ref) {
      const { name, from, to, node } = ref;
      // A statement that goes leaves its end: the lines around it must not become one statement.
      if (isOnlyType(node)) {
        off(from, to, ";");
        return false;
      }
      if (name === "EnumDeclaration") return stays("enum", node);
      if (name === "NamespaceDeclaration") return stays("namespace", node);
      const parent = node.parent?.name;
      if (TYPES.has(name)) {
        const list = node.prevSibling;
        if (parent === "ArrowFunction" && list?.name === "ParamList" && code.slice(from, to).includes("\n")) {
          // No line may end before the arrow: the parenthesis moves to it.
          edits.push(replace(list.to - 1, list.to, " "));
          edits.push(replace(from, to, `${blank(code.slice(from, to - 1))})`));
        } else off(from, to);
        return false;
      }
      if (MODIFIERS.has(name)) {
        if (parent === "ParamList") return stays("parameter property", node);
        const isFirst = from === node.parent!.from && parent !== "ClassDeclaration";
        off(from, to, isFirst ? ";" : "");
      } else if (name === "this" && node.nextSibling?.name === "TypeAnnotation") {
        const type = node.nextSibling;
        off(from, (type.nextSibling?.name === "," ? type.nextSibling : type).to);
      } else if (name === "implements") {
        off(from, node.parent!.getChild("ClassBody")?.prevSibling?.to ?? to);
      } else if (name === "LogicOp" && (parent === "PostfixExpression" || parent === "PropertyDeclaration")) {
        off(from, to);
      } else if (name === "type" && parent === "ImportGroup") {
        let end = node;
        while (end.nextSibling && end.name !== "," && end.nextSibling.name !== "}") end = end.nextSibling;
        off(from, end.to);
      } else if ((name === "as" || name === "satisfies") && parent === "BinaryExpression") {
        const end = node.parent!.to;
        GOES_ON.lastIndex = end;
        off(from, end, GOES_ON.test(code) ? ";" : "");
      } else if (name === "PrefixCast" && isWhole(node)) {
        off(from, node.getChild(">")!.to, "(");
        edits.push(close(from, to, ")"));
      }
      return true;
    },
  });
  return { edits, refusals };
}

/** Whether nothing of a statement or of a member of a class remains without types. */
export function isOnlyType(node: SyntaxNode): boolean {
  const { name } = node;
  if (STATEMENTS.has(name)) return true;
  if (name === "ImportDeclaration") return node.getChild("type") !== null;
  if (name === "ExportDeclaration") {
    for (let it = node.firstChild; it; it = it.nextSibling)
      if (it.name === "type" || isOnlyType(it)) return true;
    return false;
  }
  if (name === "FunctionDeclaration" || name === "MethodDeclaration") {
    if (!node.getChild("Block") && isWhole(node)) return true;
  } else if (name !== "PropertyDeclaration") return false;
  return !!(node.getChild("abstract") ?? node.getChild("declare"));
}
