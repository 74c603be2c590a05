import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitFragment } from "../build/reader/carry.ts";
import { stages } from "../chapters/index.ts";
import { formatAddress, parseAddress, type State, startOf, stateOf } from "../src/lesson/address.ts";
import { LessonError } from "../src/lesson/check.ts";
import { rowsOf } from "../src/lesson/datasets.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { toRows } from "../src/math/matrix.ts";
import { traceOf } from "../src/network/stage.ts";
import { createRun } from "../src/training/run.ts";
import { parseSettings } from "../src/training/settings.ts";
import { addressOfStep, dataOf, runOf, weightsOf, withEntries, withWeights } from "../src/training/steps.ts";
import { lessons } from "./lessons.ts";

const read = (fragment: string, book: Lesson = DEFAULT_LESSON): Lesson => {
  const state = parseAddress(fragment, book);
  return withEntries(startOf(state, book), state, book);
};
const refused = (fragment: string, book: Lesson = DEFAULT_LESSON): string => {
  try {
    read(fragment, book);
  } catch (error) {
    if (error instanceof LessonError) return error.message;
    throw error;
  }
  return "taken";
};

/** States that a reader can get to: of one of the lessons, with entries changed that it has. */
const states = fc
  .record({
    lesson: lessons,
    named: fc.oneof(
      fc.constant(undefined),
      fc.constantFrom("corners01", "corners11").map((set) => ({ set }) as State["data"]),
      fc
        .record({
          set: fc.constantFrom("moons", "spiral", "mirrored"),
          seed: fc.nat(),
          rows: fc.integer({ min: 1, max: 9 }),
        })
        .map((data) => data as State["data"]),
    ),
    step: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000_000 })),
    value: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => x + 0),
    which: fc.subarray(["X", "y", "W1", "b1", "W2", "b2", "alpha", "lambda"]),
    title: fc.option(fc.constantFrom("Class 10B", "a&b=c#d %41 é“”<b>"), { nil: undefined }),
  })
  .map(({ lesson, named, step, value, which, title }): State => {
    const fits = named && (!("W1" in lesson.weights) || lesson.weights.W1.length === 2);
    const data = fits ? named : lesson.data;
    const target = (): [string, number][] => {
      const label = value > 0 ? 1 : 0;
      if (!("targets" in data)) return [["y.0", label]];
      const isFree = lesson.outputActivation !== "softmax" && lesson.loss === "squared";
      if (isFree) return [["y.0.0", value]];
      // A whole row, one-hot.
      return data.targets[0]!.map((_, k) => [`y.0.${k}`, Number(k === label % lesson.outputs)]);
    };
    const entriesOf: Record<string, () => [string, number][]> = {
      X: () => [["X.0.0", value]],
      y: target,
      W1: () => [["W1.0.0", value]],
      b1: () => (lesson.bias ? [["b1.0.0", value]] : []),
      W2: () => [[`W2.0.${lesson.outputs - 1}`, value]],
      b2: () => (lesson.bias ? [[`b2.0.${lesson.outputs - 1}`, value]] : []),
      alpha: () => [["alpha", Math.abs(value) || 1]],
      lambda: () => [["lambda", Math.abs(value)]],
    };
    return {
      ...(title !== undefined && { title }),
      ...stateOf(lesson),
      data,
      step,
      entries: Object.fromEntries(which.flatMap((name) => entriesOf[name]!())),
    };
  });

