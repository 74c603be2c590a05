import type { Lesson } from "../../src/lesson/lesson.ts";
import type { Block } from "../../src/network/marks.ts";
import { isMatrix, quantityOf } from "../../src/network/quantities.ts";
import type { Cell, MatrixName } from "../../src/network/values.ts";
import { count, FEW, list } from "./prose.ts";

/** What an index of a matrix counts, by the letter of its axis. */
const AXES: Record<string, string> = {
  N: "row",
  D: "input",
  H: "hidden neuron",
  K: "output",
};

const nameOf = (name: Cell["name"]): string => (name === "alpha" ? "α" : name === "lambda" ? "λ" : name);

/** What its rows and columns count; the one row of a matrix of biases counts nothing. */
const axesOf = (name: MatrixName): readonly [string | undefined, string] => {
  const [down, across] = quantityOf(name).shape!;
  return [AXES[down], AXES[across]!];
};

/** An entry by what its indices count: `row 0, hidden neuron 1`, `input 0 to hidden neuron 1`, `hidden neuron 1`. */
function meaning(name: MatrixName, row: number, col: number): string {
  const [down, across] = axesOf(name);
  if (!down) return `${across} ${col}`;
  const joint = down === "row" ? ", " : " to ";
  return `${down} ${row}${joint}${across} ${col}`;
}

const range = (indices: readonly number[]): string => `${indices[0]} to ${indices.at(-1)}`;

/** Entries that stand together, in words. */
function place({ name, rows, cols }: Block): string {
  const [row, col] = [rows[0]!, cols[0]!];
  if (!isMatrix(name)) return nameOf(name);
  if (rows.length > 1 && cols.length > 1) return `all of ${name}`;
  if (rows.length === 1 && cols.length === 1) return `${name}[${row},${col}] (${meaning(name, row, col)})`;
  const [down, across] = axesOf(name);
  if (!down) return `all of ${name}`;
  if (rows.length === 1) return `row ${row} of ${name}${down === "row" ? "" : ` (${down} ${row})`}`;
  return down === "row"
    ? `rows ${range(rows)} of ${name}, column ${col} (${across} ${col})`
    : `column ${col} of ${name} (${across} ${col})`;
}

const rowsOf = ({ data }: Lesson): string => count(FEW, "X" in data ? data.X.length : data.rows, "row");

type Names = readonly Cell["name"][];
const played = (names: Names): string =>
  `${list(names.map(nameOf))}, ${names.length === 1 ? "entry" : "one"} by ${names.length === 1 ? "entry" : "one"}`;

/** The words of the bar that says where a number comes from, and of what a screen reader hears of an entry. */
export const exploreWords = {
  /** The bar's name. */
  bar: "Where this number comes from",
  /** A number's name in the bar: `z1[0,1]`, `loss`, `α`. */
  name: ({ name, row, col }: Cell) => (isMatrix(name) ? `${name}[${row},${col}]` : nameOf(name)),
  /** What an entry was made from, as a sentence: its row, its column, the rows of the batch, the neurons. */
  from: (blocks: readonly Block[]) => `From ${list(blocks.map(place))}.`,
  /** The same of an entry that the reader's own code made, and made another than the book's. */
  notFrom: (blocks: readonly Block[]) =>
    `Made by the changed code. The book takes ${list(blocks.map(place))}.`,
  /** Of what the book gives, draws or chooses, and the reader's own code makes. */
  changed: "Made by the changed code.",
  /** Where a number comes from that nothing made: drawn from a seed, given, or chosen. */
  given({ name, row, col }: Cell, { data, weights, outputs }: Lesson) {
    if (!isMatrix(name))
      return name === "alpha"
        ? "The learning rate, chosen for this lesson."
        : "The price of large weights, chosen for this lesson.";
    const what = meaning(name, row, col);
    const said = `${what[0]!.toUpperCase()}${what.slice(1)}`;
    const given = `${said}: as this lesson gives it.`;
    if (name === "y" && "targets" in data) return given;
    if (name === "y" && outputs === 1) return `${said}: the row’s label, 0 or 1.`;
    if (name === "y")
      return `${said}: 1 for the output of the row’s label, 0 for the other${outputs > 2 ? "s" : ""}.`;
    if (name === "b1" || name === "b2")
      return "W1" in weights && weights[name] ? given : `${said}: a bias, which begins at 0.`;
    const of = name === "X" ? data : weights;
    return "seed" in of
      ? `${said}: drawn from ${name === "X" ? "data" : "weight"} seed ${of.seed}${"round" in of && of.round !== undefined ? ` and rounded to ${count(FEW, of.round, "decimal")}` : ""}.`
      : given;
  },
  /** Said of sources that the page does not show. */
  elsewhere: (names: readonly string[]) => `Not every entry of ${list(names)} is shown on this page.`,
  /** Said of numbers that are not the page's own lesson's. */
  other: (lesson: Lesson) => `Here the lesson has ${rowsOf(lesson)}.`,
  /** The same in a name: what is called `what` is not the page's own lesson's. */
  ofOther: (what: string, lesson: Lesson) => `${what}, in the example with ${rowsOf(lesson)}`,
  /** An entry for a screen reader: with its sum, or for what was not worked out with the words of `given`. */
  entry: ({ name, row, col }: Cell, value: string, sum: string | undefined, given: string) =>
    [
      nameOf(name),
      ...(isMatrix(name) ? [`row ${row}`, `column ${col}`] : []),
      value,
      sum === undefined ? given : `from ${sum}`,
    ].join(", "),
  /** A matrix to walk in, and the keys that do. */
  grid: (name: string, rows: number, cols: number) =>
    `The entries of ${name}, ${count(FEW, rows, "row")}, ${count(FEW, cols, "column")}`,
  /** Seen in the bar while the focus is on a number. */
  toBar: "Space leads to these buttons.",
  keys: "The arrow keys walk from entry to entry. Space or b leads to what can be done with it. Enter changes it, where that is allowed. Escape leaves.",
  copy: (name: string) => `Copy ${name}`,
  home: "The chapter that computes it",
  edit: "Change it",
  close: "Close",
  /** Of a stage that is played entry by entry. */
  steps: {
    start: "Step through",
    /** The same with what is played, for a button beside its formula: a matrix, or all single numbers of a stage. */
    startAt: (names: Names) => `Step through ${played(names)}`,
    name: played,
    play: "Play",
    pause: "Pause",
    previous: "Previous",
    next: "Next",
    restart: "Restart",
    at: (index: number, count: number) => `${index + 1} of ${count}`,
  },
};
