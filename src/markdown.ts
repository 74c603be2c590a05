import { tex } from "@mdit/plugin-tex";
import katex, { type KatexOptions } from "katex";
import MarkdownIt from "markdown-it";
import { headingIds } from "./headings.ts";
import { widthOf } from "./tex.ts";

/** Markdown with TeX between `$` to HTML. KaTeX runs here, at build time or in a live page, never on its own. */

const OPTIONS: KatexOptions = {
  output: "htmlAndMathml",
  throwOnError: true,
  // \htmlClass and \htmlData mark kinds and entries; nothing else that KaTeX would trust is let through.
  trust: ({ command }) => command === "\\htmlClass" || command === "\\htmlData",
  strict: (code: string) => (code === "htmlExtension" ? "ignore" : "error"),
};

/** The source that KaTeX repeats inside its MathML: twice the bytes, and no use beside the copy as TeX. */
const ANNOTATION = /<annotation encoding="application\/x-tex">[\s\S]*?<\/annotation>/g;

/** One formula. A display formula is a box that can scroll, and so can take focus and has a name. */
export function renderTex(source: string, displayMode: boolean, label: string): string {
  const html = katex.renderToString(source, { ...OPTIONS, displayMode }).replace(ANNOTATION, "");
  if (!displayMode) return html;
  return `<div class="formula" role="group" aria-label="${label}" tabindex="0" style="--em:${widthOf(source)}">${html}</div>\n`;
}

/** A renderer; display formulas and tables, which can scroll, carry these names for a screen reader. */
export function markdownRenderer(names: { formula: string; table: string }): (markdown: string) => string {
  const parser = new MarkdownIt({ html: true }).use(headingIds).use(tex, {
    render: (content, displayMode) => renderTex(content, displayMode, names.formula),
  });
  const { rules } = parser.renderer;
  rules.table_open = () =>
    `<div class="scroll" tabindex="0" role="group" aria-label="${names.table}">\n<table>\n`;
  rules.table_close = () => "</table>\n</div>\n";
  return (markdown) => parser.render(markdown);
}
