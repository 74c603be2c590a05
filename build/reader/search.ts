import MiniSearch, { type SearchResult } from "minisearch";
import type { SearchWords } from "../../src/telling.ts";
import type { Section } from "../sections.ts";
import { carried, splitFragment } from "./carry.ts";
import { dialog } from "./dialog.ts";
import { element } from "./element.ts";
import { type Piece, passage, pieces, wordForm, wordsIn } from "./passage.ts";

/** The search: the text of the book with its index, and the dialog that asks it. */

declare const GIVEN: {
  readonly words: SearchWords & { readonly close: string };
  readonly sections: readonly Section[];
};
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

const input = element("input", {
  id: "search-words",
  type: "text",
  autocomplete: "off",
  autocapitalize: "off",
  spellcheck: "false",
  enterkeyhint: "search",
  maxlength: "100",
  autofocus: "",
});
const status = element("p", { class: "label", role: "status" });
const hits = element("ol", { class: "hits" });
const form = element(
  "form",
  { role: "search" },
  element("label", { class: "label", for: input.id }, words.label),
  input,
);
const box = dialog("search", { name: words.label, close: words.close }, form, status, hits);

const links = (): HTMLAnchorElement[] => [...hits.querySelectorAll("a")];

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

function show(): void {
  const found = find(input.value);
  hits.replaceChildren(...found.map(hit));
  hits.scrollTop = 0;
  if (found.length > 0) status.textContent = `${words.found}: ${found.length}`;
  else status.textContent = wordsIn(input.value).length > 0 ? words.none : "";
}

input.addEventListener("input", show);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  links()[0]?.click();
});
// Up and down go from the line to the first hit, from hit to hit, and back.
box.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const stops = [input, ...links()];
  stops[stops.indexOf(document.activeElement as HTMLInputElement) + step]?.focus();
});
hits.addEventListener("click", ({ ctrlKey, metaKey, shiftKey }) => {
  if (!ctrlKey && !metaKey && !shiftKey) box.close();
});

export function open(): void {
  box.showModal();
  input.select();
}
