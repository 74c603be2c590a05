import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { nameOf, passWords } from "../chapters/words/pass.ts";
import { pass } from "../src/figures/pass.ts";
import { type Move, passNumbers } from "../src/figures/pass-scenes.ts";
import { stopsOf } from "../src/figures/pass-stops.ts";
import { type LessonFile, parseLesson } from "../src/lesson/lesson.ts";
import { at } from "../src/math/matrix.ts";
import { parseMark } from "../src/network/marks.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import type { MatrixName } from "../src/network/values.ts";
import { axeFinds } from "./axe.ts";
import { bookFile, bookReader } from "./book.ts";
import { extremeLessons } from "./extreme-lessons.ts";
import { rareLessons } from "./lessons.ts";
import type { Opened } from "./reading.ts";

/** The pass on the front page: what its stops say and move, held against NumPy; and as a reader plays it. */

interface Case {
  readonly about: string;
  readonly lesson: LessonFile;
  readonly values: Readonly<Record<string, number | number[][]>>;
}
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("fixtures/bricks.json", import.meta.url), "utf8"),
);

/** The scenes with every digit, as a number reads them back. */
const playedOf = (trace: Trace) => passNumbers(trace, stopsOf(trace), nameOf, String);
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** What moves say that these values do not. */
function wrongIn(moves: readonly Move[], values: Case["values"]): string[] {
  return moves.flatMap(({ says, cell }) => {
    if (!cell) return [];
    const { name, row, col } = parseMark(cell)!.cell;
    const value = (values[name] as number[][])[row]![col]!;
    return near(Number(says[1]), value) ? [] : [`${cell} is ${value}, got ${says[1]}`];
  });
}

describe("the stops", () => {
  test.each(cases.filter((_, i) => i % 5 === 0))("say NumPy's numbers: $about", ({ lesson, values }) => {
    const trace = traceOf(stages, parseLesson(lesson));
    const { scenes } = playedOf(trace);
    const moves = scenes.flatMap((scene) => scene.moves);
    expect(wrongIn(moves, values)).toEqual([]);
    // Every slope and every answer that is drawn is among them.
    const cells = new Set(moves.map(({ cell }) => cell));
    for (const [name, M] of [
      ["h1", trace.h1],
      ["h2", trace.h2],
      ["dLoss_dz2", trace.dLoss_dz2],
      ["dLoss_dz1", trace.dLoss_dz1],
    ] as const)
      for (let col = 0; col < Math.min(6, M.cols); col++) expect(cells).toContain(`${name}.0.${col}`);
    // What the followed neuron is sent, and its bias, make its sum.
    const stops = stopsOf(trace);
    const sum = stops.find((it) => it.does === "sum")!;
    const sent = stops.flatMap((it, i) =>
      it.does === "product" ? [Number(scenes[i]!.moves[0]!.says[1])] : [],
    );
    const bias = trace.b1 ? at(trace.b1, 0, sum.z.col) : 0;
    if (sum.undrawn === 0)
      expect(
        near(
          sent.reduce((a, b) => a + b, bias),
          at(trace.z1, 0, sum.z.col),
        ),
      ).toBe(true);
    // Each says its chapter; none twice in the same words.
    expect(new Set(scenes.map((it) => it.at)).size).toBe(scenes.length);
  });

  test("a number of another entry is found", () => {
    const { lesson, values } = cases[0]!;
    const { scenes } = playedOf(traceOf(stages, parseLesson(lesson)));
    const moves = scenes.flatMap((scene) => scene.moves).filter(({ cell }) => cell?.startsWith("dLoss_dW1."));
    const turned = moves.map((it): Move => ({ ...it, says: ["", String(-Number(it.says[1]))] }));
    expect(wrongIn(moves, values)).toEqual([]);
    expect(wrongIn(turned, values)).toHaveLength(moves.filter(({ says }) => Number(says[1]) !== 0).length);
  });
});

describe("any lesson", () => {
  test("is drawn, and each edge grows as its weight does, all by one factor", () => {
    const holds = (trace: Trace) => {
      const stops = stopsOf(trace);
      expect(pass(trace, stops, passWords, String)).not.toMatch(/NaN|Infinity|undefined/);
      const { grows } = playedOf(trace);
      const step = stops.find((it) => it.does === "step")!;
      const changes = Object.entries(grows).map(([mark, pixels]) => {
        const { name, row, col } = parseMark(mark)!.cell;
        const size = (it: string) => Math.abs(at(trace[it as MatrixName], row, col));
        return { pixels, size: size(name), change: size(`${name}_next`) - size(name) };
      });
      if (step.growth.factor === undefined) return;
      const heaviest = Math.max(...[trace.W1, trace.W2].flatMap(({ data }) => Array.from(data, Math.abs)));
      // An edge is from 0.8 to 5 pixels wide, and shrinks to no less than the first.
      const nothing = (size: number) => -4.2 * (size / (heaviest || 1));
      const isWhole = (it: (typeof changes)[number]) => it.pixels > nothing(it.size) + 1e-9;
      expect(step.growth.isCut || changes.every((it) => it.pixels >= nothing(it.size))).toBe(true);
      const largest = changes.reduce((a, b) => (Math.abs(b.change) > Math.abs(a.change) ? b : a));
      for (const { pixels, size, change } of changes) {
        expect(pixels).toBeGreaterThanOrEqual(nothing(size) - 1e-9);
        expect(Math.abs(pixels)).toBeLessThanOrEqual(4);
        // One that is nothing beside the largest may be lost.
        expect(pixels * Math.sign(change)).toBeGreaterThanOrEqual(0);
        if (isWhole(largest))
          expect(pixels).toBeCloseTo(Math.max((change / largest.change) * largest.pixels, nothing(size)), 9);
      }
      // So large that it is seen.
      if (isWhole(largest)) expect(Math.abs(largest.pixels)).toBeGreaterThan(1.5);
      // What the sentence says of the loss.
      expect(Math.sign(step.loss)).toBe(Math.sign(trace.loss_next - trace.loss));
    };
    for (const lesson of rareLessons) holds(traceOf(stages, lesson));
    fc.assert(
      fc.property(extremeLessons, (lesson) => holds(traceOf(stages, parseLesson(lesson)))),
      { numRuns: 20 },
    );
  });

  test("with more neurons than are drawn says how many are left out", () => {
    const X = [Array.from({ length: 12 }, (_, i) => i / 10)];
    const trace = traceOf(stages, parseLesson({ data: { X, labels: [1] }, hidden: 20 }));
    const stops = stopsOf(trace);
    expect(stops.find((it) => it.does === "sum")).toMatchObject({ undrawn: 5 });
    expect(stops.find((it) => it.does === "others")).toMatchObject({ undrawn: 13 });
    const svg = pass(trace, stops, passWords, String);
    for (const scene of playedOf(trace).scenes)
      for (const mark of scene.shows) expect(svg).toContain(`data-cell="${mark}"`);
  });
});

