import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BEHIND, descentFacts } from "../chapters/descent.ts";
import { stages } from "../chapters/index.ts";
import { contoursWords, stepWords, valleyWords } from "../chapters/words/step.ts";
import { contours } from "../src/figures/contours.ts";
import { valley } from "../src/figures/valley.ts";
import { DEFAULT_LESSON, parseLesson } from "../src/lesson/lesson.ts";
import { type Direction, dot } from "../src/network/loss-around.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { axeFinds } from "./axe.ts";
import { bookReader } from "./book.ts";
import { lossWith, numbersOf, trainedOf } from "./formula-sheet.ts";
import { lessons } from "./lessons.ts";
import { digits, fragment, valuesOf } from "./live-page.ts";

/** The step of chapter 9 as it is drawn, held against the loss by formulas that call nothing of the book's. */

/** The loss where all trained weights are moved so far along directions. */
const lossMoved = (trace: Trace, moves: readonly (readonly [far: number, direction: Direction])[]): number =>
  lossWith(trace, {
    ...numbersOf(trace),
    ...Object.fromEntries(
      trainedOf(trace).map(({ name, value }, w) => [
        name,
        value.data.map((x, i) => moves.reduce((sum, [far, to]) => sum + far * to[w]!.data[i]!, x)),
      ]),
    ),
  });
const lossAt = (trace: Trace, alpha: number): number =>
  lossMoved(trace, [[-alpha, trainedOf(trace).map(({ slope }) => slope)]]);

const drawnOf = (trace: Trace) => {
  const facts = descentFacts(trace);
  return facts.drawn === "both" ? facts : undefined;
};
const near = (a: number, b: number, size: number) =>
  Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), size);

/** Where a random number of 0…1 falls in a list. */
const pick = <T>(list: readonly T[], at: number): [T, number] => {
  const i = Math.min(Math.floor(at * list.length), list.length - 1);
  return [list[i]!, i];
};
const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe("the loss around the weights", () => {
  test("of random lessons of all bricks: points of the valley and places of the map, as plain formulas find them", () => {
    let drawn = 0;
    fc.assert(
      fc.property(lessons, fc.array(unit, { minLength: 6, maxLength: 6 }), (lesson, at) => {
        const trace = traceOf(stages, lesson);
        const facts = drawnOf(trace);
        if (!facts) return;
        drawn++;
        for (const its of at) {
          const [[alpha, loss]] = pick(facts.points, its);
          expect(near(loss, lossAt(trace, alpha), trace.loss), `${loss} at ${alpha}`).toBe(true);
        }
        const { map } = facts;
        if (!map) return;
        const [right, up] = map.directions as [Direction, Direction];
        const [slope] = [trainedOf(trace).map((it) => it.slope)];
        // Two directions as long as 1, at right angles, the first straight against the gradient.
        expect(dot(right, right)).toBeCloseTo(1, 9);
        expect(dot(up, up)).toBeCloseTo(1, 9);
        expect(dot(right, up)).toBeCloseTo(0, 5);
        expect(dot(right, slope) / Math.sqrt(dot(slope, slope))).toBeCloseTo(-1, 9);
        const side = map.side * map.steep;
        for (const its of at) {
          const [loss, i] = pick(map.values, its);
          const [x, y] = [(i % map.nodes) / (map.nodes - 1), Math.floor(i / map.nodes) / (map.nodes - 1)];
          const found = lossMoved(trace, [
            [(x - BEHIND) * side, right],
            [(y - 0.5) * side, up],
          ]);
          expect(near(loss, found, trace.loss), `${loss} at ${x}, ${y} is ${found}`).toBe(true);
        }
      }),
      { numRuns: 30, seed: 14 },
    );
    expect(drawn).toBeGreaterThan(20);
  });

  test("the comparison sees a loss of another α, and one without its ridge", () => {
    const trace = traceOf(stages, parseLesson({ ridge: 0.1 }));
    const [alpha, loss] = drawnOf(trace)!.points[40]!;
    expect(near(loss, lossAt(trace, alpha), trace.loss)).toBe(true);
    expect(near(loss, lossAt(trace, alpha * 1.001), trace.loss)).toBe(false);
    const bare = { ...trace, lesson: { ...trace.lesson, ridge: 0 } };
    expect(near(loss, lossAt(bare, alpha), trace.loss)).toBe(false);
  });

  test("the article’s: the losses at powers of ten", () => {
    const facts = drawnOf(traceOf(stages, DEFAULT_LESSON))!;
    expect([facts.low, facts.high, facts.shape]).toEqual([-3, 3, "rises"]);
    expect(
      facts.marks.map(([alpha, loss]) => [alpha, Number(loss.toPrecision(loss < 0.001 ? 2 : 4))]),
    ).toEqual([
      [1, 0.273],
      [10, 0.1029],
      [100, 0.00016],
      [1000, 0.2477],
    ]);
  });

  test("α alone moves nothing but the step; another weight moves all", () => {
    const of = (json: object) => drawnOf(traceOf(stages, parseLesson(json)))!;
    const [first, faster, other] = [of({}), of({ learningRate: 10 }), of({ weights: { seed: 2018 } })];
    expect(faster.points).toBe(first.points);
    expect(faster.own.loss).not.toBe(first.own.loss);
    expect([faster.map!.arrow, first.map!.arrow]).toEqual(["drawn", "short"]);
    expect(other.points).not.toEqual(first.points);
    expect(of({}).points).toEqual(first.points);
  });
});

