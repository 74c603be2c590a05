import { gzipSync } from "node:zlib";
import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { codeWords } from "../chapters/words/code.ts";
import { english } from "../chapters/words/english.ts";
import { encodeDifference } from "../src/code/difference.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { toRows } from "../src/math/matrix.ts";
import { traceOf } from "../src/network/stage.ts";
import { axeFinds } from "./axe.ts";
import { bookFile, bookReader } from "./book.ts";
import { digits } from "./live-page.ts";

/** Code changed on its page: what the page then is, and how it becomes the book's again. */

const open = bookReader();

const area = (page: Page): Locator => page.locator(".area");
const label = (page: Page): Locator => page.locator(".code-label");
const textOf = (page: Page, selector: string) => page.locator(selector).first().textContent();

async function openEditor(page: Page): Promise<string> {
  await page.locator(".change-code").click();
  await area(page).waitFor();
  return area(page).inputValue();
}

/** Until what was asked for has run, and the checks are there. */
const settled = (page: Page) =>
  page.waitForFunction(() => document.querySelector(".workbench .status")?.textContent === "");

async function run(page: Page, code: string): Promise<void> {
  await area(page).fill(code);
  await area(page).press("Control+Enter");
  await settled(page);
}

/** Changes the numbers and the bricks. */
const go = (page: Page, fragment: string) => page.evaluate((it) => location.assign(it), `#${fragment}`);

/** Until the editor has a piece of code. */
const holds = (page: Page, piece: string) =>
  page.waitForFunction(
    (it) => document.querySelector<HTMLTextAreaElement>(".area")?.value.includes(it),
    piece,
  );

/** Until no number is marked as just changed. */
const unmarked = (page: Page) => page.waitForFunction(() => !document.querySelector(".changed"));

/** The page as its text, without its code and what scripts have added. */
const bookText = (page: Page) =>
  page.evaluate(() => {
    const copy = document.querySelector("main")!.cloneNode(true) as HTMLElement;
    for (const added of copy.querySelectorAll("[data-added], .exercises, .typescript pre")) added.remove();
    return copy.textContent;
  });

const trace = traceOf(stages, DEFAULT_LESSON);

