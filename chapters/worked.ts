import { sum } from "d3-array";
import type { Page, Prose } from "../src/book/chapter.ts";
import type { Others } from "../src/book/telling.ts";
import type { Writer } from "../src/book/writer.ts";
import { formatAddress, startOf, stateOf } from "../src/lesson/address.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { at, toRows } from "../src/math/matrix.ts";
import type { Trace } from "../src/network/stage.ts";
import type { Values } from "../src/network/values.ts";
import { code, escapeHtml } from "../src/typeset/html.ts";
import { brickNames } from "./words/live.ts";
import { count, grouped, joined, list } from "./words/prose.ts";
import { table } from "./words/table.ts";
import { asPrinted, cellAt, compare, quoted, valueAt } from "./worked/compare.ts";
import { FIRST } from "./worked/first.ts";
import { type Mistake, valuesAfter } from "./worked/mistakes.ts";
import { type Example, OTHER_RATE, type Part, PUBLISHED } from "./worked/published.ts";

/** A longer table is folded. */
const MOST_ROWS = 12;
/** What a reader may nudge a weight by. */
const NUDGE = 0.001;

/** The page speaks of these lessons whatever the reader's; only the links' addresses begin from that one. */
function facts({ lesson: book }: Trace, others: Others) {
  const traceOf = (json: object) => others.traceOf(parseLesson(json));
  const examples = PUBLISHED.map((it) => exampleOf(it, book, traceOf));
  const numbers = examples.flatMap(({ rows }) => rows);
  const wrong = numbers.filter(({ agrees }) => !agrees);
  return {
    examples,
    numbers: numbers.length,
    agreeing: numbers.length - wrong.length,
    wrong: wrong.length,
    pages: examples.filter(({ wrong }) => wrong.length > 0).length,
    nudge: NUDGE,
    notes: notesOf(traceOf),
    first: firstOf(book, traceOf),
  };
}
export type Facts = ReturnType<typeof facts>;

type TraceOf = (json: object) => Trace;

/** A lesson to open: its size, and the address that says it. */
function opened(lesson: Lesson, book: Lesson, { X, W1, W2 }: Trace) {
  const state = stateOf(lesson);
  const { title } = lesson;
  return {
    lesson,
    sizes: { inputs: X.cols, hidden: W1.cols, outputs: W2.cols },
    address: formatAddress(startOf(state, book).title === title ? state : { ...state, title }, book),
  };
}

function exampleOf(example: Example, book: Lesson, traceOf: TraceOf) {
  const { lesson: json, parts, ...source } = example;
  const trace = traceOf(json);
  const rows = parts.flatMap((part) => {
    const known = rowsKnown.get(part) ?? rowsOf(part, traceOf({ ...json, ...part.but }));
    rowsKnown.set(part, known);
    return known;
  });
  return {
    ...source,
    ...opened(trace.lesson, book, trace),
    /** Not where it takes no step. */
    hasRate: "learningRate" in json,
    rows,
    wrong: rows.filter(({ agrees }) => !agrees),
    agreeing: rows.filter(({ agrees }) => agrees).length,
  };
}
type ExampleFacts = ReturnType<typeof exampleOf>;
/** The same for every book, and some take a thousand steps. */
const rowsKnown = new WeakMap<Part, ReturnType<typeof rowsOf>>();

/** The numbers of a part, beside the book's. */
function rowsOf({ numbers, but = {}, after = 0 }: Part, start: Trace) {
  const made = new Map<Mistake | undefined, Values>();
  const valuesWith = (mistake?: Mistake): Values => {
    const values = made.get(mistake) ?? valuesAfter(after, start, mistake);
    made.set(mistake, values);
    return values;
  };
  const right = after === 0 ? start : valuesWith();
  return numbers.map(({ at: place, text, times = 1, mistake }) => {
    const value = times * valueAt(right, place);
    return {
      ...cellAt(place),
      isScalar: typeof right[cellAt(place).name] === "number",
      but,
      after,
      times,
      printed: quoted(text),
      book: asPrinted(text, value),
      agrees: compare(text, value),
      /** What the mistake makes of it. */
      slip: mistake && asPrinted(text, times * valueAt(valuesWith(mistake), place)),
    };
  });
}
type Row = ReturnType<typeof rowsOf>[number];

