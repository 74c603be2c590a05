import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import fc from "fast-check";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundling } from "../build/scripts.ts";
import { serve } from "../build/serve.ts";
import { complete, givenToLive, site, sourcesOfPages } from "../build/site.ts";
import { stageJson } from "../build/stage-json.ts";
import { chapters, stages, training } from "../chapters/index.ts";
import { pages } from "../chapters/pages.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson.ts";
import { toRows } from "../src/matrix.ts";
import { traceOf } from "../src/trace.ts";
import { createRun } from "../src/training/run.ts";
import { parseSettings } from "../src/training/settings.ts";
import { axeFinds } from "./axe.ts";
import { lessons } from "./lessons.ts";
import type { asked } from "./live.browser.ts";
import { ROOT } from "./project.ts";
import { openPage, withChromium, writeFiles } from "./reading.ts";

/** Pages whose reader changes the numbers, in Chromium, from `file://` unless a test says otherwise. */

const folder = mkdtempSync(join(tmpdir(), "live-"));
let browser: Browser;
withChromium((it) => {
  browser = it;
});
let built: ReadonlyMap<string, string>;
let scripts: { readonly live: string; readonly reader: string };
/** The live code with what tests ask of it. */
let asking: string;

beforeAll(async () => {
  const made = await complete(await site({ root: ROOT, lesson: DEFAULT_LESSON, command: "npm run build" }));
  built = new Map([...made.pages].map(([name, render]) => [name, render()]));
  writeFiles({ ...made, pages: new Map([...built].map(([name, html]) => [name, () => html])) }, folder);
  scripts = { live: String(made.assets.get("live.js")), reader: String(made.assets.get("reader.js")) };
  const { telling } = await sourcesOfPages(ROOT, DEFAULT_LESSON);
  const { outputFiles } = await build({
    ...bundling(ROOT, givenToLive(DEFAULT_LESSON, "npm run build", telling.sources)),
    entryPoints: ["tests/live.browser.ts"],
  });
  asking = outputFiles![0]!.text;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = (address: string, options: BrowserContextOptions = {}, home = folder) =>
  openPage(browser, home, address, options);
const following = pages.filter((page) => !("experiment" in page)).map(({ name }) => name);

const opener = (page: Page): Locator => page.getByRole("button", { name: "Change the numbers" });
async function openPanel(page: Page): Promise<void> {
  await opener(page).click();
  await page.locator("#panel").waitFor({ state: "visible" });
}
const fragment = (page: Page): Promise<string> => page.evaluate(() => location.hash.slice(1));
/** The numbers of a stage page, every digit, as it offers them for copying: they are there when they are opened. */
const digits = async (page: Page): Promise<Record<string, unknown>> => {
  const precision = page.locator("details.precision");
  if (!(await precision.evaluate((it) => (it as HTMLDetailsElement).open)))
    await precision.locator("summary").click();
  return JSON.parse((await precision.locator("pre code").first().textContent())!);
};
const valuesOf = (name: string, lesson: Lesson) =>
  JSON.parse(stageJson(chapters.find((it) => it.name === name)!, traceOf(stages, lesson))).outputs;
const entry = (page: Page, cell: string): Locator =>
  page.locator(`main .formula [data-cell="${cell}"]`).first();

describe("the same book", () => {
  test("the live HTML of the default lesson is the built <main>, byte for byte, on every page that follows it", async () => {
    const { page, close } = await open("z1.html", { bypassCSP: true });
    await page.addScriptTag({ content: asking });
    expect(following.length).toBe(14);
    for (const name of following) {
      const html = built.get(`${name}.html`)!;
      const main = html.slice(html.indexOf("<main"), html.indexOf("</main>") + "</main>".length);
      const live = await page.evaluate(
        (it) => (globalThis as unknown as { asked: typeof asked }).asked.mainHtml(it),
        name,
      );
      expect(live === main, name).toBe(true);
    }
    await close();
  });

  test("numbers are the build's, bit for bit, for 50 lessons given by their addresses", async () => {
    const { page, close } = await open("z1.html", { bypassCSP: true });
    await page.addScriptTag({ content: asking });
    const all = fc.sample(lessons, { numRuns: 50, seed: 4 });
    for (const lesson of all) {
      const plain: Lesson = JSON.parse(JSON.stringify(lesson));
      const live = await page.evaluate(
        (it) => (globalThis as unknown as { asked: typeof asked }).asked.everyStage(it),
        plain,
      );
      const trace = traceOf(stages, plain);
      expect(live).toEqual(chapters.map((chapter) => stageJson(chapter, trace)));
    }
    await close();
  });

  test("and so they are on the page itself, reached by an address", async () => {
    const { page, faults, close } = await open("z1.html");
    for (const [address, json] of [
      ["data-seed=7&rows=3&weight-seed=9", { data: { seed: 7, rows: 3 }, weights: { seed: 9 } }],
      ["hidden=5", { hidden: 5 }],
      [
        "X=0,1;1,1&labels=1,0&W1=1,2;3,4&W2=1,0;0,1",
        {
          data: {
            X: [
              [0, 1],
              [1, 1],
            ],
            labels: [1, 0],
          },
          weights: {
            W1: [
              [1, 2],
              [3, 4],
            ],
            W2: [
              [1, 0],
              [0, 1],
            ],
          },
        },
      ],
    ] as const) {
      for (const name of ["z1", "dloss-dw1", "update"]) {
        await page.goto("about:blank");
        await page.goto(`file://${folder}/${name}.html#${address}`);
        const wanted = valuesOf(name, parseLesson(json));
        await expect.poll(() => digits(page), { message: `${name} ${address}` }).toEqual(wanted);
      }
    }
    expect(faults).toEqual([]);
    await close();
  });
});

describe("what a page loads", () => {
  test("nothing of it before somebody touches a number; then one script of at most 200 KB", async () => {
    const { page, faults, close } = await open("z1.html");
    const loaded = () => page.evaluate(() => document.querySelectorAll('script[src="live.js"]').length);
    await page.mouse.move(5, 5);
    expect(await loaded()).toBe(0);
    await entry(page, "W1.0.0").hover();
    await expect.poll(loaded).toBe(1);
    await openPanel(page);
    expect(await loaded()).toBe(1);
    expect(gzipSync(scripts.live, { level: 9 }).length).toBeLessThan(200_000);
    expect(scripts.reader.length).toBeLessThan(10_000);
    expect(faults).toEqual([]);
    await close();
  });

  test("pages whose runs have settings of their own have no panel, and hand the numbers on", async () => {
    const { page, faults, close } = await open("runs.html#rows=4&W1.0.1=0.5");
    expect(await opener(page).count()).toBe(0);
    expect(training.filter(({ experiment }) => experiment).length).toBeGreaterThan(0);
    await page.locator('a[rel="prev"]').click();
    await page.waitForURL(/loop\.html/);
    expect(await fragment(page)).toBe("rows=4&W1.0.1=0.5");
    expect(faults).toEqual([]);
    await close();
  });
});

test("an address written by hand into a page that is open counts: shown, or handed on in the links", async () => {
  const { page, faults, close } = await open("z1.html");
  const home = page.url();
  await page.goto(`${home}#rows=3`);
  await expect.poll(() => entry(page, "X.2.1").count()).toBe(1);
  await page.goBack();
  await expect.poll(() => entry(page, "X.2.1").count()).toBe(0);
  const next = page.locator(".turn [rel=next]");
  await page.goto(home.replace("z1", "exploding"));
  await page.goto(home.replace("z1.html", "exploding.html#rows=3"));
  await expect.poll(() => next.getAttribute("href")).toBe("ceiling.html#rows=3");
  await page.goto(home.replace("z1.html", "exploding.html#rows=4"));
  await expect.poll(() => next.getAttribute("href")).toBe("ceiling.html#rows=4");
  await page.goto(home.replace("z1.html", "exploding.html#gradients-that-vanish"));
  await expect.poll(() => fragment(page)).toBe("rows=4");
  expect(await next.getAttribute("href")).toBe("ceiling.html#rows=4");
  expect(faults).toEqual([]);
  await close();
});

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
    await page.getByLabel("Decimals").fill("3");
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
    expect(await digits(page)).toEqual(valuesOf("z1", parseLesson(lesson)));
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
    const { page, close } = await open("update.html#learning-rate=1000000&ridge=1000000&step=5000");
    await expect
      .poll(() => page.locator(".numbers [role=alert]").textContent())
      .toMatch(/^That cannot be shown\. step: got 5000, but the run overflows in step \d+\.$/);
    expect(await digits(page)).toEqual(valuesOf("update", DEFAULT_LESSON));
    await close();
  });
});

