import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAddress, parseAddress, startOf, stateOf } from "../src/lesson/address.ts";
import {
  brickAt,
  canChange,
  checkNumbers,
  fieldsOf,
  PLACES,
  placeNames,
  withBrick,
  withBrickAt,
  withEntry,
  withField,
} from "../src/lesson/choices.ts";
import { CHOICES, type Choice, type ChoiceName, valueAt } from "../src/lesson/fields.ts";
import { DEFAULT_LESSON, type LessonFile, parseLesson } from "../src/lesson/lesson.ts";
import { withEntries } from "../src/training/steps.ts";
import { lessons } from "./lessons.ts";

/** What becomes of a state when one thing of it is changed. */

const lessonOf = (state: ReturnType<typeof stateOf>) =>
  withEntries(startOf(state, DEFAULT_LESSON), state, DEFAULT_LESSON);

/** States of random lessons, some of whose numbers are changed. */
const changed = fc
  .tuple(lessons, fc.subarray(["X.0.0", "y.0.0", "W1.0.0", "b1.0.0", "W2.0.0", "b2.0.0", "alpha", "lambda"]))
  .map(([lesson, cells]) => {
    const { data, bias, outputActivation } = lesson;
    const isThere = (cell: string) =>
      cell.startsWith("y")
        ? !("targets" in data) || outputActivation !== "softmax" // whose rows are changed as a whole
        : bias || !cell.startsWith("b");
    return cells.filter(isThere).reduce((state, cell) => withEntry(state, cell, 1), stateOf(lesson));
  });

/** That the lesson of a state is one, and its address leads to it. */
function isGivenBack(state: ReturnType<typeof stateOf>): void {
  expect(() => checkNumbers(state)).not.toThrow();
  expect(lessonOf(parseAddress(formatAddress(state, DEFAULT_LESSON), DEFAULT_LESSON))).toEqual(
    JSON.parse(JSON.stringify(lessonOf(state))),
  );
}

describe("another brick", () => {
  const choices = fc.constantFrom(
    ...CHOICES.flatMap(({ name, choices }) => choices.map((value) => [name, value] as const)),
  );

  test("can be put in whatever stood there: what cannot stand beside it gives way", () => {
    fc.assert(
      fc.property(changed, choices, (state, [name, value]) => {
        const next = withBrick(state, name, value);
        expect(valueAt(next, CHOICES.find((it) => it.name === name)!.at)).toBe(value);
        // Given targets may be none that the outputs can have.
        if (!("targets" in next.data)) isGivenBack(next);
      }),
      { numRuns: 500 },
    );
  });

  test("stands where it was put, at each place", () => {
    const places = placeNames.flatMap((place) => PLACES[place].map((brick) => [place, brick] as const));
    fc.assert(
      fc.property(changed, fc.constantFrom(...places), (state, [place, brick]) => {
        expect(brickAt(withBrickAt(state, place, brick), place)).toBe(brick);
      }),
      { numRuns: 300 },
    );
  });

  const swapped = (json: LessonFile, name: ChoiceName, value: Choice) =>
    withBrick(stateOf(parseLesson(json)), name, value);

  test("the loss that is chosen last stays, and so do the outputs", () => {
    expect(swapped({ outputActivation: "tanh" }, "loss", "cross-entropy").outputActivation).toBe("sigmoid");
    expect(swapped({ outputActivation: "softmax" }, "loss", "cross-entropy").outputActivation).toBe(
      "softmax",
    );
    expect(swapped({ loss: "cross-entropy" }, "output-activation", "relu").loss).toBe("squared");
    expect(swapped({ outputs: 1 }, "output-activation", "softmax").outputs).toBe(2);
  });

  test("without biases there are none to hold, and none that was given or changed", () => {
    expect(swapped({}, "train-bias", false)).toMatchObject({ bias: true, trainBias: false });
    const held = { bias: true, trainBias: false };
    expect(swapped(held, "bias", false)).toMatchObject({ bias: false, trainBias: true });
    const given = withEntry(
      stateOf(parseLesson({ weights: { W1: [[1], [2]], b1: [3], W2: [[4, 5]], b2: [6, 7] } })),
      "b1.0.0",
      8,
    );
    expect(withBrick(given, "bias", false)).toMatchObject({
      weights: { W1: [[1], [2]], W2: [[4, 5]] },
      entries: {},
    });
  });
});

