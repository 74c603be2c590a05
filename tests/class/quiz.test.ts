import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { parse } from "gift-pegjs";
import { describe, expect, test } from "vitest";
import { ASKED } from "../../build/kit/class/asked.ts";
import { equationOf, symbolOf } from "../../build/kit/class/equations.ts";
import { gift } from "../../build/kit/class/gift.ts";
import { inCloze, moodle } from "../../build/kit/class/moodle.ts";
import { qti } from "../../build/kit/class/qti.ts";
import type { QuizFormat, Variant } from "../../build/kit/class/quiz.ts";
import { worked } from "../../build/kit/class/students.ts";
import { escapeXml } from "../../build/kit/xml.ts";
import { mistakeWords } from "../../chapters/words/mistakes.ts";
import { quizWords } from "../../chapters/words/quiz.ts";
import { type Lesson, parseLesson } from "../../src/lesson/lesson.ts";
import { UsageError } from "../../src/lesson/usage-error.ts";
import { NAMES as NAMED } from "../../src/network/quantities.ts";
import type { Trace } from "../../src/network/stage.ts";
import type { Name } from "../../src/network/values.ts";
import { escapeHtml } from "../../src/typeset/html.ts";
import type { Mistake } from "../../src/worksheets/mistakes.ts";
import { ownLesson } from "../../src/worksheets/own.ts";
import { blankOf, keyOf, stepsMaking, type Worksheet } from "../../src/worksheets/worksheet.ts";
import { lessons } from "../lessons.ts";
import { source, temporaryFolder } from "../project.ts";
import { runPython } from "../python.ts";
import { put as putFiles, runClass } from "./class.ts";

/**
 * Quizzes as learning platforms read them: GIFT by gift-pegjs, Moodle XML and QTI by quiz.py, which knows nothing of the
 * project. What they read is compared with the key, and that with the trace.
 */

const LESSONS = {
  article: { digits: 3 },
  biases: { digits: 4, bias: true, activation: "tanh", ridge: 0.1, data: { seed: 5, rows: 3 } },
  softmax: {
    digits: 10,
    activation: "leaky-relu",
    outputActivation: "softmax",
    loss: "cross-entropy",
    outputs: 3,
    hidden: 2,
    learningRate: 0.5,
    data: { seed: 7, rows: 2 },
    weights: { seed: 3, round: 1 },
  },
  whole: {
    digits: 0,
    activation: "relu",
    outputActivation: "identity",
    hidden: 2,
    outputs: 1,
    loss: "squared",
  },
} as const;

/** What anybody may be called, and what means something to one of the formats. */
const NAMES = [
  'Ada <b>&"\u2019 {1:NUMERICAL:=5} ~=#:\\:\\ ]]> /x//y/ $$ \\(x\\) %0%',
  "\u0627\u0633\u0645 \u202b 🧱 אב ::q:: // $CATEGORY: z",
];
const TITLE = "Class 10B:\u0007 a/b {#1} & <i> ~ 🧱 ]]>";

type Sheet = Variant & { readonly trace: Trace };
const sheets: Sheet[] = Object.entries(LESSONS).flatMap(([kind, file]) =>
  NAMES.map((name, i) => ({
    name: `${kind} ${name}`,
    ...worked(ownLesson(parseLesson(file), 11 + i), ASKED),
  })),
);

const folder = temporaryFolder();
function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
/** A copy of a file with one thing changed. */
function spoiled(path: string, from: string, to: string): string {
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  return put(`${from.length}-${basename(path)}`, text.replace(from, to));
}
function written(format: QuizFormat, variants: Iterable<Variant>, isPool: boolean, name: string): string {
  const pieces = [...format.write(variants, { title: TITLE, isPool })];
  return put(name, Buffer.concat(pieces.map((it) => Buffer.from(it))));
}

interface Alternative {
  readonly fraction: number;
  readonly answer: string;
  readonly tolerance: string;
  readonly feedback: string;
}
interface MoodleQuestion {
  readonly category: string;
  readonly name: string;
  readonly text: string;
  readonly blanks: readonly { weight: number; kind: string; alternatives: readonly Alternative[] }[];
}
interface CanvasItem {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly text: string;
  readonly exact: string;
  readonly from: string;
  readonly to: string;
  readonly feedback: string;
}
interface CanvasQuiz {
  readonly title: string;
  readonly points: string;
  readonly items: readonly CanvasItem[];
  readonly groups: readonly (readonly CanvasItem[])[];
}

