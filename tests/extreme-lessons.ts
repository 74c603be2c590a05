import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { byNetwork, byNudging, byTape } from "../build/checks.ts";
import { forwardPass, stages } from "../chapters/index.ts";
import { type Lesson, type LessonFile, parseLesson } from "../src/lesson/lesson.ts";
import { networkOf, weightsOf } from "../src/network/network.ts";
import { NAMES } from "../src/network/quantities.ts";
import { traceOf } from "../src/network/stage.ts";
import { bricks, fieldsOf, labelsFor, lessons, targetsFor, weightsFor } from "./lessons.ts";

/**
 * Random small lessons whose numbers are as large, as small and as unlike each other as lessons allow.
 *   npx tsx tests/extreme-lessons.ts 20000 [seed]     how many of them, and of as many usual ones, a build would refuse
 */

/** Of any size from 1e-9 to `most`, or one that is easy to get wrong. */
const number = (most: number) =>
  fc.oneof(
    fc
      .tuple(fc.double({ min: -9, max: Math.log10(most), noNaN: true }), fc.boolean())
      .map(([size, negative]) => (negative ? -1 : 1) * 10 ** size),
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.constantFrom(0, 1, -1, 60, -60, 255, most, -most),
  );

/** A column as data have it: all of one size, a column of ones, or anything. */
const column = (rows: number) =>
  fc.oneof(
    fc.constant(Array.from({ length: rows }, () => 1)),
    fc
      .tuple(
        fc.constantFrom(1e-6, 0.01, 1, 255, 5e4, 1e6),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }),
      )
      .map(([size, of]) => of.map((x) => x * size)),
    fc.array(number(1e6), { minLength: rows, maxLength: rows }),
  );
const matrix = (rows: number, cols: number) =>
  fc.constantFrom(1, 20, 1e3, 1e6).chain((most) =>
    fc.array(fc.array(number(most), { minLength: cols, maxLength: cols }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

export const extremeLessons: fc.Arbitrary<LessonFile> = fc
  .record({
    its: bricks,
    rows: fc.integer({ min: 1, max: 5 }),
    inputs: fc.integer({ min: 1, max: 3 }),
    hidden: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ its, rows, inputs, hidden }) => {
    const X = fc
      .array(column(rows), { minLength: inputs, maxLength: inputs })
      .map((columns) => columns[0]!.map((_, n) => columns.map((it) => it[n]!)));
    const any = fc.constantFrom(1, 1e3, 1e6).chain(number);
    return fc
      .record({
        data: fc.oneof(
          fc.record({ X, labels: labelsFor(rows, its) }),
          fc.record({ X, targets: targetsFor(rows, its, any) }),
        ),
        weights: weightsFor(inputs, hidden, its, matrix),
        ridge: fc.oneof(fc.constant(0), fc.constantFrom(1e-9, 1e-3, 1, 1e3, 1e6)),
      })
      .map((json) => ({ ...json, ...fieldsOf(its) }));
  });

/** What a build has against the gradients of a lesson. */
export function refusedBy(lesson: Lesson): string[] {
  const trace = traceOf(stages, lesson);
  const found = [
    ...weightsOf(networkOf(lesson)).map((weights) => byNudging(forwardPass, trace, weights)),
    byTape(trace, NAMES),
    byNetwork(trace, NAMES),
  ];
  return found.flatMap((it) => (it ? [`${it.entry} is ${it.byHand}, ${it.way} ${it.other}`] : []));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [count = 20_000, seed = 1] = process.argv.slice(2).map(Number);
  for (const [kind, some] of [
    ["extreme", extremeLessons.map((json) => parseLesson(json))],
    ["usual", lessons],
  ] as const) {
    const refused = fc.sample(some, { numRuns: count, seed }).filter((lesson) => {
      const faults = refusedBy(lesson);
      if (faults.length > 0) console.log(JSON.stringify(lesson), faults[0]);
      return faults.length > 0;
    });
    console.log(`${refused.length} of ${count} ${kind} lessons refused`);
  }
}
