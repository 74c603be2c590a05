import type { Writer } from "../../src/book/writer.ts";
import {
  type CrossFacts,
  type CrossWords,
  cross,
  type FlatFacts,
  flat,
  type Picture,
  writtenCross,
} from "../../src/figures/cross.ts";
import { sumOf } from "../../src/figures/cross-sum.ts";
import { count, FEW } from "./prose.ts";

/** What is said of a matrix product drawn as a cross. */

export const crossWords: CrossWords = {
  cross: {
    title: "The matrix product as a cross",
    description: ({ left, right, row, col, sum }) =>
      `At the left ${left}; above ${right}. Row ${row} of the one and column ${col} of the other are lit and meet in the result. ${sum}.`,
  },
  flat: {
    title: "The factors before the transpose",
    description: ({ left, right, across, down }) =>
      `At the left ${left}; above ${right}. A row of the one has ${count(FEW, across, "number")}, a column of the other ${down}. Where they cross stands no result.`,
  },
};

/** The words of the script (build/reader/cross.ts). */
export const crossScript = {
  play: "Play the sums",
  pause: "Pause",
  hint: "Point at an entry of the result, tap it, or use the arrow keys.",
};

/** A product as a figure: the cross, and the sum of the entry where its bands meet. */
export const crossFigure = (id: string, facts: CrossFacts, caption: string, w: Writer, cells = ""): string =>
  moving(id, facts, "", caption, w, cells);

/**
 * The same, and before it the factors as they are, of which one is still to be turned over. What a row of the left one
 * holds, and a column of the right one, is said in words: "hidden neuron" and "row of data".
 */
export function turnedFigure(
  id: string,
  facts: CrossFacts,
  factors: FlatFacts,
  caption: string,
  [ofRow, ofColumn]: readonly [string, string],
  w: Writer,
): string {
  const { left, right } = factors;
  const turned = facts.left.transposed ? left : right;
  // One number is its own transpose.
  if (turned.rows === 1 && turned.cols === 1) return crossFigure(id, facts, caption, w);
  const name = w.sym(turned.name);
  const [row, column] = [count(FEW, left.cols, "number"), count(FEW, right.rows, "number")];
  const has = `As it is, a row of $${w.sym(left.name)}$ has ${row}, one for each ${ofRow}. A column of $${w.sym(right.name)}$ has ${column}, one for each ${ofColumn}.`;
  const told = w.choose(`${id}-flat`, left.cols === right.rows ? "alike" : "differ", {
    differ: `${has} They do not pair.`,
    alike: `${has} As many, so a product would come out, but a wrong one: it pairs ${ofRow} 0 with ${ofColumn} 0, which do not belong together.`,
  });
  const picture = flat(`${id}-flat`, factors, w.plainText, facts.place[1], w.words.figures.cross);
  // Each element is a block of its own, so that the page knows where the figure ends.
  const before = `\n\n<div class="flat" data-turn="Turn ${turned.name} over" data-back="Turn ${turned.name} back">${boxed(picture)}\n\n${told} Turn $${name}$ over: its rows become columns.\n\n</div>\n\n`;
  return moving(id, facts, before, caption, w);
}

function moving(id: string, facts: CrossFacts, before: string, caption: string, w: Writer, cells = "") {
  const written = writtenCross(facts, w.plainText, cells);
  const picture = cross(id, facts, written, w.words.figures.cross);
  return w.moving(
    "cross",
    `${before}<div class="cross">${boxed(picture)}<p class="sum">${sumOf(written, ...facts.place)}</p></div>`,
    { ...written, place: facts.place },
    caption,
  );
}

/** On a phone a picture may be drawn a little smaller; a wide one scrolls. */
const boxed = ({ svg, width }: Picture): string =>
  `<div class="scroll" tabindex="0" role="group" aria-label="${crossWords.cross.title}" style="--wide:${Math.round(width)}px">${svg}</div>`;
