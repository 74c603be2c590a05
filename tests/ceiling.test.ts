import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { runExperiments } from "../build/experiments.ts";
import { allowed, chapter, type Results as Found } from "../chapters/13-ceiling.ts";
import {
  differences,
  experiment,
  judge,
  MIRRORED,
  type Part,
  parts,
  WIDTHS,
} from "../chapters/experiments/ceiling.ts";
import { stages } from "../chapters/index.ts";
import { DEFAULT_LESSON } from "../src/lesson.ts";
import { fromFunction, fromRows, type Matrix, scale, toRows } from "../src/matrix.ts";
import { traceOf } from "../src/trace.ts";
import { rowsOf } from "../src/training/datasets.ts";
import { predict } from "../src/training/measure.ts";
import { parseSettings } from "../src/training/settings.ts";
import { train } from "../src/training/train.ts";
import { claimsOf, textOf } from "./told.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
let found: Found;
beforeAll(async () => {
  found = (await runExperiments([experiment], root))(experiment) as Found;
}, 120_000);

/** Of every size alike: doubles as fast-check draws them are mostly next to 0. */
const number = fc.integer({ min: -20_000, max: 20_000 }).map((n) => n / 1_000);
const matrix = (rows: number, cols: number): fc.Arbitrary<Matrix> =>
  fc
    .array(number, { minLength: rows * cols, maxLength: rows * cols })
    .map((data) => fromFunction(rows, cols, (r, c) => data[r * cols + c]!));
/** A network of one hidden layer, and rows for it; with a bias its matrices have a row more. */
const networks = (bias: boolean) =>
  fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 })).chain(([H, D]) =>
    fc.record({
      weights: fc.tuple(matrix(D + Number(bias), H), matrix(H + Number(bias), 2)),
      X: matrix(5, D),
    }),
  );
/** How far d(x) + d(−x) is from Σ (W2[j,1] − W2[j,0]), at most. */
function offBy(X: Matrix, weights: readonly Matrix[], bias: boolean): number {
  const c = toRows(weights.at(-1)!).reduce((sum, [no, yes]) => sum + yes! - no!, 0);
  const [d, mirror] = [differences(X, weights, bias), differences(scale(-1, X), weights, bias)];
  return Math.max(...d.map((it, n) => Math.abs(it + mirror[n]! - c)));
}

describe("the proof", () => {
  test("d(x) + d(−x) is one number, for any weights and any x", () => {
    fc.assert(
      fc.property(networks(false), ({ weights, X }) => {
        const size = weights[1].data.reduce((sum, w) => sum + Math.abs(w), 0);
        expect(offBy(X, weights, false)).toBeLessThanOrEqual(1e-14 * (1 + size));
      }),
      { numRuns: 500, seed: 2017 },
    );
  });

  test("with a bias it is not, nor with a second hidden layer", () => {
    const X = fromRows([[1, 2]]);
    const biased = [fromRows([[1], [1], [1]]), fromRows([[0, 1], [0, 0]])] as const; // biome-ignore format: as matrices
    expect(offBy(X, biased, true)).toBeGreaterThan(0.1);
    const deep = [fromRows([[1], [1]]), fromRows([[3]]), fromRows([[0, 1]])];
    expect(offBy(X, deep, false)).toBeGreaterThan(0.1);
    const different = fc
      .sample(networks(true), { numRuns: 100, seed: 1 })
      .filter(({ weights, X }) => offBy(X, weights, true) > 1e-6);
    expect(different.length).toBeGreaterThan(90);
  });

  test("no weights without biases have more of the mirrored rows right than the proof leaves", () => {
    const { labels } = rowsOf(MIRRORED);
    const most: number[] = [];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }).chain((H) => fc.tuple(matrix(2, H), matrix(H, 2))),
        (it) => {
          const { mirrored, constant } = judge(it, false, MIRRORED);
          expect(mirrored).toBeLessThanOrEqual(allowed(labels, constant));
          most.push(mirrored);
        },
      ),
      { numRuns: 300, seed: 2017 },
    );
    expect(Math.max(...most)).toBeGreaterThan(0.6);
    // What a bias can do is above that: the bound would see it.
    const biased = found["10 with"][0]!.end;
    expect(biased.mirrored).toBeGreaterThan(allowed(labels, biased.constant));
  });

  test("leaves three quarters where the labels are even, and half of one label where they are not", () => {
    expect([allowed([0, 1, 1, 0], 1), allowed([0, 1, 1, 0], -1)]).toEqual([0.75, 0.75]);
    expect([allowed([0, 0, 0, 1], 1), allowed([0, 0, 0, 1], -1), allowed([0, 0, 0, 1], 0)]).toEqual([
      0.625, 0.875, 0.875,
    ]);
  });

  test("with tanh holds at any depth: the outputs for x and −x add up to 1", () => {
    const model = (bias: boolean) => ({ activation: "tanh" as const, bias });
    const deep = fc.record({ weights: fc.tuple(matrix(2, 4), matrix(4, 3), matrix(3, 2)), X: matrix(5, 2) });
    const off = (X: Matrix, weights: readonly Matrix[], bias: boolean) => {
      const [h, mirror] = [X, scale(-1, X)].map((rows) => predict(model(bias), weights, rows).data);
      return Math.max(...h!.map((it, i) => Math.abs(it + mirror![i]! - 1)));
    };
    fc.assert(
      fc.property(deep, ({ weights, X }) => {
        expect(off(X, weights, false)).toBeLessThan(1e-14);
      }),
      { numRuns: 200, seed: 2017 },
    );
    expect(off(fromRows([[1, 2]]), [fromRows([[1], [1], [1]]), fromRows([[1, 1], [1, 1]])], true)).toBeGreaterThan(0.1); // biome-ignore format: as matrices
  });
});