describe("the pictures", () => {
  const show = (x: number) => String(x);
  /** The numbers in a path that is told from place to place. */
  const placesOf = (d: string): [number, number][] => {
    const numbers = [...d.matchAll(/-?[\d.]+/g)].map(Number);
    let [x, y] = [numbers[0]!, numbers[1]!];
    const places: [number, number][] = [];
    // Of each curve its pull and its end.
    for (let i = 2; i + 3 < numbers.length; i += 4) {
      [x, y] = [x + numbers[i + 2]!, y + numbers[i + 3]!];
      places.push([x, y]);
    }
    return places;
  };
  const LESSONS = [
    {},
    {
      hidden: 5,
      activation: "tanh",
      outputs: 3,
      loss: "cross-entropy",
      outputActivation: "softmax",
      bias: true,
      data: { rows: 5 },
      ridge: 0.1,
    },
  ];

  test.each(LESSONS)(
    "the valley’s line passes the loss at any α, and the map’s lines where the loss is theirs: %j",
    (json) => {
      const trace = traceOf(stages, parseLesson(json));
      const facts = drawnOf(trace)!;
      const svg = valley({ id: "v", ...facts }, valleyWords, show, show);
      const line =
        /d="M([^"]*)"[^>]*class="valley"/.exec(svg)?.[1] ?? /class="valley"[^>]*d="M([^"]*)"/.exec(svg)![1]!;
      const points = line.split("L").map((it) => it.split(",").map(Number) as [number, number]);
      const [left, right] = [points[0]![0], points.at(-1)![0]];
      const [bottom, top] = facts.up;
      for (const part of [0.071, 0.33, 0.52, 0.613, 0.77, 0.861, 0.95]) {
        const x = left + part * (right - left);
        const i = points.findIndex(([px]) => px >= x);
        const [[x0, y0], [x1, y1]] = [points[i - 1]!, points[i]!];
        const y = y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
        const loss = lossAt(trace, 10 ** (facts.low + part * (facts.high - facts.low)));
        const expected = 214 - ((loss - bottom) / (top - bottom)) * (214 - 40);
        if (expected > 40) expect(Math.abs(y - expected), `at ${part}`).toBeLessThan(0.8);
      }

      const map = facts.map!;
      const [a, b] = map.directions as [Direction, Direction];
      const side = map.side * map.steep;
      const drawn = contours({ id: "c", ...map, behind: BEHIND }, contoursWords, show);
      const paths = [...drawn.matchAll(/<path d="(M[^"]*)"[^>]*stroke-width="1"/g)].map(([, d]) => d!);
      expect(paths).toHaveLength(map.levels.length);
      const spread = Math.max(...map.values) - Math.min(...map.values);
      let looked = 0;
      for (const [n, d] of paths.entries())
        for (const [x, y] of d.split("M").slice(1).flatMap(placesOf)) {
          if (Math.min(x, y) < 8 || Math.max(x, y) > 228) continue; // a ring that leaves the map closes around it
          looked++;
          const loss = lossMoved(trace, [
            [(x / 236 - BEHIND) * side, a],
            [(0.5 - y / 236) * side, b],
          ]);
          expect(
            Math.abs(loss - map.levels[n]!) / spread,
            `${map.levels[n]} at ${x}, ${y}: ${loss}`,
          ).toBeLessThan(0.03);
        }
      expect(looked).toBeGreaterThan(40);
    },
  );
});

