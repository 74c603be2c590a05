import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundary, pointsIn } from "../src/figures/boundary.ts";
import { type LinesData, lines, scaleOf } from "../src/figures/lines.ts";
import { nodesOf } from "../src/figures/plane.ts";
import { simplified } from "../src/figures/simplified.ts";
import { fromRows } from "../src/math/matrix.ts";

const show = (x: number): string => String(x).replace("-", "−");
const WORDS = { title: "Lines", description: "What they do." };

/** What is wrong with a piece of XML, as far as these figures use it; "" for nothing. */
function flaw(xml: string): string {
  const open: string[] = [];
  const tag = /<(\/?)([a-z]+)((?: [\w:-]+="[^"<>]*")*)(\/?)>|([^<]+)|</g;
  for (const [whole, close, name, , empty, content] of xml.matchAll(tag)) {
    if (content !== undefined) {
      if (/[>]|&(?!(amp|lt|gt|quot);)/.test(content)) return `text: ${content}`;
    } else if (name === undefined) return "a lone <";
    else if (close) {
      if (open.pop() !== name) return `</${name}> closes nothing`;
    } else if (!empty) open.push(name);
    if (name !== undefined && /NaN|undefined|Infinity|="-0"/.test(whole)) return `broken: ${whole}`;
  }
  return open.length > 0 ? `not closed: ${open.join(", ")}` : "";
}

const attributesOf = (svg: string, start: string): Record<string, string>[] =>
  [...svg.matchAll(new RegExp(`<${start}[^>]*>`, "g"))].map(([tag]) =>
    Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1]!, m[2]!])),
  );

/** The corners of a path of absolute M and L, or of M and a run of relative steps. */
function cornersOf(d: string): [number, number][][] {
  return d.split(/(?=M)/).map((piece) => {
    const relative = piece.includes("l");
    const numbers = (piece.match(/-?[\d.]+/g) ?? []).map(Number); // none where the path is empty
    let [x, y] = [0, 0];
    return Array.from({ length: numbers.length / 2 }, (_, i): [number, number] => {
      const [a, b] = [numbers[2 * i]!, numbers[2 * i + 1]!];
      [x, y] = relative && i > 0 ? [x + a, y + b] : [a, b];
      return [x, y];
    });
  });
}

const finite = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
const positive = fc.double({ noNaN: true, min: 1e-12, max: 1e12 });

const random = fc
  .record({
    xLog: fc.boolean(),
    yLog: fc.boolean(),
    names: fc.array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 6 }),
    size: fc.constantFrom(undefined, { width: 222, plot: 112 }),
  })
  .chain(({ xLog, yLog, names, size }) => {
    const one = (label: string) =>
      fc
        .array(fc.tuple(xLog ? positive : finite, yLog ? positive : finite), { minLength: 1, maxLength: 40 })
        .map((points) => ({ label, points: [...points].sort((a, b) => a[0] - b[0]) }));
    return fc.tuple(...names.map(one)).map(
      (series): LinesData => ({
        id: "a",
        series,
        x: { name: "step", scale: xLog ? "log" : "linear" },
        y: { name: "loss", scale: yLog ? "log" : "linear" },
        ...(size && { size }),
      }),
    );
  });

