import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { proseOf } from "../chapters/bricks/index.ts";
import { chapters, stages } from "../chapters/index.ts";
import { figureWords as words } from "../chapters/words/figures.ts";
import { partOf } from "../src/book/chapter.ts";
import { activationCurve, drawnOf } from "../src/figures/activation.ts";
import { ALONE } from "../src/figures/alone.ts";
import { backward } from "../src/figures/backward.ts";
import { curve } from "../src/figures/curve.ts";
import { plainSymbol } from "../src/figures/formula.ts";
import { cube, hiddenSpace, inputPlane } from "../src/figures/hidden-space.ts";
import { favicon, logo } from "../src/figures/logo.ts";
import {
  type LitEdges,
  labelPlaces,
  type Named,
  type NetworkData,
  network,
  networkIn,
} from "../src/figures/network.ts";
import { pushedApart } from "../src/figures/pushed-apart.ts";
import { rise } from "../src/figures/rise.ts";
import { stack, wholeStack } from "../src/figures/stack.ts";
import { coordinate, element, figure } from "../src/figures/svg.ts";
import type { FigureWords } from "../src/figures/words.ts";
import { type Line, rightSides, xorCorners, xorPlane } from "../src/figures/xor.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { sigmoid } from "../src/math/elementary.ts";
import { fromFunction, fromRows, type Matrix, map, matmul } from "../src/math/matrix.ts";
import { bricksOf } from "../src/network/bricks.ts";
import { flatOf } from "../src/network/flat.ts";
import { networkOf } from "../src/network/network.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import { traceOf } from "../src/network/stage.ts";

const show = (x: number): string => (x + 0).toFixed(3).replace("-", "−");

const X = fromRows([[1.76405235, 0.40015721]]);
const W1 = fromRows([
  [-0.67746455, 0.37769425, -0.07365253],
  [-0.53663519, 0.60920496, 0.21149622],
]);
const W2 = fromRows([
  [-0.41491732, -0.30992816],
  [-0.31583913, -0.27706468],
  [-0.44701662, 0.15231059],
]);
const z1 = matmul(X, W1);
const h1 = map(z1, sigmoid);

