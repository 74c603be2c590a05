import MiniSearch, { type SearchResult } from "minisearch";
import type { shellWords } from "../../chapters/words/shell.ts";
import { carried, splitFragment } from "./carry.ts";
import { element } from "./element.ts";
import { type Piece, passage, pieces, wordForm, wordsIn } from "./passage.ts";

/** The answers of the search: the text of the book with its index. Loaded when somebody opens the dialog that asks. */

/** A stretch of a page under one heading, as plain text to be searched. */
export interface Section {
  /** Where it stands: `z1.html#what-to-look-at`, or `z1.html` for what comes before the first heading. */
  readonly href: string;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

declare const GIVEN: { readonly words: typeof shellWords.search; readonly sections: readonly Section[] };
const { words, sections } = GIVEN;

/** Words of so many letters may have a slip in them. */
const LONG_ENOUGH = /^\p{L}{4,}$/u;

const index = new MiniSearch<Section & { id: number }>({
  fields: ["title", "heading", "text"],
  tokenize: wordsIn,
  processTerm: wordForm,
  searchOptions: {
    boost: { title: 2, heading: 4 },
    // The last word may not be written out yet. A whole number is not the start of another one.
    prefix: (word, i, all) => i === all.length - 1 && !/^\d+$/.test(word),
    fuzzy: (word) => (LONG_ENOUGH.test(word) ? 0.2 : false),
    // A word with a slip counts for less than a whole one.
    weights: { prefix: 0.5, fuzzy: 0.2 },
  },
});
index.addAll(sections.map((section, id) => ({ ...section, id })));

/** Where all the words are; if they are nowhere together, where any of them is. */
function find(query: string): SearchResult[] {
  const together = index.search(query, { combineWith: "AND" });
  return together.length > 0 ? together : index.search(query);
}

/** Text with the words that were found marked. */
const marked = (text: readonly Piece[]): (Node | string)[] =>
  text.map((piece) => (piece.found ? element("mark", {}, piece.text) : piece.text));

function hit({ id, terms }: SearchResult): HTMLLIElement {
  const { href, title, heading, text } = sections[id]!;
  const found = new Set(terms);
  return element(
    "li",
    {},
    element(
      "a",
      { href: carried(href, splitFragment(location.hash).address) },
      element("span", { class: "label" }, ...marked(pieces(title, found))),
      element("span", { class: "heading" }, ...marked(pieces(heading, found))),
      element("span", { class: "passage" }, ...marked(passage(text, found))),
    ),
  );
}

export interface Answers {
  /** A link to each place, the best first. */
  readonly hits: readonly HTMLLIElement[];
  /** How many there are, in words; nothing where nothing was asked. */
  readonly says: string;
}

export function answers(query: string): Answers {
  const found = find(query);
  const none = wordsIn(query).length > 0 ? words.none : "";
  return { hits: found.map(hit), says: found.length > 0 ? `${words.found}: ${found.length}` : none };
}
