import type { Block, Cell } from "../src/cells.ts";
import { isMatrix } from "../src/cells.ts";
import type { ExploreWords } from "../src/explore-words.ts";
import type { Lesson } from "../src/lesson.ts";
import { type MatrixName, VALUES } from "../src/trace.ts";
import { count, list } from "./prose.ts";

/** What an index of a matrix counts, by the letter of its axis. */
const AXES: Record<string, string> = {
  N: "row",
  D: "input",
  H: "hidden neuron",
  K: "output",
};

const nameOf = (name: Cell["name"]): string =>
  name === "alpha" ? "α" : name === "lambda" ? "λ" : name;

const axesOf = (name: MatrixName): readonly [string, string] => {
  const [down, across] = VALUES[name].shape!;
  return [AXES[down]!, AXES[across]!];
};

/** An entry by what its indices count: `row 0, hidden neuron 1`, `input 0 to hidden neuron 1`. */
function meaning(name: MatrixName, row: number, col: number): string {
  const [down, across] = axesOf(name);
  const joint = down === "row" ? ", " : " to ";
  return `${down} ${row}${joint}${across} ${col}`;
}

const range = (indices: readonly number[]): string =>
  `${indices[0]} to ${indices.at(-1)}`;

/** Entries that stand together, in words. */
function place({ name, rows, cols }: Block): string {
  const [row, col] = [rows[0]!, cols[0]!];
  if (!isMatrix(name)) return nameOf(name);
  if (rows.length > 1 && cols.length > 1) return `all of ${name}`;
  if (rows.length === 1 && cols.length === 1)
    return `${name}[${row},${col}] (${meaning(name, row, col)})`;
  const [down, across] = axesOf(name);
  if (rows.length === 1)
    return `row ${row} of ${name}${down === "row" ? "" : ` (${down} ${row})`}`;
  return down === "row"
    ? `rows ${range(rows)} of ${name}, column ${col} (${across} ${col})`
    : `column ${col} of ${name} (${across} ${col})`;
}

const rowsOf = ({ data }: Lesson): string =>
  count("X" in data ? data.X.length : data.rows, "row");

const played = (names: readonly Cell["name"][]): string =>
  `${list(names.map(nameOf))}, ${names.length === 1 ? "entry" : "one"} by ${names.length === 1 ? "entry" : "one"}`;

/** The words of the bar and of the entries in English. */
export const exploreWords: ExploreWords = {
  bar: "Where this number comes from",
  name: ({ name, row, col }) =>
    isMatrix(name) ? `${name}[${row},${col}]` : nameOf(name),
  from: (blocks) => `From ${list(blocks.map(place))}.`,
  given({ name, row, col }, { data, weights }) {
    if (!isMatrix(name))
      return name === "alpha"
        ? "The learning rate, chosen for this lesson."
        : "The price of large weights, chosen for this lesson.";
    const what = meaning(name, row, col);
    const said = `${what[0]!.toUpperCase()}${what.slice(1)}`;
    if (name === "y")
      return `${said}: 1 for the output of the row’s label, 0 for the other.`;
    const of = name === "X" ? data : weights;
    return "seed" in of
      ? `${said}: drawn from ${name === "X" ? "data" : "weight"} seed ${of.seed}${"round" in of && of.round !== undefined ? ` and rounded to ${count(of.round, "decimal")}` : ""}.`
      : `${said}: as this lesson gives it.`;
  },
  elsewhere: (names) =>
    `Not every entry of ${list(names)} is shown on this page.`,
  other: (lesson) => `Here the lesson has ${rowsOf(lesson)}.`,
  ofOther: (what, lesson) => `${what}, in the example with ${rowsOf(lesson)}`,
  entry: ({ name, row, col }, value, sum, given) =>
    [
      nameOf(name),
      ...(isMatrix(name) ? [`row ${row}`, `column ${col}`] : []),
      value,
      sum === undefined ? given : `from ${sum}`,
    ].join(", "),
  grid: (name, rows, cols) =>
    `The entries of ${name}, ${count(rows, "row")}, ${count(cols, "column")}`,
  keys: "The arrow keys walk from entry to entry. Space leads to what can be done with it. Enter changes it, where that is allowed. Escape leaves.",
  copy: (name) => `Copy ${name}`,
  home: "The chapter that computes it",
  edit: "Change it",
  close: "Close",
  steps: {
    start: "Step through",
    startAt: (names) => `Step through ${played(names)}`,
    name: played,
    play: "Play",
    pause: "Pause",
    previous: "Previous",
    next: "Next",
    restart: "Restart",
    at: (index, count) => `${index + 1} of ${count}`,
  },
};
