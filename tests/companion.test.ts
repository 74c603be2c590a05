import Big from "big.js";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { english } from "../chapters/words/english.ts";
import { writer } from "../src/book/writer.ts";
import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";
import { NAMES } from "../src/network/quantities.ts";
import { traceOf } from "../src/network/stage.ts";
import type { Column, ColumnLine } from "../src/typeset/column.ts";
import { withoutTags } from "../src/typeset/html.ts";
import { axeFinds } from "./axe.ts";
import { bookReader } from "./book.ts";
import { lessons } from "./lessons.ts";
import { NO_CODE } from "./told.ts";

/** What stays beside the text: the sum as a column, and where it stands. */

const writerOf = (lesson: Lesson) =>
  writer(traceOf(stages, lesson), {
    words: english,
    format: lesson,
    sources: NO_CODE,
    traceOf: (it: Lesson) => traceOf(stages, it),
    numberOf: () => 0,
    placeOf: () => undefined,
    hasFiles: true,
    resultsOf: () => undefined as never,
  });

/** The columns of the last entries of all values of a lesson that are worked out. */
const columnsOf = (lesson: Lesson) => {
  const w = writerOf(lesson);
  return NAMES.flatMap((name) => {
    const origin = w.origin(name);
    if (!origin) return [];
    const { sum, value, column } = origin.worked(origin.rows - 1, origin.cols - 1);
    return [{ name, sum, value, column }];
  });
};

/** The number that HTML shows, digit for digit. */
const read = (html: string): Big =>
  new Big(
    withoutTags(html.replace(/·10<sup>(.*?)<\/sup>/g, "e$1"))
      .replaceAll("−", "-")
      .replace(/[,()]/g, ""),
  );
const decimals = (html: string): number => {
  const [, after = "", exponent = "0"] =
    /^[^.]*(?:\.(\d+))?(?:·10(.*))?$/.exec(withoutTags(html).replaceAll("−", "-")) ?? [];
  return after.length - Number(exponent);
};
const gives = (exact: Big, sign: string | undefined, html: string): boolean =>
  (sign === "=") === exact.round(decimals(html), Big.roundHalfUp).eq(read(html));

/** What is wrong with a column for a reader who adds it up. */
function wrong({ lines, total, around, sign }: Column, value: string): string[] {
  const found: string[] = [];
  if (lines.length > 7) found.push("too long");
  const written = lines.filter((it): it is ColumnLine => it !== undefined);
  for (const { text, sign, value } of written) {
    const [, a, b] = /^([\d.,()−]+)·([\d.,()−]+)$/.exec(withoutTags(text)) ?? [];
    if (value && a && b && !text.includes("<sup>") && !gives(read(a).times(read(b)), sign, value))
      found.push(`${text} ${sign} ${value}`);
  }
  if (lines.length === 1 || written.length < lines.length) return found;
  const sum = written.reduce(
    (sum, { operator, value }) => (operator === "−" ? sum.minus(read(value!)) : sum.plus(read(value!))),
    new Big(0),
  );
  const [its, result] = total ? [total.sign, total.value!] : [sign, value];
  if ((total || around === undefined) && !gives(sum, its, result)) found.push(`${sum} ${its} ${result}`);
  return found;
}

