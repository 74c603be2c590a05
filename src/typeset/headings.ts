import type MarkdownIt from "markdown-it";
import anchor from "markdown-it-anchor";

/** The id of a heading: its words in ASCII alone, so that it stands in an address as it is. */
export const slug = (words: string): string =>
  words
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join("-") ?? "section";

/** Second-level headings can be led to: each gets an id made of its words, and no two the same. */
export const headingIds = (parser: MarkdownIt): void =>
  void parser.use(anchor, { level: [2], slugify: slug, uniqueSlugStartIndex: 2, tabIndex: false });