describe("the mirrored rows", () => {
  const { X, labels } = rowsOf(MIRRORED);
  const rows = toRows(X);

  test("are the 300 of the article, each followed by its mirror image of the same label", () => {
    const article = rowsOf({ set: "article", seed: 0, rows: 300 });
    expect(rows.filter((_, row) => row % 2 === 0)).toEqual(toRows(article.X));
    for (let row = 0; row < rows.length; row += 2) {
      expect(rows[row + 1]).toEqual(rows[row]!.map((x) => -x));
      expect(labels[row + 1]).toBe(labels[row]);
    }
  });

  test("hold no pair before they are mirrored", () => {
    const originals = rows.filter((_, row) => row % 2 === 0);
    const places = new Set(originals.map(String));
    expect(originals.filter((x) => places.has(String(x.map((it) => -it))))).toEqual([]);
    expect(rows.filter((x) => new Set(rows.map(String)).has(String(x.map((it) => -it))))).toHaveLength(600);
  });
});

describe("the runs", () => {
  const end = (part: Part) => found[part][0]!.looks.at(-1)!;
  const best = (part: Part, of: "trained" | "fresh") =>
    Math.max(...found[part][0]!.looks.map((look) => look[of]!));

  test("without biases stay low, with them they do not", () => {
    for (const width of WIDTHS) {
      expect(best(`${width} without`, "trained")).toBeLessThan(0.71);
      expect(best(`${width} without`, "fresh")).toBeLessThan(0.75);
      expect(best(`${width} with`, "fresh")).toBeGreaterThan(0.86);
    }
    expect(best("3 with", "trained")).toBeCloseTo(0.917, 3);
    expect(end("50 with").trained).toBe(1);
    expect(end("memory").trained).toBeGreaterThan(0.84);
  });

  test("the corners {0,1}² are learnt from 20 of 30 seeds without biases, {−1,1}² from none", () => {
    const learnt = (part: Part) => found[part].filter(({ looks }) => looks.at(-1)!.trained === 1).length;
    const squares = ["{0,1}²", "{−1,1}²"] as const;
    expect(squares.map((square) => learnt(`${square} without`))).toEqual([20, 0]);
    expect(squares.map((square) => learnt(`${square} with`))).toEqual([30, 30]);
    for (const { looks } of found["{−1,1}² without"]) expect(looks.at(-1)!.trained).toBeLessThanOrEqual(0.75);
  });

  test("what is kept of one is what the network says of the mirrored rows", () => {
    const settings = parseSettings({ ...parts["two layers"].file, weights: { seed: 2017 } });
    const { weights } = train(settings);
    const { X, labels } = rowsOf(MIRRORED);
    const said = toRows(predict(settings, weights, X)).map(([no, yes]) => (yes! > no! ? 1 : 0));
    const right = labels.filter((label, row) => said[row] === label).length / labels.length;
    expect(found["two layers"][0]!.end.mirrored).toBe(right);
    const ones = said.filter((it) => it === 1).length;
    expect(found["two layers"][0]!.end.said).toEqual([600 - ones, ones]);
  });

  test("are plain JSON, of finite numbers", () => {
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });
});