const open = bookReader();

describe("α, dragged on the valley", () => {
  test("by pointer and by keys: handle, arrow, matrices and L* follow, a step back undoes all of a drag", async () => {
    const { page, faults, close } = await open("update.html", { reducedMotion: "reduce" });
    const figure = page.locator("figure[data-moves=step]");
    await figure.scrollIntoViewIfNeeded();
    const handle = page.getByRole("slider", { name: stepWords.handle });
    await handle.waitFor();
    expect(await handle.getAttribute("aria-valuetext")).toBe("α = 0.001, L* = 0.3005");
    const box = (await handle.locator(".knob").boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const width = await figure.evaluate((it) => {
      const path = it.querySelector<SVGPathElement>(".valley")!.getBoundingClientRect();
      return path.width;
    });
    await page.mouse.move(x, y);
    await page.mouse.down();
    // Four of the six powers of ten to the right: from 0.001 to 10.
    for (const part of [0.2, 0.5, 0.9, 1]) await page.mouse.move(x + (part * width * 4) / 6, y);
    await expect.poll(() => fragment(page)).toBe("learning-rate=10");
    await page.mouse.up();
    expect(await handle.evaluate((it) => it === document.activeElement)).toBe(true);
    const ten = parseLesson({ learningRate: 10 });
    expect(await digits(page)).toEqual(valuesOf("update", ten));
    const found = lossAt(traceOf(stages, DEFAULT_LESSON), 10).toFixed(8);
    expect(
      await page
        .locator("main .formula")
        .allTextContents()
        .then((all) => all.join("")),
    ).toContain(found);
    expect(await handle.getAttribute("aria-valuetext")).toBe(`α = 10, L* = ${Number(found).toFixed(4)}`);
    expect(await figure.locator(".weights path").count()).toBe(1);
    // It stands where the page itself has its dot.
    const isOnDot = await handle.evaluate((it) => {
      const at = [
        it.querySelector(".knob")!,
        it.parentElement!.querySelector("circle[r='5'][fill='currentColor']")!,
      ];
      const [a, b] = at.map((one) => one.getBoundingClientRect());
      return Math.hypot(
        a!.x + a!.width / 2 - b!.x - b!.width / 2,
        a!.y + a!.height / 2 - b!.y - b!.height / 2,
      );
    });
    expect(isOnDot).toBeLessThan(1.5);

    await handle.focus();
    await page.keyboard.press("PageUp");
    await expect.poll(() => handle.getAttribute("aria-valuetext")).toBe("α = 100, L* = 0.00016");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => handle.getAttribute("aria-valuetext")).toMatch(/^α = 89, L\* = 0\.000\d+$/);
    await page.keyboard.press("End");
    await expect.poll(() => handle.getAttribute("aria-valuetext")).toBe("α = 1,000, L* = 0.2477");
    expect(await page.getByRole("slider").count()).toBe(1);
    expect(await axeFinds(page, "figure[data-moves=step]")).toEqual([]);
    // What keys did since they took the handle is one step back, and the drag before it another.
    for (const said of ["α = 10, L* = 0.1029", "α = 0.001, L* = 0.3005"]) {
      await page.goBack();
      await expect.poll(() => handle.getAttribute("aria-valuetext")).toBe(said);
    }
    expect(faults).toEqual([]);
    await close();
  });
});
