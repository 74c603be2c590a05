import { describe, expect, test } from "vitest";
import { mistakeWords } from "../../chapters/words/mistakes.ts";
import { type Lesson, type LessonFile, parseLesson } from "../../src/lesson/lesson.ts";
import { exact } from "../../src/math/exact.ts";
import type { Name } from "../../src/network/values.ts";
import { type Marked, type MarkedSheet, marksOf, type Strictness } from "../../src/worksheets/marking.ts";
import { MISTAKES, type Mistake } from "../../src/worksheets/mistakes.ts";
import { keyOf as answerTo, blankOf, type Worksheet } from "../../src/worksheets/worksheet.ts";
import { ROOT, source } from "../project.ts";
import { runPython } from "../python.ts";
import { forPaper, samples, sheetOf } from "./lessons.ts";

/** Students whose numbers come out of Python: right ones, and such as make one mistake and go on rightly from there. */

// --- Lessons in which each mistake can be told ---

/** Numbers of one decimal from −2 to 2, none of them alike for long. */
const numbers = (rows: number, cols: number, from: number): number[][] =>
  Array.from({ length: rows }, (_, r) =>
    Array.from({ length: cols }, (_, c) => (((r * cols + c) * 17 + from * 7) % 41) / 10 - 2 || 0.3),
  ).map((row) => row.map((x) => Number(x.toFixed(1))));

/** Three of everything, so that every matrix is square, unless said otherwise. */
function lessonOf(bricks: LessonFile, [rows, inputs, hidden, outputs] = [3, 3, 3, 3]): Lesson {
  const bias = bricks.bias ?? true;
  return parseLesson({
    data: {
      X: numbers(rows, inputs, 1),
      targets: numbers(rows, outputs, 5).map((row) => row.map((x) => Math.abs(x) / 2)),
    },
    weights: {
      W1: numbers(inputs, hidden, 2),
      W2: numbers(hidden, outputs, 3),
      ...(bias && { b1: numbers(1, hidden, 4)[0], b2: numbers(1, outputs, 6)[0] }),
    },
    bias,
    ridge: 0.3,
    learningRate: 0.5,
    digits: 4,
    ...bricks,
  });
}
const SQUARE = lessonOf({});
const TANH = lessonOf({ activation: "tanh", outputActivation: "identity" });
const RELU = lessonOf({ activation: "relu" });
const LEAKY = lessonOf({ activation: "leaky-relu" }, [4, 2, 3, 1]);
const WIDE = lessonOf({}, [4, 2, 3, 1]);
/** Biases that begin at 0, as drawn weights have them. */
const DRAWN = lessonOf({
  weights: { W1: numbers(3, 3, 2), W2: numbers(3, 3, 3), b1: [0, 0, 0], b2: [0, 0, 0] },
});
const NO_RIDGE = lessonOf({ ridge: 0, bias: false }, [3, 2, 3, 2]);

