import { describe, expect, test } from "vitest";
import { chapters, stages } from "../chapters/index.ts";
import { book } from "../chapters/pages.ts";
import { english } from "../chapters/words/english.ts";
import { type Chapter, partOf } from "../src/book/chapter.ts";
import { pageParts, wholeMain } from "../src/book/page.ts";
import { crossIn } from "../src/figures/cross.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { runStages, type Trace, traceOf } from "../src/network/stage.ts";
import type { Name, Value } from "../src/network/values.ts";
import { notationOf, originOf } from "../src/typeset/equations.ts";
import { decided } from "./claims.ts";
import { backward } from "./sentences/backward.ts";
import { forward } from "./sentences/forward.ts";
import { textOf, untrue } from "./sentences/read.ts";
import { claimsIn, tellingOf } from "./told.ts";

/** A page whose code a reader changed: any numbers of the right shapes. It says nothing that is not true of them. */

// --- Lessons and mistakes ---

const X = [
  [1, 0.5],
  [-0.4, 0.9],
  [0.3, -1.2],
  [0.7, 0.8],
  [-1.1, 0.2],
];
const LESSONS: Readonly<Record<string, Lesson>> = {
  article: DEFAULT_LESSON,
  "five rows with a ridge": parseLesson({ data: { X, labels: [0, 1, 1, 0, 1] }, ridge: 0.1 }),
  "tanh, softmax, cross-entropy, biases": parseLesson({
    data: { X, labels: [0, 1, 2, 0, 1] },
    hidden: 3,
    outputs: 3,
    activation: "tanh",
    outputActivation: "softmax",
    loss: "cross-entropy",
    bias: true,
  }),
  "relu, one output": parseLesson({
    data: { rows: 4 },
    hidden: 4,
    outputs: 1,
    activation: "relu",
    loss: "cross-entropy",
  }),
  "leaky relu, softmax of squares": parseLesson({
    data: { rows: 1 },
    activation: "leaky-relu",
    outputActivation: "softmax",
  }),
  "identity, tanh, biases held": parseLesson({
    data: { X: [[1, 2]], targets: [[0.5, -3]] },
    activation: "identity",
    outputActivation: "tanh",
    bias: true,
    trainBias: false,
  }),
};

type Change = (x: number, i: number, value: Value) => number;
const MISTAKES: Readonly<Record<string, Change>> = {
  "as it is": (x) => x,
  "a sign turned": (x) => -x,
  "twice as much": (x) => 2 * x,
  "one entry off": (x, i) => (i === 0 ? x + 0.5 : x),
  zeros: () => 0,
  "minus zeros": () => -0,
  "far out": (x, i) => (i % 2 ? 1e6 : -1e6),
  huge: (x, i) => (i % 3 ? 1e300 : -1e300),
  tiny: () => 1e-300,
  "columns turned over": (x, i, value) => (typeof value === "number" ? x + 1 : value.data.at(-1 - i)!),
  "any numbers": (_, i) => Math.sin(12.9898 * (i + 1)) * 3,
};

/** The trace of a lesson of which the chapter's code is changed; undefined where what comes of it is no number. */
function changedTrace(chapter: Chapter, lesson: Lesson, change: Change, only?: Name): Trace | undefined {
  const at = chapters.indexOf(chapter);
  const made = runStages(stages.slice(0, at + 1), lesson);
  const names = partOf(chapter, lesson).makes;
  for (const name of names) {
    const value = made[name]!;
    if (only && name !== only) continue;
    const turned =
      typeof value === "number"
        ? change(value, 0, value)
        : { ...value, data: value.data.map((x, i) => change(x, i, value)) };
    Object.assign(made, { [name]: turned });
  }
  const all = { ...runStages(stages.slice(at + 1), lesson, made), lesson, changed: names } as Trace;
  const numbers = Object.values(all).flatMap((it: unknown) =>
    typeof it === "number" ? [it] : ArrayBuffer.isView((it as Matrix).data) ? [...(it as Matrix).data] : [],
  );
  return numbers.every((it) => typeof it !== "number" || Number.isFinite(it)) ? all : undefined;
}

/** The page as a reader meets it, formulas in TeX. */
function pageOf(chapter: Chapter, trace: Trace, change: Change, only?: Name): string {
  const own = Object.values(chapter.others ?? {});
  const telling = {
    ...tellingOf(chapter, { digits: trace.lesson.digits }),
    traceOf: (lesson: Lesson) =>
      (own.includes(lesson) && changedTrace(chapter, lesson, change, only)) || traceOf(stages, lesson),
  };
  const render = Object.assign((text: string) => [text], {});
  return wholeMain(
    pageParts({ chapters: book, render } as never, chapter, trace, telling, "npm run build")(),
  );
}

function everyCase(each: (chapter: Chapter, trace: Trace, page: () => string, of: string) => void): number {
  let count = 0;
  for (const chapter of chapters)
    for (const [lessonName, lesson] of Object.entries(LESSONS))
      for (const [mistake, change] of Object.entries(MISTAKES)) {
        const trace = changedTrace(chapter, lesson, change);
        if (!trace) continue;
        count++;
        each(
          chapter,
          trace,
          () => pageOf(chapter, trace, change),
          `${chapter.name}, ${lessonName}, ${mistake}`,
        );
      }
  return count;
}

describe("scratch", () => {
  test("no throw", () => {
    const faults: Record<string, string[]> = {};
    const t = performance.now();
    const n = everyCase((chapter, trace, page, of) => {
      let text = "";
      try {
        text = page();
      } catch (e) {
        const k = String((e as Error).stack)
          .split("\n")
          .slice(0, 4)
          .join("|");
        (faults[k] ??= []).push(of);
        return;
      }
      const bad = /.{40}(?:undefined|NaN|Infinity|∞|\[object|null).{20}/.exec(
        text.replace(/<pre[\s\S]*?<\/pre>/g, ""),
      );
      if (bad) (faults[bad[0].replace(/[\d.]+/g, "#")] ??= []).push(of);
      for (const [claim, choice] of claimsIn(text)) {
        const d = decided(claim, trace, choice);
        if (d !== choice) (faults[`claim ${claim}:${choice} not ${d}`] ??= []).push(of);
      }
      for (const u of untrue(
        [...forward, ...backward],
        chapter.name,
        textOf(text.slice(text.indexOf('<div class="body">'))),
        trace,
      ))
        (faults[`untrue ${u.replace(/[\d.]+/g, "#")}`] ??= []).push(of);
    });
    console.log(n, performance.now() - t);
    for (const [k, v] of Object.entries(faults)) console.log(k, v.length, v.slice(0, 3));
  });
});
void english;
void crossIn;
void notationOf;
void originOf;
void expect;