/** What words may hold that stand in a blank. */
const ODD = 'a ~ b } { # \\ & <i> "c" &lt; =';
const oddBlank = `{1:NUMERICAL:=1:0~%0%2:0#${inCloze(ODD)}~%0%3:0#${inCloze("next")}}`;

/** All files are read at once: Python takes longer to start than to read. */
const POOL = sheets.filter(({ name }) => name.startsWith("biases"));
const ofStudents = written(moodle, sheets, false, "students.xml");
const ofPool = written(qti, POOL, true, "pool.zip");
const paths = {
  students: ofStudents,
  pool: written(
    moodle,
    POOL.map((it, i) => ({ ...it, name: String(i + 1) })),
    true,
    "pool.xml",
  ),
  odd: put(
    "odd.xml",
    `<quiz><question type="cloze"><name><text>n</text></name><questiontext format="html"><text>${escapeXml(`<p>${oddBlank}</p>`)}</text></questiontext></question></quiz>`,
  ),
  canvas: written(qti, sheets, false, "students.zip"),
  canvasPool: ofPool,
  // What names could do if they were not escaped, and a download that broke off.
  tag: spoiled(ofStudents, "&lt;b&gt;", "<b>"),
  ampersand: spoiled(ofStudents, "&amp;&quot;", '&"'),
  short: put("short.zip", readFileSync(ofPool).subarray(0, -100)),
};
const read = JSON.parse(
  runPython(source("tests/class/quiz.py"), JSON.stringify(Object.values(paths)), folder),
);
const students: MoodleQuestion[] = read[paths.students];
const pool: MoodleQuestion[] = read[paths.pool];
const canvas: CanvasQuiz[] = read[paths.canvas];
const [canvasPool] = read[paths.canvasPool] as [CanvasQuiz];

/** What is said of a mistake, as HTML. */
const said = (mistake: Mistake): string => escapeHtml(quizWords.perhaps(mistakeWords[mistake]));
const WORDS = Object.keys(mistakeWords).map((it) => said(it as Mistake));

