import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chapter } from "../chapters/03-h1.ts";
import { stages } from "../chapters/index.ts";
import {
  bendsOf,
  cutOf,
  edgesOf,
  NODES,
  type Place,
  placeOf,
  type Scene,
  seen,
  threadsOf,
} from "../src/figures/cube.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { sumAtHalf } from "../src/network/flat.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { lessons } from "./lessons.ts";
import { endsOf, hiddenOf, leadOf, planeOf, rowsIn, XOR } from "./space.ts";
import { tellingOf } from "./told.ts";

/** The cube of hidden values, held against the trace and against geometry of its own. */

const spaceOf = (trace: Trace) => chapter.facts(trace, tellingOf(chapter, {})).space;
const view = fc.record({
  turn: fc.integer({ min: 0, max: 359 }),
  tilt: fc.integer({ min: -90, max: 90 }),
});
const inCube = fc.tuple(...([0, 1, 2] as const).map(() => fc.integer({ min: 0, max: 1000 })));

/** What a mark or a node of the sheet stands for, edge by edge. */
function valuesOf(
  place: readonly number[],
  { neurons }: Scene,
  [low, high]: readonly [number, number],
): number[] {
  const along = { 1: [0], 2: [0, 2], 3: [0, 1, 2] }[neurons];
  return along.map((d) => low + ((high - low) * place[d]!) / 1000);
}
/** Half a thousandth of an edge, to which places are rounded, and a little for large numbers. */
const near = (a: readonly number[], b: readonly number[], edge: number) =>
  a.length === b.length && a.every((it, i) => Math.abs(it - b[i]!) <= edge * 0.000501);

