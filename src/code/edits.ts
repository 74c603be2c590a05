/**
 * Changes of a text, each told by its place in the text as it was: so changes made for several reasons can be put
 * together, and are made all at once.
 */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly put: string;
  /** Of an insertion, which is one end of a pair around a piece of the text: where the other end stands. */
  readonly other?: number;
}

/** A piece of the text gives way to another. */
export const replace = (from: number, to: number, put: string): Edit => ({ from, to, put });

/** The end of a pair at `to`, whose other end is put in by a replacement at `from`. */
export const close = (from: number, to: number, put: string): Edit => ({ from: to, to, put, other: from });

/** A pair around a piece of the text. */
export const around = (from: number, to: number, before: string, after: string): Edit[] => [
  { from, to: from, put: before, other: to },
  close(from, to, after),
];

/** A text of the same length and the same lines, with nothing in it. */
export const blank = (text: string): string => text.replace(/[^\n\r\u2028\u2029]/g, " ");

/**
 * The text from `start` to `end`, changed. Of pairs that meet at one place what is inside stays inside; around the
 * same piece the pair that is listed first stands outside. What lies in a replaced piece goes with it.
 */
export function edited(code: string, edits: readonly Edit[], start = 0, end = code.length): string {
  const order = edits.map((edit, place) => ({ ...edit, rank: rank(edit), place }));
  order.sort(
    (a, b) =>
      a.from - b.from ||
      a.rank - b.rank ||
      (b.other ?? 0) - (a.other ?? 0) ||
      (a.rank ? a.place - b.place : b.place - a.place),
  );
  let text = "";
  let done = start;
  for (const { from, to, put } of order) {
    if (from < done || to > end) continue;
    text += code.slice(done, from) + put;
    done = to;
  }
  return text + code.slice(done, end);
}

/** At one place, pairs end before others begin, and all are put in before the piece that follows is replaced. */
const rank = ({ from, other }: Edit): number => (other === undefined ? 2 : other < from ? 0 : 1);