/** What the notes on examples say beside the numbers in print. */
function notesOf(traceOf: TraceOf) {
  const of = (name: string) => traceOf(PUBLISHED.find((it) => it.name === name)!.lesson);
  const [mazur, insper, cs231n, coursera] = [of("mazur"), of("insper"), of("cs231n"), of("coursera")];
  const [gorman, miller, schiendorfer] = [of("gorman"), of("miller"), of("schiendorfer")];
  /** A rate there, where squares have no ½, and the one that takes the same step here. */
  const rates = (here: number) => ({ there: here / 2, here });
  return {
    mazur: {
      held: mazur.loss_next,
      trained: traceOf({ ...mazur.lesson, trainBias: true }).loss_next,
    },
    insper: { rates: [insper.lesson.learningRate, OTHER_RATE].map(rates) },
    cs231n: {
      price: cs231n.lesson.ridge / (2 * cs231n.X.rows),
      rows: cs231n.X.rows,
      ridge: cs231n.lesson.ridge,
    },
    coursera: {
      first: at(coursera.b1, 0, 0),
      last: coursera.W2.data.at(-1)!,
      parameters: sum([coursera.b1, coursera.b2, coursera.W1, coursera.W2], ({ data }) => data.length),
    },
    gorman: {
      before: at(gorman.W1, 0, 0),
      right: at(gorman.W1_next, 0, 0),
      slip: at(valuesAfter(0, gorman, "W2-first").W1_next, 0, 0),
    },
    miller: { weight: at(miller.W2, 0, 0), output: at(valuesAfter(1, miller).h2, 0, 0) },
    schiendorfer: { h: at(schiendorfer.h1, 0, 0), rates: rates(schiendorfer.lesson.learningRate) },
  } as const;
}

function firstOf(book: Lesson, traceOf: TraceOf) {
  const saturated = traceOf(FIRST.saturated);
  return {
    lessons: Object.entries(FIRST).map(([name, json]) => {
      const trace = traceOf(json);
      return { name, ...opened(trace.lesson, book, trace) };
    }),
    /** The first row's target and outputs, and the largest slope along a weight. */
    saturated: {
      targets: toRows(saturated.y)[0]!,
      outputs: toRows(saturated.h2)[0]!,
      slope: Math.max(
        ...[saturated.dLoss_dW1, saturated.dLoss_dW2].flatMap(({ data }) => [...data].map(Math.abs)),
      ),
    },
    /** The sums of the neuron that is dead. */
    dead: toRows(traceOf(FIRST["dead-relu"]).z1).map(([, sum]) => sum!),
    byHand: traceOf(FIRST["by-hand"]).loss,
  };
}

const START = "z1";
/** A link that opens a lesson in the book. */
const link = (address: string, text: string): string =>
  `<a data-own href="${START}.html${address && `#${escapeHtml(address)}`}">${text}</a>`;

/** The network in short pieces. */
const networkTold = ({ sizes, lesson, hasRate }: ExampleFacts, w: Writer): string =>
  joined(
    [
      count(w, sizes.inputs, "input"),
      `${sizes.hidden} hidden`,
      count(w, sizes.outputs, "output"),
      lesson.activation === lesson.outputActivation
        ? `${brickNames[lesson.activation]} twice`
        : `${brickNames[lesson.activation]} and ${brickNames[lesson.outputActivation]}`,
      lesson.loss === "squared" ? "squares" : "cross-entropy",
      lesson.bias ? (lesson.trainBias ? "biases" : "biases, held as they are") : "no biases",
      ...(hasRate ? [`α = ${w.exact(lesson.learningRate)}`] : []),
      ...(lesson.ridge > 0 ? [`λ = ${w.exact(lesson.ridge)}`] : []),
    ],
    w,
  );

/** What stands at a place, and of what. */
function placeTold({ name, row, col, isScalar, times, but, after }: Row, w: Writer): string {
  const symbol = `$${times === 1 ? "" : `${times}\\,`}${w.sym(name)}${isScalar ? "" : `[${row},${col}]`}$`;
  const conditions = [
    after > 0 && `after ${grouped(w, after)} steps`,
    but.learningRate !== undefined && `α = ${w.exact(but.learningRate)}`,
    but.ridge !== undefined && `λ = ${w.exact(but.ridge)}`,
  ].filter(Boolean);
  return [symbol, ...conditions].join("<br>");
}

/** Every number in print, and the book's. */
function numbersTold({ rows, wrong }: ExampleFacts, w: Writer): string {
  const lines = rows.map((row) => [
    placeTold(row, w),
    w.text(row.printed),
    w.text(row.book),
    `<span class="${row.agrees ? "agrees" : "fails"}">${row.agrees ? "✓\u00a0yes" : "✗\u00a0no"}</span>`,
  ]);
  const all = table(["what", "printed there", "this book", "agrees"], lines);
  const agree = wrong.length === 0 ? `All ${count(w, rows.length, "number")} agree.` : "";
  if (rows.length <= MOST_ROWS) return `${all}${agree}`;
  return `${agree}${w.details(`All ${rows.length} numbers, one by one`, all)}`;
}