/** What a student does, the value in which it happens, and lessons where it shows. Python does it: tests/worksheets/paper.py. */
const PLANTED: readonly (readonly [mistake: Mistake, at: Name, lessons: readonly Lesson[]])[] = [
  ["transpose", "dLoss_dh1", [SQUARE, TANH, RELU]],
  ["transpose", "dLoss_dW1", [SQUARE, TANH]],
  ["swapped", "z1", [SQUARE, TANH, RELU]],
  ["swapped", "dLoss_dW1", [SQUARE, RELU]],
  ["elementwise", "z1", [SQUARE, TANH, RELU]],
  ["elementwise", "z2", [WIDE, NO_RIDGE]],
  ["sign", "dLoss_dh2", [SQUARE, TANH, WIDE]],
  ["sign", "z1", [SQUARE, WIDE]],
  ["sign", "loss_data", [SQUARE, TANH]],
  ["sign", "dLoss_dW1", [SQUARE, TANH, WIDE]],
  ["sign", "dh1_dz1", [SQUARE, TANH]],
  ["factor", "dLoss_dz1", [SQUARE, TANH, WIDE]],
  ["factor", "dh1_dz1", [SQUARE, WIDE]],
  ["factor", "dLoss_dz2", [SQUARE, WIDE]],
  ["mask", "dLoss_dz1", [RELU, LEAKY]],
  ["mask", "dh1_dz1", [RELU, LEAKY]],
  ["argument", "dh1_dz1", [SQUARE, WIDE]],
  ["rows", "loss_data", [SQUARE, TANH, WIDE]],
  ["rows", "dLoss_dh2", [SQUARE, TANH, WIDE]],
  ["two", "loss_data", [SQUARE, TANH, WIDE]],
  ["two", "dLoss_dh2", [SQUARE, TANH, WIDE]],
  ["sum", "loss_data", [SQUARE, TANH, WIDE]],
  ["ridge", "loss", [SQUARE, TANH, WIDE]],
  ["ridge", "dLoss_dW2", [SQUARE, TANH, WIDE]],
  ["article-ridge", "dLoss_dW1", [SQUARE, TANH, WIDE]],
  ["article-ridge", "dLoss_dW2", [SQUARE, TANH, WIDE]],
  ["bias", "z1", [SQUARE, TANH, WIDE]],
  ["bias", "z2", [SQUARE, TANH, WIDE]],
  ["early", "z2", [SQUARE, TANH, WIDE]],
  ["uphill", "W1_next", [SQUARE, TANH, WIDE, NO_RIDGE]],
  ["uphill", "b1_next", [SQUARE, DRAWN]],
  ["rate", "W2_next", [SQUARE, TANH, WIDE, NO_RIDGE]],
  ["updated", "dLoss_dh1", [SQUARE, TANH, WIDE, NO_RIDGE]],
  ["divided", "dLoss_dz1", [SQUARE, TANH, WIDE]],
  ["divided", "W2_next", [SQUARE, TANH, WIDE, NO_RIDGE]],
];
const planted = PLANTED.flatMap(([mistake, at, lessons]) =>
  lessons.map((lesson) => ({ mistake, at, lesson })),
);
const HABITUAL = [SQUARE, TANH, WIDE, lessonOf({ digits: 2 })];
const HABITS = ([["cut"], ["early", 0], ["early", 1]] as const).flatMap(([habit, fewer]) =>
  HABITUAL.map((lesson) => ({ habit, fewer, lesson })),
);

// --- Students who are off once ---

/** One entry of one value, off by so many units of its last decimal, in lessons of every brick. */
const offs = samples(50, 1606)
  .map(sheetOf)
  .flatMap((sheet, i) => {
    const asks = sheet.stages.flatMap((it) => it.asks).filter(({ of }) => of === "numbers");
    const ask = asks[(i * 7) % asks.length]!;
    const off = {
      at: ask.name,
      row: i % ask.rows,
      col: (i * 3) % ask.cols,
      by: [1, -3, 20, -170, 900][i % 5]!,
    };
    // An output beyond 0 and 1 has no cross-entropy.
    return ask.name === "h2" && sheet.lesson.loss === "cross-entropy" ? [] : [{ sheet, off }];
  });

type Units = Readonly<Record<string, readonly (readonly string[])[]>>;
const asked = [
  ...planted.map(({ mistake: name, at, lesson }) => ({ ...forPaper(sheetOf(lesson)), slip: { name, at } })),
  ...HABITS.map(({ habit, fewer, lesson }) => ({
    ...forPaper(sheetOf(lesson)),
    slip: { name: habit, fewer },
  })),
  ...offs.map(({ sheet, off }) => ({ ...forPaper(sheet), slip: off })),
];
const answers: Units[] = JSON.parse(
  runPython(source("tests/worksheets/paper.py"), JSON.stringify(asked), ROOT),
);
const [ofPlanted, ofHabits, ofOffs] = [
  answers.slice(0, planted.length),
  answers.slice(planted.length, planted.length + HABITS.length),
  answers.slice(planted.length + HABITS.length),
];

// --- Sheets filled in ---