describe("a page whose code is changed", () => {
  test("follows the code, says so wherever it is read, and becomes the book's again", async () => {
    const { page, faults, close } = await open("z1.html");
    const before = await bookText(page);
    const article = await textOf(page, ".article");
    const title = await page.title();
    const code = await openEditor(page);
    expect(await label(page).isVisible()).toBe(false);

    await run(page, code.replace("matmul(X, W1)", "scale(2, matmul(X, W1))"));
    const doubled = toRows(trace.z1).map((row) => row.map((x) => 2 * x));
    const { note, z1 } = await digits(page);
    expect(z1).toEqual(doubled);
    const said = english.changed.note;
    expect(note).toBe(said);
    expect(await textOf(page, "details.precision p")).toContain(said);
    expect(await textOf(page, ".lesson")).toContain(said);
    expect(await textOf(page, ".lesson")).toContain(english.changed.command);
    expect(await textOf(page, ".typescript > .label")).toBe(english.changed.code("chapters/02-z1.ts"));
    expect(await textOf(page, ".numpy > .label")).toContain(english.changed.numpy);
    expect(await textOf(page, ".operations summary")).toBe(english.calls("scale, matmul"));
    expect(await label(page).textContent()).toBe(codeWords.label + codeWords.leave);
    expect(await page.title()).toBe(`${codeWords.title} · ${title}`);
    const foot = () => page.evaluate(() => document.documentElement.style.getPropertyValue("--foot"));
    expect(await foot()).toContain(said);
    const edge = () =>
      page.evaluate(() => getComputedStyle(document.querySelector("main")!, "::before").borderLeftStyle);
    expect(await edge()).toBe("double");
    expect(await textOf(page, ".article")).toBe(article); // the article's numbers are the article's
    expect(await textOf(page, ".katex-mathml")).not.toContain("undefined");
    expect(await page.locator(".formula").first().textContent()).toContain("≠");
    await page.locator('.formula [data-cell="z1.0.1"]').first().hover();
    expect(await textOf(page, ".origin .sum")).toMatch(/^z1\[0,1\]: [^=≈]* ≠ 1\.82010037$/);
    // Every weight of the first layer is refuted, none of the second.
    const verdicts = await page.locator(".held tbody").first().locator("td").allInnerTexts();
    expect(verdicts.map((it) => it.replace(/\s+/g, " "))).toEqual([
      "nudging ✗ 6 of 6 tape ✗ 6 of 6",
      "nudging ✓ 6 tape ✓ 6",
    ]);
    await unmarked(page);
    expect(await axeFinds(page)).toEqual([]);

    await label(page).getByRole("button").click();
    await settled(page);
    expect(await label(page).isVisible()).toBe(false);
    expect(await page.title()).toBe(title);
    expect(await foot()).not.toContain(said);
    expect(await edge()).not.toBe("double");
    expect(await bookText(page)).toBe(before);
    expect(faults).toEqual([]);
    await close();
  });

  test("keeps the code while numbers change, and puts it aside while other bricks have other code", async () => {
    const { page, faults, close } = await open("z1.html");
    const code = await openEditor(page);
    const own = code.replace("matmul(X, W1)", "scale(2, matmul(X, W1))");
    await area(page).fill(own); // it runs by itself after a rest
    await page.locator("main.own-code:not(.behind)").waitFor();
    await settled(page);
    await go(page, "W1.0.0=0.25");
    await page.waitForFunction(
      () => !document.querySelector("main.behind") && document.querySelector("main.own-code"),
    );
    await settled(page);
    const lesson = { ...DEFAULT_LESSON, weights: { W1: toRows(trace.W1), W2: toRows(trace.W2) } };
    lesson.weights.W1[0]![0] = 0.25;
    const expected = toRows(traceOf(stages, lesson).z1).map((row) => row.map((x) => 2 * x));
    expect((await digits(page)).z1).toEqual(expected);

    await go(page, "bias=1");
    await page.waitForFunction(() => !document.querySelector("main.own-code"));
    expect(await area(page).inputValue()).toContain("addRow(");
    expect(await textOf(page, ".workbench .status")).toBe(codeWords.aside);
    await go(page, "rows=4");
    await page.waitForFunction(() => document.querySelector("main.own-code:not(.behind)"));
    expect(await area(page).inputValue()).toBe(own);

    // What is still on its way when the book's code is back comes too late.
    await area(page).fill(code.replace("matmul(X, W1)", "scale(3, matmul(X, W1))"));
    await area(page).press("Control+Enter");
    await page.locator(".workbench").getByRole("button", { name: codeWords.back }).click();
    await settled(page);
    expect(await page.locator("main.own-code").count()).toBe(0);
    // Nor does what was put aside come back to a reader who is back at the book's.
    await go(page, "bias=1");
    await holds(page, "addRow(");
    await go(page, "rows=4");
    await holds(page, "= matmul(X, W1)");
    expect(await area(page).inputValue()).toBe(code);
    expect(faults).toEqual([]);
    await close();
  });

  test("shows the numbers that it had, dimmed, while the code has a fault", async () => {
    const { page, faults, close } = await open("dloss-dw2.html");
    const code = await openEditor(page);
    const before = await bookText(page);
    await run(page, code.replace("transpose(h1)", "h1"));
    expect(await textOf(page, ".workbench .fault")).toBe(
      codeWords.fault({ is: "shapes", text: "cannot multiply 1×3 by 1×2", line: 20 }),
    );
    expect(await page.locator(".marked-line").isVisible()).toBe(true);
    expect(await page.locator("main.behind").count()).toBe(1);
    expect(await label(page).textContent()).toContain(codeWords.behind);
    expect(await bookText(page)).toBe(before);
    // A missing 1/N agrees everywhere on one row: only the probes show it.
    await run(page, code.replace("-1 / N", "-1"));
    const rows = page.locator(".held tbody");
    expect(await rows.nth(0).locator(".fails").count()).toBe(0);
    expect(await rows.nth(1).locator(".fails").count()).toBe(4);
    // All values are the book's on this lesson, and the label does not say otherwise.
    expect(await label(page).textContent()).toContain(codeWords.same);
    // The four rows on the page follow the code too.
    const four = () => page.locator(`[data-cell^="four:dLoss_dW2"]`).allTextContents();
    const [own, book] = [await four(), await back(page, four)];
    expect(own.length).toBeGreaterThan(0);
    expect(own).not.toEqual(book);
    expect(faults).toEqual([]);
    await close();
  });

  const back = async <T>(page: Page, then: () => Promise<T>): Promise<T> => {
    await label(page).getByRole("button").click();
    await page.waitForFunction(() => !document.querySelector("main.own-code"));
    return then();
  };

  test("goes into a link and comes out of it, and a draft outlives the page; neither runs by itself", async () => {
    const { page, faults, close } = await open("h2.html");
    const code = await openEditor(page);
    const own = code.replace("map(z2, output.activation)", "map(z2, (z) => z / 2)");
    await run(page, own);
    const { h2 } = await digits(page);
    await page.evaluate(() => {
      const writeText = async (text: string) => document.body.setAttribute("data-link", text);
      Object.defineProperty(navigator, "clipboard", { value: { writeText } });
    });
    await page.getByRole("button", { name: codeWords.link }).click();
    await page.waitForFunction(() => document.body.dataset.link);
    const link = await page.evaluate(() => document.body.dataset.link!);
    expect(link).toMatch(/h2\.html#code=[\w-]+\.?[\w-]+$/);

    let ofSoftmax = "";
    const held = async (there: Page, why: string) => {
      await area(there).waitFor();
      await there.waitForFunction(() => document.querySelector<HTMLTextAreaElement>(".area")!.value);
      expect(await area(there).inputValue()).toBe(own);
      expect(await textOf(there, ".workbench .status")).toBe(why);
      await there.waitForTimeout(900); // longer than the rest after which code runs
      expect(await there.locator("main.own-code").count()).toBe(0);
      // Nor with bricks that it was not written for, nor when its own are back.
      await go(there, "output-activation=softmax");
      await holds(there, "softmax(z2)");
      ofSoftmax = await area(there).inputValue();
      await go(there, "");
      await holds(there, "z / 2");
      expect(await textOf(there, ".workbench .status")).toBe(why);
      expect(await there.locator("main.own-code").count()).toBe(0);
      await there.getByRole("button", { name: codeWords.run, exact: true }).click();
      await there.locator("main.own-code").waitFor();
      expect((await digits(there)).h2).toEqual(h2);
    };
    await page.reload();
    await held(page, codeWords.fromDraft);
    const other = await open(`h2.html${new URL(link).hash}`);
    await held(other.page, codeWords.fromLink);
    expect(await other.page.evaluate(() => location.hash)).toBe("");
    // It waits for bricks that come with a late step, and so take a while.
    const twice = ofSoftmax.replace("softmax(z2)", "softmax(scale(2, z2))");
    const bricks = "output-activation=softmax&rows=300&hidden=64&step=4000";
    const late = await open(`h2.html#${bricks}&code=${await encodeDifference(ofSoftmax, twice)}`);
    await holds(late.page, "scale(2, z2)");
    expect(await textOf(late.page, ".workbench .status")).toBe(codeWords.fromLink);
    const broken = await open("h2.html#code=abc.def");
    await area(broken.page).waitFor();
    await broken.page.waitForFunction(() => document.querySelector(".workbench .status")!.textContent);
    expect(Object.values(codeWords.brokenLink)).toContain(await textOf(broken.page, ".workbench .status"));
    expect(await area(broken.page).inputValue()).toBe(code);
    for (const it of [{ faults, close }, other, late, broken]) {
      expect(it.faults).toEqual([]);
      await it.close();
    }
  });

  test("is written in with the keys alone, on the very lines of the page, and fits a phone", async () => {
    const { page, faults, close } = await open("dloss-dw2.html", { viewport: { width: 360, height: 740 } });
    await page.locator(".change-code").focus();
    await page.keyboard.press("Enter");
    await area(page).waitFor();
    const code = await area(page).inputValue();
    // Within a pixel: the same letters, the same places.
    const apart = await page.evaluate(() => {
      const [area, lines] = [
        document.querySelector(".area")!,
        document.querySelector(".area")!.parentElement!.querySelector("code")!,
      ];
      const [a, b] = [area.getBoundingClientRect(), lines.getBoundingClientRect()];
      const looks = (it: Element) => {
        const { fontFamily, fontSize, lineHeight, letterSpacing, tabSize } = getComputedStyle(it);
        return [fontFamily, fontSize, lineHeight, letterSpacing, tabSize].join();
      };
      return {
        off: Math.hypot(a.x - b.x, a.y - b.y, a.height - b.height),
        same: looks(area) === looks(lines),
        scrolls: area.scrollWidth - area.clientWidth,
      };
    });
    expect(apart.same).toBe(true);
    expect(apart.off).toBeLessThan(1);
    expect(apart.scrolls).toBe(0); // a line wider than the phone moves with the page's own
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Tab");
    expect(await area(page).inputValue()).toBe(`  ${code}`);
    await page.keyboard.press("Shift+Tab");
    expect(await area(page).inputValue()).toBe(code);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement!.className)).not.toBe("area");
    await run(page, code.replace("-1 / N", "1 / N"));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await unmarked(page);
    expect(await axeFinds(page, "main, .code-label")).toEqual([]);
    // The label lies neither on what is edited nor on the chapters.
    const covered = (selector: string) =>
      page.evaluate((it) => {
        const [label, other] = [".code-label", it].map((its) =>
          document.querySelector(its)!.getBoundingClientRect(),
        );
        return label!.bottom - other!.top;
      }, selector);
    await area(page).focus();
    expect(await covered(".area")).toBeLessThanOrEqual(0);
    await page.evaluate(() => scrollTo(0, 0));
    expect(await covered(".bar")).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await close();
  });

  test("offers tasks: a broken version opens at one press, and the checks tell when it is mended", async () => {
    const { page, faults, close } = await open("z1.html");
    const code = await openEditor(page);
    const tasks = page.locator(".tasks");
    const verdict = tasks.locator('[role="status"]');
    await tasks.getByRole("button", { name: codeWords.tasks.fault(1) }).click();
    expect(await area(page).inputValue()).not.toBe(code);
    await verdict.filter({ hasText: /^Not yet/ }).waitFor();
    await run(page, code);
    await verdict.filter({ hasText: codeWords.tasks.solved }).waitFor();
    await tasks.getByRole("button", { name: codeWords.tasks.write(1) }).click();
    await verdict
      .filter({
        hasText: codeWords.tasks.unsolved("z1[0,0]", codeWords.checks.here, "0", "−1.40982136"),
      })
      .waitFor();
    // The book's code makes the right numbers, by the operation that is ruled out.
    await run(page, code);
    await verdict.filter({ hasText: codeWords.tasks.calls("matmul") }).waitFor();
    await tasks.getByRole("button", { name: codeWords.tasks.solution }).click();
    await verdict.filter({ hasText: codeWords.tasks.solved }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });
});

