import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drills } from "../chapters/exercises/index.ts";
import { book, stages } from "../chapters/index.ts";
import { exerciseWords } from "../chapters/words/exercises.ts";
import { exercisesHtml } from "../src/book/exercises.ts";
import type { Answer } from "../src/exercises/exercise.ts";
import { judge } from "../src/exercises/judge.ts";
import { planOf, practice } from "../src/exercises/practice.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { withoutTags } from "../src/typeset/html.ts";
import { faultsOf, isChoice, isNumber, type Made, madeFrom, plainValues } from "./exercise-oracles.ts";
import { lessons, rareLessons } from "./lessons.ts";

/** Keys and mistakes held against other ways to find them (exercise-oracles.ts). 5,000 of them: exercise-keys.ts. */

const some = (numRuns: number) => fc.sample(lessons, { numRuns, seed: 5 });
const faultsIn = (trace: Trace, values = plainValues(trace), seed = 0) =>
  madeFrom(trace, seed).flatMap((it) => faultsOf(it, values, trace));

describe("keys", () => {
  test("of random lessons of all bricks, and of small ones drawn for practice, are right; each mistake goes by its name", () => {
    const all = some(6).flatMap((lesson, seed) => {
      const own = traceOf(stages, lesson);
      return [faultsIn(own, undefined, seed), faultsIn(practice(planOf(own), seed + 1), undefined, seed)];
    });
    expect(all.flat()).toEqual([]);
  });

  test("are those of NumPy", () => {
    const fixtures = JSON.parse(readFileSync(new URL("fixtures/bricks.json", import.meta.url), "utf8")) as {
      lesson: unknown;
      values: Record<string, number[][]>;
    }[];
    const all = fixtures
      .filter((_, i) => i % 12 === 0)
      .flatMap(({ lesson, values }, seed) => faultsIn(traceOf(stages, parseLesson(lesson)), values, seed));
    expect(all).toEqual([]);
  });

  const trace = traceOf(stages, DEFAULT_LESSON);
  const made = madeFrom(trace, 0);
  const named = (name: string) => made.find((it) => it.name === name)!;
  const faults = (it: Made) => faultsOf(it, plainValues(trace), trace);
  test.each<[string, () => Made]>([
    ["of another value", () => changed("z1.entry", (it) => ({ ...it, value: 1.1 * it.value }))],
    [
      "with mistakes under each other's names",
      () =>
        changed("dloss-dw2.delta", (it) => ({
          ...it,
          mistakes: it.mistakes.map((slip, i, all) => ({ ...slip, name: all[(i + 1) % all.length]!.name })),
        })),
    ],
    [
      "that names a right answer",
      () => changed("z1.entry", (it) => ({ ...it, mistakes: [{ name: "sign", value: it.value }] })),
    ],
    ["whose tolerance lets everything pass", () => changed("z2.entry", (it) => ({ ...it, tolerance: 10 }))],
    ["that points at another line", () => moved("z1.slip")],
    ["that points at another option", () => moved("update.direction")],
  ])("a key %s is found out", (_, wrong) => {
    expect(faults(wrong())).not.toEqual([]);
  });
  function changed(name: string, change: (answer: Answer) => Answer): Made {
    const it = named(name);
    if (!isNumber(it)) throw new Error(`${name} has no number`);
    return { ...it, answer: change(it.answer) };
  }
  function moved(name: string): Made {
    const it = named(name);
    if (!isChoice(it)) throw new Error(`${name} has no options`);
    const { options, right } = it.answer;
    return { ...it, answer: { options, right: (right + 1) % options.length } };
  }
});

describe("a typed answer", () => {
  const answer: Answer = {
    value: -0.2346,
    decimals: 3,
    tolerance: 0.00075,
    mistakes: [
      { name: "sign", value: 0.2346 },
      { name: "bias", value: -1.25 },
    ],
  };
  test.each([
    ["-0.235", "right"],
    ["−0,235", "right"],
    [" -.2346 ", "right"],
    ["-2.346e-1", "right"],
    ["-0.23", "coarse"],
    ["0.235", "mistake"],
    ["-1,250", "mistake"],
    ["-0.237", "close"],
    ["-0.3", "wrong"],
    ["0", "wrong"],
    ["", "no-number"],
    ["x", "no-number"],
    ["0x1", "no-number"],
  ])("%s is %s", (typed, is) => {
    expect(judge(answer, typed).is).toBe(is);
  });
});

describe("the exercises of a chapter", () => {
  const told = (page: string, trace: Trace, seed = 0) =>
    exercisesHtml(drills[page]!, trace, seed, exerciseWords);

  test("are three to five, on any lesson, and say no word that is no number", () => {
    expect(Object.keys(drills)).toEqual(book.map(({ name }) => name));
    const faults = [DEFAULT_LESSON as Lesson, ...rareLessons, ...some(25)].flatMap((lesson) => {
      const trace = traceOf(stages, lesson);
      return Object.keys(drills).flatMap((page) => {
        const html = told(page, trace);
        const count = html.split('class="exercise"').length - 1;
        const strange = /undefined|NaN|Infinity|\[object|null|\d{12}/.exec(withoutTags(html));
        return count < 3 || count > 5 || strange ? [`${page} ${count} ${strange}`] : [];
      });
    });
    expect(faults).toEqual([]);
  });

  test("are the same from the same set, and others from another", () => {
    const trace = practice(planOf(traceOf(stages, DEFAULT_LESSON)), 7);
    expect(told("z1", trace, 7)).toBe(told("z1", practice(planOf(trace), 7), 7));
    expect(told("z1", practice(planOf(trace), 8), 8)).not.toBe(told("z1", trace, 7));
  });
});
