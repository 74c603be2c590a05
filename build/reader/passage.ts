import { stemmer } from "stemmer";

/** A word as the search knows it, in a text: letters and digits; a decimal number is one word. */
const WORD = /[\p{L}\p{N}]+(?:\.\p{N}+)*/gu;

export const wordsIn = (text: string): string[] => text.match(WORD) ?? [];
/** The stem of an English word, the same for “vanish”, “vanishes” and “vanishing”: a translation has its own stemmer. */
export const wordForm = (word: string): string => stemmer(word.toLowerCase());

/** A piece of a text, and whether it is one of the words looked for. */
export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** About how many signs a passage has. */
const LENGTH = 180;
/** How many signs stand before the first word found. */
const BEFORE = 40;

/** A text cut where the words (in their forms) begin and end. */
export function pieces(text: string, words: ReadonlySet<string>): Piece[] {
  const cut: Piece[] = [];
  let done = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!words.has(wordForm(word))) continue;
    if (index > done) cut.push({ text: text.slice(done, index), found: false });
    cut.push({ text: word, found: true });
    done = index + word.length;
  }
  if (done < text.length) cut.push({ text: text.slice(done), found: false });
  return cut;
}

/** The passage of a text with the most of the words in it, whole words only, cut into pieces. */
export function passage(text: string, words: ReadonlySet<string>): Piece[] {
  const places = [...text.matchAll(WORD)]
    .map(({ 0: word, index }) => ({ form: wordForm(word), index }))
    .filter(({ form }) => words.has(form));
  const different = (from: number) =>
    new Set(
      places.filter(({ index }) => index >= from && index < from + LENGTH - BEFORE).map(({ form }) => form),
    ).size;
  const counts = places.map(({ index }) => different(index));
  const best = places[counts.indexOf(Math.max(...counts))]?.index ?? 0;
  const start = text.lastIndexOf(" ", best - BEFORE) + 1;
  const end = text.length - start <= LENGTH ? text.length : text.lastIndexOf(" ", start + LENGTH);
  const shown = `${start > 0 ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
  return pieces(shown, words);
}