describe("the sum as a column", () => {
  test("adds up for a reader with a calculator, whatever the lesson, with the numbers of the sum in a line", () => {
    fc.assert(
      fc.property(lessons, (lesson) => {
        for (const { name, sum, value, column } of columnsOf(lesson)) {
          expect(wrong(column, value), name).toEqual([]);
          const marks = (html: string) => new Set([...html.matchAll(/data-cell="[^"]*"/g)].map(String));
          const { lines, around = "" } = column;
          const all = lines.map((it) => (it ? it.text + (it.value ?? "") : "")).join() + around;
          expect(marks(all), name).toEqual(marks(sum));
        }
      }),
      { numRuns: 20, seed: 14 },
    );
  });

  test("one digit that is another is seen, and so are a wrong sign and a line that is missing", () => {
    const { column, value } = columnsOf({ ...DEFAULT_LESSON, bias: true }).find(({ name }) => name === "z2")!;
    expect(wrong(column, value)).toEqual([]);
    const [first, ...rest] = column.lines as ColumnLine[];
    const other = {
      ...first!,
      value: first!.value!.replace(/\d$/, (digit) => String((Number(digit) + 5) % 10)),
    };
    expect(wrong({ ...column, lines: [other, ...rest] }, value)).not.toEqual([]);
    expect(wrong({ ...column, lines: rest }, value).length).toBe(column.sign === "=" ? 1 : 0);
    expect(wrong({ ...column, sign: column.sign === "=" ? "≈" : "=" }, value)).not.toEqual([]);
  });
});

const open = bookReader();

describe("beside the text", () => {
  /** What of it is seen, each part's edges, and what of the text lies under one of them. */
  const seen = (page: Page) =>
    page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const fading = document.querySelector(".place")!.getAnimations({ subtree: true });
      await Promise.allSettled(fading.map((it) => it.finished));
      const parts = [".where svg", ".network svg", ".network .hint", ".place .origin"].flatMap((selector) => {
        const it = document.querySelector(`.place ${selector.replace(".place ", "")}`);
        const box = it?.closest(".where, .network, .origin");
        const rect = it?.getBoundingClientRect();
        return rect && rect.height > 0 && Number(getComputedStyle(box!).opacity) > 0
          ? [{ selector, rect }]
          : [];
      });
      const out = parts.filter(({ rect }) => rect.bottom > innerHeight || rect.top < 0).length;
      const covered = parts.flatMap(({ selector, rect }) =>
        [...document.querySelectorAll(".body > *")]
          .filter((it) => {
            const { left, right, top, bottom, height } = it.getBoundingClientRect();
            return (
              height > 1 && right > rect.left && left < rect.right && top < rect.bottom && bottom > rect.top
            );
          })
          .map((it) => `${selector} over ${it.textContent!.slice(0, 40)}`),
      );
      return { names: parts.map(({ selector }) => selector), out, covered };
    });
  const along = async (page: Page, step: number) => {
    const all = [];
    const height = await page.evaluate(() => document.querySelector("main")!.offsetHeight);
    for (let y = 0; y < height - 500; y += step) {
      await page.evaluate((y) => scrollTo({ top: y, behavior: "instant" }), y);
      all.push({ y, ...(await seen(page)) });
    }
    return all;
  };

  test("it stays in sight, covers nothing, tells what is pointed at; on a narrow window the bar does", async () => {
    const { page, faults, close } = await open("dloss-dw2.html", { viewport: { width: 1280, height: 900 } });
    const places = await along(page, 390);
    expect(places.flatMap(({ covered }) => covered)).toEqual([]);
    expect(places.filter(({ y, out }) => y > 0 && out > 0)).toEqual([]);
    const whole = places.filter(({ names }) => names.includes(".network svg"));
    expect(whole.length).toBeGreaterThan(places.length * 0.6);
    expect(places.length).toBeGreaterThan(whole.length); // where notes and formulas need the margin, it makes room
    // It would be seen if it lay on a note.
    const note = page.locator(".body > .note").first();
    await note.evaluate((it) => it.scrollIntoView({ block: "end" }));
    await seen(page);
    const move = (from: string) =>
      page.evaluate((from) => {
        const [place, note] = [".place", ".note"].map((it) => document.querySelector<HTMLElement>(it)!);
        const to =
          note!.getBoundingClientRect().top - document.querySelector(from)!.getBoundingClientRect().top;
        place!.style.translate = place!.style.translate ? "" : `0 ${to}px`;
      }, from);
    await move(".where");
    expect((await seen(page)).covered).not.toEqual([]);
    await move(".where");

    const entry = page.locator('.katex-html .matrix [data-cell="dLoss_dW2.1.0"]').first();
    const origin = page.getByRole("region", { name: "Where this number comes from" });
    const isBeside = () =>
      origin.evaluate(
        (it) =>
          it.getBoundingClientRect().left >
          document.querySelector(".body > p")!.getBoundingClientRect().right,
      );
    await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    await entry.click();
    await origin.waitFor();
    expect(await isBeside()).toBe(true);
    expect((await seen(page)).covered).toEqual([]);
    expect(await origin.locator(".column").textContent()).toMatch(
      /^dLoss_dW2\[1,0\]0\.71301043·\(−0\.14673508\)≈ −0\.10462365$/,
    );
    expect(
      await page
        .locator(".network .edge.chosen")
        .evaluateAll((all) => all.map((it) => (it as SVGElement).dataset.cell)),
    ).toEqual(["W2.1.0"]);
    expect(
      await page
        .locator(".network rect.feeds")
        .evaluateAll((all) => all.map((it) => (it as SVGElement).dataset.cell)),
    ).toEqual(["h1.0.1", "h2.0.0"]);
    expect(await axeFinds(page, ".place")).toEqual([]);
    // On the way to it nothing is lost, and the keys are those of the bar.
    await page.keyboard.press("b");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Step through");
    await page.keyboard.press("Escape");
    expect(await origin.isVisible()).toBe(false);
    // An edge of the small network is its weight.
    const edge = page.locator('.network .hit[data-cell="W2.0.1"]');
    const { x, y, width, height } = (await edge.boundingBox())!;
    await page.mouse.move(x + width * 0.2, y + height * 0.2);
    expect(await origin.locator(".column").textContent()).toMatch(/^W2\[0,1\]= −0\.30992816$/);
    const labels = page
      .locator(".network .weight")
      .evaluateAll((all) =>
        all
          .filter((it) => getComputedStyle(it).opacity === "1")
          .map((it) => `${(it as SVGElement).dataset.cell} ${it.textContent}`),
      );
    expect(await labels).toEqual(["W2.0.1 −0.310"]);

    await entry.click();
    for (const [size, beside] of [
      [{ width: 1100, height: 700 }, false],
      [{ width: 1280, height: 600 }, true],
      [{ width: 1280, height: 360 }, undefined],
    ] as const) {
      await page.setViewportSize(size);
      await entry.evaluate((it) => it.scrollIntoView({ block: "center" }));
      await seen(page);
      if (beside !== undefined) expect(await isBeside(), `${size.width}×${size.height}`).toBe(beside);
      expect(await page.locator(".network").isVisible()).toBe(beside === true);
      const box = (await origin.boundingBox())!;
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(size.height);
      expect(await origin.locator(".column").isVisible()).toBe(beside ?? (await isBeside()));
    }
    await page.keyboard.press("Escape");
    // Another lesson: five neurons, wider formulas.
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => {
      location.hash = "rows=4&hidden=5&bias=1";
    });
    await expect.poll(() => page.locator('.network rect[data-cell^="h1."]').count()).toBe(5);
    await page.waitForTimeout(400);
    expect((await along(page, 1100)).flatMap(({ covered }) => covered)).toEqual([]);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".network").isVisible()).toBe(false);
    expect(await page.locator(".where").isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await close();
  });
});
