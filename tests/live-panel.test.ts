import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { DEFAULT_LESSON, parseLesson } from "../src/lesson/lesson.ts";
import { toRows } from "../src/math/matrix.ts";
import { traceOf } from "../src/network/stage.ts";
import { createRun } from "../src/training/run.ts";
import { parseSettings } from "../src/training/settings.ts";
import { axeFinds, axeFindsInEveryLook } from "./axe.ts";
import { bookReader } from "./book.ts";
import { digits, entry, fragment, opener, openPanel, valuesOf } from "./live-page.ts";

/** The panel of a live page, in Chromium, from `file://`. */

const open = bookReader();

describe("the panel", () => {
  test("is closed at first, opens with a key, and every field changes the page and the address", async () => {
    const { page, faults, close } = await open("z1.html");
    expect(await opener(page).getAttribute("aria-expanded")).toBe("false");
    await opener(page).focus();
    await page.keyboard.press("Enter");
    await page.locator("#panel").waitFor({ state: "visible" });
    const set = async (label: string, value: string, address: string, json: object) => {
      await page.getByLabel(label, { exact: true }).fill(value);
      expect(await fragment(page)).toBe(address);
      expect(await digits(page)).toEqual(valuesOf("z1", parseLesson(json)));
    };
    await set("Data seed", "7", "data-seed=7", { data: { seed: 7 } });
    await set("Rows", "3", "data-seed=7&rows=3", { data: { seed: 7, rows: 3 } });
    await set("Weight seed", "5", "data-seed=7&rows=3&weight-seed=5", {
      data: { seed: 7, rows: 3 },
      weights: { seed: 5 },
    });
    await set("Hidden neurons", "2", "data-seed=7&rows=3&weight-seed=5&hidden=2", {
      data: { seed: 7, rows: 3 },
      weights: { seed: 5 },
      hidden: 2,
    });
    await page.getByLabel("Learning rate α").fill("0.5");
    await page.getByLabel("Ridge λ").fill("0.25");
    await page.getByLabel("Decimals", { exact: true }).fill("3");
    expect(await fragment(page)).toBe(
      "data-seed=7&rows=3&weight-seed=5&hidden=2&learning-rate=0.5&ridge=0.25&digits=3",
    );
    expect(await page.locator("footer.lesson").textContent()).toContain("3 decimals shown");
    expect(await page.locator("footer.lesson code").textContent()).toBe(
      "npm run build -- --data-seed 7 --weight-seed 5 --rows 3 --hidden 2 --learning-rate 0.5 --ridge 0.25 --digits 3",
    );
    const before = await fragment(page);
    await page.getByRole("button", { name: "Another: Weight seed" }).click();
    expect(await fragment(page)).not.toBe(before);
    await page.getByRole("button", { name: "Back to the book’s numbers" }).click();
    expect(await fragment(page)).toBe("");
    expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    expect(faults).toEqual([]);
    await close();
  });

  test("what is out of range is told, and changes nothing", async () => {
    const { page, close } = await open("z1.html");
    await openPanel(page);
    await page.getByLabel("Rows", { exact: true }).fill("301");
    expect(await page.locator(".numbers [role=alert]").textContent()).toBe(
      "That cannot be shown. rows: got 301, expected a whole number from 1 to 300.",
    );
    expect(await page.getByLabel("Rows", { exact: true }).getAttribute("aria-invalid")).toBe("true");
    expect(await fragment(page)).toBe("");
    expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    await page.getByLabel("Rows", { exact: true }).fill("2");
    expect(await page.locator(".numbers [role=alert]").textContent()).toBe("");
    expect(await fragment(page)).toBe("rows=2");
    // Typed sign by sign, its beginning does not stay either; Enter leaves it to be mended.
    await page.keyboard.press("Control+a");
    await page.keyboard.type("3000");
    await page.keyboard.press("Enter");
    expect(await page.locator(".numbers [role=alert]").textContent()).toContain("rows: got 3000, expected");
    expect(await fragment(page)).toBe("rows=2");
    expect(await page.locator("footer.lesson").textContent()).toContain("2 rows");
    // As a hand writes it.
    await page.getByLabel("Learning rate α").fill("0,5");
    expect(await fragment(page)).toBe("rows=2&learning-rate=0.5");
    await page.getByLabel("Learning rate α").fill("1,250");
    expect(await page.locator(".numbers [role=alert]").textContent()).toContain(
      'learning-rate: got "1,250", expected 1250 or 1.25',
    );
    await close();
  });

  test("so are steps that no address could say", async () => {
    const { page, close } = await open("z1.html");
    await openPanel(page);
    const alert = page.locator(".numbers [role=alert]");
    for (const steps of ["-1", "2.5", "1000001"]) {
      await page.getByLabel("Steps trained before").fill(steps);
      expect(await alert.textContent()).toBe(
        `That cannot be shown. step: got ${steps}, expected a whole number from 0 to 1000000.`,
      );
      expect(await fragment(page)).toBe("");
    }
    expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    // What was refused goes from the field, and so does what was said of it.
    await page.keyboard.press("Tab");
    expect(await page.getByLabel("Steps trained before").inputValue()).toBe("0");
    expect(await alert.textContent()).toBe("");
    await close();
  });

  test("after a step back the field that has the focus has the page’s number", async () => {
    const { page, close } = await open("z1.html#rows=4");
    await openPanel(page);
    const rows = page.getByLabel("Rows", { exact: true });
    await rows.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("12");
    expect(await fragment(page)).toBe("rows=12");
    await page.goBack();
    await expect.poll(() => fragment(page)).toBe("rows=4");
    expect(await rows.inputValue()).toBe("4");
    await page.keyboard.press("ArrowUp");
    expect(await fragment(page)).toBe("rows=5");
    await close();
  });

  test("a lesson file is taken, dropped or chosen; a bad one is told by line and field", async () => {
    const { page, faults, close } = await open("z1.html");
    await openPanel(page);
    const file = (name: string, text: string) => ({
      name,
      mimeType: "application/json",
      buffer: Buffer.from(text),
    });
    const chooser = page.getByLabel("Open a lesson file");
    const lesson = {
      $schema: "./lesson.schema.json",
      title: "Class 10B",
      data: {
        X: [
          [0, 1],
          [1, 1],
        ],
        labels: [1, 0],
      },
      weights: { seed: 7, round: 1 },
    };
    await chooser.setInputFiles(file("class.json", JSON.stringify(lesson)));
    await expect
      .poll(() => fragment(page))
      .toBe("X=0,1;1,1&labels=1,0&weight-seed=7&round=1&title=Class%2010B");
    await expect.poll(() => digits(page)).toEqual(valuesOf("z1", parseLesson(lesson)));
    expect(await page.locator("footer.lesson").textContent()).toContain("Class 10B");
    const alert = page.locator(".numbers [role=alert]");
    await chooser.setInputFiles(file("bad.json", '{ "hidden": }'));
    await expect
      .poll(() => alert.textContent())
      .toContain('bad.json: line 1, column 13: got "}", expected a value');
    await chooser.setInputFiles(file("bad.json", '{ "hidden": 99 }'));
    await expect
      .poll(() => alert.textContent())
      .toContain("hidden: got 99, expected a whole number from 1 to 64");
    await chooser.setInputFiles(file("rows.json", '{ "data": { "csv": "rows.csv" } }'));
    await expect
      .poll(() => alert.textContent())
      .toContain('rows.json: data.csv: got a second file, "rows.csv"');
    await chooser.setInputFiles(file("half.json", JSON.stringify({ title: "a\ud800b" })));
    await expect.poll(() => alert.textContent()).toContain("title: got ");
    // A file that is refused leaves nothing that says the numbers have changed.
    const said = page.locator(".numbers .status");
    await chooser.setInputFiles(file("good.json", '{ "hidden": 5 }'));
    await expect.poll(() => said.textContent()).toContain("The numbers have changed");
    await chooser.setInputFiles(file("bad.json", '{ "hidden": 99 }'));
    await expect.poll(() => alert.textContent()).toContain("hidden: got 99");
    expect(await said.textContent()).toBe("");
    // Dropped.
    await page.locator("#panel").evaluate((form) => {
      const data = new DataTransfer();
      data.items.add(new File(['{ "hidden": 4 }'], "x.json"));
      form.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => fragment(page)).toBe("hidden=4");
    // And saved again: the file gives these very numbers.
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as a lesson file" }).click(),
    ]);
    const saved = JSON.parse(readFileSync(await download.path(), "utf8"));
    expect(parseLesson(saved)).toEqual(parseLesson({ hidden: 4 }));
    expect(faults).toEqual([]);
    await close();
  });

  test("steps trained before: the page shows the network after them", async () => {
    const { page, close } = await open("update.html");
    await openPanel(page);
    await page.getByLabel("Learning rate α").fill("0.5");
    await page.getByLabel("Steps trained before").fill("412");
    const run = createRun(parseSettings({ data: { rows: 1, seed: 0 }, learningRate: 0.5, steps: 413 }));
    run.step(413);
    const W1 = Array.from(run.weights[0]!.data);
    await expect.poll(async () => ((await digits(page)).W1_next as number[][]).flat()).toEqual(W1);
    expect(await fragment(page)).toBe("learning-rate=0.5&step=412");
    await close();
  });

  test("a step asked for while another is on its way is the one shown", async () => {
    const { page, close } = await open("update.html#rows=300&learning-rate=0.5&step=1000000");
    await expect.poll(() => page.locator(".numbers .status").textContent()).toBe("Training …");
    await page.evaluate(() => {
      location.hash = "rows=300&learning-rate=0.5&step=2000";
    });
    const run = createRun(parseSettings({ data: { rows: 300, seed: 0 }, learningRate: 0.5, steps: 2001 }));
    run.step(2000);
    await expect
      .poll(() => page.locator("footer.lesson").textContent(), { timeout: 20_000 })
      .toContain("After 2000 steps of training");
    const trace = traceOf(stages, {
      ...parseLesson({ data: { rows: 300 }, learningRate: 0.5 }),
      weights: { W1: toRows(run.weights[0]!), W2: toRows(run.weights[1]!) },
    });
    expect(((await digits(page)).W2_next as number[][]).flat()).toEqual([...trace.W2_next.data]);
    // And so it is with an address that says nothing: what is on its way does not come after it.
    await page.evaluate(() => {
      location.hash = "rows=300&learning-rate=0.5&step=900000";
    });
    await expect.poll(() => page.locator(".numbers .status").textContent()).toBe("Training …");
    await page.evaluate(() => {
      location.hash = "rows=none";
    });
    await expect.poll(() => page.locator(".numbers [role=alert]").textContent()).toContain('got "none"');
    expect(await page.locator(".numbers .status").textContent()).toBe("");
    expect(await digits(page)).toEqual(valuesOf("update", DEFAULT_LESSON));
    await close();
  });

  test("a change made while steps are trained comes on top of what was asked for; a refused one stops nothing", async () => {
    const { page, close } = await open("update.html#rows=300&hidden=10&learning-rate=0.5&step=300000");
    await openPanel(page);
    await expect.poll(() => page.locator(".numbers .status").textContent()).toBe("Training …");
    await page.getByLabel("Decimals", { exact: true }).fill("40");
    expect(await page.locator(".numbers [role=alert]").textContent()).toContain("digits: got 40");
    await page.getByLabel("Decimals", { exact: true }).fill("4");
    await page.getByLabel("Steps trained before", { exact: true }).fill("50");
    await expect
      .poll(() => fragment(page), { timeout: 20_000 })
      .toBe("rows=300&hidden=10&learning-rate=0.5&digits=4&step=50");
    const run = createRun(
      parseSettings({ data: { rows: 300, seed: 0 }, hidden: [10], learningRate: 0.5, steps: 51 }),
    );
    run.step(51);
    await expect
      .poll(async () => (await page.locator("footer.lesson").textContent())!)
      .toContain("After 50 steps of training");
    const shown = await entry(page, "W2_next.0.0").textContent();
    expect(shown).toBe(run.weights[1]!.data[0]!.toFixed(4).replace("-", "−"));
    await close();
  });

  test("typed while steps are trained: one step back undoes all of it, and Escape does not leave the page", async () => {
    const { page, faults, close } = await open("index.html");
    const start = "rows=300&hidden=10&learning-rate=0.5";
    await page.goto(page.url().replace("index.html", `update.html#${start}&step=20000`));
    await openPanel(page);
    const status = page.locator(".numbers .status");
    await expect.poll(() => status.textContent(), { timeout: 20_000 }).toContain("The loss is");
    const seed = page.getByLabel("Weight seed", { exact: true });
    await seed.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("12");
    expect(await status.textContent()).toBe("Training …");
    // A link to a place of the page, followed meanwhile, and those to other pages keep what was asked for.
    await page.evaluate(() => {
      location.hash = "main";
    });
    const asked = "rows=300&weight-seed=12&hidden=10&learning-rate=0.5&step=20000";
    await expect.poll(() => fragment(page)).toBe(asked);
    expect(await page.locator(".turn [rel=next]").getAttribute("href")).toContain(`#${asked}`);
    await page.goBack();
    await expect.poll(() => fragment(page)).toBe(asked);
    await entry(page, "W1.0.0").click();
    await page.locator(".edit input").fill("0.5");
    await page.keyboard.press("Escape");
    expect(await status.textContent()).toBe("Training …");
    await expect
      .poll(() => fragment(page), { timeout: 20_000 })
      .toBe("rows=300&weight-seed=12&hidden=10&learning-rate=0.5&step=20000");
    await page.goBack();
    await expect.poll(() => fragment(page)).toBe(`${start}&step=20000`);
    expect(page.url()).toContain("update.html");
    expect(faults).toEqual([]);
    await close();
  });

  test("its key opens it, on a page that came with numbers too; Escape closes it and nothing else", async () => {
    const { page, close } = await open("z1.html#rows=2");
    await expect.poll(() => page.locator("footer.lesson").textContent()).toContain("2 rows");
    await entry(page, "z1.0.1").click();
    await page.locator(".origin").waitFor();
    await page.evaluate(() => scrollTo(0, 2000));
    await page.keyboard.press("e");
    await page.locator("#panel").waitFor({ state: "visible" });
    expect(await opener(page).evaluate((it) => it === document.activeElement)).toBe(true);
    await expect(
      page.evaluate(() => document.activeElement!.getBoundingClientRect().top),
    ).resolves.toBeGreaterThan(0);
    for (const isInPanel of [true, false]) {
      if (isInPanel) await page.getByLabel("Rows", { exact: true }).focus();
      await page.keyboard.press("Escape");
      expect(await page.locator("#panel").isVisible()).toBe(false);
      expect(await page.locator(".origin").isVisible()).toBe(true);
      if (isInPanel) await page.keyboard.press("e"); // the focus is on its button now
    }
    await page.getByRole("button", { name: "Back to the book’s numbers" }).focus();
    await page.keyboard.press("Enter");
    expect(await opener(page).evaluate((it) => it === document.activeElement)).toBe(true);
    await close();
  });

  test("a run that overflows before the step asked for is told", async () => {
    const { page, faults, close } = await open("update.html#learning-rate=1000000&ridge=1000000&step=5000");
    await expect
      .poll(() => page.locator(".numbers [role=alert]").textContent())
      .toMatch(/^That cannot be shown\. step: got 5000, but the run overflows in step \d+\.$/);
    expect(await digits(page)).toEqual(valuesOf("update", DEFAULT_LESSON));
    // So is one whose weights are larger than those of any lesson.
    await page.evaluate(() => {
      location.hash = "learning-rate=10&ridge=1&step=7";
    });
    await expect
      .poll(() => page.locator(".numbers [role=alert]").textContent())
      .toBe("That cannot be shown. step: got 7, but by then a weight is larger than 1000000.");
    expect(faults).toEqual([]);
    await close();
  });
});

