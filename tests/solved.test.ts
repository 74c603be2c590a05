import { beforeAll, describe, expect, test } from "vitest";
import { runExperiments } from "../build/experiments.ts";
import { chapter, type Results as Found } from "../chapters/15-solved.ts";
import { isChaotic, SEEDS } from "../chapters/experiments/seeds.ts";
import { experiment, type Part, parts, WIDTHS } from "../chapters/experiments/solved.ts";
import { stages } from "../chapters/index.ts";
import { parseAddress } from "../src/lesson/address.ts";
import { rowsOf } from "../src/lesson/datasets.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { toRows } from "../src/math/matrix.ts";
import { traceOf } from "../src/network/stage.ts";
import { parseSettings } from "../src/training/settings.ts";
import { ROOT } from "./project.ts";
import { claimsOf, tellingOf, textOf, toTryOf } from "./told.ts";

/** XOR, solved: what is said of the runs, and the numbers that a reader can check by hand. */

let found: Found;
beforeAll(async () => {
  found = (await runExperiments([experiment], ROOT))(experiment) as Found;
}, 240_000);

const trace = traceOf(stages, DEFAULT_LESSON);
const factsOf = (results: Found) => chapter.facts(trace, tellingOf(chapter, { results }));
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const CORNERS = [0, 1].flatMap((x1) => [0, 1].map((x2) => ({ x1, x2, label: x1 === x2 ? 0 : 1 })));

/** All of a network by plain arithmetic: W1 with b1 as its last row, W2 with b2 as its last entry. */
function answer(W1: readonly (readonly number[])[], W2: readonly number[], x1: number, x2: number) {
  const z1 = W1[0]!.map((_, j) => x1 * W1[0]![j]! + x2 * W1[1]![j]! + (W1[2]?.[j] ?? 0));
  const h1 = z1.map(sigmoid);
  const z2 = h1.reduce((sum, h, j) => sum + h * W2[j]!, W2[h1.length] ?? 0);
  return { z1, h1, z2, h2: sigmoid(z2) };
}

