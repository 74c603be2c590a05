import type { Page, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { type Exact, exact } from "../src/math/exact.ts";
import { transpose } from "../src/math/matrix.ts";
import type { Trace } from "../src/network/stage.ts";
import type { Name } from "../src/network/values.ts";
import { code } from "../src/typeset/html.ts";
import { type Marked, marksOf } from "../src/worksheets/marking.ts";
import { MISTAKES } from "../src/worksheets/mistakes.ts";
import { ownLesson } from "../src/worksheets/own.ts";
import { blankOf, keyOf, type StageNames, worksheetOf } from "../src/worksheets/worksheet.ts";
import { mistakeWords } from "./words/mistakes.ts";
import { count, grouped } from "./words/prose.ts";
import { shellWords } from "./words/shell.ts";
import { tableRow } from "./words/table.ts";

/** The teacher's kit, shown on a class of its own: what is made, by which rule, and how it is marked. */

/** The lesson of the class that the page shows, and the seed of one student. */
export const CLASS = {
  title: "Class 10B",
  data: { seed: 0, rows: 2 },
  weights: { seed: 0, round: 1 },
  learningRate: 0.5,
  digits: 3,
} as const;
const SEED = 10;

function facts(_: Trace, { traceOf }: Others) {
  const lesson = ownLesson(parseLesson(CLASS), SEED);
  const trace = traceOf(lesson);
  return {
    lesson: CLASS,
    rounding: roundings(),
    marked: marked(trace),
    mistakes: MISTAKES.length,
    digits: lesson.digits,
  };
}
export type Facts = ReturnType<typeof facts>;

/** The numbers with one decimal from −9.9 to 9.9. */
const TENTHS = Array.from({ length: 199 }, (_, i) => i - 99);

/** Of the products of two such numbers, those that come out otherwise where the computer's own numbers are rounded. */
function roundings() {
  let [all, wrong] = [0, 0];
  let first:
    | { a: number; b: number; product: Exact; right: Exact; computed: number; wrong: number }
    | undefined;
  for (const i of TENTHS)
    for (const j of TENTHS) {
      const [a, b] = [i / 10, j / 10];
      const product = exact(i).times(j).div(100);
      const right = product.round(1);
      const computed = a * b;
      const rounded = (Math.sign(computed) * Math.round(Math.abs(computed) * 10)) / 10;
      all++;
      if (right.eq(rounded)) continue;
      wrong++;
      if (!first && i > 0 && j > 0) first = { a, b, product, right, computed, wrong: rounded };
    }
  return { all, wrong, first: first! };
}

/** The stages of the example. */
const STAGES: readonly StageNames[] = [
  { name: "z1", makes: ["z1"] },
  { name: "h1", makes: ["h1"] },
  { name: "z2", makes: ["z2"] },
];

/** What is marked where a student has read W1 by its columns, and gone on without another mistake. */
const marked = (trace: Trace) => marksOf(worksheetOf(trace, STAGES), slipped(trace, STAGES));

/** The answers of such a student, as they are typed. */
export function slipped(
  trace: Trace,
  stages: readonly StageNames[],
  chosen?: readonly string[],
): ReadonlyMap<string, string> {
  const { data, rows, cols } = transpose(trace.W1);
  const misread = { rows: cols, cols: rows, data };
  const { key, digits, stages: asked } = worksheetOf({ ...trace, W1: misread }, stages, chosen);
  const answers = asked.flatMap(({ asks }) =>
    asks.flatMap((ask) =>
      keyOf(ask, (name) => key.get(name)!).flatMap((line, r) =>
        line.map((x, c) => [blankOf(ask, r, c), x.toFixed(ask.of === "shape" ? 0 : digits)] as const),
      ),
    ),
  );
  return new Map(answers);
}

/** What a mark is called in the table. */
const MARKS: Readonly<Record<Marked["mark"]["is"], string>> = {
  right: "right",
  carried: "right from the student’s own numbers",
  mistake: "wrong",
  wrong: "wrong",
  empty: "empty",
  unreadable: "no number",
};

const SHELL = "plain";

const prose: Prose<Facts> = {
  title: "For teachers",
  summary:
    "A class in which each student has numbers of their own: worksheets, keys, marking, quizzes, and files to take away.",
  page(f, w) {
    const { rounding } = f;
    const { first } = rounding;
    const short = (x: Exact | number) => w.exact(exact(x).toNumber());
    return `
You have a class on Monday. One lesson file gives each student a worksheet with numbers of their own, and you the key to
each. Install [Node](https://nodejs.org), download this project, open a terminal in its folder and type \`npm ci\` once. Then three
commands do the rest:

${code(
  SHELL,
  w.words.commands,
  `npm run lesson -- new --title "${f.lesson.title}" --rows ${f.lesson.data.rows} --round ${f.lesson.weights.round} --learning-rate ${f.lesson.learningRate} --digits ${f.lesson.digits} --out class10b.json
npm run class -- --lesson class10b.json --roster names.csv --out class10b --pdf
npm run class -- check --lesson class10b.json --answers class10b/answers.csv --out class10b-marks`,
)}

\`names.csv\` is your list of students, in the same folder: a column called \`name\`, and one called \`id\` where two students have
the same name. From a spreadsheet, save it as “CSV UTF-8”.

## What comes out

${w.picture("sheet", "The first page of a worksheet: the rule for rounding, what is given, and empty boxes with room for the working.", "A sheet, as a student gets it.")}

| in the folder | what it is | for |
|:--|:--|:--|
| \`sheets/\` | a worksheet for each student, and one file with all of them | students |
| \`keys/\` | the same with the answers, and one entry of each value worked out | you |
| \`books/\` | this book with each student’s numbers; \`--no-books\` leaves them out | you |
| \`overview.html\`, \`overview.csv\` | every student’s seed, final answers and files | you |
| \`answers.csv\` | a row for each student and a column for each box, to type answers into | you |

A sheet of all stages is long: the program says how many boxes it has. \`--stages z1,h1\` asks for two stages, on one page. A sheet prints on A4 or with \`--paper letter\` on Letter, black on white.
\`--pdf\` makes PDF files as well, if Chrome or Chromium is on your computer. Where you have published the book, \`--book ADDRESS\` puts a link to it,
with the student’s numbers, on the key and into the overview.

Each chapter of the book prints as a sheet, too: at its foot, **${shellWords.blank}** leaves room where the numbers would be.

## Everybody has their own numbers

The data and the weights of a student are drawn from a seed. It is worked out from the lesson, the student’s name and a secret, the **salt**. The first run
makes the salt and keeps it in a file beside the lesson, \`class10b.salt\`. The same salt gives the same seeds, in whatever order the names
stand, and a student who joins later changes no one else’s. Another lesson changes all of them: once sheets are printed, leave its
numbers as they are. Without the salt no one can work out a seed from a name. So do not lose the file, and do not show it to students.
The file also keeps the decimals and the stages of the sheets, so that answers are marked by the same.

Whoever knows the seed can make the book that has all answers. So no sheet has it, neither in its text nor in its name.
Names stand on sheets, keys and in your overview. They are in no address and on no page of the book.

The book works out any numbers that are typed into it, those of a sheet as well. And a computer finds the seed of a sheet by trying all of
them, from the weights that are printed. In a test, students should have neither.

## One rule for rounding

A sheet says to how many decimals each result is rounded. The next value is worked out from the rounded ones, as they stand on the paper. Halves are
rounded away from zero. The key follows the same rule, so a student who keeps to it gets the key’s digits, all of them.

Ordinary computer arithmetic sometimes rounds the wrong way. ${short(first.a)} · ${short(first.b)} is ${short(first.product)} and becomes ${short(first.right)}. The computer
finds ${short(first.computed)} and makes ${short(first.wrong)} of it. There are ${grouped(w, rounding.all)} products of two numbers with one decimal from ${short(-9.9)} to ${short(9.9)}. Programs often
multiply by ten, round to a whole number and divide by ten: then ${grouped(w, rounding.wrong)} of the products come out wrong. Keys are worked out exactly, without that error.

${w.details("Its key", w.picture("key", "The same page of the key: the boxes are filled in, and one entry of each value is worked out.", "The key to the sheet above."))}


## An error costs points once

A student who slips in the first matrix and does everything right after it should not lose every point. So each answer is held against two
numbers: the key’s, and what follows from the student’s own earlier answers. Here a student has filled in $${w.sym("W1")}$ with its numbers column by column, and then
gone on without another mistake:

${tableOfMarks(
  f.marked.asks.flatMap(({ blanks }) =>
    blanks.map((it) => [
      `$${w.sym(it.blank.split(".")[0] as Name)}[${it.row},${it.col}]$`,
      w.text({ text: it.text, value: it.number! }),
      decimal(it.key, f.digits, w),
      decimal(it.expected, f.digits, w),
      `${MARKS[it.mark.is]}${it.mark.is === "mistake" ? `: ${lowered(mistakeWords[it.mark.name])}` : ""}`,
    ]),
  ),
)}

That makes ${f.marked.points} of ${count(w, f.marked.most, "point")}. The kit knows ${f.mistakes} common mistakes. It names one where no other explains what was typed and chance
hardly does: for a whole matrix, as here, or for a single box. Else the answer is only wrong.

${w.picture("marks", "A page of marks: for each answer its mark, what was expected and, where it shows, the mistake.", "What you hand back: marks.html, a part for each student. These are the marks of another student.")}

In \`answers.csv\` and on the terminal a box is called as in the program: \`dLoss_dz2.1.0\` is row 1, column 0 of $${w.sym("dLoss_dz2")}$, counted from 0;
\`W1_next.0.2\` stands in $${w.sym("W1_next")}$, and \`X.shape.0\` is how many rows $${w.sym("X")}$ has. Answers may have a comma or a point.
A spreadsheet may read 0,5 as a date or as 5: make the columns text first. \`--tolerance 2\` accepts answers that are right to two decimals.

## Your own lesson

- \`npm run lesson -- new\` alone asks for each field in turn; with options it asks nothing. \`npm run lesson -- check class10b.json\` says all that is wrong with a file, line by line.
- An editor that knows JSON Schema completes the fields and checks them: the first line of a new lesson, \`"$schema"\`, tells it how.
- Your own data may come from a spreadsheet: \`"data": { "csv": "flowers.csv", "inputs": ["length", "width"], "label": "kind" }\`.
- \`"decimal": "comma"\` writes 0,5 on every page and sheet. \`"digits": ${f.lesson.digits}\` sets the decimals, and \`"fractions": true\` writes 1/2 where a number is exactly that; what a sheet asks for has decimals.
- Biases, tanh, ReLU, softmax, cross-entropy: every brick of the ${w.link("bricks", "catalogue")} can be asked for, and sheets, keys and marks follow.

## A learning platform

A quiz of the same stages, in twenty variants:

${code(SHELL, w.words.commands, "npm run class -- --lesson class10b.json --format moodle --pool 20 --out quiz")}

Moodle draws a variant for each student, and needs no roster. A quiz knows the common mistakes and says them. It cannot carry an error forward.
So each question prints the numbers that it begins from, and with them the answers to the question before it. In Moodle, put each question on
a page of its own, with sequential navigation; in Canvas the quiz comes that way. With \`--roster\` in place of \`--pool\` each student has a category, or in Canvas a quiz, of their own.

| \`--format\` | for | how it gets there |
|:--|:--|:--|
| \`moodle\` | Moodle | Question bank, Import, Moodle XML format; then in the quiz, for each stage, “a random question” of its category |
| \`gift\` | Moodle and others | Question bank, Import, GIFT format |
| \`qti\` | Canvas | Settings, Import Course Content, QTI .zip file; then look at the quiz and publish it |

\`npm run export -- --lesson class10b.json --format scorm --out book.zip\` packs the book for any platform that takes SCORM. It reports that it was opened, and nothing else.

## Files to take away

\`npm run export -- --lesson class10b.json --out class10b.xlsx\` writes one. At the foot of each chapter stand the files of its stage.

| ends in | what it is |
|:--|:--|
| \`.xlsx\` | a spreadsheet with live formulas, a sheet for each stage: change a weight, and all that follows changes |
| \`.pdf\`, \`.epub\`, \`.html\` | the whole book in one file |
| \`.ipynb\` | a notebook that works each stage out in NumPy and compares it with the book |
| \`.tex\` | all stages as formulas with their numbers |
| \`.json\`, \`.npz\` | the numbers, with every digit |
| a folder or \`.zip\`, with \`--format csv\` or \`svg\` | the numbers, a file a matrix; all pictures |
`;
  },
};

/** A sentence in the middle of another. */
const lowered = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, "")}`;

/** Marks as a table in Markdown: places and marks to the left, numbers to the right. */
const tableOfMarks = (rows: readonly (readonly string[])[]): string =>
  [["box", "typed", "key", "from own numbers", "mark"], [":--", "--:", "--:", "--:", ":--"], ...rows]
    .map(tableRow)
    .join("\n");

/** A decimal with as many places as the sheet asks for. */
const decimal = (x: Exact, digits: number, w: Writer): string =>
  w.text({ text: x.toFixed(digits), value: x });

export const teachers: Page<Facts> = { name: "teachers", isFixed: true, facts, prose };