/** What is wrong with a piece of XML, as far as these figures use it; "" for nothing. */
function flaw(xml: string): string {
  const open: string[] = [];
  const tag = /<(\/?)([a-z]+)((?: [\w:-]+="[^"<>]*")*)(\/?)>|([^<]+)|</g;
  for (const [whole, close, name, attributes = "", empty, content] of xml.matchAll(tag)) {
    if (content !== undefined) {
      if (/[>]|&(?!(amp|lt|gt|quot);)/.test(content)) return `text: ${content}`;
    } else if (name === undefined) return "a lone <";
    else if (close) {
      if (open.pop() !== name) return `</${name}> closes nothing`;
    } else {
      const names = [...attributes.matchAll(/ ([\w:-]+)=/g)].map((m) => m[1]);
      if (new Set(names).size < names.length) return `twice the same attribute: ${whole}`;
      if (!empty) open.push(name);
    }
  }
  if (open.length > 0) return `not closed: ${open.join(", ")}`;
  return /NaN|undefined|Infinity|-0[ "]/.exec(xml.replace(/<(title|desc).*?<\/\1>/g, ""))?.[0] ?? "";
}

/** A figure that a screen reader can name: one title, one description, both pointed at. */
const isNamed = (svg: string): boolean => {
  const [, title, desc] = /aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? [];
  return (
    svg.includes(`<title id="${title}">`) &&
    svg.includes(`<desc id="${desc}">`) &&
    !/<desc[^>]*><\/desc>/.test(svg)
  );
};

const attributesOf = (svg: string, start: string): Record<string, string>[] =>
  [...svg.matchAll(new RegExp(`<${start}[^>]*>`, "g"))].map(([tag]) =>
    Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map((m) => [m[1], m[2]])),
  );

const net = networkOf(DEFAULT_LESSON);
const bricks = bricksOf(net);
const brick = net.roles.hidden;
const named = (...names: string[]) => bricks.filter(({ name }) => names.includes(name));
const [second, first] = ["dloss-dw2", "dloss-dw1"].map((name) =>
  partOf(chapters.find((it) => it.name === name)!, DEFAULT_LESSON),
) as [ReturnType<typeof partOf>, ReturnType<typeof partOf>];

interface Lesson {
  X: Matrix;
  W1: Matrix;
  W2: Matrix;
  labels: number[];
}

/** Two layers, with what stands in their nodes. */
const networkOfTwo = (
  { X, W1, W2 }: Pick<Lesson, "X" | "W1" | "W2">,
  ...nodes: readonly Named[]
): Pick<NetworkData, "inputs" | "layers"> => ({
  inputs: { name: "X", values: X },
  layers: [W1, W2].map((values, i) => ({
    weights: { name: i === 0 ? "W1" : "W2", values },
    ...(nodes[i] && { nodes: nodes[i] }),
  })),
});

/** Every figure that a lesson has. */
function allFigures(lesson: Lesson, w: FigureWords = words): string[] {
  const z1 = matmul(lesson.X, lesson.W1);
  const h1 = map(z1, sigmoid);
  const z2 = matmul(h1, lesson.W2);
  const h2 = map(z2, sigmoid);
  const w0 = lesson.W2.data[0]!;
  const points = Array.from({ length: 21 }, (_, i) => [w0 - 1 + i / 10, sigmoid(w0 - 1 + i / 10)] as const);
  const at = { x: w0, y: sigmoid(w0), slope: sigmoid(w0) * (1 - sigmoid(w0)) };
  const names = { x: "w", y: "L", slope: "∂L/∂w", next: "w*" };
  const space = hiddenSpace({
    ...lesson,
    h1,
    brick,
    row: 0,
    flat: flatOf(lesson, undefined),
  });
  // The words of activations come from what is said of them; any will do.
  const told = { title: w.cube.title, description: () => w.cube.title };
  return [
    stack({ id: "a", bricks, lit: named("W1"), direction: "forward" }, w.stack),
    stack({ id: "b", bricks, lit: named("h2", "W2"), direction: "backward" }, w.stack),
    stack({ id: "c", bricks, lit: named("W1", "W2"), direction: "update" }, w.stack),
    network({ id: "d", ...networkOfTwo(lesson) }, w.network, show),
    network(
      {
        id: "e",
        ...networkOfTwo(lesson, { name: "h1", values: h1 }, { name: "h2", values: h2 }),
        lit: { layer: "W1", to: 0 },
      },
      w.network,
      show,
    ),
    xorPlane(
      { id: "f", points: lesson.X, labels: lesson.labels, lesson: lesson.X, lessonLabels: lesson.labels },
      w.xor,
      show,
    ),
    xorCorners("g", [{ a: 1, b: 1, c: -0.5 }], w.corners),
    activationCurve({ id: "h", brick, z: z1, names: { z: "z1", h: "h1" } }, told, show),
    activationCurve({ id: "i", brick, z: z2, names: { z: "z2", h: "h2" }, slopes: true }, told, show),
    inputPlane("j1", space, lesson, w.inputPlane, show),
    cube("j2", space, lesson, w.cube, show),
    backward({ id: "k", network: net }, w.backward),
    backward({ id: "l", network: net, part: first }, w.backward),
    curve({ id: "m", points, at, names, next: { x: w0 + 1e-6, y: at.y } }, w.descent, show),
    curve({ id: "n", points, at, names, next: { x: w0 - 0.5, y: sigmoid(w0 - 0.5) } }, w.descent, show),
    rise({ id: "o", points, at, run: 1, names }, w.slope, show),
  ].filter((svg) => svg !== "");
}

const article: Lesson = { X, W1, W2, labels: [0] };

const lessons = fc
  .record({
    N: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(300)),
    D: fc.integer({ min: 1, max: 4 }),
    H: fc.integer({ min: 1, max: 64 }),
    size: fc.constantFrom(0, 1e-9, 1, 20, 1e6),
    seed: fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
  })
  .map(({ N, D, H, size, seed }): Lesson => {
    const next = () => (seed.next().value as number) * size;
    const X = fromFunction(N, D, next);
    return {
      X,
      W1: fromFunction(D, H, next),
      W2: fromFunction(H, 2, next),
      labels: Array.from({ length: N }, (_, i) => i % 2),
    };
  });

