import { readdirSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LessonError } from "../src/lesson/check.ts";
import { withValues } from "../src/lesson/fields.ts";
import { leastFile } from "../src/lesson/least-file.ts";
import { parseLesson, printed } from "../src/lesson/lesson.ts";
import { lessonSchema, SCHEMA_FILE, schemaText } from "../src/lesson/schema.ts";
import { lessons } from "./lessons.ts";
import { ROOT, source } from "./project.ts";

/** The schema of lesson files, held by another validator against what is read. */

const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(
  lessonSchema(),
);
const isValid = (json: unknown): boolean => validate(JSON.parse(JSON.stringify(json)));
const json = (value: object): object => JSON.parse(JSON.stringify(value));
const ready = readdirSync(`${ROOT}/lessons`).filter((name) => name !== SCHEMA_FILE);

test("its file is as the fields are; if not: npx tsx build/kit/lesson/write-schema.ts", () => {
  expect(source(`lessons/${SCHEMA_FILE}`)).toBe(schemaText());
});

test.each(ready)("%s refers to it, and is valid", (name) => {
  const lesson = JSON.parse(source(`lessons/${name}`));
  expect(lesson.$schema).toBe(`./${SCHEMA_FILE}`);
  expect(isValid(lesson), JSON.stringify(validate.errors)).toBe(true);
  expect(parseLesson(lesson)).not.toHaveProperty("$schema");
  expect(printed(parseLesson(lesson))).not.toHaveProperty("$schema");
});

test("an editor can say of each field what it means", () => {
  const without: string[] = [];
  const look = (schema: unknown, path: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [key, inner] of Object.entries(schema)) {
      if (key === "properties" && !path.includes("allOf"))
        for (const [name, it] of Object.entries(inner as Record<string, { description?: string }>))
          if ((it.description ?? "").length < 8) without.push(`${path}.${name}`);
      look(inner, `${path}.${key}`);
    }
  };
  look(lessonSchema(), "");
  expect(without).toEqual([]);
});

describe("what is read is valid", () => {
  test("of random lessons, whole and as short as they can be", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        expect(isValid(printed(lesson)), JSON.stringify(validate.errors)).toBe(true);
        expect(isValid(leastFile(lesson)), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  test("at the borders, too: whatever else stands in a field", () => {
    const of = (places: readonly string[], values: readonly unknown[]) =>
      fc.tuple(fc.constantFrom(...places), fc.constantFrom(...values));
    const change = fc.oneof(
      of(
        [
          "hidden",
          "outputs",
          "learningRate",
          "ridge",
          "digits",
          "data.seed",
          "data.rows",
          "weights.seed",
          "weights.round",
        ],
        [
          -1,
          0,
          1,
          2,
          7,
          8,
          9,
          15,
          16,
          64,
          65,
          300,
          301,
          1e-300,
          0.5,
          1e6,
          1000001,
          2 ** 32 - 1,
          2 ** 32,
          null,
          "1",
        ],
      ),
      of(["title", "$schema"], ["", "a", "\n", "é".repeat(80), "💡".repeat(80), "a".repeat(81), 1]),
      of(
        ["activation", "outputActivation", "loss"],
        ["relu", "identity", "softmax", "sigmoid", "cross-entropy"],
      ),
      of(["bias", "trainBias"], [true, false, 1, null]),
      of(
        ["data", "weights"],
        [
          {},
          [],
          { seed: 1 },
          { X: [[-1e6]], labels: [7] },
          { X: [[1]], targets: [[1e6, 1]] },
          { W1: [[1], [1]], W2: [[1, 1]] },
        ],
      ),
      of(
        ["data.X", "data.labels", "weights.W1", "weights.b1", "weights.b2", "other"],
        [[], [[]], [1], [[1]], [[1e7]]],
      ),
    );
    const counts = { valid: 0, refused: 0 };
    fc.assert(
      fc.property(lessons, fc.array(change, { minLength: 1, maxLength: 2 }), (lesson, changes) => {
        const file = withValues(json(leastFile(lesson)), changes);
        try {
          parseLesson(file);
        } catch (error) {
          if (!(error instanceof LessonError)) throw error;
          if (!isValid(file)) counts.refused++;
          return;
        }
        counts.valid++;
        expect(isValid(file), `${JSON.stringify(file)} ${JSON.stringify(validate.errors)}`).toBe(true);
      }),
      { numRuns: 600, seed: 1 },
    );
    expect(counts.valid).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(200);
  });

  test.each<object>([
    {},
    { $schema: "../lesson.schema.json", data: {}, weights: {} },
    { data: { csv: "f.csv", inputs: ["a", "b"], label: "c" } },
    { data: { csv: "f.csv", inputs: ["a"], targets: ["b", "c"] }, outputActivation: "softmax" },
    { loss: "cross-entropy" },
  ])("%j", (file) => {
    expect(isValid(file), JSON.stringify(validate.errors)).toBe(true);
  });
});

test.each<unknown>([
  [],
  "lesson",
  { hiden: 3 },
  { $schema: 3 },
  { title: "" },
  { title: "a\nb" },
  { title: "a".repeat(81) },
  { hidden: 0 },
  { hidden: 65 },
  { hidden: 1.5 },
  { hidden: "3" },
  { outputs: 9 },
  { activation: "softmax" },
  { outputActivation: "gelu" },
  { loss: "entropy" },
  { loss: "cross-entropy", outputActivation: "tanh" },
  { outputActivation: "softmax", outputs: 1 },
  { bias: 1 },
  { trainBias: "no" },
  { learningRate: 0 },
  { learningRate: 1e7 },
  { ridge: -0.1 },
  { digits: 16 },
  { data: 5 },
  { data: null },
  { data: { sead: 1 } },
  { data: { seed: 2 ** 32 } },
  { data: { rows: 301 } },
  { data: { X: [[1]] } },
  { data: { labels: [1] } },
  { data: { X: [[1]], labels: [1], targets: [[1]] } },
  { data: { X: [[1]], labels: [1], seed: 1 } },
  { data: { X: [[1]], labels: [8] } },
  { data: { X: [[1]], labels: [0.5] } },
  { data: { X: [["1"]], labels: [1] } },
  { data: { X: [[]], labels: [1] } },
  { data: { X: [[1e7]], labels: [1] } },
  { data: { X: Array(301).fill([1]), labels: Array(301).fill(0) } },
  { data: { X: [Array(65).fill(1)], labels: [0] } },
  { data: { X: [[1]], targets: [Array(9).fill(0)] } },
  { data: { set: "moons" } },
  { data: { csv: "f.csv" } },
  { data: { csv: "f.csv", inputs: [], label: "a" } },
  { data: { csv: "f.csv", inputs: ["a"], label: "a", targets: ["b"] } },
  { data: { csv: "f.csv", inputs: ["a"], label: "b", seed: 1 } },
  { weights: { W1: [[1]] } },
  { weights: { b1: [1] } },
  { weights: { W1: [[1]], W2: [[1]], seed: 1 } },
  { weights: { W1: [[1]], W2: [[1]], b1: [[1]] } },
  { weights: { round: 16 } },
])("%j is not", (file) => {
  expect(isValid(file)).toBe(false);
});