describe("lines", () => {
  test("are well formed and finite, with a label for each, for any series", () => {
    fc.assert(
      fc.property(random, (data) => {
        const svg = lines(data, WORDS, show);
        expect(flaw(svg)).toBe("");
        const labels = attributesOf(svg, "text").filter((it) => it.class === "halo");
        expect(labels).toHaveLength(data.series.length);
        // No label is on another: each has a level of its own.
        const levels = labels.map(({ y }) => Number(y)).sort((a, b) => a - b);
        for (const [i, level] of levels.slice(1).entries())
          expect(level - levels[i]!).toBeGreaterThanOrEqual(16.98);
      }),
    );
    expect(flaw("<svg><g></svg>")).not.toBe("");
    expect(flaw(`<svg><path d="MNaN 1"/></svg>`)).not.toBe("");
  });

  test("a power of ten lands on its tick, whatever the decades", () => {
    fc.assert(
      fc.property(fc.integer({ min: -12, max: 6 }), fc.integer({ min: 1, max: 12 }), (from, decades) => {
        const axis = { name: "norm", scale: "log" as const };
        const values = [Number(`1e${from}`), Number(`1e${from + decades}`)];
        const { place, ticks } = scaleOf(axis, values, [200, 20], 30, show);
        expect(ticks.length).toBeGreaterThan(0);
        for (const { at, label } of ticks) {
          const raised = label
            .slice(2)
            .replace(/[⁻⁰¹²³⁴-⁹]/g, (c) => "-0123456789"["⁻⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)]!);
          expect(place(Number(`1e${raised}`))).toBeCloseTo(at, 9);
        }
        // Decades are equally wide, which they are on no linear axis.
        const middle = place(Math.sqrt(values[0]! * values[1]!));
        expect(middle).toBeCloseTo(110, 6);
        const linear = scaleOf({ name: "norm" }, values, [200, 20], 30, show);
        expect(linear.place(Math.sqrt(values[0]! * values[1]!))).not.toBeCloseTo(110, 0);
      }),
    );
  });

  test("a log axis refuses 0 and less, and says so", () => {
    const of = (y: number) =>
      lines(
        {
          id: "a",
          series: [
            {
              label: "a",
              points: [
                [0, 1],
                [1, y],
              ],
            },
          ],
          x: { name: "step" },
          y: { name: "norm", scale: "log" },
        },
        WORDS,
        show,
      );
    expect(() => of(0)).toThrow('log axis "norm": got 0, expected numbers above 0');
    expect(() => of(-1)).toThrow("got -1");
    expect(flaw(of(1e-300))).toBe("");
  });

  const two = (last: number, end: number | null = 4): LinesData => ({
    id: "a",
    series: [
      {
        label: "ends",
        points: [0, 1, 2, 3, 4].map((x) => [x, x === last ? (end ?? Number.NaN) : x] as const),
      },
      { label: "goes on", points: [0, 1, 2, 3, 4].map((x) => [x, 4 - x] as const) },
    ],
    x: { name: "step" },
    y: { name: "loss" },
  });
  const crosses = (svg: string) => svg.match(/<g stroke="currentColor" stroke-width="2">/g)?.length ?? 0;

  test("a run that diverged ends in a cross at its last finite point; one that did not has none", () => {
    expect(crosses(lines(two(4, 4), WORDS, show))).toBe(0);
    const svg = lines(two(3, null), WORDS, show);
    expect(crosses(svg)).toBe(1);
    const [path] = attributesOf(svg, "path");
    const last = cornersOf(path!.d!)[0]!.at(-1)!;
    const strokes = attributesOf(svg.slice(svg.indexOf('stroke-width="2"')), "line");
    const { x1, x2, y1, y2 } = strokes[0]!;
    // Paths have one decimal.
    expect(Math.abs((Number(x1) + Number(x2)) / 2 - last[0])).toBeLessThan(0.1);
    expect(Math.abs((Number(y1) + Number(y2)) / 2 - last[1])).toBeLessThan(0.1);
  });

  test("beside that cross the label still has room, so that it does not lie on its own line", () => {
    const x = { name: "step", domain: [0, 4.01] as const };
    const labels = attributesOf(lines({ ...two(4), x }, WORDS, show), "text").filter(
      (it) => it.class === "halo",
    );
    expect(crosses(lines({ ...two(4), x }, WORDS, show))).toBe(2);
    expect(labels.map((it) => it["text-anchor"])).toEqual(["start", "start"]);
  });

  test("far outside of a domain a line is where a browser can still count", () => {
    for (const far of [1e15, -1e15]) {
      const svg = lines({ ...two(3, far), y: { name: "loss", domain: [0, 4] } }, WORDS, show);
      const [path] = attributesOf(svg, "path");
      const heights = cornersOf(path!.d!)[0]!.map(([, y]) => y);
      expect(heights).toHaveLength(5);
      for (const y of heights) expect(Math.abs(y)).toBeLessThan(1e5);
      expect(heights[3]! < 0).toBe(far > 0); // outside all the same
    }
  });

  test("series are told apart by pattern as well as by colour, unless the caller says otherwise", () => {
    const patterns = (dash?: boolean) =>
      attributesOf(
        lines(
          { ...two(4), series: two(4).series.map((it) => (dash === undefined ? it : { ...it, dash })) },
          WORDS,
          show,
        ),
        "path",
      ).map((path) => path["stroke-dasharray"]);
    expect(new Set(patterns()).size).toBe(2);
    expect(patterns(false)).toEqual([undefined, undefined]);
    expect(new Set(patterns(true)).size).toBe(1);
  });

  test("stops stand where their steps are, for a player to light", () => {
    const svg = lines({ ...two(4), stops: [0, 4] }, WORDS, show);
    const stops = attributesOf(svg, "line").filter((it) => it.class === "stop");
    const corners = cornersOf(attributesOf(svg, "path")[0]!.d!)[0]!;
    expect(stops.map(({ x1 }) => Number(x1))).toEqual([
      expect.closeTo(corners[0]![0], 1),
      expect.closeTo(corners.at(-1)![0], 1),
    ]);
    expect(lines(two(4), WORDS, show)).not.toContain("stop");
  });

  test("nothing to draw is an error", () => {
    expect(() => lines({ ...two(4), series: [] }, WORDS, show)).toThrow("got no finite point");
    expect(() =>
      lines({ ...two(4), series: [{ label: "a", points: [[0, Number.NaN]] }] }, WORDS, show),
    ).toThrow("got no finite point");
  });
});

const PLANE = { nodes: 21, reach: 3 };
const on = (f: (x1: number, x2: number) => number): number[] => {
  const { data, rows } = nodesOf(PLANE);
  return Array.from({ length: rows }, (_, n) => f(data[2 * n]!, data[2 * n + 1]!));
};
const draw = (values: number[], border = 0, levels = [-1, 1]) =>
  boundary({ id: "b", plane: PLANE, values, border, levels, points: "rows" }, WORDS);
/** The border of a drawing in the units of the plane, without what is outside the drawing. */
const borderOf = (svg: string): [number, number][] => {
  const strong = attributesOf(svg, "path").find((path) => path.class === "ink")!;
  if (!strong.d) return []; // the border lies outside
  return cornersOf(strong.d)
    .flat()
    .filter(([x, y]) => x >= 0 && x <= 150 && y >= 0 && y <= 150)
    .map(([x, y]) => [(x / 75 - 1) * 3, (1 - y / 75) * 3]);
};

describe("boundary", () => {
  test("is well formed and finite for any values", () => {
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 441, maxLength: 441 }), value, (values, border) => {
        expect(flaw(draw(values, border))).toBe("");
      }),
      { numRuns: 30 },
    );
    for (const flat of [-2, 0, 2]) expect(flaw(draw(on(() => flat)))).toBe("");
  });

  test("the border of a linear field is the line where it belongs, within a hundredth of the plane", () => {
    const slope = fc.double({ noNaN: true, min: -1, max: 1 });
    fc.assert(
      fc.property(slope, slope, slope, (a, b, c) => {
        fc.pre(Math.hypot(a, b) > 0.2);
        const far = (f: (x: number, y: number) => number) => (svg: string) =>
          Math.max(0, ...borderOf(svg).map(([x, y]) => Math.abs(f(x, y)) / Math.hypot(a, b)));
        const field = (x: number, y: number) => a * x + b * y + c;
        const svg = draw(on(field));
        expect(far(field)(svg)).toBeLessThan(0.06);
        // Half a node aside, or turned over, it would be seen.
        if (borderOf(svg).length > 0) {
          expect(far((x, y) => field(x, y) + 0.15 * Math.hypot(a, b))(svg)).toBeGreaterThan(0.06);
        }
      }),
    );
    const upside = borderOf(draw(on((x, y) => x - y)));
    expect(upside.every(([x, y]) => Math.abs(x - y) < 0.06)).toBe(true);
    expect(upside.every(([x, y]) => Math.abs(x + y) < 0.06)).toBe(false);
  });

  test("simplifying leaves no place farther from the line than the tolerance, and drops those on it", () => {
    const straight = Array.from({ length: 50 }, (_, i): [number, number] => [i, 2 * i]);
    expect(simplified(straight, 0.2)).toEqual([straight[0], straight.at(-1)]);
    const bent = straight.map(([x, y], i): [number, number] => [x, i === 20 ? y + 5 : y]);
    expect(simplified(bent, 0.2)).toContainEqual(bent[20]);
    expect(simplified(bent, 10)).not.toContainEqual(bent[20]);
  });

  test("values that are missing or not finite are errors that say which", () => {
    expect(() => draw([1, 2])).toThrow("got 2 values, expected 441 finite numbers");
    expect(() => draw(on((x) => (x > 2.9 ? Number.NaN : x)))).toThrow("got NaN, expected 441 finite numbers");
  });

  test("points are marked by form as well as by place, and drawn once", () => {
    const svg = pointsIn(
      "rows",
      fromRows([
        [0, 0],
        [3, -3],
        [-3, 3],
      ]),
      [1, 0, 0],
      PLANE,
    );
    expect(flaw(svg)).toBe("");
    expect(attributesOf(svg, "circle")[0]).toMatchObject({ cx: "75", cy: "75" });
    const squares = attributesOf(svg, "rect").map(({ x, y, width }) => [
      Number(x) + Number(width) / 2,
      Number(y) + Number(width) / 2,
    ]);
    expect(squares).toEqual(
      [
        [150, 150],
        [0, 0],
      ].map((pair) => pair.map((v) => expect.closeTo(v, 1))),
    );
    expect(draw(on((x) => x))).toContain('<use href="#rows"/>');
  });
});