describe("what stands in the cube", () => {
  /** Whether the sheet and the marks are where the trace says. */
  function isTrue(trace: Trace, { scene }: { scene: Scene }): boolean {
    const ends = endsOf(trace);
    const edge = ends[1] - ends[0];
    const first = (values: readonly number[]) => values.slice(0, 3);
    const isPlane = trace.X.cols === 2;
    const marks = [
      ...(isPlane ? XOR.map(([x1, x2]) => hiddenOf(trace, [x1, x2])) : []),
      ...rowsIn(trace.h1),
    ].map(first);
    const sheet = isPlane && trace.h1.cols > 1 ? planeOf(trace).map((x) => first(hiddenOf(trace, x))) : [];
    const nodes = sheet.map((_, n) => scene.sheet.slice(3 * n, 3 * n + 3));
    return (
      scene.sheet.length === 3 * sheet.length &&
      scene.marks.length === marks.length &&
      marks.every((it, i) => near(valuesOf(scene.marks[i]!, scene, ends), it, edge)) &&
      sheet.every((it, n) => near(valuesOf(nodes[n]!, scene, ends), it, edge))
    );
  }

  test("the bent sheet, the corners and the rows are what the first layer makes of them, for any lesson", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        const trace = traceOf(stages, lesson as Lesson);
        expect(isTrue(trace, spaceOf(trace))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("another weight than the trace's is seen", () => {
    const trace = traceOf(stages, parseLesson({}));
    const other = traceOf(stages, parseLesson({ weights: { seed: 2018 } }));
    expect(isTrue(trace, spaceOf(trace))).toBe(true);
    expect(isTrue(trace, spaceOf(other))).toBe(false);
  });

  test("the cut has on its side of answer 1 the places that the last layer answers so", () => {
    let both = 0;
    fc.assert(
      fc.property(lessons, inCube, (lesson, place) => {
        const trace = traceOf(stages, lesson as Lesson);
        const { scene } = spaceOf(trace);
        if (!scene.cut) return;
        const { along, offset } = scene.cut;
        const { lead, size } = leadOf(trace, valuesOf(place, scene, endsOf(trace)));
        if (Math.abs(lead) < 1e-6 * size) return;
        both |= lead > 0 ? 1 : 2;
        const neurons = valuesOf(place, scene, [0, 1000]);
        const at = placeOf(neurons, [0, 0, 0]);
        expect(along.reduce((sum, it, d) => sum + it * at[d]!, offset) > 0).toBe(lead > 0);
      }),
      { numRuns: 100 },
    );
    expect(both).toBe(3);
  });

  test("one half is where each activation puts it out", () => {
    for (const brick of Object.values(ACTIVATIONS))
      expect(brick.activation(sumAtHalf(brick))).toBeCloseTo(0.5, 12);
  });
});

describe("the cut", () => {
  const cuts = fc.record({
    along: inCube.map((it) => it.map((x) => x - 500)),
    offset: fc.integer({ min: -400_000, max: 400_000 }),
  });

  test("is a polygon of three to six corners on the edges, in their order", () => {
    fc.assert(
      fc.property(cuts, ({ along, offset }) => {
        const cut = { along: along as unknown as Place, offset };
        const corners = cutOf({ neurons: 3, cut });
        const value = (it: Place) => it.reduce((sum, x, d) => sum + x * along[d]!, offset);
        const vertices = edgesOf({ neurons: 3 }).flat();
        if (!vertices.some((it) => value(it) > 0) || !vertices.some((it) => value(it) < 0)) return;
        expect(corners.length).toBeGreaterThanOrEqual(3);
        expect(corners.length).toBeLessThanOrEqual(6);
        for (const it of corners) {
          expect(Math.abs(value(it))).toBeLessThan(1e-4);
          expect(it.filter((x) => x === 0 || x === 1000).length).toBeGreaterThanOrEqual(2);
        }
        // Around a convex polygon every turn goes the same way, seen along the normal of the cut.
        const turns = corners.map((p, i) => {
          const [q, r] = [corners[(i + 1) % corners.length]!, corners[(i + 2) % corners.length]!];
          const [a, b] = [q.map((x, d) => x - p[d]!), r.map((x, d) => x - q[d]!)] as [number[], number[]];
          return [0, 1, 2].reduce(
            (sum, d) =>
              sum + along[d]! * (a[(d + 1) % 3]! * b[(d + 2) % 3]! - a[(d + 2) % 3]! * b[(d + 1) % 3]!),
            0,
          );
        });
        const size = Math.max(...turns.map(Math.abs));
        expect(new Set(turns.filter((it) => Math.abs(it) > 1e-9 * size).map(Math.sign)).size).toBeLessThan(2);
      }),
      { numRuns: 200 },
    );
  });

  test("meets a flat sheet in one line, and every end of it lies on the cut", () => {
    const sheet = Array.from({ length: NODES * NODES }, (_, n) => [
      (n % NODES) * 62.5,
      Math.floor(n / NODES) * 62.5,
      300,
    ]).flat();
    const bends = bendsOf({ sheet, cut: { along: [1, 2, 0], offset: -1100 } });
    expect(bends).toHaveLength(1);
    for (const [a, b, t] of bends[0]!) {
      const at = (d: number) => sheet[3 * a + d]! + t * (sheet[3 * b + d]! - sheet[3 * a + d]!);
      expect(at(0) + 2 * at(1)).toBeCloseTo(1100, 9);
    }
  });
});

describe("a cube seen from a side", () => {
  const scene = (marks: readonly Place[]): Scene => ({ neurons: 3, sheet: [], marks });

  test("keeps halves and parallels: a drawing of it is straight, and never larger than its frame", () => {
    fc.assert(
      fc.property(view, inCube, inCube, (from, a, b) => {
        const middle = a.map((it, d) => (it + b[d]!) / 2);
        const shifted = a.map((it, d) => it + (b[d]! - it) / 4);
        const [p, q, m, s] = seen(scene([a, b, middle, shifted] as unknown as Place[]), from, 400).marks;
        for (const axis of [0, 1] as const) {
          expect(m![axis]).toBeCloseTo((p![axis] + q![axis]) / 2, 9);
          expect(s![axis]).toBeCloseTo(p![axis] + (q![axis] - p![axis]) / 4, 9);
          expect(p![axis]).toBeGreaterThanOrEqual(0);
          expect(p![axis]).toBeLessThanOrEqual(400);
        }
        // Seen from the front, lengths are no longer than they are.
        expect(Math.hypot(q![0] - p![0], q![1] - p![1])).toBeLessThanOrEqual(
          0.2 * Math.hypot(...a.map((it, d) => it - b[d]!)) + 1e-9,
        );
      }),
      { numRuns: 200 },
    );
  });

  test("by the sine and cosine of its angles", () => {
    const place: Place = [900, 200, 700];
    const { marks } = seen(scene([place]), { turn: 35, tilt: 25 }, 400);
    const [t, u] = [(35 * Math.PI) / 180, (25 * Math.PI) / 180];
    const [x, y, z] = place.map((it) => (it - 500) / 5) as [number, number, number];
    expect(marks[0]![0]).toBeCloseTo(200 + x * Math.cos(t) - y * Math.sin(t), 9);
    const back = x * Math.sin(t) + y * Math.cos(t);
    expect(marks[0]![1]).toBeCloseTo(184 - (z * Math.cos(u) + back * Math.sin(u)), 9);
  });

  test("what lies behind the cut is told from what lies before it, and they change places half a turn later", () => {
    const cut = { along: [1, 1, 0] as Place, offset: -1000 };
    const both = {
      ...scene([
        [100, 100, 500],
        [900, 900, 500],
      ]),
      cut,
    };
    const behind = (turn: number) => seen(both, { turn, tilt: 10 }, 400).isBehind;
    expect(behind(45)).toEqual([false, true]);
    expect(behind(225)).toEqual([true, false]);
  });

  test("of two neurons and of one there is a square and a line, from the front", () => {
    expect(edgesOf({ neurons: 2 })).toHaveLength(4);
    expect(edgesOf({ neurons: 1 })).toHaveLength(1);
    const places = (neurons: 1 | 2, values: number[]) =>
      seen({ neurons, sheet: [], marks: [placeOf(values)] }, { turn: 0, tilt: 0 }, 400).marks[0]!;
    expect(places(2, [0, 1000])).toEqual([200 - 148, 200 - 148]);
    expect(places(1, [1000])).toEqual([200 + 168, 40]);
  });

  test("a thread and what is cut of it are together the whole thread", () => {
    const sheet = Array.from({ length: NODES * NODES }, (_, n) => [
      (n % NODES) * 62.5,
      Math.floor(n / NODES) * 62.5,
      (n % 5) * 100,
    ]).flat();
    const length = (d: string) =>
      [...d.matchAll(/M([^M]*)/g)].reduce((sum, [, line]) => {
        const at = line!.split("L").map((it) => it.split(",").map(Number) as [number, number]);
        return sum + at.slice(1).reduce((it, [x, y], i) => it + Math.hypot(x - at[i]![0], y - at[i]![1]), 0);
      }, 0);
    const from = { turn: 325, tilt: 20 };
    const whole = seen({ neurons: 3, sheet, marks: [] }, from, 400).paths;
    const cut = { along: [1, 2, 1] as Place, offset: -1500 };
    const parted = seen({ neurons: 3, sheet, marks: [], cut }, from, 400).paths;
    expect(whole.far).toBe("");
    expect(parted.far).not.toBe("");
    expect(length(parted.far) + length(parted.near)).toBeCloseTo(length(whole.near), -2);
    expect(threadsOf()).toHaveLength(18);
  });
});
