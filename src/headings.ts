import type MarkdownIt from "markdown-it";
import type { Token } from "markdown-it";
import { withoutTags } from "./html.ts";

/** Second-level headings can be led to: each that has no id gets one made of its words. */
export function headingIds(parser: MarkdownIt): void {
  parser.core.ruler.push("heading_ids", ({ tokens }) => {
    const blocks = tokens.filter(({ type }) => type === "html_block");
    const ids = blocks.flatMap(({ content }) => [...content.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]!));
    const taken = new Set(ids);
    const idOf = (words: string): string => {
      // ASCII alone, so that it stands in an address as it is.
      const slug =
        words
          .toLowerCase()
          .match(/[a-z0-9]+/g)
          ?.join("-") ?? "section";
      let id = slug;
      for (let n = 2; taken.has(id); n++) id = `${slug}-${n}`;
      taken.add(id);
      return id;
    };
    for (const [i, token] of tokens.entries()) {
      if (token.type === "heading_open" && token.tag === "h2")
        token.attrSet("id", idOf(said(tokens[i + 1]!)));
      if (token.type === "html_block")
        token.content = token.content.replace(
          /<h2(?![^>]* id=)([^>]*)>(.*?)<\/h2>/g,
          (_, attributes: string, html: string) =>
            `<h2 id="${idOf(withoutTags(html))}"${attributes}>${html}</h2>`,
        );
    }
  });
}

/** The words of a heading, and the code in it; not the formulas. */
const said = ({ children }: Token): string =>
  (children ?? [])
    .map(({ type, content }) => (type === "text" || type === "code_inline" ? content : ""))
    .join("");
