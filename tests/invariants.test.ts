import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { type InvariantFacts, invariantFacts } from "../chapters/invariants.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { fromFunction, map, scale, toRows, transpose } from "../src/math/matrix.ts";
import { runStages, type Trace, traceOf } from "../src/network/stage.ts";
import type { Values } from "../src/network/values.ts";
import { lessons } from "./lessons.ts";

/** The stages of a step, without those that give data and weights. */
const STEP = stages.slice(2);
const run = (lesson: Lesson, given: Partial<Values>) => runStages(STEP, lesson, given) as Values;
const factsOf = (trace: Trace, its: typeof run = run) => invariantFacts(trace, its);
const verdicts = (f: InvariantFacts) => ({
  shapes: f.shapes.verdict,
  doubled: f.doubled.verdict,
  shares: f.shares ? f.shares.verdict : "holds",
  swapped: f.swapped.verdict,
  gradient: f.gradient.verdict,
});
const HOLDS = { shapes: "holds", doubled: "holds", shares: "holds", swapped: "holds", gradient: "holds" };

const lesson = parseLesson({ data: { rows: 4 }, hidden: 5, ridge: 0.1, bias: true });
const trace = traceOf(stages, lesson);

describe("what holds of every right network", () => {
  test("holds, for 60 random lessons", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        expect(verdicts(factsOf(traceOf(stages, lesson)))).toEqual(HOLDS);
      }),
      { numRuns: 60, seed: 14 },
    );
  });

  test("a sum in place of a mean, neurons mixed up, shares that are none, a slope turned over or wrong are each found", () => {
    const summed = (lesson: Lesson, given: Partial<Values>) => {
      const values = run(lesson, given);
      const N = values.X.rows;
      return { ...values, dLoss_dW2: scale(N, values.dLoss_dW2), loss_data: values.loss_data };
    };
    expect(verdicts(factsOf(trace, summed))).toEqual({ ...HOLDS, doubled: "fails" });

    const mixed = (lesson: Lesson, given: Partial<Values>) => {
      const values = run(lesson, given);
      const turned = fromFunction(4, 2, (i, j) => values.h1.data[i * 5 + j]!);
      return { ...values, h2: turned };
    };
    expect(verdicts(factsOf(trace, mixed))).toEqual({ ...HOLDS, swapped: "fails" });

    const softmax = traceOf(stages, parseLesson({ outputActivation: "softmax", loss: "cross-entropy" }));
    expect(factsOf({ ...softmax, h2: map(softmax.h2, (x) => x * 1.001) }).shares).toMatchObject({
      verdict: "fails",
    });

    expect(verdicts(factsOf({ ...trace, dLoss_dh1: transpose(trace.dLoss_dh1) }))).toMatchObject({
      shapes: "fails",
    });
    expect(verdicts(factsOf({ ...trace, dLoss_dW1: scale(-1, trace.dLoss_dW1) }))).toEqual({
      ...HOLDS,
      gradient: "fails",
    });
  });

  test("a network that knows nothing has the loss of its bricks", () => {
    const nothing = (json: object) => factsOf(traceOf(stages, parseLesson(json))).start.nothing;
    // ½Σ(y − ½)² for two sigmoids, ln 3 for three shares, 2 ln 2 for two sigmoids by cross-entropy.
    expect(nothing({})).toBe(0.25);
    expect(
      nothing({ outputs: 3, outputActivation: "softmax", loss: "cross-entropy", bias: true }),
    ).toBeCloseTo(Math.log(3), 14);
    expect(nothing({ loss: "cross-entropy", data: { rows: 7 } })).toBeCloseTo(2 * Math.log(2), 14);
  });

  test("one row is learnt by heart, unless its target cannot be reached", () => {
    const byHeart = (json: object) => factsOf(traceOf(stages, parseLesson(json))).byHeart;
    expect(byHeart({})).toMatchObject({ claim: "learnt", rate: 1 });
    expect(byHeart({ data: { rows: 4 }, activation: "relu", bias: true }).claim).toBe("learnt");
    expect(byHeart({ data: { X: [[1, 2]], targets: [[3, 0.5]] } }).claim).toBe("not");
    const { after } = byHeart({}).left;
    // The same thousand steps, by plain loops.
    let [W1, W2] = [toRows(traceOf(stages, parseLesson({})).W1), toRows(traceOf(stages, parseLesson({})).W2)];
    const [x, y] = [[...traceOf(stages, parseLesson({})).X.data], [1, 0]];
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const forward = () => {
      const h1 = [0, 1, 2].map((j) => sigmoid(x.reduce((all, xi, i) => all + xi * W1[i]![j]!, 0)));
      const h2 = [0, 1].map((k) => sigmoid(h1.reduce((all, h, j) => all + h * W2[j]![k]!, 0)));
      return { h1, h2, loss: h2.reduce((all, h, k) => all + (y[k]! - h) ** 2 / 2, 0) };
    };
    for (let step = 0; step < 1000; step++) {
      const { h1, h2 } = forward();
      const d2 = h2.map((h, k) => (h - y[k]!) * h * (1 - h));
      const d1 = h1.map((h, j) => d2.reduce((all, d, k) => all + d * W2[j]![k]!, 0) * h * (1 - h));
      W2 = W2.map((row, j) => row.map((w, k) => w - h1[j]! * d2[k]!));
      W1 = W1.map((row, i) => row.map((w, j) => w - x[i]! * d1[j]!));
    }
    expect(after).toBeCloseTo(forward().loss, 10);
  });
});
