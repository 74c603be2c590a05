import type { BrickName, Place } from "../../src/lesson/choices.ts";
import { bricksLine } from "../../src/lesson/command.ts";
import type { PanelName } from "../../src/lesson/fields.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import { readings } from "../../src/math/numerals.ts";
import { type NumberFormat, showExact, toText, toTyped } from "../../src/typeset/format.ts";
import { count, FEW } from "./prose.ts";

/** W1.0.1 as the page writes it: W1[0,1]. */
const nameOf = (cell: string): string => cell.replace(/^(\w+)\.(\d+)\.(\d+)$/, "$1[$2,$3]");

/** The bricks, and what there is of biases, as they are called on buttons and in lists. */
export const brickNames: Readonly<Record<BrickName, string>> = {
  sigmoid: "sigmoid",
  tanh: "tanh",
  relu: "ReLU",
  "leaky-relu": "leaky ReLU",
  identity: "identity",
  softmax: "softmax",
  squared: "squares",
  "cross-entropy": "cross-entropy",
  none: "no biases",
  trained: "biases",
  held: "biases, held",
};

const bricks = {
  names: brickNames,
  places: {
    activation: "Hidden neurons",
    "output-activation": "Outputs",
    loss: "Loss",
    biases: "Biases",
  } satisfies Record<Place, string>,
  /** The same in the panel, where fields of numbers have names like those. */
  fields: {
    activation: "Hidden activation",
    "output-activation": "Output activation",
    loss: "Loss",
    biases: "Biases",
  } satisfies Record<Place, string>,
  /** The button beside a brick. */
  change: (name: string, place: string) => {
    const where = place.toLowerCase();
    return `Change this brick: ${name}${name.includes(where) ? "" : ` (${where})`}`;
  },
  /** What a brick does, in a few signs; of biases, what becomes of them. */
  does: {
    sigmoid: "from 0 to 1",
    tanh: "from −1 to 1",
    relu: "0, or z above 0",
    "leaky-relu": "z/100, or z above 0",
    identity: "z as it is",
    softmax: "a row that sums to 1",
    squared: "½ (y − h)²",
    "cross-entropy": "−y ln h",
    none: "",
    trained: "begin at 0, and learn",
    held: "stay as they are",
  } satisfies Record<BrickName, string>,
  /** What a choice takes with it. */
  givesWay: {
    activation: (name: string) => `the hidden neurons become ${name}`,
    "output-activation": (name: string) => `the outputs become ${name}`,
    loss: (name: string) => `the loss becomes ${name}`,
    biases: (name: string) => `then there are ${name}`,
  } satisfies Record<Place, (name: string) => string>,
  outputs: (outputs: number) => `with ${outputs} outputs`,
};

/** The words of a page on which numbers can be changed. */
export const liveWords = {
  code: {
    /** The run of a reader's own program, drawn. */
    curve: { title: "The loss over the steps, by your program", step: "step", loss: "loss" },
    /** What there is of a lesson beside its seeds. */
    facts: (lesson: Lesson): string[] => [
      count(FEW, "X" in lesson.data ? lesson.data.X.length : lesson.data.rows, "row"),
      ...bricksLine(lesson),
      `λ\u00a0=\u00a0${toTyped(showExact(lesson.ridge, lesson), lesson)}`,
    ],
  },
  /** On the button that opens the panel, and the panel's name. */
  change: "Change the numbers",
  fields: {
    "data-seed": "Data seed",
    rows: "Rows",
    "weight-seed": "Weight seed",
    hidden: "Hidden neurons",
    outputs: "Outputs",
    "learning-rate": "Learning rate α",
    ridge: "Ridge λ",
    digits: "Decimals",
    step: "Steps trained before",
  } satisfies Record<PanelName, string>,
  /** How numbers are written. */
  ways: {
    decimal: { label: "Decimal sign", values: { point: "point", comma: "comma" } },
    fractions: { label: "Fractions", values: { false: "no", true: "where exact" } },
  },
  bricks,
  /** On the button beside a seed. */
  another: "Another",
  /** In place of a seed where the numbers are given. */
  given: "given",
  file: "Open a lesson file",
  save: "Save as a lesson file",
  copyLink: "Copy a link to these numbers",
  back: "Back to the book’s numbers",
  hint: "Or change X, y, W1, b1, W2, b2, α and λ where they stand: click a number and type, or drag it to the side. With Alt held, a drag selects.",
  /** In the title of a number that the reader changed. */
  book: (number: string) => `In the book: ${number}`,
  /** While steps of training are taken. */
  wait: "Training …",
  /** After a change, for a screen reader. */
  changed: (loss: string) => `The numbers have changed. The loss is ${loss}.`,
  refused: (reason: string) => `That cannot be shown. ${reason}.`,
  /** Why a step of training is not shown. */
  overflows: (step: number, last: number) => `got ${step}, but the run overflows in step ${last}`,
  tooLarge: (step: number, most: number) => `got ${step}, but by then a weight is larger than ${most}`,
  /** Names the box in which one number is changed. */
  edit: (cell: string) =>
    cell === "alpha" ? "Learning rate α" : cell === "lambda" ? "Ridge λ" : `New value of ${nameOf(cell)}`,
  less: "less",
  more: "more",
  /** Where what was typed is no number, or may be two. */
  noNumber(text: string, as: NumberFormat) {
    const both = readings(text, as.decimal);
    const exact = (x: number) => toText(showExact(x, { fractions: false }), as);
    return `got ${JSON.stringify(text)}, expected ${both.length > 0 ? both.join(" or ") : `a number, such as ${exact(0.5)} or 1250`}`;
  },
};