describe("on the front page", () => {
  const open = bookReader();
  let opened: Opened;

  test("the stops are a list without a script, each with its chapter", () => {
    const html = bookFile("index.html");
    const items = /<ol>(.*?)<\/ol>/s
      .exec(html.slice(html.indexOf('data-moves="pass"')))![1]!
      .split("<li>")
      .slice(1);
    expect(items).toHaveLength(stopsOf(traceOf(stages, parseLesson({}))).length);
    for (const item of items) expect(item).toMatch(/<a href="[\w-]+\.html(#\w+)?">Chapter \d+<\/a>/);
    expect(items.at(-1)).toContain("The loss falls by");
  });

  test("Play steps where motion is not wanted; the slider, keys and a new seed lead to numbers and chapters", async () => {
    opened = await open("index.html", { reducedMotion: "reduce" });
    const { page, faults, close } = opened;
    const figure = page.locator('[data-moves="pass"]');
    const slider = figure.getByRole("slider", { name: "Stops of the pass" });
    const told = figure.locator("output");
    const valueText = () => slider.getAttribute("aria-valuetext");
    await slider.waitFor();
    const inNode = (mark: string) =>
      figure.locator(`g:not([data-added] g) > rect + .math[data-cell="${mark}"]`);
    expect(await inNode("h1.0.1").isVisible()).toBe(true);

    await figure.getByRole("button", { name: "Play" }).click();
    expect(await valueText()).toBe("X[0,0] · W1[0,1]");
    expect(await told.textContent()).toMatch(/1\.7641\s·\s0\.3777 =\s0\.6663/);
    expect(await told.getAttribute("aria-live")).toBe("off");
    // Nothing is on its way: the product has arrived, and waits before the node.
    expect(await figure.locator("svg > [data-added] text:visible").allTextContents()).toEqual(["0.6663"]);
    expect(await inNode("h1.0.1").isVisible()).toBe(false);
    await figure.getByRole("button", { name: "Pause" }).click();
    expect(await told.getAttribute("aria-live")).toBe("polite");

    // To h1[0,1] by the keys of the slider.
    await slider.focus();
    for (let i = 0; i < 20 && (await valueText()) !== "h1[0,1]"; i++) await page.keyboard.press("ArrowRight");
    expect(await told.locator('[data-cell="h1.0.1"]').textContent()).toBe("0.7130");
    expect(await told.getByRole("link").getAttribute("href")).toBe("h1.html");
    expect(await inNode("h1.0.1").isVisible()).toBe(true);
    expect(await inNode("h1.0.0").isVisible()).toBe(false);
    expect(await axeFinds(page, ".first")).toEqual([]);

    // The way back, on a button's own keys; the step changes the edges, and going back takes that back.
    const edge = figure.locator('.edge[data-cell="W2.1.0"]');
    const before = await edge.getAttribute("stroke-width");
    await slider.press("End");
    expect(await told.textContent()).toMatch(
      /drawn at 5,000 times its size, but no weight beyond 0\. The loss falls by/,
    );
    expect(Number(await edge.getAttribute("stroke-width"))).toBeLessThan(Number(before));
    await figure.getByRole("button", { name: "Play" }).press("ArrowLeft");
    expect(await valueText()).toBe("∂L/∂W1");
    expect(await edge.getAttribute("stroke-width")).toBe(before);
    expect(await figure.locator('svg > [data-added] [data-cell="dLoss_dW2.1.0"]').textContent()).toBe(
      "−0.1046",
    );

    // Another seed: the same stop, with its numbers.
    const seven = traceOf(stages, parseLesson({ data: { seed: 7 }, weights: { seed: 7 } }));
    await page.evaluate(() => {
      location.hash = "seed=7";
    });
    const shown = (name: MatrixName) => at(seven[name], 1, 0).toFixed(4).replace("-", "−");
    await figure.locator("svg > [data-added]").getByText(shown("dLoss_dW2"), { exact: true }).waitFor();
    expect(await valueText()).toBe("∂L/∂W1");
    expect(await figure.locator(".controls").count()).toBe(1);
    expect(await told.locator('[data-cell="dLoss_dW1.0.1"]').textContent()).toBe(
      at(seven.dLoss_dW1, 0, 1).toFixed(4).replace("-", "−"),
    );
    expect(faults).toEqual([]);
    await close();
  });
});