describe("how numbers are written", () => {
  /** Texts and names with a decimal point, but for code, in what is on the page. */
  const withPoint = (page: Page) =>
    page.evaluate(() => {
      const texts: string[] = [];
      const walk = (it: Node): void => {
        if (it instanceof Text) texts.push(it.data);
        if (!(it instanceof Element) || it.matches("code, pre, script")) return;
        texts.push(...["title", "aria-label", "aria-valuetext"].map((name) => it.getAttribute(name) ?? ""));
        for (const child of it.childNodes) walk(child);
      };
      walk(document.body);
      return texts.filter((text) => /\d\.\d/.test(text));
    });

  test("is chosen beside the decimals: with a comma, and as fractions, everywhere, where they are typed too", async () => {
    const { page, faults, close } = await open("z1.html");
    await openPanel(page);
    expect(await withPoint(page)).not.toEqual([]);
    await page.getByLabel("Decimal sign").selectOption("comma");
    expect(await fragment(page)).toBe("decimal=comma");
    await page.evaluate(() => dispatchEvent(new Event("beforeprint"))); // all is written out
    await expect.poll(() => withPoint(page)).toEqual([]);
    expect(await entry(page, "X.0.0").textContent()).toContain("1,76405235");
    expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    expect(await page.getByLabel("Learning rate α").inputValue()).toBe("0,001");
    expect(await page.locator("footer.lesson code").textContent()).toBe("npm run build -- --decimal comma");
    expect(await page.locator('a[href^="h1.html"]').first().getAttribute("href")).toBe(
      "h1.html#decimal=comma",
    );

    await entry(page, "W1.0.1").click();
    const box = page.locator(".edit input");
    expect(await box.inputValue()).toBe(String(traceOf(stages, DEFAULT_LESSON).W1.data[1]).replace(".", ","));
    await box.fill("1,125"); // where a comma stands before thousands it would be two numbers
    expect(await fragment(page)).toBe("decimal=comma&W1.0.1=1.125");
    await box.fill("12abc");
    expect(await page.locator(".edit [role=alert]").textContent()).toContain("such as 0,5 or 1250");
    await box.fill("−3/4");
    expect(await fragment(page)).toBe("decimal=comma&W1.0.1=-0.75");
    await page.keyboard.press("Enter");
    expect(await entry(page, "W1.0.1").textContent()).toContain("−0,75000000");
    expect(await entry(page, "W1.0.1").getAttribute("title")).toBe("In the book: 0,37769425");

    await page.getByLabel("Fractions").selectOption("true");
    expect(await fragment(page)).toBe("decimal=comma&fractions=1&W1.0.1=-0.75");
    const fraction = page.locator("main .formula math mfrac").filter({ hasText: /^34$/ });
    expect(await fraction.count()).toBeGreaterThan(0);
    await page.locator('main .drawing text[data-cell="W1.0.1"]').first().click();
    expect(await page.locator(".edit input").inputValue()).toBe("-3/4");
    await page.keyboard.press("Escape");
    expect(await withPoint(page)).toEqual([]);
    await page.getByRole("button", { name: "Back to the book’s numbers" }).click();
    expect(await fragment(page)).toBe("");
    expect(await page.getByLabel("Decimal sign").inputValue()).toBe("point");
    expect(faults).toEqual([]);
    await close();
  });
});