describe("every figure", () => {
  test("is well formed, finite and named, for any lesson", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        for (const svg of allFigures(lesson)) {
          expect(flaw(svg)).toBe("");
          expect(isNamed(svg)).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });

  test("the checks themselves reject", () => {
    expect(flaw("<g><path/></g>")).toBe("");
    for (const bad of [
      "<g>",
      "</g>",
      "<g></a>",
      '<a x="1" x="2"/>',
      "a & b",
      "1 < 2",
      '<line x1="NaN"/>',
      '<line x1="-0"/>',
    ])
      expect(flaw(bad), bad).not.toBe("");
    expect(isNamed('<svg aria-labelledby="a-title a-desc"><title id="a-title">t</title></svg>')).toBe(false);
    expect(isNamed('<svg aria-labelledby="a b"><title id="a">t</title><desc id="b"></desc></svg>')).toBe(
      false,
    );
  });

  test("is the same for the same lesson, and another for another", () => {
    expect(allFigures(article)).toEqual(allFigures(article));
    const other = allFigures({ ...article, W1: map(W1, (w) => 2 * w) });
    expect(other[3]).not.toBe(allFigures(article)[3]);
  });

  test("holds no word but those passed in", () => {
    // Words that no figure could have made up: every text must be one of these, a symbol or a number.
    const mark = "ж";
    const marked = (value: unknown): unknown =>
      typeof value === "string"
        ? mark
        : typeof value === "function"
          ? () => mark
          : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, marked(inner)]));
    const foreign = allFigures(article, marked(words) as FigureWords);
    const wordsIn = (svg: string) =>
      [...svg.matchAll(/>([^<]+)</g), ...svg.matchAll(/aria-label="([^"]*)"/g)]
        .map((m) => m[1]!)
        .filter((found) => /[a-z]{3}/i.test(found));
    for (const svg of foreign) {
      expect(svg).toContain(mark);
      expect(wordsIn(svg)).toEqual([]);
    }
    expect(allFigures(article).flatMap(wordsIn)).toContain("loss");
  });

  test("has no style of its own, and no colour but those of its classes, which are the style sheet's", () => {
    const sheet = readFileSync(new URL("../build/styles/base.css", import.meta.url), "utf8");
    const light = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+)`).exec(sheet)?.[1];
    const allowed = new Set(Object.values(ALONE).flatMap((look) => Object.values(look)));
    for (const [name, { color, fill }] of Object.entries(ALONE))
      if (color) expect(color, name).toBe(light(name === "unused" ? "muted" : name));
      else if (name === "panel" || name === "paper") expect(fill, name).toBe(light(name));
    const colours = (svg: string) => svg.match(/#[0-9a-f]{6}(?=")|rgb\(| style=|<style/g) ?? [];
    for (const svg of [...allFigures(article), logo()])
      expect(colours(svg).filter((colour) => !allowed.has(colour))).toEqual([]);
    expect(colours('<g style="color:red" fill="#123456"/>')).toHaveLength(2);
    expect(favicon()).not.toMatch(/ style=|<style/);
    expect(flaw(favicon())).toBe("");
  });

  test("saved alone, it has the colours of its kinds", () => {
    const svg = stack({ id: "s", bricks, lit: named("W1"), direction: "forward" }, words.stack);
    expect(svg).toMatch(
      /class="weights lit" color="#0b5aa2" fill="#fcfbf8"><path class="filled"[^>]* fill="currentColor"/,
    );
    for (const [, name] of svg.matchAll(/class="(paper|panel)"(?![^>]* fill=)/g))
      expect(name).toBe("with a colour");
  });
});

describe("svg helpers", () => {
  test("escape, round, and refuse what cannot be drawn", () => {
    expect(element("text", { x: 1.006, "data-a": 'a"<' }, "b")).toBe(
      '<text x="1.01" data-a="a&quot;&lt;">b</text>',
    );
    expect(coordinate(-0.001)).toBe("0");
    expect(() => coordinate(Number.NaN)).toThrow("expected a finite number");
    const svg = figure({ id: "x", title: "a & b", description: "<", width: 1, height: 1 });
    expect(flaw(svg)).toBe("");
  });

  test("labels are pushed apart, in order and in bounds", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { maxLength: 8 }), (wanted) => {
        const placed = pushedApart(wanted, 20, 0, 200);
        const sorted = [...placed].sort((a, b) => a - b);
        expect(sorted.every((p, i) => p >= 0 && p <= 200 && (i === 0 || p - sorted[i - 1]! > 19.999))).toBe(
          true,
        );
      }),
    );
    expect(pushedApart([10, 90], 20, 0, 200)).toEqual([10, 90]);
  });
});

/** How many other edges run through the labels, each a box 14 high around its place. */
function crossed(
  edges: readonly { y1: number; y2: number }[],
  places: readonly (number | undefined)[],
  wide: readonly number[],
): number {
  let count = 0;
  for (const [i, own] of edges.entries())
    for (const [j, other] of edges.entries())
      for (let k = -10; k <= 10 && i !== j; k++) {
        const t = places[i]!;
        const [y, at] = [own.y1 + (own.y2 - own.y1) * t, t + (k / 20) * wide[i]!];
        if (Math.abs(other.y1 + (other.y2 - other.y1) * at - y) < 7) {
          count++;
          break;
        }
      }
  return count;
}

describe("network", () => {
  const draw = (weights: Partial<Pick<Lesson, "W1" | "W2">> = {}, nodes: Named[] = [], lit?: LitEdges) =>
    network(
      { id: "n", ...networkOfTwo({ X, W1, W2, ...weights }, ...nodes), ...(lit && { lit }) },
      words.network,
      show,
    );
  const edges = (svg: string) =>
    attributesOf(svg, 'line x1="[^"]*" y1="[^"]*" x2="[^"]*" y2="[^"]*" class="edge');
  const weightOf = (cell: string) => {
    const [name, r, c] = cell.split(".");
    const W = name === "W1" ? W1 : W2;
    return W.data[Number(r) * W.cols + Number(c)]!;
  };
  const isDashed = (edge: Record<string, string>) => "stroke-dasharray" in edge;

  test("dashes the negative weights, and those only", () => {
    expect(edges(draw())).toHaveLength(12);
    for (const edge of edges(draw())) expect(isDashed(edge)).toBe(weightOf(edge["data-cell"]!) < 0);
    const turned = edges(draw({ W1: map(W1, (w) => -w), W2: map(W2, (w) => -w) }));
    for (const edge of turned) expect(isDashed(edge)).toBe(weightOf(edge["data-cell"]!) > 0);
  });

  test("draws a larger weight wider", () => {
    const bySize = edges(draw()).sort(
      (a, b) => Math.abs(weightOf(a["data-cell"]!)) - Math.abs(weightOf(b["data-cell"]!)),
    );
    const widths = bySize.map((edge) => Number(edge["stroke-width"]));
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(new Set(widths).size).toBe(12);
  });

  test("lights one inner product and rings its node", () => {
    const svg = draw({}, [{ name: "z1", values: z1 }], { layer: "W1", to: 1 });
    const lit = edges(svg)
      .filter((edge) => edge.class === "edge")
      .map((edge) => edge["data-cell"]);
    expect(lit).toEqual(["W1.0.1", "W1.1.1"]);
    expect(svg.match(/class="ring"/g)).toHaveLength(1);
    expect(draw({}, [], { layer: "W2" })).not.toContain('class="ring"');
  });

  test("writes every weight of the article on its edge, and every value in its node", () => {
    const svg = draw({}, [{ name: "h1", values: h1 }]);
    for (const edge of edges(svg))
      expect(svg).toMatch(
        new RegExp(`data-cell="${edge["data-cell"]}" class="math">${show(weightOf(edge["data-cell"]!))}<`),
      );
    expect(svg).toMatch(/data-cell="h1.0.1" class="math">0.713</);
  });

  test("labels stand on no label, and on no edge but their own where there is room", () => {
    const bundle = [-0.5, 0.5].flatMap((s) => [-1, 0, 1].map((t) => ({ y1: s * 84, y2: t * 84 })));
    const wide = bundle.map(() => 0.3);
    const places = labelPlaces(bundle, wide);
    expect(crossed(bundle, places, wide)).toBe(0);
    // As they stood before: all in the middle of the way but a little.
    expect(
      crossed(
        bundle,
        bundle.map(() => 0.36),
        wide,
      ),
    ).toBeGreaterThan(0);
    expect(labelPlaces([bundle[0]!, bundle[0]!, bundle[0]!, bundle[0]!], [0.6, 0.6, 0.6, 0.6])).toContain(
      undefined,
    );
  });

  test("draws as many layers as it is given, under the names that they have", () => {
    const names = ["W1", "W2", "W1_next"] as const;
    const layers = names.map((name) => ({ weights: { name, values: fromFunction(2, 2, () => 1) } }));
    const svg = network({ id: "n", inputs: { name: "h1", values: X }, layers }, words.network, show);
    expect(edges(svg).map((edge) => edge["data-cell"]!.split(".")[0])).toEqual(
      names.flatMap((name) => [name, name, name, name]),
    );
    expect(svg).toContain("2 inputs, 2 hidden neurons, 2 hidden neurons, 2 outputs.");
  });

  test("takes layers and the values in their nodes from a trace", () => {
    const trace = traceOf(stages, DEFAULT_LESSON);
    const { inputs, layers } = networkIn(trace, "z1", "h2");
    expect(inputs).toEqual({ name: "X", values: trace.X });
    expect(layers.map(({ weights, nodes }) => [weights.name, nodes?.name])).toEqual([
      ["W1", "z1"],
      ["W2", "h2"],
    ]);
    expect(layers[1]!.nodes!.values).toBe(trace.h2);
    expect(networkIn(trace).layers.map(({ nodes }) => nodes)).toEqual([undefined, undefined]);
  });

  test("leaves out the middle of a wide layer", () => {
    const wide = fromFunction(2, 20, (r, c) => r - c / 7);
    const svg = draw({ W1: wide, W2: fromFunction(20, 2, () => 1) }, [
      { name: "h1", values: map(matmul(X, wide), sigmoid) },
    ]);
    expect(svg).toContain("⋮");
    expect(svg).toContain("h1.0.19");
    expect(svg).not.toContain("h1.0.12");
    expect(draw()).not.toContain("⋮");
  });
});

describe("XOR", () => {
  test("counts the corners on the right side of a line", () => {
    expect(rightSides({ a: 1, b: 1, c: -0.5 })).toBe(3);
    expect(rightSides({ a: -1, b: -1, c: 1.5 })).toBe(3);
    expect(rightSides({ a: 1, b: 0, c: -0.5 })).toBe(2);
    expect(rightSides({ a: -1, b: -1, c: 0.5 })).toBe(1);
    expect(rightSides({ a: 0, b: 0, c: 1 })).toBe(2);
  });

  test("no line has all four", () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(fc.record({ a: number, b: number, c: number }), (line: Line) => rightSides(line) < 4),
    );
  });

  test("crosses out as many corners as are wrong", () => {
    const crosses = (line: Line) => {
      const [, part = ""] =
        /<g class="fails"[^>]*>(.*?)<\/g>/.exec(xorCorners("c", [line], words.corners)) ?? [];
      return (part.match(/<line/g) ?? []).length / 2;
    };
    expect(crosses({ a: 1, b: 1, c: -0.5 })).toBe(1);
    expect(crosses({ a: 1, b: 0, c: -0.5 })).toBe(2);
  });

  test("draws only what lies in a plane", () => {
    const plane = (points: Matrix) =>
      xorPlane({ id: "x", points, labels: [1], lesson: points, lessonLabels: [1] }, words.xor, show);
    expect(plane(fromRows([[1, 2, 3]]))).toBe("");
    expect(plane(fromRows([[1, 2]]))).toContain("row 0");
  });

  test("a corner of the plane names the labels that are there", () => {
    const corners = (labels: number[]) =>
      xorPlane(
        {
          id: "x",
          points: fromRows([
            [1, 1],
            [-1, -1],
          ]),
          labels,
          lesson: fromRows([[1, 1]]),
          lessonLabels: [labels[0]!],
        },
        words.xor,
        show,
      ).match(/>label [01]</g);
    expect(corners([0, 0])).toEqual([">label 0<", ">label 0<"]);
    expect(corners([0, 1])).toEqual([">label 0<", ">label 1<"]);
  });
});

describe("an activation", () => {
  const draw = (z: Matrix, slopes = false, drawn = brick) =>
    activationCurve(
      { id: "s", brick: drawn, z, names: { z: "z1", h: "h1" }, slopes },
      proseOf("sigmoid").curve,
      show,
    );

  test("puts each point where h belongs between 0 and 1", () => {
    // The axis itself gives the scale: its lower end is h = 0, its upper h = 1.
    const onScale = (svg: string) => {
      const axis = attributesOf(svg, "line")[1];
      const [zero, one] = [Number(axis!.y1), Number(axis!.y2)];
      return attributesOf(svg, "circle").map((c) => (Number(c.cy) - zero) / (one - zero));
    };
    const heights = onScale(draw(z1));
    for (const [i, h] of h1.data.entries()) expect(heights[i]).toBeCloseTo(h, 3);
    const wrong = onScale(draw(map(z1, (z) => -z)));
    expect(wrong[0]).not.toBeCloseTo(h1.data[0]!, 1);
  });

  test("labels up to six points, marks those beyond the edge by an arrow", () => {
    expect(draw(z1)).toContain('data-cell="z1.0.2"');
    expect(draw(fromFunction(1, 7, (_, c) => c))).not.toContain('data-cell="z1.');
    const far = fromRows([[-300, 0]]);
    expect(attributesOf(draw(far), "circle")).toHaveLength(1);
    expect(attributesOf(draw(z1), "circle")).toHaveLength(3);
  });

  test("has the ends of its brick's range, or of what is drawn", () => {
    const ends = (drawn: typeof brick) =>
      [...draw(z1, true, drawn).matchAll(/text-anchor="end"[^>]*>([−\d.]+)</g)]
        .slice(0, 2)
        .map(([, end]) => Number(end!.replace("−", "-")));
    expect(ends(ACTIVATIONS.sigmoid)).toEqual([0, 1]);
    expect(ends(ACTIVATIONS.tanh)).toEqual([-1, 1]);
    expect(ends(ACTIVATIONS.relu)).toEqual([0, 4]);
    expect(ends(ACTIVATIONS.identity)).toEqual([-4, 4]);
  });

  test("gives the slopes on request", () => {
    expect(draw(z1, true)).toMatch(/data-cell="dh1_dz1.0.0"[^>]*>0.158</);
    expect(draw(z1)).not.toContain("dh1_dz1");
  });

  test("draws a tangent where there is room for it, and tells how many there are not", () => {
    const tangents = (z: Matrix) => draw(z, true).match(/stroke-linecap="round"/g)?.length ?? 0;
    const [far, crowd] = [fromRows([[-300, 0, 8, 9]]), fromFunction(1, 7, (_, c) => 3 * c)];
    expect([tangents(z1), tangents(far), tangents(crowd)]).toEqual([3, 2, 0]);
    expect(drawnOf(far)).toEqual({ points: 4, named: true, beyond: 2 });
    expect(drawnOf(crowd)).toEqual({ points: 7, named: false, beyond: 4 });
    expect(drawnOf(fromFunction(3, 100, () => 0)).points).toBe(200);
  });
});

test("∂ is set in the face that has it, and keeps off the letter after it", () => {
  const svg = backward({ id: "b", network: net }, words.backward);
  expect(svg).toMatch(/>∂<tspan class="letter" dx="0\.\d+">L</);
  expect(svg).not.toMatch(/class="letter"[^>]*>[^<]*∂/);
});

test("no tangent lies on another, and an axis has its ticks", () => {
  const svg = activationCurve(
    { id: "s", brick, z: fromRows([[-0.5, -0.2]]), names: { z: "z2", h: "h2" }, slopes: true },
    proseOf("sigmoid").tangents,
    show,
  );
  const [first, second] = attributesOf(svg, "line").filter((it) => it["stroke-linecap"] === "round");
  expect(Number(first!.x2)).toBeLessThan(Number(second!.x1));
  const points = [-2, -1, 0, 1, 2].map((x) => [x, x * x] as const);
  const at = { x: 1, y: 1, slope: 2 };
  const drawn = curve({ id: "c", points, at, names: { x: "w", y: "L", slope: "m" } }, words.descent, show);
  expect(attributesOf(drawn, "line").filter((it) => it.y2 === "210").length).toBeGreaterThan(2);
});

describe("stack", () => {
  test("lights the bricks of the chapter, no other", () => {
    const lit = (svg: string) => svg.match(/class="filled"/g)?.length ?? 0;
    for (const brick of bricks)
      expect(lit(stack({ id: "s", bricks, lit: [brick], direction: "forward" }, words.stack))).toBe(1);
    expect(lit(stack({ id: "s", bricks, lit: named("W1", "W2"), direction: "update" }, words.stack))).toBe(2);
    expect(lit(stack({ id: "s", bricks, lit: [], direction: "forward" }, words.stack))).toBe(0);
  });

  test("goes up in the colour of activations, down in that of gradients", () => {
    const colours = (direction: "forward" | "backward") =>
      /<g class="(\w+)"[^>]*><path/.exec(stack({ id: "s", bricks, lit: [], direction }, words.stack))?.[1];
    expect(colours("forward")).toBe("activations");
    expect(colours("backward")).toBe("gradients");
  });

  test("with links it is a group, each link with its name", () => {
    const linked = stack(
      { id: "s", bricks, lit: [], direction: "forward", links: { W1: { href: "z1.html", name: "Z" } } },
      words.stack,
    );
    expect(linked).toContain('role="group"');
    expect(linked).toContain('<a href="z1.html" aria-label="Z">');
    expect(stack({ id: "s", bricks, lit: [], direction: "forward" }, words.stack)).toContain('role="img"');
  });

  test("the whole one holds every formula, as a link", () => {
    const formula = { href: "z1.html", name: "n", formula: "z₁ = X W₁" };
    const svg = wholeStack(
      { id: "w", bricks, forward: { W1: [formula] }, backward: { W2: [formula, formula] } },
      words.wholeStack,
    );
    expect(svg.match(/<a /g)).toHaveLength(3);
    expect(flaw(svg)).toBe("");
    expect(svg.replace(/<[^>]*>/g, "")).toContain("z1 = X W1");
  });
});

describe("the way back", () => {
  test("each tile leads to its numbers; the way not taken is unlit", () => {
    const unlit = (part?: typeof first) =>
      backward({ id: "b", network: net, ...(part && { part }) }, words.backward).match(/unused/g)?.length ??
      0;
    expect([unlit(), unlit(second), unlit(first)]).toEqual([0, 6, 4]);
    expect(backward({ id: "b", network: net }, words.backward)).toContain('href="#dLoss_dW1"');
    expect(backward({ id: "b", network: net, href: () => undefined }, words.backward)).not.toContain("<a ");
  });

  test("symbols come from the table of values", () => {
    expect([plainSymbol("dLoss_dh2"), plainSymbol("W1_next"), plainSymbol("X")]).toEqual([
      "∂L/∂h₂",
      "W₁*",
      "X",
    ]);
  });
});

describe("curve", () => {
  const points = Array.from({ length: 41 }, (_, i) => [i / 10 - 2, (i / 10 - 2) ** 2] as const);
  const at = { x: 1, y: 1, slope: 2 };
  const names = { x: "w", y: "L", slope: "m", next: "w*" };

  test("a step too small to see is told, one to be seen is drawn", () => {
    const draw = (x: number) =>
      curve({ id: "c", points, at, names, next: { x, y: x * x } }, words.descent, show);
    expect(draw(0.999)).toContain("only its direction");
    expect(draw(0.999)).toContain("−0.001");
    expect(draw(0)).not.toContain("only its direction");
  });
});
