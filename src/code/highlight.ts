import type { Tree } from "@lezer/common";
import { escapeHtml } from "../typeset/html.ts";
import { parse } from "./tree.ts";

/** The kinds of token that the style sheet sets apart. Keywords are nodes that are called as they are written. */
const KINDS: Readonly<Record<string, string>> = {
  LineComment: "comment",
  BlockComment: "comment",
  Hashbang: "comment",
  String: "string",
  Number: "number",
  TypeName: "typeName",
  TypeDefinition: "typeName",
  Star: "keyword",
  Privacy: "keyword",
};
const kindOf = (name: string): string | undefined =>
  KINDS[name] ?? (/^(?!super$)[a-z]+$/.test(name) ? "keyword" : undefined);

/** Code as HTML, with a class for each kind of token. */
export function highlight(code: string, tree: Tree = parse(code)): string {
  let html = "";
  let done = 0;
  const upTo = (to: number, kind?: string) => {
    const piece = escapeHtml(code.slice(done, to));
    html += kind && piece ? `<span class="tok-${kind}">${piece}</span>` : piece;
    done = to;
  };
  tree.iterate({
    enter({ from, node }) {
      upTo(from, kindOf(node.parent?.name ?? ""));
    },
    leave({ name, to }) {
      upTo(to, kindOf(name));
    },
  });
  upTo(code.length);
  return html;
}