describe("an address", () => {
  test("gives back the state that it was made of, whatever the site's own lesson", () => {
    fc.assert(
      fc.property(states, lessons, (state, book) => {
        const address = formatAddress(state, book);
        expect(parseAddress(address, book)).toEqual(JSON.parse(JSON.stringify(state))); // −0 is 0
        expect(address).toMatch(/^[\w.~!*'()%&=,;+-]*$/);
        expect(() => withEntries(startOf(state, book), state, book)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  test("is short and can be read", () => {
    const of = (state: Partial<State>) =>
      formatAddress({ ...stateOf(DEFAULT_LESSON), ...state }, DEFAULT_LESSON);
    expect(of({})).toBe("");
    expect(of({ data: { seed: 7, rows: 4 }, weights: { seed: 7 } })).toBe("data-seed=7&rows=4&weight-seed=7");
    expect(of({ hidden: 5, learningRate: 0.5, ridge: 0.1, digits: 4 })).toBe(
      "hidden=5&learning-rate=0.5&ridge=0.1&digits=4",
    );
    expect(of({ entries: { "W1.0.1": -0.25, "y.0": 1 } })).toBe("W1.0.1=-0.25&y.0=1");
    expect(
      of({
        data: {
          X: [
            [0, 1],
            [1, 1],
          ],
          labels: [1, 0],
        },
      }),
    ).toBe("X=0,1;1,1&labels=1,0");
    expect(of({ data: { set: "moons", seed: 3, rows: 9 }, step: 412 })).toBe(
      "set=moons&data-seed=3&rows=9&step=412",
    );
  });

  test("is read where a mail program has written its signs as percent codes, and led on as it is meant", () => {
    const packed = encodeURIComponent("rows=4&W1.0.1=0.5&at=what-to-look-at");
    expect(splitFragment(`#${packed}`)).toEqual({ address: "rows=4&W1.0.1=0.5", at: "what-to-look-at" });
    expect(splitFragment("#title=50%25%3D1")).toEqual({ address: "title=50%25%3D1", at: undefined });
    expect(splitFragment("#%3D%E0%A4%A")).toEqual({ address: "", at: "%3D%E0%A4%A" });
  });

  test("says single numbers as a hand writes them", () => {
    expect(read("W1.0.1=0,5&X.0.0=−1,5&alpha=0,25&ridge=0,5&W2.0.0=1,000.00000000")).toEqual(
      read("W1.0.1=0.5&X.0.0=-1.5&alpha=0.25&ridge=0.5&W2.0.0=1000"),
    );
  });

  test("has one name for both seeds, as the command line has", () => {
    expect(read("seed=7")).toEqual(read("data-seed=7&weight-seed=7"));
    expect(read("weight-seed=8&seed=7&rows=2")).toEqual(read("data-seed=7&rows=2&weight-seed=8"));
  });

  test("of a site with given numbers, a seed takes their place", () => {
    const book = parseLesson({
      title: "Class 10B",
      data: { X: [[1, 2, 3]], labels: [1] },
      weights: {
        W1: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        W2: [
          [1, 2],
          [3, 4],
        ],
      },
    });
    expect(read("", book)).toEqual(book);
    expect(read("data-seed=0&rows=2&weight-seed=5", book)).toMatchObject({
      data: { seed: 0, rows: 2 },
      weights: { seed: 5 },
      hidden: 3,
    });
    expect(read("digits=2", book).title).toBe("Class 10B");
    expect(read("ridge=2", book).title).not.toBe("Class 10B");
  });

  test.each([
    ["rows=0", "rows: got 0, expected a whole number from 1 to 300"],
    ["rows=0x10", 'rows: got "0x10", expected a whole number from 1 to 300'],
    ["rows", "rows: got no value, expected rows=…"],
    ["rows=2&rows=3", "rows: got it twice, expected it once"],
    [
      "colour=red",
      'the address: got an unknown field "colour", expected seed, data-seed, weight-seed, rows, round, hidden, outputs, activation, output-activation, loss, bias, train-bias, learning-rate, ridge, digits, decimal, fractions, X, labels, targets, set, W1, b1, W2, b2, step, title or one number, as W1.0.1',
    ],
    ["<img src=x onerror=alert(1)>=1", "got an unknown field"],
    ["set=cats", 'set: got "cats", expected one of mirrored, moons, spiral, corners01, corners11'],
    ["set=corners01&rows=4", 'rows: got "4" beside corners01, which is not drawn; expected no rows'],
    ["X=1,2", "X: got X without labels, expected both or neither"],
    ["X=1,2;3&labels=0,1", "X[1]: got a row of 1, expected 2 numbers as in X[0]"],
    ["X=1,2&labels=0&rows=2", 'rows: got "2" beside X, expected one or the other'],
    ["W1=1,2;3,4", "W1: got W1 without W2, expected both or neither"],
    ["W1=1;2;3&W2=1,2", "W1: got a 3×1 matrix, expected 2 rows, one for each column of X"],
    ["round=1&W1=1,2;3,4&W2=1,2;3,4", "round: got 1 beside explicit W1, expected one or the other"],
    ["W1.9.0=1", "W1.9.0: got no such entry, expected row 0 to 1, column 0 to 2"],
    ["rows=4&X.4.0=1", "X.4.0: got no such entry, expected row 0 to 3, column 0 to 1"],
    ["rows=4&y.4=1", "y.4: got no such entry, expected row 0 to 3"],
    ["W1.0.1=1,250", 'W1.0.1: got "1,250", expected 1250 or 1.25'],
    ["ridge=-1,250", 'ridge: got "-1,250", expected -1250 or -1.25'],
    ["step=1,250", 'step: got "1,250", expected 1250 or 1.25'],
    ["seed=-1", "seed: got -1, expected a whole number from 0 to 4294967295"],
    ["seed=7&X=1,2&labels=0", 'seed: got "7" beside X, expected one or the other'],
    ["seed=7&set=corners01", 'seed: got "7" beside corners01, which is not drawn; expected no seed'],
    ["seed=7&W1=1;2&W2=1,2", "seed: got 7 beside explicit W1, expected one or the other"],
    ["seed=7&data-seed=x", 'data-seed: got "x", expected a whole number from 0 to 4294967295'],
    ["X.0.0=abc", 'X.0.0: got "abc", expected a number'],
    ["X.0.0=1e7", "X.0.0: got 10000000, expected a number of at most 1000000 in size"],
    ["W1.0.1=10000000", "W1.0.1: got 10000000, expected a number of at most 1000000 in size"],
    ["W2.2.1=-1e999", "W2.2.1: got -Infinity, expected a number of at most 1000000 in size"],
    ["y.0=2", "y.0: got 2, expected 0 or 1, as outputs is 2"],
    ["outputs=3&y.0=3", "y.0: got 3, expected a label from 0 to 2, as outputs is 3"],
    ["y.0=8", "y.0: got 8, expected a whole number from 0 to 7"],
    ["y.0.0=1", "y.0.0: got an entry of targets, expected y.0, as the rows have labels"],
    ["X=1,2&targets=0.5,1&y.0=1", "y.0: got an entry of labels, expected y.0.0, as the rows have targets"],
    [
      "X=1,2&targets=0.5,0.5&output-activation=softmax&y.0.0=1",
      "y.0: got [1,0.5] beside a softmax, expected numbers of at least 0 with the sum 1",
    ],
    [
      "X=1,2&targets=0.5,1&loss=cross-entropy&y.0.1=2",
      "y.0: got [0.5,2] beside cross-entropy, expected numbers from 0 to 1",
    ],
    ["b1.0.0=1", "b1.0.0: got a bias, expected none beside bias false"],
    ["bias=1&b1.1.0=1", "b1.1.0: got no such entry, expected row 0 to 0, column 0 to 2"],
    ["bias=1&b2.0.2=1", "b2.0.2: got no such entry, expected row 0 to 0, column 0 to 1"],
    ["b1.0=1", 'the address: got an unknown field "b1.0", expected'],
    ["bias=yes", 'bias: got "yes", expected 1 or 0'],
    ["train-bias=0", "train-bias: got false beside bias false, expected true: there is none to hold"],
    ["outputs=9", "outputs: got 9, expected a whole number from 1 to 8"],
    ["outputs=1&output-activation=softmax", "output-activation: got softmax beside 1 output"],
    [
      "activation=softmax",
      'activation: got "softmax", expected one of sigmoid, tanh, relu, leaky-relu, identity',
    ],
    [
      "loss=cross-entropy&output-activation=tanh",
      "loss: got cross-entropy beside outputActivation tanh, expected sigmoid or softmax there",
    ],
    ["X=1,2&labels=3&outputs=3", "labels[0]: got 3, expected a label from 0 to 2, as outputs is 3"],
    [
      "X=1,2&targets=1,2,3&outputs=2",
      "outputs: got 2 beside targets, which is 1×3; expected 3, or no outputs at all",
    ],
    ["X=1,2&labels=0&targets=1,2", 'targets: got "1,2" beside labels, expected one or the other'],
    ["W1=1;2&b1=1,2&W2=1,2", "b1: got 2 numbers, expected 1, one for each column of W1"],
    ["b1=1,2,3", "b1: got [1,2,3] beside no W1, expected both or neither"],
    ["W1=1;2&b1=1&W2=1,2&bias=0", "bias: got false beside b1, expected true"],
    ["W1=1;2&W2=1,2&outputs=3", "outputs: got 3 beside W2, which is 1×2; expected 2, or no outputs at all"],
    ["alpha=-1", "alpha: got -1, expected a number above 0, at most 1000000"],
    ["lambda=-2", "lambda: got -2, expected a number from 0 to 1000000"],
    ["step=-1", "step: got -1, expected a whole number from 0 to 1000000"],
    ["hidden=65", "hidden: got 65, expected a whole number from 1 to 64"],
    ["learning-rate=0", "learning-rate: got 0, expected a number above 0, at most 1000000"],
    ["step=2.5", 'step: got "2.5", expected a whole number from 0 to 1000000'],
    ["title=", 'title: got "", expected text of 1 to 80 characters on one line'],
    ["%=1", 'got an unknown field "%"'],
  ])("%s is refused in one line that says why", (fragment, message) => {
    expect(refused(fragment)).toContain(message);
    expect(refused(fragment)).not.toContain("\n");
  });

  test("4,000 random and crafted ones: a lesson, or one line that says why not", () => {
    const names = [
      "seed",
      "rows",
      "data-seed",
      "set",
      "outputs",
      "activation",
      "output-activation",
      "loss",
      "bias",
      "train-bias",
      "X",
      "labels",
      "targets",
      "b1",
      "b2",
      "b1.0.0",
      "y.0.1",
      "W1",
      "W2",
      "W1.0.1",
      "y.0",
      "alpha",
      "step",
      "title",
      "__proto__",
      "constructor",
      "toString",
      "",
    ];
    const hostile = [
      "",
      "0",
      "1",
      "-1",
      "1e999",
      "1e-320",
      "NaN",
      "Infinity",
      "0x7",
      "１",
      "1,2;3,4",
      "1;2",
      ",",
      ";;",
      "moons",
      "softmax",
      "relu",
      "cross-entropy",
      "corners01",
      "<script>alert(1)</script>",
      "javascript:alert(1)",
      "%00",
      "%E0%A4%A",
      "\u202e",
      "9".repeat(400),
      "1,".repeat(500),
      "$7*7$",
      "$$\\href{x}{y}$$",
      "__proto__",
    ];
    const field = fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.constantFrom(...names), fc.constantFrom(...hostile))
          .map(([n, v]) => `${n}=${v}`),
      },
      { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...names), fc.double()).map(([n, v]) => `${n}=${v}`) },
    );
    const crafted = fc.oneof(
      { weight: 3, arbitrary: fc.array(field, { maxLength: 5 }).map((parts) => parts.join("&")) },
      // Good addresses with a piece cut out or put in.
      {
        weight: 2,
        arbitrary: fc
          .tuple(states, fc.nat(), fc.nat(3), fc.constantFrom("", ...hostile))
          .map(([state, at, less, more]) => {
            const address = formatAddress(state, DEFAULT_LESSON);
            const i = at % (address.length + 1);
            return address.slice(0, i) + more + address.slice(i + less);
          }),
      },
    );
    let [taken, no] = [0, 0];
    fc.assert(
      fc.property(crafted, (fragment) => {
        const why = refused(fragment);
        if (why !== "taken") {
          no++;
          expect(why.split("\n")).toHaveLength(1);
          expect(why.length).toBeLessThan(400);
        } else {
          taken++;
          expect(parseLesson(read(fragment))).toEqual(read(fragment));
        }
      }),
      { numRuns: 4_000 },
    );
    expect(Math.min(taken, no)).toBeGreaterThan(500); // both kinds were there
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("from an address to numbers", () => {
  test("an entry changed is that entry, and every other stays as it was drawn", () => {
    const before = traceOf(stages, DEFAULT_LESSON);
    const after = traceOf(stages, read("W1.0.1=0.5&X.0.0=-2&y.0=1&W2.2.1=3&alpha=0.25&lambda=0.5"));
    const expectedW1 = toRows(before.W1);
    expectedW1[0]![1] = 0.5;
    expect(toRows(after.W1)).toEqual(expectedW1);
    expect(toRows(after.X)).toEqual([[-2, before.X.data[1]]]);
    expect(toRows(after.y)).toEqual([[0, 1]]);
    expect(after.W2.data[5]).toBe(3);
    expect(after.lesson).toMatchObject({ learningRate: 0.25, ridge: 0.5 });
  });

  test("given as numbers, a lesson is the same to the last bit", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        const trace = traceOf(stages, lesson);
        const given = traceOf(stages, { ...lesson, data: dataOf(lesson), weights: weightsOf(lesson) });
        expect({ ...given, lesson }).toEqual(trace);
      }),
      { numRuns: 60 },
    );
  });

  test("a step of a run is where that run comes, and chapter 9 leads to the next one", () => {
    const settings = parseSettings({
      data: { set: "moons", seed: 3, rows: 40 },
      weights: { seed: 5 },
      hidden: [4],
      learningRate: 0.5,
      ridge: 0.01,
      steps: 100,
    });
    const address = addressOfStep(settings, 57, DEFAULT_LESSON);
    expect(address).toBe(
      "set=moons&data-seed=3&rows=40&weight-seed=5&hidden=4&learning-rate=0.5&ridge=0.01&step=57",
    );
    const state = parseAddress(address, DEFAULT_LESSON);
    const start = startOf(state, DEFAULT_LESSON);
    const run = createRun(runOf(start));
    run.step(state.step);
    const trace = traceOf(stages, withWeights(start, run.weights));
    const own = createRun(settings);
    own.step(57);
    expect(trace.W1.data).toEqual(own.weights[0]!.data);
    expect(trace.loss).toBe(own.record().loss.total);
    own.step(1);
    expect(trace.W1_next.data).toEqual(own.weights[0]!.data);
    expect(trace.W2_next.data).toEqual(own.weights[1]!.data);
    expect(toRows(trace.X)).toEqual(toRows(rowsOf(settings.data).X));
  });

  test("points of a reader's own stand in the address of a step", () => {
    const settings = parseSettings({
      data: {
        X: [
          [0.5, -1],
          [2, 1],
        ],
        labels: [0, 1],
      },
      learningRate: 0.001,
    });
    expect(addressOfStep(settings, 3, DEFAULT_LESSON)).toBe("X=0.5,-1;2,1&labels=0,1&step=3");
  });
});
