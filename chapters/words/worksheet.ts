import type { Lesson } from "../../src/lesson/lesson.ts";
import type { SheetWords } from "../../src/worksheets/page.ts";
import { type As, count, FEW } from "./prose.ts";

/** Whether powers of e, and logarithms, are to be worked out. */
const hasPowers = ({ activation, outputActivation }: Lesson): boolean =>
  [activation, outputActivation].some((it) => ["sigmoid", "tanh", "softmax"].includes(it));
const POWER = "<var>e</var><sup><var>x</var></sup>";

export const placesIn = (digits: number): string =>
  digits === 0 ? "a whole number" : count(FEW, digits, "decimal");

/** How halves are rounded, by examples. */
export type Halves = readonly { readonly from: string; readonly to: string }[];
export const halvesTold = (halves: Halves): string =>
  `Where all that is dropped is a single 5, round away from zero: ${halves.map(({ from, to }) => `${from} becomes ${to}`).join(", and ")}.`;

/** What stands on a worksheet and its key. */
export const sheetWords: SheetWords = {
  language: "en",
  worksheet: "Worksheet",
  keyTitle: "Key",
  untitled: "One step of training, by hand",
  name: "Name",
  date: "Date",
  given: "What is given",
  network: ([inputs, hidden, outputs]) =>
    `The network: ${count(FEW, inputs!, "input")}, ${count(FEW, hidden!, "hidden neuron")}, ${count(FEW, outputs!, "output")}, each joined to all of the next layer.`,
  signs: "Signs",
  rule: (digits, halves) =>
    `Use the numbers as they stand on this sheet. Keep all digits until you have a result; then round it to ${placesIn(digits)} before you write it down. ${halvesTold(halves)}`,
  places: "Rows and columns are counted from 0.",
  tools: (lesson) =>
    hasPowers(lesson)
      ? `You need a calculator with ${POWER}${lesson.loss === "cross-entropy" ? " and ln" : ""}.`
      : "",
  nothing: ({ loss, outputActivation }, zero, one) => {
    if (loss === "squared") return "";
    return outputActivation === "softmax"
      ? `Where <var>y</var> is 0, nothing is added to the loss. Where an output that counts is ${zero}, it has no logarithm: there ln <var>h</var> is <var>z</var> − ln Σ <var>e</var><sup><var>z</var></sup>, with the sum over its row of <var>z</var><sub>2</sub>.`
      : `In the loss, 0 · ln 0 counts as 0. Where an output is ${zero} and ln <var>h</var> counts, it is −ln(1 + <var>e</var><sup>−<var>z</var></sup>). Where it is ${one} and ln(1 − <var>h</var>) counts, that is −ln(1 + <var>e</var><sup><var>z</var></sup>).`;
  },
  sign: {
    sigmoid: ["σ(<var>z</var>)", "1/(1 + <var>e</var><sup>−<var>z</var></sup>)"],
    tanh: [
      "tanh <var>z</var>",
      "(<var>e</var><sup>2<var>z</var></sup> − 1)/(<var>e</var><sup>2<var>z</var></sup> + 1)",
    ],
    softmax: [
      "softmax",
      "<var>e</var><sup><var>z</var></sup> over the sum of <var>e</var><sup><var>z</var></sup> in the same row",
    ],
    max: ["max", "the larger of the two"],
    product: [
      "<var>X W</var>",
      "side by side: the matrix product. Multiply each row by each column: pair by pair, then add",
    ],
    bias: ["+ <var>b</var>", "<var>b</var> is added to every row"],
    transposed: ["⊤", "rows become columns"],
    entrywise: ["⊙", "multiply the entries that stand in the same place"],
    mask: ["[<var>h</var> &gt; 0]", "1 where <var>h</var> is above 0, elsewhere 0"],
    columns: ["<b>1</b><sup>⊤</sup>", "add up each column"],
    rows: ["(…) <b>1 1</b><sup>⊤</sup>", "each entry becomes the sum of its row"],
    sum: ["Σ", "the sum over all entries"],
    ln: ["ln", "the natural logarithm"],
    slope: [
      "∂<var>L</var>/∂<var>z</var>",
      "one name, read “slope of <var>L</var> along <var>z</var>”: nothing is divided",
    ],
    next: ["∗", "after the step"],
  },
  acting: { sigmoid: "σ", tanh: "tanh", max: "max", ln: "ln", square: "²", minus: "−" },
  alone: "done to each entry alone; a number in front, too",
  observations: "how many rows <var>X</var> has",
  alpha: "learning rate",
  lambda: "ridge, the price of large weights",
  shape: "How many rows and columns does each have?",
  rows: "rows",
  columns: "columns",
  between: (first, last) => (first === last ? `column ${first}` : `columns ${first} to ${last}`),
  seed: "Seed",
  book: "The book with these numbers",
  published: "The published book with these numbers",
  keyNote: (digits) =>
    `Each value is worked out from the rounded ones before it, as on the sheet, to ${count(FEW, digits, "decimal")}. The book keeps all digits on the way, so its last digit may differ.`,
};

/** What the overview of a class says, and the command that makes it. */
export const classWords = {
  overview: "Overview",
  student: "Student",
  id: "Id",
  seed: "Seed",
  outputs: "Outputs <var>h</var><sub>2</sub>, row by row",
  says: "Answer",
  right: (right: number, all: number) => `${right} of ${all} right`,
  loss: "Loss",
  files: "Files",
  sheet: "sheet",
  key: "key",
  book: "book",
  published: "published book",
  about: (as: As, students: number, digits: number) =>
    `${count(as, students, "student")}, each with numbers of their own, worked out to ${count(FEW, digits, "decimal")} as on the keys. Keep this page from students: seeds, keys and books give the answers away.`,
  allSheets: "All sheets",
  allKeys: "All keys",
  printed: (of: string) => `${of} as PDF`,
  pdf: "PDF",
  /** Over the matrices of a class's marks. */
  counts: (as: As, handedIn: number) =>
    `In each place: how many answers are wrong, of ${count(as, handedIn, "student")}; with –, how many are left empty. Values that all have right are left out.`,
} as const;