test("what is loaded for it stays small", () => {
  const sizeOf = (file: string) => gzipSync(bookFile(file), { level: 9 }).length;
  expect(sizeOf("code.js")).toBeLessThan(65_000);
  expect(sizeOf("runtime.js")).toBeLessThan(22_000);
  expect(sizeOf("tasks.js")).toBeLessThan(8_000);
  expect(sizeOf("code.css")).toBeLessThan(2_500);
});

describe("the program of the loop", () => {
  test("runs as it stands, as changed, for as many steps as are asked for, and stops", async () => {
    const { page, faults, close } = await open("loop.html");
    const code = await openEditor(page);
    const before = await bookText(page);
    await area(page).press("Control+Enter");
    await settled(page);
    expect(await page.locator(".workbench .fails").count()).toBe(0);
    expect(await page.locator(".held .agrees").count()).toBe(8);
    await run(
      page,
      code.replace("subtract(W1, scale(alpha, dLoss_dW1))", "add(W1, scale(alpha, dLoss_dW1))"),
    );
    // Step 0 and its slopes are the book's, what follows goes up.
    expect(await page.locator(".held .fails").count()).toBe(0);
    expect(await page.locator(".workbench td.fails").count()).toBe(10);
    await run(page, code.replace("scale(-1 / N,", "scale(1 / N,"));
    expect(await page.locator(".held .fails").count()).toBe(8);
    expect(await bookText(page)).toContain(before.slice(-2000)); // the page keeps the book's numbers

    await area(page).fill(code.replace("loss_data + loss_ridge", "loss_data + loss_ridge - 0.3004"));
    const ask = async (steps: string) => {
      await page.locator(".workbench input").fill(steps);
      await page.getByRole("button", { name: codeWords.program.run }).click();
    };
    await ask("500");
    await page.locator(".ran > figure > svg").waitFor();
    expect(await textOf(page, ".ran")).toContain("500");
    // A loss that falls below 0 is drawn there.
    expect(await textOf(page, ".ran svg")).toMatch(/−0\.\d/);
    await ask("1,5");
    expect(await textOf(page, ".workbench .fault")).toBe(
      codeWords.fault({ is: "count", got: "1,5", most: 1_000_000 }),
    );
    await ask("400000");
    await page.getByRole("button", { name: codeWords.program.stop }).click();
    expect(await textOf(page, ".workbench .status")).toBe(codeWords.program.stopped);

    // Other bricks have another program; the reader's comes back with theirs.
    await go(page, "bias=1");
    await holds(page, "b1_next");
    expect(await textOf(page, ".workbench .status")).toBe(codeWords.aside);
    await go(page, "rows=4");
    await holds(page, "- 0.3004");
    expect(faults).toEqual([]);
    await close();
  });
});