describe("a number changed where it stands", () => {
  test("by typing: everything that follows from it changes at once, and one step back undoes all of it", async () => {
    const { page, faults, close } = await open("z1.html");
    await entry(page, "W1.0.1").click();
    const box = page.getByRole("textbox", { name: "New value of W1[0,1]" });
    await box.waitFor();
    const middle = async (it: Locator) => {
      const { x, y, width, height } = (await it.boundingBox())!;
      return [x + width / 2, y + height / 2].map(Math.round);
    };
    expect(await middle(page.locator(".edit"))).toEqual(await middle(entry(page, "W1.0.1")));
    expect(await box.inputValue()).toBe(String(traceOf(stages, DEFAULT_LESSON).W1.data[1]));
    await page.keyboard.type("-0.25");
    expect(await entry(page, "z1.0.1").evaluate((it) => it.classList.contains("changed"))).toBe(true);
    expect(await fragment(page)).toBe("W1.0.1=-0.25");
    const W1 = [
      [...traceOf(stages, DEFAULT_LESSON).W1.data.subarray(0, 3)],
      [...traceOf(stages, DEFAULT_LESSON).W1.data.subarray(3)],
    ];
    W1[0]![1] = -0.25;
    const W2 = [0, 1, 2].map((r) => [...traceOf(stages, DEFAULT_LESSON).W2.data.subarray(2 * r, 2 * r + 2)]);
    expect(await digits(page)).toEqual(valuesOf("z1", parseLesson({ weights: { W1, W2 } })));
    await page.keyboard.press("Enter");
    expect(await box.count()).toBe(0);
    await page.goBack();
    await expect.poll(() => digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    await page.goForward();
    await expect.poll(() => fragment(page)).toBe("W1.0.1=-0.25");
    expect(faults).toEqual([]);
    await close();
  });

  test("text that is no number is refused and the page stays; Escape takes back what was typed", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "X.0.0").click();
    const box = page.getByRole("textbox", { name: "New value of X[0,0]" });
    await box.fill("12abc");
    expect(await box.getAttribute("aria-invalid")).toBe("true");
    const told = page.locator(".edit [role=alert]");
    expect(await told.textContent()).toBe('got "12abc", expected a number, such as 0.5 or 1250');
    expect(await fragment(page)).toBe("");
    await box.fill("1e7");
    expect(await told.textContent()).toBe(
      "X.0.0: got 10000000, expected a number of at most 1000000 in size",
    );
    expect(await fragment(page)).toBe("");
    expect(await page.locator(".numbers [role=alert]").textContent()).toBe("");
    for (const text of ["1.000,5", "1,250"]) {
      await box.fill(text);
      expect(await told.textContent()).toBe(`got "${text}", expected a number, such as 0.5 or 1250`);
    }
    for (const [text, value] of [
      ["−1,5", -1.5],
      ["0,5", 0.5],
      ["1,250.00000000", 1250],
      ["−2.5e−1", -0.25],
    ] as const) {
      await box.fill(text);
      expect(await told.textContent()).toBe("");
      expect(await fragment(page)).toBe(`X.0.0=${value}`);
    }
    await page.keyboard.press("Escape");
    expect(await fragment(page)).toBe("");
    expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    await close();
  });

  test("by keys and buttons, step by step", async () => {
    const { page, close } = await open("z1.html#W1.0.0=0.5");
    await expect.poll(() => entry(page, "W1.0.0").textContent()).toBe("0.50000000");
    await entry(page, "W1.0.0").click();
    await page.keyboard.press("ArrowUp");
    expect(await fragment(page)).toBe("W1.0.0=0.51");
    await page.keyboard.press("Shift+ArrowDown");
    expect(await fragment(page)).toBe("W1.0.0=0.41");
    await page.getByRole("button", { name: "more" }).click();
    expect(await fragment(page)).toBe("W1.0.0=0.42");
    await page.mouse.click(5, 5);
    expect(await page.locator(".edit").count()).toBe(0);
    await close();
  });

  test("by dragging with a mouse, and the click at its end opens nothing", async () => {
    const { page, faults, close } = await open("z1.html");
    const number = entry(page, "W1.0.0");
    await number.hover();
    await expect.poll(() => page.locator(".numbers .status").count()).toBe(1); // the live code is there
    const { x, y } = (await number.boundingBox())!;
    await page.mouse.move(x + 10, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 30, y + 5, { steps: 4 });
    await page.mouse.move(x + 50, y + 5, { steps: 4 });
    await page.mouse.up();
    const drawn = traceOf(stages, DEFAULT_LESSON).W1.data[0]!;
    expect(await fragment(page)).toBe(`W1.0.0=${Number((drawn + 0.1).toFixed(10))}`);
    expect(await page.locator(".edit").count()).toBe(0);
    await page.goBack();
    expect(await fragment(page)).toBe("");
    expect(faults).toEqual([]);
    await close();
  });

  test("dragged back to where it was, a number keeps all its digits", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "W1.0.0").hover();
    await expect.poll(() => page.locator(".numbers .status").count()).toBe(1); // the live code is there
    const { x, y } = (await entry(page, "W1.0.0").boundingBox())!;
    await page.mouse.move(x + 10, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 50, y + 5, { steps: 4 });
    await page.mouse.move(x + 10, y + 5, { steps: 4 });
    await page.mouse.up();
    expect(await fragment(page)).toBe(`W1.0.0=${traceOf(stages, DEFAULT_LESSON).W1.data[0]}`);
    await close();
  });

  test("a mouse in the field of its box selects, and beside it drags", async () => {
    const { page, close } = await open("z1.html");
    await entry(page, "W1.0.0").click();
    const input = page.locator(".edit input");
    const { x, y, width, height } = (await input.boundingBox())!;
    await page.mouse.move(x + width - 6, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 10, y + height / 2, { steps: 4 });
    await page.mouse.up();
    expect(await fragment(page)).toBe("");
    expect(
      await input.evaluate((it) => {
        const { selectionStart, selectionEnd } = it as HTMLInputElement;
        return selectionEnd! - selectionStart!;
      }),
    ).toBeGreaterThan(1);
    await close();
  });

  test("on a page opened at a place, a step back and Escape bring the book’s numbers too", async () => {
    const { page, faults, close } = await open("z1.html#what-to-look-at");
    for (const undo of ["Escape", "back"]) {
      await entry(page, "W1.0.0").click();
      await page.locator(".edit input").fill("0.5");
      expect(await fragment(page)).toBe("W1.0.0=0.5");
      await page.keyboard.press(undo === "back" ? "Enter" : undo);
      if (undo === "back") await page.goBack();
      await expect.poll(() => fragment(page)).toBe("");
      expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    }
    expect(faults).toEqual([]);
    await close();
  });

  test("a target flips its row's label", async () => {
    const { page, close } = await open("xor.html");
    await entry(page, "y.0.0").click();
    await expect.poll(() => fragment(page)).toBe("y.0=1");
    await expect.poll(() => digits(page)).toMatchObject({ y: [[0, 1]] });
    await entry(page, "y.0.0").click();
    expect(await fragment(page)).toBe("y.0=0");
    await close();
  });

  test("by a finger: a tap opens the box, at 360 px inside the window", async () => {
    const { page, faults, close } = await open("z1.html", {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    await entry(page, "W1.0.2").scrollIntoViewIfNeeded();
    await entry(page, "W1.0.2").tap();
    const box = page.locator(".edit");
    await box.waitFor();
    const { x, width } = (await box.boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(360);
    // Its keyboard has a minus; where none is wanted, digits are enough.
    expect(await box.locator("input").getAttribute("inputmode")).toBe(null);
    await page.getByRole("button", { name: "less" }).tap();
    expect(await fragment(page)).toMatch(/^W1\.0\.2=/);
    await box.locator("input").fill("12345678901234567890x");
    const told = (await box.getByRole("alert").boundingBox())!;
    expect(told.x).toBeGreaterThanOrEqual(0);
    expect(told.x + told.width).toBeLessThanOrEqual(360);
    expect(await box.getByRole("alert").evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.locator('.lesson [data-cell="alpha"]').tap();
    const rate = page.getByRole("textbox", { name: "Learning rate α" });
    expect(await rate.getAttribute("inputmode")).toBe("decimal");
    expect(faults).toEqual([]);
    await close();
  });
});

describe("what stays", () => {
  test("focus, open disclosures and scroll; what is folded is set when it is opened", async () => {
    const { page, close } = await open("dloss-dw2.html");
    await openPanel(page);
    const folded = page.locator("details.aside").first();
    const entries = page.locator("details.entries").first();
    await entries.locator("summary").click();
    await page.getByLabel("Weight seed", { exact: true }).focus();
    await page.evaluate(() => scrollTo(0, 900));
    await page.getByLabel("Weight seed", { exact: true }).evaluate((input) => {
      (input as HTMLInputElement).value = "3";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    expect(await fragment(page)).toBe("weight-seed=3");
    expect(await page.evaluate(() => scrollY)).toBe(900);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe("3");
    expect(await entries.evaluate((it) => (it as HTMLDetailsElement).open)).toBe(true);
    const trace = traceOf(stages, parseLesson({ weights: { seed: 3 } }));
    expect(await entries.locator("td").first().textContent()).toContain(
      trace.dLoss_dz2.data[0]!.toFixed(8).replace("-", "−"),
    );
    // The formulas of the book's own page are in there until it is opened.
    expect(await folded.evaluate((it) => (it as HTMLDetailsElement).open)).toBe(false);
    await folded.locator("summary").click();
    expect(await folded.locator(".katex").count()).toBeGreaterThan(0);
    await close();
  });

  test("a disclosure opened after a change tells of the new numbers, formulas and all", async () => {
    const { page, close } = await open("xor.html#rows=2");
    const { page: fresh, close: end } = await open("loss.html#rows=2&ridge=0.5");
    for (const it of [page, fresh]) {
      await expect.poll(() => it.locator("footer.lesson").textContent()).toContain("2 rows");
      for (const summary of await it.locator("main summary").all()) await summary.click();
      for (const details of await it.locator(".body details").all())
        expect(await details.evaluate((element) => element.textContent!.trim().length)).toBeGreaterThan(20);
    }
    await close();
    await end();
  });

  test("a formula that gets too wide can be scrolled by keyboard; what has no tab stop gets none", async () => {
    const { page, close } = await open("dloss-dw2.html#hidden=1", { viewport: { width: 600, height: 800 } });
    await openPanel(page);
    const stops = () => page.locator("main .formula[tabindex='0']").count();
    const before = await stops();
    await page.getByLabel("Hidden neurons", { exact: true }).fill("4");
    await page.getByLabel("Rows", { exact: true }).fill("8");
    await expect.poll(stops).toBeGreaterThan(before);
    expect(await page.locator("[tabindex='null']").count()).toBe(0);
    await close();
  });

  test("whatever was changed before, a page says what a fresh one says at the same address", async () => {
    const way = [
      "rows=8&hidden=8&ridge=0.5",
      "rows=1&hidden=1&digits=15",
      "X=0,1,1;1,1,1&labels=1,0&hidden=2&digits=0",
      "weight-seed=3&W1.0.1=0.5&y.0=1&learning-rate=100",
      "rows=4&hidden=5&ridge=0.1&digits=4",
      "set=moons&rows=3&step=40&learning-rate=2&alpha=0.5",
    ];
    /** The page's own HTML, without what scripts add and remember. */
    const said = (page: Page) =>
      page.evaluate(() => {
        const main = document.querySelector("main")!.cloneNode(true) as HTMLElement;
        for (const added of main.querySelectorAll("[data-added]")) added.remove();
        for (const it of main.querySelectorAll("*")) {
          for (const mark of ["changed", "same"]) it.classList.remove(mark);
          if (it.getAttribute("class") === "") it.removeAttribute("class");
          for (const name of ["tabindex", "open"]) it.removeAttribute(name);
          // In one order: that of their names.
          for (const { name, value } of [...it.attributes].sort((a, b) => (a.name < b.name ? -1 : 1))) {
            it.removeAttribute(name);
            it.setAttribute(name, value);
          }
        }
        return main.outerHTML.replaceAll("\n", "");
      });
    const opened = (page: Page) =>
      page
        .locator("main details:not([open]) > summary")
        .evaluateAll((all) => all.forEach((it) => void (it as HTMLElement).click()));
    for (const name of following) {
      const { page, faults, close } = await open(`${name}.html#${way[0]}`);
      await opened(page);
      for (const address of way) {
        await page.evaluate((it) => {
          location.hash = it;
        }, address);
        const fresh = await open(`${name}.html#${address}`);
        await expect.poll(() => fresh.page.locator(".numbers > button").count()).toBe(2);
        await opened(fresh.page);
        await opened(page);
        const wanted = await said(fresh.page);
        await expect
          .poll(async () => (await said(page)) === wanted, { message: `${name}, at ${address}` })
          .toBe(true);
        expect(fresh.faults).toEqual([]);
        await fresh.close();
      }
      expect(faults).toEqual([]);
      await close();
    }
  });

  test("every other chapter shows the same numbers, reached by the page's own links", async () => {
    const { page, faults, close } = await open("z1.html");
    await openPanel(page);
    await page.getByLabel("Weight seed", { exact: true }).fill("5");
    await page.locator('a[rel="next"]').click();
    await page.waitForURL(/h1\.html/);
    expect(await fragment(page)).toBe("weight-seed=5");
    await expect.poll(() => digits(page)).toEqual(valuesOf("h1", parseLesson({ weights: { seed: 5 } })));
    // A link to a place on another page takes both along.
    await page.goto(`file://${folder}/dloss-dw1.html#weight-seed=5`);
    const tile = page.locator('a[href*="dloss-dw2.html"][href*="at="]').first();
    await expect.poll(() => tile.count()).toBe(1);
    await tile.click();
    await page.waitForURL(/dloss-dw2\.html/);
    await expect
      .poll(() => digits(page))
      .toEqual(valuesOf("dloss-dw2", parseLesson({ weights: { seed: 5 } })));
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(300);
    expect(faults).toEqual([]);
    await close();
  });

  test("memory: after 1,000 changes of a seed there are no more nodes, and nothing else has piled up", async () => {
    const { page, close } = await open("z1.html");
    await openPanel(page);
    const client = await page.context().newCDPSession(page);
    const change = (from: number, to: number) =>
      page.getByLabel("Weight seed", { exact: true }).evaluate(
        (input, [from, to]) => {
          for (let seed = from!; seed < to!; seed++) {
            (input as HTMLInputElement).value = String(seed);
            input.dispatchEvent(new Event("input", { bubbles: true }));
          }
        },
        [from, to],
      );
    /** What is left when the marks have faded and what is no longer used is gone. */
    const measured = async () => {
      await client.send("HeapProfiler.collectGarbage");
      const { nodes, jsEventListeners } = await client.send("Memory.getDOMCounters");
      const { usedSize } = await client.send("Runtime.getHeapUsage");
      return { nodes, jsEventListeners, usedSize };
    };
    await change(0, 200);
    await page.waitForTimeout(1500);
    await measured();
    const before = await measured();
    await change(200, 1200);
    await expect
      .poll(async () => (await measured()).nodes, { timeout: 20_000 })
      .toBeLessThan(before.nodes + 200); // pages of different words
    const after = await measured();
    expect(after.jsEventListeners).toBe(before.jsEventListeners);
    expect(after.usedSize).toBeLessThan(before.usedSize * 1.25);
    await close();
  });
});

describe("a bad or hostile address", () => {
  test("says what is wrong and shows the book's numbers", async () => {
    const { page, faults, close } = await open("z1.html#rows=abc&title=%3Cimg%20src%3Dx%3E");
    const alert = page.locator(".numbers [role=alert]");
    await expect
      .poll(() => alert.textContent())
      .toContain('rows: got "abc", expected a whole number from 1 to 300');
    expect(await digits(page)).toEqual(valuesOf("z1", DEFAULT_LESSON));
    expect(faults).toEqual([]);
    await close();
  });

  test("never breaks a page nor puts an element into it: crafted ones, one after the other", async () => {
    const { page, faults, close } = await open("z1.html#rows=2");
    await expect.poll(() => page.locator("footer.lesson").textContent()).toContain("2 rows");
    const hostile = [
      "<img src=x onerror=alert(1)>=1",
      "title=<script>alert(1)</script>",
      "title=%3Cimg src=x onerror=alert(1)%3E&rows=3",
      "title=$\\href{javascript:alert(1)}{x}$",
      "title=%60%60%60%0A%3Cscript%3E",
      "title=</main><h1>x</h1>",
      "__proto__=1",
      "constructor=1",
      "W1.0.0=1e999",
      "X=".concat("1,".repeat(5000)),
      'rows=2&at="><img src=x>',
      "at=<img src=x>&rows=4",
      "%E0%A4%A=1",
      "=",
      "&&&=&&",
      "step=999999999",
      "data-seed=4294967296",
      "y.0=0.5",
    ];
    for (const address of hostile) {
      await page.evaluate((it) => {
        location.hash = it;
      }, address);
      await page.waitForTimeout(30);
      expect(
        await page.evaluate(() => document.querySelectorAll("main img, main script, main h1 ~ h1").length),
        address,
      ).toBe(0);
      expect(await page.locator("main .katex-html").count(), address).toBeGreaterThan(5);
      expect(await page.locator("h1").count(), address).toBe(1);
    }
    expect(faults).toEqual([]);
    // The page is alive after all that.
    await page.evaluate(() => {
      location.hash = "rows=3";
    });
    await expect.poll(() => page.locator("footer.lesson").textContent()).toContain("3 rows");
    await close();
  });
});

describe("in every state", () => {
  const looks = [
    { colorScheme: "light", viewport: { width: 1280, height: 900 } },
    { colorScheme: "dark", viewport: { width: 360, height: 740 } },
  ] as const;

  test.each(looks)("axe finds nothing: panel open, fault told, box open: %o", async (look) => {
    const { page, close } = await open("z1.html", { ...look, bypassCSP: true, reducedMotion: "reduce" });
    const found = () => axeFinds(page);
    await openPanel(page);
    expect(await found()).toEqual([]);
    await page.getByLabel("Rows", { exact: true }).fill("0");
    expect(await found()).toEqual([]);
    await page.getByLabel("Rows", { exact: true }).fill("2");
    await entry(page, "W1.0.0").click();
    await page.locator(".edit").waitFor();
    expect(await found()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await page.locator(".edit input").evaluate((it) => it.removeAttribute("aria-label"));
    expect((await found()).join()).toContain("label");
    await close();
  });

  test("over http it is the same, and asks for nothing from elsewhere", async () => {
    const { url, close: stop } = await serve(folder);
    const home = url.replace(/\/$/, "");
    const { page, faults, close } = await open("z1.html#rows=2", {}, home);
    await expect.poll(() => digits(page)).toEqual(valuesOf("z1", parseLesson({ data: { rows: 2 } })));
    await openPanel(page);
    await page.getByLabel("Weight seed", { exact: true }).fill("8");
    expect(await fragment(page)).toBe("rows=2&weight-seed=8");
    expect(faults).toEqual([]);
    await close();
    await stop();
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

test("a site with another lesson lives on its own numbers", async () => {
  const its = mkdtempSync(join(tmpdir(), "live-class-"));
  try {
    const lesson = parseLesson({ title: "Class 10B", data: { X: [[1, 0, 1]], labels: [1] }, hidden: 2 });
    const made = await complete(
      await site({ root: ROOT, lesson, command: "npm run build -- --lesson class10b.json" }),
    );
    writeFiles(made, its);
    writeFileSync(join(its, "x"), "");
    const { page, faults, close } = await openPage(browser, its, "z1.html#W1.2.1=0.5");
    await expect.poll(() => entry(page, "W1.2.1").textContent()).toBe("0.50000000");
    await openPanel(page);
    expect(await page.getByLabel("Data seed", { exact: true }).inputValue()).toBe("");
    await page.getByRole("button", { name: "Back to the book’s numbers" }).click();
    expect(await page.locator("footer.lesson").textContent()).toContain("Class 10B");
    expect(await page.locator("footer.lesson code").textContent()).toBe(
      "npm run build -- --lesson class10b.json",
    );
    expect(faults).toEqual([]);
    await close();
  } finally {
    rmSync(its, { recursive: true, force: true });
  }
});