describe("in every state", () => {
  test("axe finds nothing: panel open, fault told, box open; light and dark, wide and narrow", async () => {
    const { page, close } = await open("z1.html", { reducedMotion: "reduce" });
    const wide = async () => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      return over > 0 ? [`${over} px too wide`] : [];
    };
    // The rest of the page is as site.test.ts knows it.
    const found = () => axeFindsInEveryLook(page, ":is(.numbers, .edit)", wide);
    await openPanel(page);
    expect(await found()).toEqual([]);
    await page.getByLabel("Rows", { exact: true }).fill("0");
    expect(await found()).toEqual([]);
    await page.getByLabel("Rows", { exact: true }).fill("2");
    await page.setViewportSize({ width: 360, height: 720 }); // it opens where there is room for it, and stays there
    await entry(page, "W1.0.0").click();
    await page.locator(".edit").waitFor();
    expect(await found()).toEqual([]);
    await page.locator(".edit input").evaluate((it) => it.removeAttribute("aria-label"));
    expect((await axeFinds(page)).join()).toContain("label");
    await close();
  });

  test("on paper there is no panel and no box, and every disclosure tells of the numbers shown", async () => {
    const { page, close } = await open("h1.html#weight-seed=3");
    await expect.poll(() => page.locator("footer.lesson").textContent()).toContain("weight seed 3");
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".numbers").isVisible()).toBe(false);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const trace = traceOf(stages, parseLesson({ weights: { seed: 3 } }));
    const said = await page.locator("details.answer").first().textContent();
    expect(said).toContain(trace.h1.data[1]!.toFixed(8));
    await close();
  });
});
