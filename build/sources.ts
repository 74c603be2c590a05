import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SyntaxNode, Tree } from "@lezer/common";
import { classHighlighter, highlightTree } from "@lezer/highlight";
import { parser } from "@lezer/javascript";
import { escapeHtml } from "../src/html.ts";
import type { Sources } from "../src/telling.ts";

/**
 * The code that pages show, cut from the very files that ran and highlighted: for each chapter its stage, between
 * the marks, and the operations that the stage calls, with those that they call in turn.
 */

const typescript = parser.configure({ dialect: "ts" });
const MARKED = /^\/\/ <stage>\n([\s\S]*?)\n\/\/ <\/stage>$/m;

/** @throws Error where a chapter has no stage between marks */
export function readSources(root: string, chapters: ReadonlyMap<string, string>): Sources {
  const files = new Map<string, Module>();
  const open = (path: string): Module => {
    const known = files.get(path) ?? readModule(path);
    files.set(path, known);
    return known;
  };
  const stages: Record<string, string> = {};
  const operations: Record<string, { name: string; html: string }[]> = {};
  for (const [name, file] of chapters) {
    const path = join(root, "chapters", `${file}.ts`);
    const module = open(path);
    const stage = MARKED.exec(module.text)?.[1];
    if (!stage) throw new Error(`chapters/${file}.ts: no stage between // <stage> and // </stage>`);
    stages[name] = highlight(stage);
    operations[name] = calledFrom(stage, module, open);
  }
  return { stages, operations };
}

interface Module {
  readonly path: string;
  readonly text: string;
  /** Where an imported name comes from. */
  readonly imports: ReadonlyMap<string, string>;
  /** Source of each function of the file, comment included, without `export`. */
  readonly functions: ReadonlyMap<string, string>;
}

function readModule(path: string): Module {
  const text = readFileSync(path, "utf8");
  const tree = typescript.parse(text);
  const imports = new Map<string, string>();
  const functions = new Map<string, string>();
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    if (node.name === "ImportDeclaration") {
      const from = text.slice(...range(node.getChild("String")!)).slice(1, -1);
      for (const name of node.getChild("ImportGroup")?.getChildren("VariableDefinition") ?? [])
        if (from.startsWith(".")) imports.set(text.slice(...range(name)), join(path, "..", from));
    }
    const declared = node.name === "ExportDeclaration" ? node.getChild("FunctionDeclaration") : node;
    const name = declared?.name === "FunctionDeclaration" && declared.getChild("VariableDefinition");
    if (declared && name)
      functions.set(text.slice(...range(name)), commentBefore(node, text) + text.slice(...range(declared)));
  }
  return { path, text, imports, functions };
}

const range = ({ from, to }: SyntaxNode): [number, number] => [from, to];

function commentBefore(node: SyntaxNode, text: string): string {
  const before = node.prevSibling;
  return before?.name === "BlockComment" ? `${text.slice(before.from, before.to)}\n` : "";
}

/** The functions called in a piece of code, found where they are imported from or declared, first call first. */
function calledFrom(
  code: string,
  module: Module,
  open: (path: string) => Module,
): { name: string; html: string }[] {
  const found = new Map<string, string>();
  const visit = (piece: string, at: Module) => {
    for (const name of calls(piece)) {
      const from = at.imports.get(name);
      const home = from?.includes("/src/") ? open(from) : at;
      const source = home.functions.get(name);
      if (!source || found.has(name)) continue;
      found.set(name, source);
      visit(source, home);
    }
  };
  visit(code, module);
  found.delete("stage"); // declares a stage and computes nothing
  return [...found].map(([name, source]) => ({ name, html: highlight(source) }));
}

/** The names that a piece of code uses and does not declare itself: some of them are functions. */
function calls(code: string): string[] {
  const used = new Set<string>();
  const declared = new Set<string>();
  typescript.parse(code).iterate({
    enter: ({ name, from, to }) => {
      if (name === "VariableName") used.add(code.slice(from, to));
      if (name === "VariableDefinition") declared.add(code.slice(from, to));
    },
  });
  return [...used].filter((name) => !declared.has(name));
}

/** Code as HTML, with a class for each kind of token. */
export function highlight(code: string): string {
  const tree: Tree = typescript.parse(code);
  let html = "";
  let done = 0;
  highlightTree(tree, classHighlighter, (from, to, classes) => {
    const token = classes.split(" ").find((name) => SHOWN.has(name));
    html += escapeHtml(code.slice(done, from));
    html += token
      ? `<span class="${token}">${escapeHtml(code.slice(from, to))}</span>`
      : escapeHtml(code.slice(from, to));
    done = to;
  });
  return html + escapeHtml(code.slice(done));
}

/** The kinds of token that the style sheet sets apart. */
const SHOWN = new Set(["tok-keyword", "tok-comment", "tok-string", "tok-number", "tok-typeName"]);