/** The numbers that are not right, with the slip that makes them. */
const wrongTold = ({ rows, wrong, agreeing }: ExampleFacts, w: Writer): string =>
  wrong.length === 0
    ? ""
    : `Of ${rows.length} numbers in print, ${agreeing} agree. ${wrong.length === 1 ? "This one does not:" : "These do not:"}${table(
        ["what", "printed there", "this book", "with the slip"],
        wrong.map((row) => [
          placeTold(row, w),
          w.text(row.printed),
          w.text(row.book),
          row.slip ? w.text(row.slip) : "",
        ]),
      )}`;

interface Note {
  /** Before the numbers. */
  readonly before: (f: Facts, w: Writer) => string;
  /** After those that are not right: how they came about. */
  readonly slip?: (f: Facts, w: Writer) => string;
}
const NOTES: Readonly<Record<string, Note>> = {
  mazur: {
    before: () =>
      `Many have followed this page with a pencil, and many programs are tested with its numbers. There is one bias for a whole layer, and no step changes it.`,
    slip: ({ notes: { mazur } }, w) => `
The weights after the step are right, to the last digit. The error after the step is not, and this is how it comes about. $${w.sym("W2")}$ takes
its step *first*, and then the slope along $${w.sym("h1")}$ is taken, back through the *new* $${w.sym("W2")}$. But a slope belongs to
the weights that made the outputs. So all slopes come first, and then all weights take their step together. Whoever makes the slip
gets the error in print, and its outputs after the long run, too. The last number was made the right way, one step early.

A program that trains the biases as well gets ${w.num(mazur.trained, 9)} after one step, where ${w.num(mazur.held, 9)} is right with biases held.
Neither is a mistake: they are two networks.`,
  },
  insper: {
    before: ({ notes: { insper } }, w) => `
An exercise. The numbers are those of students’ solutions that stand in public. Its loss is $(y - h)^2$, without the ½
of this book: so its loss and all its slopes are twice ours. A step is the rate times the slope. So our rate has to be twice
as large as its rate, and both take the same step. The exercise names one rate in one place and another in the next, and both are here: ${list(
      insper.rates.map(({ there, here }) => `its ${w.exact(there)} is our ${w.exact(here)}`),
    )}.`,
  },
  cs231n: {
    before: ({ notes: { cs231n } }, w) => `
Numbers for students to test their own code with. Weights and data are drawn from seeds. The price of large weights
is ${w.exact(cs231n.price)} times the sum of their squares there. Here it is λ/2N times that sum, and with ${cs231n.rows} rows λ = ${w.exact(cs231n.ridge)} comes to the same.`,
  },
  coursera: {
    before: ({ notes: { coursera } }, w) => `
Numbers to test with, again. The ${coursera.parameters} parameters are ${w.exact(coursera.first)} to ${w.exact(coursera.last)}, in steps of ${w.exact(coursera.first)}. They fill matrices of neurons × inputs column
after column, the biases first; here the matrices are inputs × neurons. The labels there count from 1, here from 0.`,
  },
  gorman: {
    before: ({ notes: { gorman } }, w) => `
Four images of two by two pixels; two of them look like stairs. The forward pass is right in every digit. The page then takes a step, and
its new $${w.sym("W1")}$ is right only if $${w.sym("W2")}$ took its step first: the slip of the first example. In the right order, $${w.sym("W1")}[0,0]$ goes from
${w.num(gorman.before, 5)} to ${w.num(gorman.right, 5)}. Back through the new $${w.sym("W2")}$ it would go to ${w.num(gorman.slip, 5)}.`,
  },
  miller: {
    before: () => `One corner of XOR, without biases.`,
    slip: ({ notes: { miller } }, w) => `
**Rounded on the way.** The output was made from $${w.sym("h1")}$ with two decimals. Round at the end, not before.

**Divided.** A slope along a weight is a product: the slope along the sum that the weight is part of, times what came in through the weight. Here
one was divided by the other, and in the same way the slope along $${w.sym("h1")}$ came to be divided by $${w.sym("W2")}$. Think of an input of 0: its weight has no say in the output, so its slope is 0. To divide by 0 has no answer at all.

**Copied and cut.** For the third entry of $${w.sym("W2")}$, one digit of $${w.sym("h1")}$ was copied wrong. And the last digit of
$${w.sym("h1")}[0,2]$ was cut off, where rounding makes it one more.

After the right step the output is ${w.num(miller.output)}: a little nearer to its target, 0.`,
  },
  schiendorfer: {
    before: ({ notes: { schiendorfer } }, w) => `
Again squares without the ½, so that all is twice ours, and its rate ${w.exact(schiendorfer.rates.there)} is our ${w.exact(schiendorfer.rates.here)}. Look at the slopes along $${w.sym("W1")}$.
The first hidden value is ${w.num(schiendorfer.h, 8)}: that sigmoid is saturated, and chapter ${w.chapter("dloss-dw1")} says what this does to
the slopes in its column.`,
  },
  mccaffrey: {
    before: (_, w) => `
A program that shows the way forward and stops there. Its weights count up in steps: $${w.sym("W1")}$ row after row, $${w.sym("b1")}$, $${w.sym("W2")}$ row after row, $${w.sym("b2")}$. It
has no target. The label in our lesson is ours, so that the chapters on the loss have one.`,
  },
  article: {
    before: () => `The article that this book retells. The book has its numbers where nobody chooses others.`,
    slip: (_, w) =>
      `The digits are right, and the minus is not: a sigmoid only rises. Chapter ${w.chapter("dloss-dw2")} has met it.`,
  },
};