/** The sheet of a lesson, if its numbers do not grow too large. */
function sheetOf(lesson: Lesson): Pick<Sheet, "worksheet">[] {
  try {
    return [worked(lesson, ASKED)];
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
const decoded = (xml: string): string =>
  xml.replace(/&(lt|gt|quot|amp);/g, (_, it: string) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[it]!);

/** The blanks of a worksheet by their names, and what the key has there. */
const keyed = ({ stages, key, digits }: Worksheet): (readonly [string, string])[] =>
  stages.flatMap(({ asks }) =>
    asks.flatMap((ask) =>
      keyOf(ask, (name) => key.get(name)!).flatMap((line, row) =>
        line.map((it, col) => [blankOf(ask, row, col), it.toFixed(ask.of === "shape" ? 0 : digits)] as const),
      ),
    ),
  );
const ofAll = (variants: readonly Variant[]) => variants.flatMap(({ worksheet }) => keyed(worksheet));

/** As Moodle marks what is typed: by the first alternative that it is near enough to. */
const moodleTakes = (alternatives: readonly Alternative[], typed: string): Alternative | undefined =>
  alternatives.find(({ answer, tolerance }) => {
    const off = Math.abs(Number(answer) - Number(typed));
    return off <= Number(tolerance) + Math.abs(Number(answer)) * 1e-14;
  });
/** As Canvas does, in a browser and in its app: what is typed has four decimals first, rounded or cut off. */
const canvasTakes = ({ from, to }: CanvasItem, typed: string): boolean =>
  [Number(typed).toFixed(4), typed.replace(/(\.\d{4})\d*/, "$1")]
    .map(Number)
    .every((x) => x >= Number(from) - 1e-12 && x <= Number(to) + 1e-12);

/** Answers off by one unit of the last decimal. */
function besides(answer: string): string[] {
  const unit = 10 ** -(answer.split(".")[1]?.length ?? 0);
  return [Number(answer) + unit, Number(answer) - unit].map((it) => it.toFixed(12));
}

/** Differences between answers that were read and those of the key. */
const wrongAnswers = (found: readonly string[], key: readonly (readonly [string, string])[]): string[] =>
  found.length === key.length
    ? key.flatMap(([blank, answer], i) =>
        found[i] === answer ? [] : [`${blank}: ${found[i]}, expected ${answer}`],
      )
    : [`${found.length} blanks, expected ${key.length}`];

test("the key that quizzes are compared with is the trace, where it has many decimals", () => {
  for (const { name, worksheet, trace } of sheets.filter((it) => it.name.startsWith("softmax")))
    for (const [value, decimals] of worksheet.key)
      for (const [r, row] of decimals.entries())
        for (const [c, it] of row.entries()) {
          const its = trace[value as Name];
          const exact = typeof its === "number" ? its : its.data[r * its.cols + c]!;
          expect(Math.abs(it.toNumber() - exact), `${name} ${value}`).toBeLessThan(1e-8);
        }
});

test("equations say of each value what it is made of, in letters that any page can show", () => {
  const said = (kind: string, name: Name) =>
    equationOf(name, sheets.find((it) => it.name.startsWith(kind))!.worksheet);
  expect(said("biases", "z1")).toBe("z₁ = X W₁ + b₁");
  expect(said("biases", "dh1_dz1")).toBe("∂h₁/∂z₁ = 1 − h₁ ⊙ h₁");
  expect(said("biases", "dLoss_dW2")).toBe("∂L/∂W₂ = h₁<sup>⊤</sup> ∂L/∂z₂ + λ/N W₂");
  expect(said("biases", "dLoss_db1")).toBe("∂L/∂b₁ = <b>1</b><sup>⊤</sup> ∂L/∂z₁");
  expect(said("biases", "loss_ridge")).toBe("L<sub>ridge</sub> = λ/(2·N)·(Σ W₁² + Σ W₂²)");
  expect(said("biases", "W1_next")).toBe("W₁* = W₁ − α ∂L/∂W₁");
  expect(said("softmax", "h1")).toBe("h₁ = max(0.01 z₁, z₁)");
  expect(said("softmax", "h2")).toBe("h₂ = softmax(z₂)");
  expect(said("softmax", "loss_data")).toBe("L<sub>data</sub> = −(Σ y ⊙ ln h₂)/N");
  expect(said("softmax", "dLoss_dW2")).toBe("∂L/∂W₂ = h₁<sup>⊤</sup> ∂L/∂z₂");
  expect(said("whole", "dh1_dz1")).toBe("∂h₁/∂z₁ = [h₁ &gt; 0]");
});

describe("Moodle XML", () => {
  const blanks = students.flatMap((it) => it.blanks);

  test("every blank of every student has the key's answer, in the order of the sheet", () => {
    const right = blanks.map(({ alternatives }) => alternatives.filter(({ fraction }) => fraction === 100));
    expect(right.every((it) => it.length === 1)).toBe(true);
    const found = right.map(([it]) => it!.answer);
    expect(wrongAnswers(found, ofAll(sheets))).toEqual([]);
    expect(wrongAnswers(found.with(20, "17"), ofAll(sheets))).toHaveLength(1);
    expect(wrongAnswers(found.slice(1), ofAll(sheets))).toHaveLength(1);
    expect(new Set(blanks.map(({ kind, weight }) => `${weight} ${kind}`))).toEqual(new Set(["1 NUMERICAL"]));
  });

  test("the key's digits are right, one unit beside them is not; a mistake is worth nothing, and is named", () => {
    const faults = blanks.filter(({ alternatives }) => {
      const [right, ...mistakes] = alternatives as [Alternative, ...Alternative[]];
      return (
        moodleTakes(alternatives, right.answer) !== right ||
        besides(right.answer).some((it) => moodleTakes(alternatives, it) === right) ||
        mistakes.some(
          (it) =>
            moodleTakes(alternatives, it.answer) !== it || it.fraction !== 0 || !WORDS.includes(it.feedback),
        )
      );
    });
    expect(faults).toEqual([]);
    expect(
      new Set(blanks.flatMap((it) => it.alternatives.slice(1).map(({ feedback }) => feedback))).size,
    ).toBeGreaterThan(8);
  });

  test("a turned sign, a step uphill and a loss without its 1/N are called that", () => {
    const { name, worksheet } = sheets.find((it) => it.name.startsWith("softmax"))!;
    const key = new Map(keyed(worksheet).map(([blank, answer]) => [blank, Number(answer)]));
    const its = students.filter((it) => it.name.endsWith(name)).flatMap((it) => it.blanks);
    const told = (blank: string, typed: number) => {
      const { alternatives } = its[[...key.keys()].indexOf(blank)]!;
      return moodleTakes(alternatives, typed.toFixed(10))?.feedback;
    };
    expect(told("z1.0.1", -key.get("z1.0.1")!)).toBe(said("sign"));
    const [after, slope] = ["W1_next.1.0", "dLoss_dW1.1.0"].map((it) => key.get(it)!) as [number, number];
    expect(told("W1_next.1.0", after + 2 * 0.5 * slope)).toBe(said("uphill"));
    // Rounded, the loss is not twice itself to the last decimal.
    const doubled = [-1, 0, 1].map((off) => told("loss_data", 2 * key.get("loss_data")! + off * 1e-10));
    expect(doubled).toContain(said("rows"));
    expect(told("z1.0.1", key.get("z1.0.1")! + 0.3)).toBeUndefined();
  });

  test("names of any letters stay names: no blank, no tag and no category comes of them", () => {
    const ofStudent = (name: string) => students.filter((it) => it.name.endsWith(`· ${name}`));
    for (const { name, worksheet } of sheets) {
      expect(ofStudent(name)).toHaveLength(worksheet.stages.length);
      for (const { category } of ofStudent(name))
        expect(category.split(/(?<!\/)\/(?!\/)/).map((it) => it.trim().replaceAll("//", "/"))).toEqual([
          "$course$",
          "top",
          TITLE.replace("\u0007", "\uFFFD"),
          name,
        ]);
    }
    expect(read[paths.tag].error).toMatch(/mismatched tag/);
    expect(read[paths.ampersand].error).toMatch(/not well-formed/);
  });

  test("words in a blank come out as they were, whatever they hold", () => {
    const [question] = read[paths.odd] as [MoodleQuestion];
    expect(question.text).toBe("<p>{#1}</p>");
    expect(question.blanks[0]!.alternatives.map(({ feedback }) => feedback)).toEqual([
      "",
      escapeHtml(ODD),
      "next",
    ]);
  });

  test("a pool has a category for each stage, with every variant in it", () => {
    const [{ worksheet }] = POOL as [Sheet];
    const categories = new Set(pool.map(({ category }) => category));
    expect(categories.size).toBe(worksheet.stages.length);
    for (const it of categories)
      expect(pool.filter(({ category }) => category === it)).toHaveLength(POOL.length);
    expect(
      wrongAnswers(
        pool.flatMap((it) => it.blanks).map((it) => it.alternatives[0]!.answer),
        ofAll(POOL),
      ),
    ).toEqual([]);
  });

  test("no question prints what it asks, or what is made of that; no TeX is left in one", () => {
    const names = new Map(NAMED.map((name) => [symbolOf(name), name]));
    const matrix =
      /<thead><tr><th>(.*?)<\/th>(?:<th scope="col">\d+<\/th>)+<\/tr><\/thead><tbody><tr><th scope="row">0<\/th><td>(?=−?\d)|<p>([^=]*) = (?=−?[\d.,]+<)/g;
    const printed = (html: string): Name[] =>
      [...html.matchAll(matrix)].flatMap(([, head, single]) => names.get(head ?? single!) ?? []);
    let seen = 0;
    fc.assert(
      fc.property(lessons, (lesson) => {
        for (const { worksheet } of sheetOf(lesson)) {
          const pieces = [...moodle.write([{ name: "1", worksheet }], { title: "", isPool: true })].map(
            String,
          );
          for (const [i, { asks }] of worksheet.stages.entries()) {
            const text = decoded(pieces[2 + 2 * i]!).replace(/\{1:NUMERICAL:.*?\}/gs, "{#}");
            const question = text.slice(text.indexOf("<questiontext"), text.indexOf("</questiontext>"));
            expect(question.replaceAll("{#}", "")).not.toMatch(/[\\{}$]/);
            const asked = asks.filter((it) => it.of === "numbers").map(({ name }) => name);
            const makes = (name: Name): boolean =>
              asked.includes(name) ||
              stepsMaking(worksheet.network, name, worksheet.rates).some(({ of }) => of.some(makes));
            const given = printed(question.split("Use the numbers as")[0]!);
            expect(given.filter(makes), worksheet.stages[i]!.name).toEqual([]);
            seen += given.length;
          }
        }
      }),
      { numRuns: 8 },
    );
    expect(seen).toBeGreaterThan(30);
    expect(printed("<p>L = 0.35</p><p>z₁ = X W₁</p>")).toEqual(["loss"]);
  });
});

test("a question says its stage, and of signs and rules those that it needs", () => {
  const questions = (kind: string, format: QuizFormat) => {
    const { worksheet } = sheets.find((it) => it.name.startsWith(kind))!;
    const pieces = [...format.write([{ name: "1", worksheet }], { title: "", isPool: true })].map(String);
    return pieces.map(decoded).filter((it) => /type="cloze"|::\[html\]/.test(it));
  };
  const softmax = questions("softmax", moodle);
  const of = (title: string) => softmax.find((it) => it.includes(`<p><b>${title}</b></p>`))!;
  const [hidden, outputs, loss, back] = [
    "3 Leaky ReLU bends each sum at zero",
    "5 The network answers",
    "6 One number for how wrong it is",
    "7 Backward to the second layer",
  ].map(of) as [string, string, string, string];
  const isTold = (sign: string) => (it: string) => it.includes(`<li>${sign}: `);
  expect([hidden, outputs].map(isTold("max"))).toEqual([true, false]);
  expect([hidden, outputs].map(isTold("softmax"))).toEqual([false, true]);
  // One result is worked from another in the stage of slopes alone.
  for (const words of [quizWords.onward, "and go on with it"])
    expect([hidden, outputs, loss, back].map((it) => it.includes(words))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  expect(softmax.filter((it) => it.includes("has no logarithm"))).toEqual([loss]);
  const alone = questions("softmax", gift);
  expect(alone.length).toBeGreaterThan(20);
  expect(alone.filter((it) => it.includes("go on with it") || !it.includes("<p><b>"))).toEqual([]);
});

describe("GIFT", () => {
  const few = sheets.filter((_, i) => i % 2 === 0);
  const text = [...gift.write(few, { title: TITLE, isPool: false })].join("");
  type Choice = {
    weight: number | null;
    text: { number: number; range: number };
    feedback: { text: string } | null;
  };
  const parsed = parse(text);
  const numerical = (all: typeof parsed) =>
    all.filter((it) => it.type === "Numerical") as unknown as {
      title: string;
      stem: { format: string; text: string };
      choices: Choice[];
    }[];
  const questions = numerical(parsed);
  const numbers = (all: typeof parsed) =>
    numerical(all).map(({ choices }) => String(choices[0]!.text.number));
  const keyOfFew = ofAll(few);
  const key = keyOfFew.map(([blank, answer]) => [blank, String(Number(answer))] as const);

  test("every blank has the key's answer and its tolerance; each mistake is worth nothing", () => {
    expect(wrongAnswers(numbers(parsed), key)).toEqual([]);
    const faults = questions.filter(({ choices, stem, title }, i) => {
      const [blank, answer] = keyOfFew[i]!;
      const [right, ...mistakes] = choices as [Choice, ...Choice[]];
      const places = answer.split(".")[1]?.length ?? 0;
      return (
        !title.startsWith(`${blank} · `) ||
        stem.format !== "html" ||
        Math.abs(right.text.range - (places === 0 ? 0 : 0.5 * 10 ** -places)) > 1e-15 ||
        mistakes.some(
          ({ weight, text, feedback }) =>
            weight !== 0 || text.number === right.text.number || !WORDS.includes(feedback!.text),
        )
      );
    });
    expect(faults).toEqual([]);
  });

  test("names stay names, and a question stays what it says; a broken escape is found out", () => {
    for (const { name } of few)
      expect(questions.filter(({ title }) => title.endsWith(` · ${name}`)).length).toBeGreaterThan(9);
    const categories = parsed.filter((it) => it.type === "Category");
    expect(categories).toHaveLength(few.reduce((sum, { worksheet }) => sum + worksheet.stages.length, 0));
    expect(questions[0]!.stem.text).toMatch(
      /^<p><b>1 The weights to start from<\/b><\/p><table border="1".*<p>How many rows does X have\?<\/p>$/,
    );
    const [first, ...others] = text.split(/(?<=\n\n)(?=\$CATEGORY)/).slice(1) as [string, ...string[]];
    const changed = numbers(parse(first.replace("=2:0", "=77:0")));
    expect(wrongAnswers(changed, key.slice(0, changed.length))).toEqual(["X.shape.1: 77, expected 2"]);
    expect(others.length).toBe(categories.length - 1);
    expect(() => parse(first.replace("\\=", "="))).toThrow();
  });
});

describe("QTI for Canvas", () => {
  const items = canvas.flatMap((it) => it.items);

  test("a quiz for each student, each question numerical, with the key's answer", () => {
    expect(canvas.map(({ title }) => title)).toEqual(
      sheets.map(({ name }) => `${TITLE} · ${name}`.replace("\u0007", "\uFFFD")),
    );
    expect(
      wrongAnswers(
        items.map(({ exact }) => exact),
        ofAll(sheets),
      ),
    ).toEqual([]);
    expect(new Set(items.map(({ type }) => type))).toEqual(new Set(["numerical_question"]));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    for (const { points, items } of canvas) expect(Number(points)).toBe(items.length);
  });

  test("the key's digits are right though Canvas keeps four decimals; one unit beside them is not", () => {
    const faults = items.filter(
      (it) =>
        !canvasTakes(it, it.exact) ||
        ((it.exact.split(".")[1]?.length ?? 0) <= 4 && besides(it.exact).some((off) => canvasTakes(it, off))),
    );
    expect(faults).toEqual([]);
  });

  test("what it says of a wrong answer names mistakes, and no number that tells the right one", () => {
    const told = items.filter(({ feedback }) => feedback);
    expect(told.length).toBeGreaterThan(items.length / 2);
    for (const { feedback } of told) {
      expect(feedback).not.toMatch(/\d[.,]\d/);
      for (const [, mistake] of feedback.matchAll(/<li>(.*?)<\/li>/g))
        expect(WORDS).toContain(`Perhaps: ${mistake}`);
    }
  });

  test("a pool is one quiz: a group for each blank, with a question of each variant", () => {
    const blanks = keyed(POOL[0]!.worksheet);
    expect(canvasPool.groups).toHaveLength(blanks.length);
    for (const [i, group] of canvasPool.groups.entries())
      expect(
        wrongAnswers(
          group.map(({ exact }) => exact),
          POOL.map(({ worksheet }) => keyed(worksheet)[i]!),
        ),
      ).toEqual([]);
    expect(Number(canvasPool.points)).toBe(blanks.length);
  });

  test("the same class gives the same bytes; a package that is cut short is refused", () => {
    const again = readFileSync(written(qti, POOL, true, "again.zip"));
    expect(again.equals(readFileSync(paths.canvasPool))).toBe(true);
    expect(read[paths.short].error).toMatch(/BadZipFile/);
  });
});

test("npm run class writes a quiz of the roster, or of a pool, the same one each time", async () => {
  putFiles(folder, { "c.json": JSON.stringify(LESSONS.biases), "r.csv": "name\nAda\nBob\n" });
  const run = (...argv: string[]) =>
    runClass(folder, "--lesson", "c.json", "--salt", "12345678", "--stages", "z1", "--out", "made", ...argv);
  const made = (name: string) => readFileSync(join(folder, "made", name), "utf8");
  const titles = (text: string) =>
    (parse(text) as { title: string }[]).map(({ title }) => title.replace(/^.* · |^\$course\$\/top\//, ""));
  expect((await run("--roster", "r.csv", "--format", "gift")).at(-1)).toMatch(/^made: gift\.txt in /);
  const ofRoster = made("gift.txt");
  const [stage] = [...new Set(titles(ofRoster))].map((it) => it.replace(/^.*\/Ada/, "Ada"));
  expect(stage).toBe("Ada/02 Every hidden neuron adds up its inputs");
  expect(new Set(titles(ofRoster).filter((it) => !it.includes("/")))).toEqual(new Set(["Ada", "Bob"]));
  await run("--pool", "3", "--format", "gift");
  expect(new Set(titles(made("gift.txt")).filter((it) => !it.includes("/")))).toEqual(
    new Set([1, 2, 3].map((it) => quizWords.variant(String(it)))),
  );
  await run("--roster", "r.csv", "--format", "gift");
  expect(made("gift.txt")).toBe(ofRoster);
  await expect(run("--pool", "3", "--format", "word")).rejects.toThrow(
    '--format: got "word", expected one of moodle, gift, qti',
  );
});