describe("the four corners, by hand", () => {
  /** What the page prints of each matrix that it writes out, last of all its numbers. */
  const printed = () => {
    const text = textOf(chapter, trace, { results: found });
    const rows = (name: string) => {
      const lines = [...text.matchAll(new RegExp(`solved:${name}\\.(\\d+)\\.(\\d+)\\}\\{(.*?)\\}\\}`, "g"))];
      const all: number[][] = [];
      for (const [, r, c, tex] of lines) {
        const written = tex!.replace(/\\[a-z]+\{?|[{}]|\\,|weights|activations/g, "").replace(/−/g, "-");
        all[Number(r)] ??= [];
        all[Number(r)]![Number(c)] ??= Number(written);
      }
      return all;
    };
    return rows;
  };

  test("the weights on the page are whole numbers, and with them all four are right, by plain arithmetic", () => {
    const rows = printed();
    const [W1, W2] = [
      [...rows("W1"), ...rows("b1")],
      [...rows("W2").flat(), ...rows("b2").flat()],
    ];
    expect(W1.map((row) => row.length)).toEqual([3, 3, 3]);
    expect(W2).toHaveLength(4);
    for (const w of [...W1.flat(), ...W2]) expect(Number.isInteger(w)).toBe(true);
    const { rounded } = factsOf(found);
    for (const [r, { x1, x2, label }] of CORNERS.entries()) {
      const { z1, h1, z2, h2 } = answer(W1, W2, x1, x2);
      expect(h2 > 0.5).toBe(label === 1);
      const at = (name: "z1" | "h1" | "z2" | "h2") => toRows(rounded.trace[name])[r]!;
      expect(at("z1")).toEqual(z1.map((z) => z + 0));
      for (const [j, h] of h1.entries()) expect(at("h1")[j]).toBeCloseTo(h, 12);
      expect(at("z2")[0]).toBeCloseTo(z2, 12);
      expect(at("h2")[0]).toBeCloseTo(h2, 12);
    }
    // A sum changed by one in its sign is seen.
    const turned = W2.with(3, -W2[3]!);
    expect(CORNERS.every(({ x1, x2, label }) => answer(W1, turned, x1, x2).h2 > 0.5 === (label === 1))).toBe(
      false,
    );
  });

  test("they are those of the run’s end, rounded; the link opens them", () => {
    const { rounded } = factsOf(found);
    const [W1, W2] = found.corners.moments.at(-1)!.weights;
    const whole = W1!.map((row) => row.map((w) => Math.round(w) + 0));
    const { lesson } = rounded.trace;
    expect(lesson.weights).toMatchObject({ W1: whole.slice(0, 2), b1: whole[2] });
    expect(toRows(rounded.trace.W2).flat()).toEqual(W2!.slice(0, -1).map(([w]) => Math.round(w!) + 0));
    const state = parseAddress(rounded.address, DEFAULT_LESSON);
    expect(state.weights).toEqual(lesson.weights);
    expect(state.outputs).toBe(1);
  });
});

describe("the pictures", () => {
  test("are of the weights kept: at each moment the corners are as right as is said", () => {
    for (const part of ["corners", "bare"] as const)
      for (const { weights, right } of found[part].moments) {
        const [W1, W2] = weights;
        const count = CORNERS.filter(
          ({ x1, x2, label }) => answer(W1!, W2!.flat(), x1, x2).h2 > 0.5 === (label === 1),
        ).length;
        expect(count).toBe(right);
      }
    expect(found.corners.moments.map(({ right }) => right)).toEqual([2, 3, 4, 4]);
  });

  test("without biases every line passes the origin, with them not every one", () => {
    const { corners, bare } = factsOf(found);
    for (const { sums } of bare.moments) expect(sums.map(({ c }) => c)).toEqual([0, 0, 0]);
    expect(corners.moments.at(-1)!.sums.every(({ c }) => c !== 0)).toBe(true);
    // And the corner (0, 0), the first of the cube, is in its middle.
    for (const { space } of bare.moments) expect(space!.scene.marks[0]).toEqual([500, 500, 500]);
    expect(corners.moments.at(-1)!.space!.scene.marks[0]).not.toEqual([500, 500, 500]);
  });

  test("the plane in the cube divides the corners as the output does", () => {
    const { corners } = factsOf(found);
    for (const { space, weights } of corners.moments) {
      const { cut, marks } = space!.scene;
      for (const [i, { at }] of space!.corners.entries()) {
        const { h2 } = answer(weights[0]!, weights[1]!.flat(), at[0], at[1]);
        const lead = marks[i]!.reduce((sum, it, d) => sum + it * cut!.along[d]!, cut!.offset);
        expect(lead > 0).toBe(h2 > 0.5);
      }
    }
  });
});

/** What the page says in general; its table counts the rest. */
const general = {
  "corners of {0,1}² are learnt with biases": (it: Found) =>
    it["{0,1}² with"].seeds.every(({ right }) => right === 4),
  "mirrored corners are never learnt without": (it: Found) =>
    it["{−1,1}² without"].seeds.every(({ right }) => right < 4),
  "three and four neurons never separate all the points": (it: Found) =>
    (["3 neurons", "4 neurons"] as const).every((part) => it[part].seeds.every(({ best }) => best < 300)),
  "every run is steady": (it: Found) =>
    Object.values(it)
      .flatMap(({ seeds }) => seeds)
      .every((run) => !isChaotic(run)),
};

describe("what is said in general", () => {
  test.each(Object.entries(general))("%s: on the page's seeds", (_, holds) => {
    expect(holds(found)).toBe(true);
  });

  test("holds on a seed that the page does not use", () => {
    const other = (part: Part) => experiment.run({ ...parts[part], seeds: [77] }, () => {});
    const others = {
      ...found,
      ...Object.fromEntries(
        (["{0,1}² with", "{−1,1}² without", "3 neurons"] as const).map((part) => [part, other(part)]),
      ),
    };
    for (const [claim, holds] of Object.entries(general)) expect(holds(others), claim).toBe(true);
  }, 60_000);

  test("is refuted by results that say otherwise", () => {
    const swapped: Found = {
      ...found,
      "{0,1}² with": found["{0,1}² without"],
      "{−1,1}² without": found["{−1,1}² with"],
      "3 neurons": found["10 neurons"],
      "10 neurons": {
        ...found["10 neurons"],
        seeds: found["10 neurons"].seeds.map((it) => ({ ...it, nudged: 1 })),
      },
    };
    for (const [claim, holds] of Object.entries(general)) expect(holds(swapped), claim).toBe(false);
  });

  test("rests on twenty seeds", () => {
    for (const [part, { seeds }] of Object.entries(found))
      expect(seeds).toHaveLength("seeds" in parts[part as Part] ? SEEDS.length : 0);
  });
});

describe("the page", () => {
  /** Every choice on the page, made again from the results. */
  function decided(it: Found): Record<string, string> {
    const last = (part: "corners" | "bare" | "points") => it[part].looks.at(-1)!.right;
    const [W1, W2] = it.corners.moments
      .at(-1)!
      .weights.map((W) => W.map((row) => row.map((w) => Math.round(w) + 0)));
    const seen = CORNERS.map(({ x1, x2, label }) => ({ label, ...answer(W1!, W2!.flat(), x1, x2) }));
    const ones = seen.filter(({ label }) => label === 1).map(({ z1 }) => z1.join());
    const idle = W2!.slice(0, -1).filter(([w]) => w === 0).length;
    const all = (part: Part, what: "right" | "best", of: number) => {
      const { seeds } = it[part];
      const n = seeds.filter((run) => run[what] === of).length;
      return n === seeds.length ? "all" : n > 0 ? "some" : "none";
    };
    const chaotic = Object.values(it).flatMap(({ seeds }) => seeds.filter(isChaotic)).length;
    return {
      corners: last("corners") === 4 ? "solved" : "not",
      rounded: seen.every(({ h2, label }) => h2 > 0.5 === (label === 1)) ? "right" : "wrong",
      fold: ones[0] === ones[1] ? "same" : "apart",
      idle: idle === 0 ? "none" : idle === 1 ? "one" : "more",
      bare: last("bare") === 4 ? "solved" : "not",
      with: all("{0,1}² with", "right", 4),
      without: all("{0,1}² without", "right", 4),
      "mirrored-without": all("{−1,1}² without", "right", 4),
      meet: "middle",
      points: last("points") === 300 ? "solved" : "not",
      separates:
        (["none", "widest", "more"] as const)[
          WIDTHS.filter((width) => all(`${width} neurons`, "best", 300) !== "none").length
        ] ?? "more",
      chaotic: chaotic > 0 ? "some" : "none",
    };
  }
  const page = (results: Found) => textOf(chapter, trace, { results });

  test("says what the results say", () => {
    expect(claimsOf(page(found))).toEqual(decided(found));
  });

  test("says otherwise where they are otherwise", () => {
    const usual = decided(found);
    const like = (part: Part, other: Part): Found => ({ ...found, [part]: found[other] });
    const ends = (part: "corners" | "bare" | "points", right: number): Found => {
      const { looks } = found[part];
      return {
        ...found,
        [part]: { ...found[part], looks: [...looks.slice(0, -1), { ...looks.at(-1)!, right }] },
      };
    };
    const before = { ...found.corners, moments: found.corners.moments.slice(0, 3) };
    const others: Found[] = [
      ends("corners", 3),
      ends("bare", 3),
      ends("points", 299),
      { ...found, corners: before },
      like("{0,1}² with", "{0,1}² without"),
      like("{0,1}² without", "{0,1}² with"),
      like("{0,1}² without", "{−1,1}² without"),
      like("{−1,1}² without", "{−1,1}² with"),
      like("{−1,1}² without", "{0,1}² without"),
      like("10 neurons", "3 neurons"),
      like("3 neurons", "10 neurons"),
      {
        ...found,
        "4 neurons": {
          ...found["4 neurons"],
          seeds: found["4 neurons"].seeds.map((it) => ({ ...it, nudged: 9 })),
        },
      },
    ];
    for (const other of others) {
      expect(claimsOf(page(other))).toEqual(decided(other));
      expect(decided(other)).not.toEqual(usual);
    }
  });

  test("the article’s points are those of the article, and all are shown", () => {
    const { drawn, points } = factsOf(found);
    const { X } = rowsOf(parseSettings(parts.points.file).data);
    expect(drawn.points.X).toEqual(X);
    expect(points.rows).toBe(300);
    expect(
      page(found)
        .match(/<g id="article-points">(.*?)<\/g>/)![1]!
        .match(/<(circle|rect)/g),
    ).toHaveLength(300);
  });

  test("tells what to try in its laboratory, which begins with its run", () => {
    expect(toTryOf(chapter, trace, { results: found })).toContain("biases");
    expect(chapter.laboratory).toEqual(parts.corners.file);
  });
});