describe("a field of the panel", () => {
  const VALUES = {
    "data-seed": 7,
    rows: 2,
    "weight-seed": 9,
    hidden: 4,
    outputs: 3,
    "learning-rate": 0.5,
    ridge: 0.25,
    digits: 3,
    step: 0,
  } as const;

  test("can be set whatever the lesson was, entries changed or not, and says what was set", () => {
    fc.assert(
      fc.property(changed, fc.constantFrom(...Object.keys(VALUES)), (state, name) => {
        const field = name as keyof typeof VALUES;
        const next = withField(state, field, VALUES[field]);
        expect(fieldsOf(next)[field]).toBe(VALUES[field]);
        isGivenBack(next);
      }),
      { numRuns: 500 },
    );
  });

  test("fewer outputs: a label that none of them is for is what it was before it was changed", () => {
    const state = withEntry(stateOf(parseLesson({ outputs: 4, data: { rows: 2 } })), "y.0.3", 1);
    const both = withEntry(state, "y.1.1", 1);
    expect(both.entries).toEqual({ "y.0": 3, "y.1": 1 });
    const next = withField(both, "outputs", 3);
    expect(next.entries).toEqual({ "y.1": 1 });
    isGivenBack(next);
  });

  test("one output: a softmax, which would always be 1, becomes a sigmoid", () => {
    const state = stateOf(parseLesson({ outputActivation: "softmax", loss: "cross-entropy" }));
    const next = withField(state, "outputs", 1);
    expect(next).toMatchObject({ outputs: 1, outputActivation: "sigmoid", loss: "cross-entropy" });
    isGivenBack(next);
  });

  test("a seed takes the place of given data, and of weights that fit only those", () => {
    const given = stateOf(
      parseLesson({
        data: { X: [[1, 2, 3]], labels: [1] },
        weights: { W1: [[1], [2], [3]], W2: [[1, 2]] },
      }),
    );
    expect(lessonOf(withField(given, "data-seed", 5))).toMatchObject({
      data: { seed: 5, rows: 1 },
      weights: { seed: 2017 },
    });
    // Given data of two inputs leave the weights as they are.
    const two = stateOf(
      parseLesson({ data: { X: [[1, 2]], labels: [1] }, weights: { W1: [[1], [2]], W2: [[1, 2]] } }),
    );
    expect(lessonOf(withField(two, "rows", 3)).weights).toEqual(two.weights);
  });

  test("rows that are drawn take nothing over from given ones of other inputs", () => {
    const given = stateOf(parseLesson({ data: { X: [[1, 2, 3]], labels: [1] } }));
    const next = withField(withEntry(given, "X.0.2", 5), "rows", 2);
    expect(next).toMatchObject({ data: { seed: 0, rows: 2 }, entries: {} });
  });

  test("fewer rows take the entries of the others with them, and no more", () => {
    let state = stateOf(parseLesson({ data: { rows: 4 } }));
    for (const cell of ["X.3.0", "X.0.1", "y.2.1", "W1.0.0"]) state = withEntry(state, cell, 1);
    expect(withField(state, "rows", 2).entries).toEqual({ "X.0.1": 1, "W1.0.0": 1 });
  });
});

test("a number that was typed on the page is held against what an address could have", () => {
  const state = stateOf(DEFAULT_LESSON);
  const check = (cell: string, value: number) => () => checkNumbers(withEntry(state, cell, value));
  expect(check("X.0.0", -1e6)).not.toThrow();
  expect(check("X.0.0", 1e7)).toThrow("X.0.0: got 10000000, expected a number of at most 1000000 in size");
  expect(check("alpha", 0)).toThrow("learning-rate: got 0, expected a number above 0, at most 1000000");
  expect(check("W2.3.0", 1)).toThrow("W2.3.0: got no such entry, expected row 0 to 2, column 0 to 1");
  expect(() => checkNumbers({ ...state, step: 2.5 })).toThrow("step: got 2.5, expected a whole number");
});

describe("a number changed where it stands", () => {
  test("a target is a label: 1 in the second place, or 0 in the first", () => {
    const state = stateOf(DEFAULT_LESSON);
    expect(withEntry(state, "y.0.1", 1).entries).toEqual({ "y.0": 1 });
    expect(withEntry(state, "y.0.0", 0).entries).toEqual({ "y.0": 1 });
    expect(withEntry(state, "y.0.0", 1).entries).toEqual({ "y.0": 0 });
  });

  test("with one output the label itself; given targets each by itself", () => {
    const one = stateOf(parseLesson({ outputs: 1 }));
    expect(withEntry(one, "y.0.0", 1).entries).toEqual({ "y.0": 1 });
    expect(withEntry(one, "y.0.0", 0).entries).toEqual({ "y.0": 0 });
    const three = stateOf(parseLesson({ outputs: 3 }));
    expect(withEntry(three, "y.0.2", 1).entries).toEqual({ "y.0": 2 });
    const given = stateOf(parseLesson({ data: { X: [[1, 2]], targets: [[0.01, 0.99]] } }));
    expect(withEntry(given, "y.0.1", 0.5).entries).toEqual({ "y.0.1": 0.5 });
  });

  test("a rate is the lesson's before the first step; after some it is that of the next ones only", () => {
    const state = stateOf(DEFAULT_LESSON);
    expect(withEntry(state, "alpha", 0.5)).toMatchObject({ learningRate: 0.5, entries: {} });
    expect(withEntry({ ...state, step: 9 }, "alpha", 0.5)).toMatchObject({
      learningRate: DEFAULT_LESSON.learningRate,
      entries: { alpha: 0.5 },
    });
  });

  test("only what a lesson begins with can be changed", () => {
    for (const cell of ["X.0.0", "y.0.1", "W1.0.2", "b1.0.2", "W2.2.1", "b2.0.0", "alpha", "lambda"])
      expect(canChange(cell)).toBe(true);
    for (const cell of ["b1.0", "b1_next.0.0", "z1.0.0", "four:W1.0.0", "loss", "W1_next.0.0", "W1.0", ""])
      expect(canChange(cell)).toBe(false);
  });
});
