import type { Tree } from "@lezer/common";
import { classHighlighter, highlightTree } from "@lezer/highlight";
import { escapeHtml } from "../typeset/html.ts";
import { parse } from "./tree.ts";

/** The kinds of token that the style sheet sets apart. */
const SHOWN = new Set(["tok-keyword", "tok-comment", "tok-string", "tok-number", "tok-typeName"]);

/** Code as HTML, with a class for each kind of token. */
export function highlight(code: string, tree: Tree = parse(code)): string {
  let html = "";
  let done = 0;
  highlightTree(tree, classHighlighter, (from, to, classes) => {
    const token = classes.split(" ").find((name) => SHOWN.has(name));
    html += escapeHtml(code.slice(done, from));
    const piece = escapeHtml(code.slice(from, to));
    html += token ? `<span class="${token}">${piece}</span>` : piece;
    done = to;
  });
  return html + escapeHtml(code.slice(done));
}
