import { tex } from "@mdit/plugin-tex";
import MarkdownIt, { type Token } from "markdown-it";
import { formulaRenderer } from "./formulas.ts";
import { escapeHtml, slug } from "./html.ts";
import { linesOf, widthInEms } from "./tex.ts";

/** Markdown with TeX between `$` to HTML. KaTeX runs here, at build time or in a live page, never on its own. */

/** A cell of a table that has more characters than this is a sentence; a formula, or a tag, counts as one. */
const WORDY = 30;
const charactersIn = (cell: string): number => cell.replace(/\$[^$]*\$|<[^>]*>/g, "$").length;

/** A left side as wide as this, in em, stands on a line of its own on a phone. */
const LONG = 1.5;

/**
 * A display formula is a box that can scroll, and so can take focus and has a name. Each side of each of its lines is
 * set on its own, so that a line can break; `--em` is how wide what cannot break is.
 */
function box(source: string, set: (source: string) => string, label: string): string {
  const lines = linesOf(source);
  const html = lines
    .flatMap((line) => Object.entries(line))
    .map(([side, tex]) => tex && `<span class="${side}">${set(`\\displaystyle ${tex}`)}</span>`);
  const begins = Math.max(...lines.map(({ left }) => widthInEms(left)));
  const widest = Math.max(...lines.flatMap(({ right }) => right.split("\\allowbreak").map(widthInEms)));
  const long = begins > LONG ? " long" : "";
  return `<div class="formula${long}" role="group" aria-label="${label}" tabindex="0" style="--em:${Math.ceil(begins + widest + 2)}">${html.join("")}</div>\n`;
}

/** Second-level headings can be led to: each gets an id made of its words, and no two the same. */
const headingIds = (parser: MarkdownIt): void =>
  void parser.core.ruler.push("heading_ids", ({ tokens }) => {
    const taken = new Set<string>();
    for (const [i, heading] of tokens.entries()) {
      if (heading.type !== "heading_open" || heading.tag !== "h2") continue;
      const words = tokens[i + 1]!.children!.filter(({ type }) => type === "text" || type === "code_inline");
      const base = slug(words.map(({ content }) => content).join(""));
      let id = base;
      for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
      taken.add(id);
      heading.attrSet("id", id);
    }
  });

/** A line does not break at the sign of an equation, nor before a percent sign. */
const unbroken = (text: string): string => text.replace(/ (?=[=≈≠] |%)|(?<= [=≈≠]) /g, "\u00a0");

/** An option of a command line, and what stands behind it: some browsers would break it behind its hyphens. */
const OPTION = /^--[\w-]+(?: \S{1,12})?$/;
const optionsWhole = (parser: MarkdownIt): void =>
  void parser.core.ruler.push("options", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? []))
      if (token.type === "code_inline" && OPTION.test(token.content)) token.attrJoin("class", "option");
  });

/** What begins no line after a formula: a full stop, or the sign of an equation. */
const CLOSING = /^(?:[.,;:!?)\]’”]+|\u00a0[=≈≠])/;
/** Past this many em, a formula may break between its bases; after a box browsers break whatever follows it. */
const SHORT = 8;
const isUnbroken = (source: string, html: string): boolean =>
  html.split('class="katex-base"').length === 2 || widthInEms(source) <= SHORT;

/** Whether the disclosure of this index, counted through the page from 0, is closed and stays so. */
export type IsFolded = (index: number) => boolean;

/** The HTML in pieces, each of whole elements. */
export type RenderMarkdown = (markdown: string, isFolded?: IsFolded) => string[];

/**
 * A renderer; display formulas and tables, which can scroll, carry these names for a screen reader. Formulas in
 * disclosures that are folded are left out: a live page sets them when somebody looks.
 */
export function markdownRenderer(names: { formula: string; table: string }): RenderMarkdown {
  const formula = formulaRenderer();
  let isFolded: IsFolded = () => false;
  /** How many disclosures have begun, and how many begun since the outermost folded one have not ended. */
  let [begun, depth] = [0, 0];
  const parser = new MarkdownIt({ html: true })
    // Second-level headings can be led to: each gets an id made of its words, and no two the same.
    .use(headingIds)
    .use(optionsWhole)
    .use(tex, {
      render(source, displayMode) {
        if (depth > 0) return "";
        return displayMode ? box(source, formula, names.formula) : formula(source);
      },
    });
  const { rules } = parser.renderer;
  rules.table_open = () =>
    `<div class="scroll" tabindex="0" role="group" aria-label="${names.table}">\n<table>\n`;
  rules.table_close = () => "</table>\n</div>\n";
  rules.td_open = (tokens, index, options, _env, self) => {
    if (charactersIn(tokens[index + 1]!.content) > WORDY) tokens[index]!.attrJoin("class", "wordy");
    return self.renderToken(tokens, index, options);
  };
  /** Texts whose beginning stands with the formula before them. */
  const told = new WeakSet<Token>();
  const inline = rules.math_inline!;
  rules.math_inline = (tokens, index, ...rest) => {
    const html = inline(tokens, index, ...rest);
    const next = tokens[index + 1];
    const closing = next?.type === "text" && CLOSING.exec(unbroken(next.content))?.[0];
    if (!closing || html === "" || !isUnbroken(tokens[index]!.content, html)) return html;
    told.add(next);
    return `<span class="whole">${html}${escapeHtml(closing)}</span>`;
  };
  rules.text = (tokens, index) => {
    const text = unbroken(tokens[index]!.content);
    return escapeHtml(told.has(tokens[index]!) ? text.replace(CLOSING, "") : text);
  };
  rules.html_block = (tokens, index) => {
    const { content } = tokens[index]!;
    if (content.startsWith("<details")) {
      if (depth > 0 || isFolded(begun)) depth++;
      begun++;
    }
    if (depth > 0 && content.startsWith("</details>")) depth--;
    return content;
  };
  return (markdown, folded = () => false) => {
    isFolded = folded;
    [begun, depth] = [0, 0];
    return pieces(parser.parse(markdown, {})).map((tokens) =>
      parser.renderer.render(tokens, parser.options, {}),
    );
  };
}

/** Tokens in groups that each make whole elements. A block of HTML may open an element that another one closes. */
function pieces(tokens: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) groups.push([]);
    groups.at(-1)!.push(token);
    depth += token.type === "html_block" ? nestingOf(token.content) : token.nesting;
  }
  return groups;
}

/** How many more of its first element a block of HTML opens than it closes; −1 where it only closes some. */
function nestingOf(html: string): number {
  if (html.startsWith("</")) return -1;
  const [, name] = /^<(\w+)/.exec(html) ?? [];
  const count = (pattern: string) => html.match(new RegExp(pattern, "g"))?.length ?? 0;
  return name === undefined ? 0 : count(`<${name}\\b`) - count(`</${name}>`);
}
