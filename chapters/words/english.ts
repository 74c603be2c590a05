import type { Words } from "../../src/book/telling.ts";
import { bricksLine } from "../../src/lesson/command.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import type { Rate } from "../../src/network/values.ts";
import { showExact, toTyped } from "../../src/typeset/format.ts";
import { exploreWords } from "./explore.ts";
import { figureWords } from "./figures.ts";
import { liveWords } from "./live.ts";
import { languageWords } from "./numpy.ts";
import { count, FEW } from "./prose.ts";

/** What a reader needs to know of a lesson, in short pieces. */
function lessonFacts(
  lesson: Lesson,
  rate: (rate: Rate, value: string) => string = (_, value) => value,
): string[] {
  const { data, weights, hidden, learningRate, ridge, digits } = lesson;
  const exact = (x: number) => toTyped(showExact(x, lesson), lesson);
  return [
    "X" in data
      ? `data given, ${count(FEW, data.X.length, "row")}`
      : `data seed ${data.seed}, ${count(FEW, data.rows, "row")}`,
    "W1" in weights
      ? "weights given"
      : `weight seed ${weights.seed}${weights.round === undefined ? "" : `, rounded to ${count(FEW, weights.round, "decimal")}`}`,
    count(FEW, hidden, "hidden neuron"),
    ...bricksLine(lesson),
    `learning rate α\u00a0=\u00a0${rate("alpha", exact(learningRate))}`,
    `ridge λ\u00a0=\u00a0${rate("lambda", exact(ridge))}`,
    `${count(FEW, digits, "decimal")} shown`,
  ];
}

const ofPages: Words = {
  chapter: (number) => `Chapter ${number}`,
  chapterInText: (number) => `chapter ${number}`,
  directions: {
    forward: "forward",
    backward: "backward",
    update: "update",
    training: "training",
  },
  kinds: {
    data: "data",
    weights: "weights",
    activations: "activations",
    gradients: "gradients",
    scalars: "single numbers",
  },
  figures: figureWords,
  laboratory: {
    open: "Train it here",
    about: "A network of your own, on this page: choose its data and its size, start it, and watch it learn.",
    failed: "It did not load. Press the button again.",
    gradients: {
      exact: "exact",
      article: "published (wrong)",
      summed: "ridge mended",
    },
  },

  commands: "Commands",
  shapes: "Shapes",
  question: "Before you read on",
  answer: "The answer",
  article: "In the article",
  code: (file) => `The code that computed it, from ${file}`,
  program: (file, from, to) => `The code of chapters ${from} to ${to}, put together by ${file}`,
  calls: (names) => `What it calls: ${names}`,
  languages: languageWords,
  everyEntry: (name) => `Every entry of ${name}, worked out`,
  entryTable: { entry: "Entry", sum: "How it comes about" },
  precision: "All digits, to copy",
  precisionNote: "The page rounds; the code does not. Here is every digit that the computer held.",
  precisionMany: (hasFiles) =>
    `This stage has many numbers. ${hasFiles ? "All of them, with every digit, are in its files." : "Click one of them: what opens copies all of them, with every digit."}`,
  files: "Files of this stage",
  fileNames: { json: "JSON", csv: "CSV", npz: "NumPy", tex: "TeX", ipynb: "notebook", xlsx: "spreadsheet" },
  formats: { json: "JSON", numpy: "NumPy", tex: "TeX" },
  rounded: ({ digits, fractions }) =>
    `${fractions ? "A fraction with at most 100 below its bar is written as one. Other numbers" : "Numbers"} are rounded to ${count(FEW, digits, "decimal")}, very small ones are written with a power of ten, and some have more decimals where a sentence needs them. “=”: type in the digits you see, and you get the digits you see. “≈”: your last digits may differ, because the code kept more.`,
  check: {
    caption: (weights) =>
      `The gradient of ${weights}, by hand and by nudging each ${weights.startsWith("b") ? "bias" : "weight"}`,
    weight: (name) => (name.startsWith("b") ? "Bias" : "Weight"),
    analytic: "By the chain rule",
    changed: "By the changed code",
    numeric: "By nudging",
    difference: "Difference",
    verdict: {
      agrees: "✓\u00a0agree",
      differs: "✗\u00a0differ",
      untold: "too\u00a0coarse",
      corner: "at\u00a0a\u00a0corner",
    },
  },

  changed: {
    code: (file) => `Your code, changed from ${file}`,
    numpy: "The book’s lines: they do not follow your code",
    note: "Made by changed code, not by the book’s",
    command: "(it runs the book’s code, not yours)",
  },

  lesson: "The lesson",
  lessonFacts,
  rebuild: "Rebuild it with",
};

/** The words beside the chapters' own: of pages, and of what makes them live. */
export const english = {
  ...ofPages,
  /** Names of boxes that can scroll, for a screen reader. */
  formula: "Formula",
  table: "Table",
  explore: exploreWords,
  live: liveWords,
};
export type English = typeof english;