function exampleTold(f: Facts, it: ExampleFacts, w: Writer): string {
  const { name, whose, year, title, href, address } = it;
  const { before, slip } = NOTES[name]!;
  return `
## ${year === undefined ? whose : `${whose}, ${year}`}

*${href ? `[${title}](${href})` : title}*. The network: ${networkTold(it, w)}.

${before(f, w)}

${wrongTold(it, w)}
${slip?.(f, w) ?? ""}

${numbersTold(it, w)}

${w.isAlone ? "Its file:" : `${link(address, "Open it in the book")}, or take the file:`} \`lessons/${name}.json\`
`;
}

/** What is said of each lesson to begin with. */
const FIRST_TOLD: Readonly<Record<keyof typeof FIRST, (f: Facts["first"], w: Writer) => string>> = {
  "xor-corners": () =>
    `The four corners of the first chapter, all in one batch, with biases, and weights of one decimal to begin with.`,
  "by-hand": (f, w) =>
    `A ReLU, then no bend at all: nothing but sums and products of short numbers. The loss is ${w.num(f.byHand, 4)}, and no calculator is needed.`,
  saturated: ({ saturated }, w) =>
    `The first row’s target is ${list(saturated.targets.map((x) => w.num(x)))}, and the network says ${list(
      saturated.outputs.map((x) => w.num(x, 2)),
      w,
    )}. It is sure, and it is wrong. Yet the steepest slope of all is ${w.brief(saturated.slope)}.`,
  "three-classes": () =>
    `A softmax over three outputs, and cross-entropy: three numbers that share one whole.`,
  "dead-relu": ({ dead }, w) =>
    `The sums of the second hidden neuron are ${list(
      dead.map((x) => w.num(x, 2)),
      w,
    )}: below 0 in every row. Its ReLU says 0, and every slope back to its weights is 0. No step will wake it.`,
};

const prose: Prose<Facts> = {
  title: "Worked by others",
  summary:
    "Numbers that others have printed for networks like this one, held against the book, each example a lesson to open.",
  page(f, w) {
    const { wrong } = f.examples.find(({ name }) => name === "miller")!;
    const odd = wrong.find(({ name }) => name === "W2_next")!;
    return `
Others have worked small networks out by hand as well, and printed what they got. Here are ${f.examples.length} of these examples. Each is a lesson now: open it, and
every chapter tells it with its numbers. This page speaks of these lessons, whatever lesson the book around it is made from.

What is printed there is quoted, digit by digit. What stands beside it is computed. A number **agrees** if the book’s, rounded to
as many decimals, is the one in print.

Of ${f.numbers} numbers, ${f.agreeing} agree. The other ${f.wrong} stand on ${f.pages} of the ${f.examples.length} pages. Whoever follows one of them with a pencil gets something else, and looks for
the mistake in their own sums. Take heart: it may be the page. Everybody makes such slips, so they are worth knowing. Here
each slip is made once more, on purpose, and gives the digits in print.

${w.question(
  `A page says that after one step a weight of ${w.exact(f.notes.miller.weight)} has become ${w.text(odd.printed)}. How can you find out whether that is right, if nobody tells you the right number?`,
  `Nudge the weight. Add ${w.exact(f.nudge)}, run the forward pass again, and see by how much the loss has moved. Divide by ${w.exact(f.nudge)}: that is the slope, near enough. The new weight is the old one minus the rate times the slope. Chapter ${w.chapter("dloss-dw2")} does this for every weight.`,
)}

${f.examples.map((it) => exampleTold(f, it, w)).join("\n")}

## For a first lesson

These are nobody’s examples. They are short, and each shows one thing.

${Object.entries(FIRST_TOLD)
  .map(([name, told]) => {
    const { lesson, address } = f.first.lessons.find((it) => it.name === name)!;
    return `- ${w.isAlone ? escapeHtml(lesson.title) : link(address, lesson.title)}. ${told(f.first, w)} \`lessons/${name}.json\``;
  })
  .join("\n")}

The whole book can be made from any of these files:

${code("plain", w.words.commands, "npm start -- --lesson lessons/mazur.json")}
`;
  },
};

/** The examples of others, and what a reader of them should know. */
export const worked: Page<Facts> = { name: "worked", isFixed: true, facts, prose };