describe("the page", () => {
  const page = (results: Found, digits = 8): string =>
    textOf(chapter, traceOf(stages, DEFAULT_LESSON), { results, digits });
  const bare = [...WIDTHS.map((width) => `${width} without` as const), "memory", "mirrored"] as const;

  /** Every choice on the page, made again from the results. */
  function decided(it: Found): Record<string, string> {
    const { labels } = rowsOf(MIRRORED);
    const ones = labels.filter((label) => label === 1).length;
    const look = (part: Part) => it[part][0]!.looks.at(-1)!;
    const fresh = (part: Part) => Math.max(...it[part][0]!.looks.map((at) => at.fresh!));
    const apart = (part: Part) => it[part][0]!.end.sums[1] - it[part][0]!.end.sums[0];
    const held = bare.every((part) => {
      const { mirrored, constant } = it[part][0]!.end;
      return mirrored * 600 <= 600 - (constant > 0 ? 600 - ones : ones) / 2;
    });
    const one = Math.max(ones, 600 - ones) / 600;
    const biased = WIDTHS.filter((width) => fresh(`${width} with`) > 0.75).length;
    const learnt = (part: Part) => it[part].filter(({ looks }) => looks.at(-1)!.trained === 1).length;
    const rows = (at: { trained: number }) => Math.round(300 * at.trained);
    const memory = look("memory");
    const late = it.memory[0]!.looks.filter(({ step }) => step >= memory.step * (2 / 3))[0]!;
    const gained = rows(memory) - rows(late);
    const zeros = it.mirrored[0]!.end.said[0];
    return {
      constant: apart("10 without") < 1e-9 ? "same" : "different",
      "fresh-ceiling": bare.every((part) => fresh(part) <= 0.75) ? "below" : "above",
      "mirrored-ceiling": held ? "held" : "broken",
      "mirrored-run":
        zeros === 0 || zeros === 600 ? "one" : look("mirrored").trained > one ? "learnt" : "less",
      "memory-all": rows(memory) === 300 ? "all" : "some",
      "memory-late": gained > 0 ? "more" : gained < 0 ? "fewer" : "same",
      memory: memory.trained > 0.75 && memory.trained > memory.fresh! ? "by-heart" : "not",
      "bias-sums": apart("10 with") < 1e-9 ? "same" : "different",
      "bias-fresh": biased === 3 ? "all" : biased === 0 ? "none" : "some",
      "two-layers": look("two layers").fresh! > 0.75 ? "above" : "below",
      "corners-mirrored": learnt("{−1,1}² without") > 0 ? "learnt" : "never",
      "corners-plain":
        learnt("{0,1}² without") >= learnt("{0,1}² with")
          ? "hidden"
          : learnt("{0,1}² without") > 0
            ? "some"
            : "none",
    };
  }

  test("says what the results say", () => {
    expect(claimsOf(page(found))).toEqual(decided(found));
  });

  test("says otherwise where they are otherwise", () => {
    const like = (part: Part, other: Part): Found => ({ ...found, [part]: found[other] });
    const mirrored = (trained: number): Found => ({
      ...found,
      mirrored: [
        {
          looks: [{ step: 5, trained, fresh: 0.5 }],
          end: { ...found.mirrored[0]!.end, said: [400, 200] },
        },
      ],
    });
    const memory = (...looks: (readonly [trained: number, fresh: number])[]): Found => ({
      ...found,
      memory: [
        {
          ...found.memory[0]!,
          looks: looks.map(([trained, fresh], step) => ({ step, trained, fresh })),
        },
      ],
    });
    const others: Found[] = [
      like("10 without", "10 with"),
      memory([0.5, 0.5], [0.8, 0.7], [0.9, 0.7], [1, 0.7]),
      memory([0.5, 0.5], [0.8, 0.7], [0.9, 0.7], [0.9, 0.7]),
      memory([0.5, 0.5], [0.8, 0.7], [0.9, 0.7], [0.8, 0.7]),
      memory([0.5, 0.5], [0.6, 0.5], [0.7, 0.6], [0.74, 0.6]),
      memory([0.5, 0.5], [0.8, 0.7], [0.82, 0.84], [0.83, 0.85]),
      mirrored(0.6),
      mirrored(0.5),
      like("10 with", "10 without"),
      {
        ...found,
        "3 with": found["3 without"],
        "10 with": found["3 without"],
        "50 with": found["3 without"],
      },
      like("two layers", "3 without"),
      like("{−1,1}² without", "{−1,1}² with"),
      like("{0,1}² without", "{−1,1}² without"),
      like("{0,1}² without", "{0,1}² with"),
    ];
    const usual = decided(found);
    for (const other of others) {
      expect(claimsOf(page(other))).toEqual(decided(other));
      expect(decided(other)).not.toEqual(usual);
    }
  });

  test("shows the numbers of the results, at any number of decimals", () => {
    for (const digits of [0, 8, 15]) {
      const text = page(found, digits).replace(/<[^>]*>/g, "");
      expect(text).toContain(`${(100 * found.memory[0]!.looks.at(-1)!.trained).toPrecision(3)}\u00a0%`);
      expect(text).toContain("20 of 30");
      expect(text).toContain("gives all 600 rows the same answer, label 0.");
      expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/);
    }
  });
});