const decimalIn = (units: string, digits: number): string => {
  const [, sign, number] = /^(-?)(\d+)$/.exec(units)!;
  const padded = number!.padStart(digits + 1, "0");
  return digits === 0 ? units : `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
};

/** What stands in every blank: shapes, and Python's numbers; with none, the key's own. */
function filled(sheet: Worksheet, python?: Units): Map<string, string> {
  const key = (name: Name) => sheet.key.get(name)!;
  return new Map(
    sheet.stages.flatMap(({ asks }) =>
      asks.flatMap((ask) =>
        answerTo(ask, key).flatMap((line, r) =>
          line.map((it, c): [string, string] => [
            blankOf(ask, r, c),
            python && ask.of === "numbers"
              ? decimalIn(python[ask.name]![r]![c]!, sheet.digits)
              : it.toFixed(),
          ]),
        ),
      ),
    ),
  );
}
const blanksOf = ({ asks }: MarkedSheet): readonly Marked[] => asks.flatMap(({ blanks }) => blanks);
const said = ({ mark }: Marked): string => (mark.is === "mistake" ? mark.name : mark.is);
const count = (marks: MarkedSheet): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const it of blanksOf(marks)) counts[said(it)] = (counts[said(it)] ?? 0) + 1;
  return counts;
};
const markOf = (marks: MarkedSheet, blank: string) => blanksOf(marks).find((it) => it.blank === blank)!;
const with_ = (sheet: Worksheet, changes: Record<string, string>) =>
  new Map([...filled(sheet), ...Object.entries(changes)]);
const marked = (sheet: Worksheet, changes: Record<string, string>, strictness?: Strictness) =>
  marksOf(sheet, with_(sheet, changes), strictness);

describe("a mistake", () => {
  test("of each kind is planted here, and has words", () => {
    const kinds = new Set<Mistake>([...PLANTED.map(([it]) => it), "cut", "coarse"]);
    expect([...kinds].sort()).toEqual([...MISTAKES].sort());
    for (const it of MISTAKES) expect(mistakeWords[it]).toMatch(/^[A-Z].*\.$/);
  });

  test.each(planted.map((it, i) => [`${it.mistake} in ${it.at}`, it, i] as const))(
    "%s is named, and what follows from it is carried",
    (_, { mistake, at, lesson }, i) => {
      const sheet = sheetOf(lesson);
      const marks = marksOf(sheet, filled(sheet, ofPlanted[i]));
      const its = blanksOf(marks);
      const wrong = its.filter(({ mark }) => mark.is !== "right" && mark.is !== "carried");
      expect(wrong.length).toBeGreaterThan(0);
      expect(wrong.map((it) => [it.blank.split(".")[0], said(it)])).toEqual(wrong.map(() => [at, mistake]));
      expect([marks.points, marks.most]).toEqual([its.length - wrong.length, its.length]);
    },
  );

  test("that is a habit, digits cut off or products rounded before they are added, is named all over the sheet", () => {
    for (const [i, { habit, lesson }] of HABITS.entries()) {
      const sheet = sheetOf(lesson);
      const counts = count(marksOf(sheet, filled(sheet, ofHabits[i])));
      const { [habit]: named, right, carried, ...others } = counts;
      expect(named, habit).toBeGreaterThan(3);
      expect([others, right! > 0, carried! > 0]).toEqual([{}, true, true]);
    }
  });

  test("too few decimals are told from a wrong number, where two digits are there", () => {
    const sheet = sheetOf(SQUARE);
    const [x] = sheet.key.get("h1")!.flat();
    const short = (digits: number) => markOf(marked(sheet, { "h1.0.0": x!.toFixed(digits) }), "h1.0.0").mark;
    expect([3, 2].map(short)).toEqual([2, 2].map(() => ({ is: "mistake", name: "coarse" })));
    expect(short(1)).toEqual({ is: "wrong" });
    expect(short(6)).toEqual({ is: "right" });
  });

  test("too few decimals all over a sheet are a habit, and no answer is called rounded too early for it", () => {
    for (const lesson of [SQUARE, WIDE, RELU, NO_RIDGE].map((it) => ({ ...it, digits: 3 })))
      for (const places of [2, 1]) {
        const sheet = sheetOf(lesson);
        const short = new Map(
          [...filled(sheet)].map(([blank, it]) => [
            blank,
            blank.includes("shape") ? it : exact(it).toFixed(places),
          ]),
        );
        const { right, carried = 0, coarse, ...others } = count(marksOf(sheet, short));
        expect(others, `${places} decimals`).toEqual({});
        expect(coarse! + right! + carried).toBe(short.size);
        // A spreadsheet saves 0.50 as 0.5, and 0.00 as 0.
        const saved = new Map([...short].map(([blank, it]) => [blank, String(Number(it))]));
        expect(count(marksOf(sheet, saved))).toEqual(count(marksOf(sheet, short)));
      }
  });

  test("two answers with a digit are no habit, nor are three among many wrong ones", () => {
    const sheet = sheetOf(SQUARE);
    const blanks = sheet.key
      .get("h1")!
      .flatMap((row, r) => row.map((it, c) => [`h1.${r}.${c}`, it] as const));
    const typed = (right: number, wrong: number) =>
      Object.fromEntries(
        blanks
          .slice(0, right + wrong)
          .map(([blank, it], i) => [blank, (i < right ? it : it.plus(exact("0.4"))).toFixed(1)]),
      );
    const coarse = (right: number, wrong: number) => count(marked(sheet, typed(right, wrong))).coarse ?? 0;
    expect(blanks.length).toBeGreaterThan(3);
    expect([coarse(2, 0), coarse(3, 0), coarse(3, 1)]).toEqual([0, 3, 3]);
  });

  test("rows and columns of a shape that are exchanged are named, of one matrix alone", () => {
    const sheet = sheetOf(WIDE);
    const marks = marked(sheet, { "W1.shape.0": "3", "W1.shape.1": "2" });
    expect(count(marks).swapped).toBe(2);
    expect(said(markOf(marked(sheet, { "W1.shape.0": "3" }), "W1.shape.0"))).toBe("wrong");
    expect(said(markOf(marked(sheet, { "W1.shape.0": "2.4" }), "W1.shape.0"))).toBe("wrong");
  });
});

describe("none is named", () => {
  test("of answers to another sheet, and that is said", () => {
    const other = lessonOf({ weights: { W1: numbers(3, 3, 5), W2: numbers(3, 3, 8) }, bias: false });
    const sheet = sheetOf(lessonOf({ bias: false }));
    const marks = marksOf(sheet, filled(sheetOf(other)));
    expect(marks.isToAnother).toBe(true);
    expect(blanksOf(marks).filter(({ mark }) => mark.is === "mistake")).toEqual([]);
    expect(marksOf(sheet, filled(sheet)).isToAnother).toBe(false);
  });

  test("W2 taken too early, where its step itself is wrong", () => {
    const sheet = sheetOf(SQUARE);
    const early = (changes: Record<string, string>) => {
      const i = planted.findIndex(({ mistake, lesson }) => mistake === "updated" && lesson === SQUARE);
      return count(marksOf(sheet, new Map([...filled(sheet, ofPlanted[i]), ...Object.entries(changes)])));
    };
    expect(early({}).updated).toBeGreaterThan(5);
    expect(early({ "W2_next.0.0": "7.1234" }).updated).toBeUndefined();
  });

  /** Of these lessons, the whole value is typed as this. */
  test.each<[string, Lesson, Name, (it: number, sheet: Worksheet, r: number, c: number) => number]>([
    ["two rows, 1/N or ½ left out", lessonOf({}, [2, 2, 2, 2]), "loss_data", (it) => 2 * it],
    ["two rows, a slope twice as large", lessonOf({}, [2, 2, 2, 2]), "dLoss_dh2", (it) => 2 * it],
  ])("where two would give the same numbers: %s", (_, lesson, name, wrong) => {
    const sheet = sheetOf(lesson);
    const changes = Object.fromEntries(
      sheet.key
        .get(name)!
        .flatMap((line, r) =>
          line.map((it, c) => [
            line.length === 1 && name.startsWith("loss") ? name : `${name}.${r}.${c}`,
            wrong(it.toNumber(), sheet, r, c).toFixed(4),
          ]),
        ),
    );
    const its = blanksOf(marked(sheet, changes)).filter(({ blank }) => blank in changes);
    expect(its.some(({ mark }) => mark.is === "wrong")).toBe(true);
    expect(its.filter(({ mark }) => mark.is === "mistake")).toEqual([]);
  });

  test("where a mistake changes nothing: one row, a symmetric matrix, λ of 0", () => {
    const symmetric = lessonOf(
      {
        bias: false,
        ridge: 0,
        weights: {
          W1: [[0.3, 0.7]],
          W2: [
            [0.5, -1.2],
            [-1.2, 0.8],
          ],
        },
      },
      [1, 1, 2, 2],
    );
    const sheet = sheetOf(symmetric);
    // δ W2 for δ W2ᵀ, h1 for h1ᵀ, no division by 1, no price: the right numbers.
    expect(count(marked(sheet, {}))).toEqual({ right: filled(sheet).size });
  });

  test("by a lone 0, a lone 0.3, or any number that none gives", () => {
    const sheet = sheetOf(WIDE);
    for (const text of ["0", "0.3", "1", "-1", "0.7321", "17", "-0.0412"])
      for (const blank of ["z1.0.0", "h1.1.2", "loss", "dLoss_dz1.0.1", "W2_next.0.0", "dh1_dz1.3.0"])
        expect(said(markOf(marked(sheet, { [blank]: text }), blank)), `${text} in ${blank}`).toBe("wrong");
  });

  test("in 99 of 100 wrong answers that are random", () => {
    let [state, all, named] = [7, 0, 0];
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    for (const lesson of [SQUARE, WIDE, RELU, NO_RIDGE].map((it) => ({ ...it, digits: 3 }))) {
      const sheet = sheetOf(lesson);
      for (const { asks } of sheet.stages)
        for (const ask of asks.filter(({ of }) => of === "numbers")) {
          const entries = sheet.key.get(ask.name)!;
          const size = Math.max(...entries.flat().map((it) => Math.abs(it.toNumber())));
          const changes = Object.fromEntries(
            entries.flatMap((line, r) =>
              line.map((it, c) => {
                const near = it.toNumber() + (random() < 0.5 ? -1 : 1) * 10 ** (-3 * random()) * size;
                return [blankOf(ask, r, c), (random() < 0.5 ? near : (4 * random() - 2) * size).toFixed(3)];
              }),
            ),
          );
          const its = blanksOf(marked(sheet, changes)).filter(({ blank }) => blank in changes);
          all += its.filter(({ mark }) => mark.is === "wrong" || mark.is === "mistake").length;
          named += its.filter(({ mark }) => mark.is === "mistake").length;
        }
    }
    expect(all).toBeGreaterThan(400);
    expect(named / all).toBeLessThan(0.01);
  });
});

describe("an error is carried forward", () => {
  test("who is off once and goes on rightly has one wrong answer, in any lesson", () => {
    let carried = 0;
    for (const [i, { sheet, off }] of offs.entries()) {
      const its = blanksOf(marksOf(sheet, filled(sheet, ofOffs[i])));
      const good = ({ mark }: Marked) => mark.is === "right" || mark.is === "carried";
      const bad = its.filter((it) => !good(it));
      const { of, name } = { of: "numbers" as const, name: off.at };
      expect(bad.map(({ blank }) => blank)).toEqual([
        blankOf({ of, name, rows: 1, cols: 1 }, off.row, off.col),
      ]);
      carried += its.filter(({ mark }) => mark.is === "carried").length;
    }
    expect(carried).toBeGreaterThan(200);
  });

  test("from what stands on the paper, and what is expected is said from there", () => {
    const sheet = sheetOf(lessonOf({ digits: 2, bias: false, ridge: 0 }, [1, 2, 2, 1]));
    const marks = marked(sheet, { "dLoss_dW1.0.0": "5", "W1_next.0.0": "-3.9" });
    const [w] = sheet.key.get("W1")!.flat();
    expect(markOf(marks, "dLoss_dW1.0.0").mark).toEqual({ is: "wrong" });
    expect(markOf(marks, "W1_next.0.0").expected.eq(w!.minus(2.5))).toBe(true);
    expect(
      said(
        markOf(
          marked(sheet, { "dLoss_dW1.0.0": "5", "W1_next.0.0": w!.minus(2.5).toFixed() }),
          "W1_next.0.0",
        ),
      ),
    ).toBe("carried");
  });

  test("what is empty or cannot be read is taken from the answers before it", () => {
    const sheet = sheetOf(WIDE);
    // z1 is wrong; h1 is left out; z2 follows from σ(wrong z1).
    const i = planted.findIndex(({ at, lesson }) => at === "z1" && lesson === WIDE);
    for (const nothing of ["", " – ", "?"]) {
      const typed = filled(sheet, ofPlanted[i]);
      for (const blank of typed.keys()) if (blank.startsWith("h1.")) typed.set(blank, nothing);
      const { wrong = 0, empty, carried } = count(marksOf(sheet, typed));
      expect([wrong, empty]).toEqual([0, 12]);
      expect(carried).toBeGreaterThan(3);
    }
    const typed = filled(sheet, ofPlanted[i]);
    for (const blank of typed.keys()) if (blank.startsWith("h1.")) typed.set(blank, "o,5");
    expect(count(marksOf(sheet, typed))).toMatchObject({ unreadable: 12 });
    expect(count(marksOf(sheet, typed)).wrong).toBeUndefined();
  });

  test("numbers that lead beyond what can be computed are marked by the key", () => {
    const sheet = sheetOf(
      lessonOf({ loss: "cross-entropy", data: { X: [[0.5], [1]], labels: [0, 1] } }, [2, 1, 2, 2]),
    );
    const marks = marked(sheet, { "h2.0.0": "-0.5", "h2.1.1": "1e99", "z1.0.0": "-1e99" });
    expect(markOf(marks, "loss_data").mark).toEqual({ is: "right" });
    expect(said(markOf(marked(sheet, { "h2.0.0": "-0.5", loss_data: "7" }), "loss_data"))).toBe("wrong");
  });
});

describe("an answer", () => {
  const sheets = samples(25, 61).map(sheetOf);

  test("of the key is right, however it is written", () => {
    const ways: ((text: string) => string)[] = [
      (it) => it,
      (it) => it.replace(".", ","),
      (it) => it.replace("-", "−"),
      (it) => ` ${it.replace(/^-0?/, "- ")} `,
      (it) => (it.includes(".") ? `${it}00` : it),
      (it) => it.replace(/^(-?)0\./, "$1."),
      (it) => `${it}e0`,
      (it) => `${it.replace(".", "")}/1${"0".repeat(it.split(".")[1]?.length ?? 0)}`,
    ];
    for (const [i, sheet] of sheets.entries()) {
      const typed = filled(sheet);
      const way = ways[i % ways.length]!;
      const marks = marksOf(sheet, new Map([...typed].map(([blank, text]) => [blank, way(text)])));
      expect(count(marks)).toEqual({ right: typed.size });
      expect([marks.points, marks.most]).toEqual([typed.size, typed.size]);
    }
  });

  test("may have a tolerance; with more decimals it is right if it rounds to the key", () => {
    const sheet = sheetOf(lessonOf({ digits: 3 }));
    const x = sheet.key.get("z1")![0]![0]!;
    const at = (by: string, tolerance?: number) =>
      said(markOf(marked(sheet, { "z1.0.0": x.plus(exact(by)).toFixed() }, { tolerance }), "z1.0.0"));
    expect([at("0.0004"), at("-0.0004"), at("0.0005")]).toEqual(["right", "right", "right"]);
    expect([at("0.00051"), at("0.001"), at("-0.001")]).toEqual(["wrong", "wrong", "wrong"]);
    expect([at("0.005", 2), at("-0.005", 2), at("0.006", 2), at("0.4", 0)]).toEqual([
      "right",
      "right",
      "wrong",
      "right",
    ]);
  });

  test("1,250 is either of two numbers, and right as one of them; a student who writes commas means one", () => {
    const lesson = lessonOf(
      { weights: { W1: [[1.25]], W2: [[1]] }, data: { X: [[1]], labels: [0] }, bias: false },
      [1, 1, 1, 1],
    );
    const sheet = sheetOf({ ...lesson, digits: 3 });
    expect(said(markOf(marked(sheet, { "z1.0.0": "1,250" }), "z1.0.0"))).toBe("right");
    const { mark } = markOf(marked(sheet, { "z1.0.0": "1,350" }), "z1.0.0");
    expect(mark.is === "unreadable" && mark.readings.map(String)).toEqual(["1.35", "1350"]);
    const commas = new Map([...filled(sheet)].map(([blank, it]) => [blank, it.replace(".", ",")]));
    const its = marksOf(sheet, new Map([...commas, ["z1.0.0", "1,350"]]));
    expect(said(markOf(its, "z1.0.0"))).toBe("wrong");
    expect(markOf(its, "h1.0.0").expected.eq(markOf(its, "h1.0.0").key)).toBe(false);
    expect(said(markOf(marked(sheet, { "z1.0.0": "1,350" }, { decimalComma: true }), "z1.0.0"))).toBe(
      "wrong",
    );
  });

  test.each([
    "abc",
    "0.5 0.7",
    "1.2.3",
    "1½",
    "3/0",
    "1e999",
    "#REF!",
    "1 2",
    "0x10",
    "NaN",
    "−",
    "9".repeat(50),
  ])("of %s has no number", (text) => {
    const { mark } = markOf(marked(sheetOf(WIDE), { "z1.0.0": text }), "z1.0.0");
    expect(mark).toEqual(text === "−" ? { is: "empty" } : { is: "unreadable", readings: [] });
  });

  test("that was not asked counts nothing, and what follows is marked as if it were right", () => {
    const sheet = sheetOf(WIDE);
    const typed = new Map([...filled(sheet)].filter(([blank]) => !blank.startsWith("z1.")));
    const marks = marksOf(sheet, typed);
    expect([marks.points, marks.most]).toEqual([typed.size, typed.size]);
    expect(marks.asks.some(({ ask }) => ask.name === "z1" && ask.of === "numbers")).toBe(false);
  });

  test("has its mark whatever the order in which answers come", () => {
    for (const [i, { sheet }] of offs.slice(0, 10).entries()) {
      const typed = filled(sheet, ofOffs[i]);
      expect(marksOf(sheet, new Map([...typed].reverse()))).toEqual(marksOf(sheet, typed));
    }
  });
});
