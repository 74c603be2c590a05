import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { trainingText } from "../build/print-training.ts";
import { setUpText } from "../build/reader/laboratory/address.ts";
import { serve } from "../build/serve.ts";
import { training } from "../chapters/index.ts";
import { laboratoryWords } from "../chapters/words/laboratory.ts";
import { neuronsWords } from "../chapters/words/neurons.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { RUN_FILE } from "../src/training/command.ts";
import type { Entry } from "../src/training/history.ts";
import { parseSettings, type Settings } from "../src/training/settings.ts";
import { addressOfStep, runOf } from "../src/training/steps.ts";
import { axeFinds, axeFindsInEveryLook } from "./axe.ts";
import { BOOK, bookFile, bookPages, bookReader } from "./book.ts";
import { eventually, remove, temporaryFolder } from "./project.ts";

/** The laboratory as a reader meets it: on the pages that train, in Chromium, from `file://`. */

/** Four corners learn in a moment; and a set-up in the address opens the laboratory. */
const CORNERS = setUpText("loop", parseSettings({ data: { set: "corners01" }, learningRate: 1 }));
const pagesWithOne = training.filter(({ laboratory }) => laboratory).map(({ name }) => `${name}.html`);
const openPage = bookReader();

type Prepare = (page: Page) => Promise<unknown>;

/** A page with its laboratory open, and what a reader does there. */
async function laboratory(
  options: BrowserContextOptions = {},
  {
    home,
    file = `loop.html#lab=${CORNERS}`,
    prepare,
    hasNeurons = false,
  }: { home?: string; file?: string; prepare?: Prepare; hasNeurons?: boolean } = {},
) {
  const permissions = ["clipboard-read", "clipboard-write"];
  // Their pictures take most of the time, and few tests look at them.
  const noNeurons = hasNeurons ? "" : "globalThis.brick_neurons = { neuronsIn: () => ({ draw() {} }) }";
  const opened = await openPage(file, { permissions, ...options }, prepare, home, noNeurons);
  const { page } = opened;
  const lab = page.locator(".laboratory");
  const button = (name: string) => lab.getByRole("button", { name, exact: true });
  const field = (name: string) => lab.locator(`[name="${name}"]`);
  if (!file.includes("lab=")) await button("Train it here").click();
  await lab.locator("table").waitFor();
  if (hasNeurons) await lab.getByRole("slider", { name: neuronsWords.row }).waitFor();
  const step = async () =>
    Number((await lab.locator("[data-number=step] .number").textContent())!.replace(/\D/g, ""));
  return {
    ...opened,
    lab,
    button,
    field,
    step,
    plane: lab.locator(".plane > svg"),
    status: lab.locator(".view .status"),
    fault: (name: string) => lab.locator(`[id="laboratory-${name.replace(".", "-")}-fault"]`),
    /** Types into a field and leaves it; chooses from a list; ticks a box. */
    async fill(name: string, value: string | boolean): Promise<unknown> {
      const control = field(name);
      if (typeof value === "boolean") return control.setChecked(value);
      if ((await control.evaluate((it) => it.tagName)) === "SELECT") return control.selectOption(value);
      await control.fill(value);
      return control.press("Enter");
    },
    /** Runs until there are so many steps at least. */
    async runTo(least: number) {
      await button("Start").click();
      await page.waitForFunction(
        (most) =>
          Number(document.querySelector("[data-number=step] .number")!.textContent!.replace(/\D/g, "")) >=
            most || document.querySelector("[data-does=start]")!.textContent === "Start",
        least,
      );
      if (await button("Pause").isVisible()) await button("Pause").click();
    },
    /** Every digit of what was recorded, as the reader copies it. */
    async record(): Promise<{ text: string; settings: Settings; history: Entry[] }> {
      // By its place, as it says for two seconds what it has done.
      await page.evaluate(() => navigator.clipboard.writeText(""));
      await lab.locator(".record button").click();
      const text = await eventually(
        async () => (await page.evaluate(() => navigator.clipboard.readText())) || undefined,
        "the record",
      );
      return { text, ...JSON.parse(text) };
    },
  };
}

describe("before it is asked for", () => {
  test("the pages that train have one, and no other page has", () => {
    expect(pagesWithOne).toEqual(
      ["loop", "runs", "exploding", "ceiling", "solved", "debugging"].map((it) => `${it}.html`),
    );
    const withPlace = bookPages.filter((file) => bookFile(file).includes('class="laboratory"'));
    expect(withPlace.sort()).toEqual([...pagesWithOne].sort());
  });

  test("without a script nothing of it is shown", async () => {
    const { page, close } = await openPage("loop.html", { javaScriptEnabled: false });
    expect(await page.locator(".laboratory").isVisible()).toBe(false);
    await close();
  });

  test("its script is asked for when the button is pressed, once", async () => {
    const asked: string[] = [];
    const { page, faults, close } = await openPage("loop.html", {}, async (it) => {
      it.on("request", (request) => asked.push(request.url()));
    });
    const scripts = () => asked.filter((url) => url.endsWith("/laboratory.js"));
    await page.waitForLoadState("load");
    expect(scripts()).toEqual([]);
    const button = page.getByRole("button", { name: "Train it here" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.locator(".laboratory table").waitFor();
    expect(scripts()).toHaveLength(1);
    expect(await button.getAttribute("aria-expanded")).toBe("true");
    await button.click();
    expect(await page.locator(".laboratory table").isVisible()).toBe(false);
    expect(await button.getAttribute("aria-expanded")).toBe("false");
    await button.click();
    expect(await page.locator(".laboratory table").isVisible()).toBe(true);
    expect(scripts()).toHaveLength(1);
    expect(faults).toEqual([]);
    await close();
  });

  test("where it does not load it says so, and the next press tries again", async () => {
    const server = await serve(BOOK, 0);
    const lose: Prepare = (it) => it.route("**/laboratory.js", (route) => route.abort());
    const { page, close } = await openPage("loop.html", {}, lose, server.url.replace(/\/$/, ""));
    const button = page.getByRole("button", { name: "Train it here" });
    await button.click();
    await page.getByText("It did not load.").waitFor();
    await page.unroute("**/laboratory.js");
    await button.click();
    await page.locator(".laboratory table").waitFor();
    expect(await page.getByText("It did not load.").count()).toBe(0);
    await close();
    await server.close();
  });

  test("its script is at most 61 KB over gzip, the way back along the loss in it; that of its neurons at most 10", () => {
    expect(gzipSync(bookFile("laboratory.js")).length).toBeLessThan(61_000);
    expect(gzipSync(bookFile("neurons.js")).length).toBeLessThan(10_000);
  });
});

test.each(pagesWithOne)("%s: it opens with the settings of its chapter, and runs", async (file) => {
  const { faults, close, runTo, step, record } = await laboratory({}, { file });
  const start = training.find(({ name }) => `${name}.html` === file)!.laboratory!;
  const { settings } = await record();
  const own = start === "lesson" ? runOf(parseLesson({})) : parseSettings(start);
  expect(parseSettings(settings)).toEqual({ ...own, steps: 0, record: { every: 1 } });
  await runTo(20);
  expect(await step()).toBeGreaterThanOrEqual(20);
  expect(faults).toEqual([]);
  await close();
});

describe("it belongs to its page", () => {
  const MOONS = "set=moons&rows=100&hidden=5&learning-rate=2";

  test("it starts from the lesson that is shown, with picture and Start in sight; what is said is what is seen", async () => {
    const { page, lab, faults, close, button, field, record, plane } = await laboratory(
      { viewport: { width: 390, height: 844 } },
      { file: `loop.html#${MOONS}`, hasNeurons: true },
    );
    expect((await record()).settings).toMatchObject({
      data: { set: "moons", seed: 0, rows: 100 },
      hidden: [5],
      learningRate: 2,
    });
    expect(page.url()).toMatch(new RegExp(`#${MOONS}$`)); // nothing of its own to tell
    const areInSight = async () => {
      const { height } = page.viewportSize()!;
      const boxes = [(await button("Start").boundingBox())!, (await plane.boundingBox())!];
      return boxes.every((it) => it.y >= 0 && it.y + it.height <= height + 1);
    };
    for (const [width, height] of [
      [390, 844],
      [360, 640],
      [1280, 720],
    ] as const) {
      await button("Train it here").click(); // closed
      await page.setViewportSize({ width, height });
      await button("Train it here").click();
      expect(await areInSight(), `${width} × ${height}`).toBe(true);
    }
    await page.evaluate(() => scrollTo(0, 0));
    expect(await areInSight()).toBe(false);

    await page.setViewportSize({ width: 1280, height: 1600 });
    await button("Start").click();
    const steps = await lab.evaluate(async (it) => {
      const step = (place: string) =>
        Number(/[\d,]+/.exec(it.querySelector(place)!.textContent!)![0].replaceAll(",", ""));
      const seen: [number, number][] = [];
      for (let i = 0; i < 20; i++) {
        await new Promise(requestAnimationFrame);
        seen.push([step("p.status"), step("[data-number=step] .number")]);
      }
      return seen;
    });
    for (const [said, shown] of steps) expect(said).toBe(shown);
    expect(new Set(steps.map(String)).size).toBeGreaterThan(2);
    // Numbers that the page shows now are what it goes back to.
    await button("Back to this page’s set-up").click();
    expect(await field("data.set").inputValue()).toBe("moons");
    expect((await record()).settings.steps).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  test("a file gives its points; the set-up goes along in links, opens from one, and is no other page’s", async () => {
    const { page, lab, faults, close, fill, field, fault, button } = await laboratory(
      {},
      { file: "loop.html" },
    );
    await fill("data.set", "own");
    const give = (name: string, text: string) =>
      field("file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    const said = () => lab.locator(".taken").textContent();
    const data = async () => JSON.parse((await lab.locator(".rows code").textContent())!).data;
    await give("bad.csv", "x1,x2,label\n1,two,0");
    await lab.getByText('x2, row 1: got "two", expected a number').waitFor();
    await give("iris.csv", 'kind;long;wide;deep\n"a";"0,5";3;1\nb;1,5;-9;2\na;2;1;7');
    await lab.getByText("iris.csv: 3 rows. Label 0 is “a”. Label 1 is “b”.").waitFor();
    expect(await fault("file").textContent()).toBe("");
    expect(await data()).toEqual({
      X: [
        [0.5, 3],
        [1.5, -9],
        [2, 1],
      ],
      labels: [0, 1, 0],
    });
    await fill("column.x2", "3");
    expect((await data()).X).toEqual([
      [0.5, 1],
      [1.5, 2],
      [2, 7],
    ]);
    await fill("scaled", true);
    expect((await data()).X[0]).toEqual([-1.3363, -0.889]);
    await fill("column.label", "1");
    expect(await fault("file").textContent()).toBe(
      "long: got 3 different values, expected 2: one for each label",
    );
    expect(await said()).toBe("");
    await fill("hidden", "6");
    const points = await data();

    // A place on the page, and a page that does not read it, keep it.
    const { hash } = new URL(page.url());
    expect(hash).toMatch(/^#lab=loop~X:-1\.3363,/);
    const place = await page.locator("main [id]").first().getAttribute("id");
    await page.evaluate((at) => {
      location.hash = at;
    }, place!);
    await page.waitForFunction((it) => location.hash.includes(it.slice(1)), hash);
    await page.locator('a[href^="ceiling.html"]').first().click();
    await page.waitForURL("**/ceiling.html#*");
    expect(await lab.locator("table").count()).toBe(0);
    const home = await page.locator('a[href^="loop.html"]').first().getAttribute("href");
    expect(home).toBe(`loop.html${hash}`);

    await page.goto(new URL(`${home}&at=laboratory`, page.url()).href);
    await lab.locator("table").waitFor();
    expect(await data()).toEqual(points);
    expect(await field("hidden").inputValue()).toBe("6");
    expect(
      await lab.locator(".plane").evaluate((it) => it.getBoundingClientRect().bottom <= innerHeight + 1),
    ).toBe(true);
    await button("Copy a link to this set-up").click();
    await lab.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());

    // Another one in the same page; one that cannot be is told and changes nothing.
    await page.evaluate(() => {
      location.hash = "lab=loop~hidden:9";
    });
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>("[name=hidden]")?.value === "9",
    );
    await page.goto(page.url().replace(/#.*/, "#lab=loop~hidden:99999"));
    await lab.getByText("got 99999, expected").waitFor();
    expect(await field("hidden").inputValue()).toBe("9");
    expect(faults).toEqual([]);
    await close();
  });
});

test("over http it is the same", async () => {
  const server = await serve(BOOK, 0);
  const { faults, close, runTo, step } = await laboratory({}, { home: server.url.replace(/\/$/, "") });
  await runTo(5);
  expect(await step()).toBeGreaterThanOrEqual(5);
  expect(faults).toEqual([]);
  await close();
  await server.close();
});

/** What is set in the form, and after how many steps at least the run is looked at. */
const RUNS: readonly (readonly [what: string, form: Record<string, string | boolean>, least: number])[] = [
  ["the four corners, as they come", {}, 3000],
  [
    "moons with biases",
    {
      "data.set": "moons",
      "data.seed": "3",
      "data.rows": "120",
      trained: "80",
      hidden: "10",
      biases: "trained",
    },
    700,
  ],
  [
    "a spiral, two layers",
    {
      "data.set": "spiral",
      hidden: "6",
      second: "4",
      biases: "trained",
      "weights.seed": "7",
      learningRate: "2",
    },
    300,
  ],
  [
    "a ridge",
    { "data.set": "article", trained: "50", hidden: "10", ridge: "1e-3", learningRate: "0.5" },
    600,
  ],
  [
    "the gradient as published",
    { "data.set": "article", trained: "50", hidden: "50", gradient: "article", learningRate: "0.003" },
    200,
  ],
  [
    "the gradient as published, to where it ends",
    {
      "data.set": "article",
      trained: "50",
      hidden: "50",
      gradient: "article",
      learningRate: "0.003",
      ridge: "0.01",
    },
    1e9,
  ],
  [
    "that with its ridge mended, two layers",
    {
      "data.set": "moons",
      second: "5",
      biases: "trained",
      gradient: "summed",
      learningRate: "0.01",
      ridge: "0.1",
    },
    300,
  ],
  ["mirrored points", { "data.set": "mirrored", "data.rows": "31", hidden: "1" }, 40],
  [
    "one that diverges",
    { "data.set": "article", trained: "50", hidden: "50", ridge: "300", learningRate: "1" },
    1e9,
  ],
];

describe("the same run as in the terminal", () => {
  /** What a command prints with `--json`, recorded as often as the laboratory did. */
  async function printed(command: string, { record }: Settings): Promise<string> {
    const [npx, tsx, file, ...argv] = command.split(" ");
    expect([npx, tsx]).toEqual(["npx", "tsx"]);
    const chapter = training.find(({ name }) => file!.endsWith(`-${name}.ts`))!;
    const { every } = record as { every: number };
    return (await trainingText(chapter, file!, [...argv, "--every", String(every), "--json"])).trim();
  }

  test.each(RUNS)("%s: every digit of the record", async (_, form, least) => {
    const { lab, close, fill, runTo, record } = await laboratory();
    for (const [name, value] of Object.entries(form)) await fill(name, value);
    await runTo(least);
    const { text, settings, history } = await record();
    expect(history.length).toBeGreaterThan(20);
    const command = (await lab.locator(".command code").textContent())!;
    expect(text).toBe(await printed(command, settings));
    await close();
  });

  test("points of one’s own, from the file that is shown beside the command", async () => {
    const { lab, close, fill, field, button, runTo, record } = await laboratory();
    await fill("data.set", "own");
    for (const [x1, x2, label] of [
      ["0.5", "1.25", "1"],
      ["-1", "0", "0"],
      ["0.3", "-0.7", "0"],
    ] as const) {
      await fill("label", label);
      await field("x1").fill(x1);
      await field("x2").fill(x2);
      await button("Put a point there").click();
    }
    await runTo(50);
    const { text, settings } = await record();
    const here = temporaryFolder();
    writeFileSync(join(here, RUN_FILE), (await lab.locator(".rows code").textContent())!);
    const command = (await lab.locator(".command code").textContent())!;
    expect(text).toBe(await printed(command.replace(RUN_FILE, join(here, RUN_FILE)), settings));
    remove(here);
    await close();
  });

  test("another seed would be seen", async () => {
    const { close, fill, runTo, record } = await laboratory();
    await fill("weights.seed", "2018");
    await runTo(10);
    const { settings, history } = await record();
    const other = await printed("npx tsx chapters/10-loop.ts --data corners01 --learning-rate 1", settings);
    expect(JSON.parse(other).history[0].loss.total).not.toBe(history[0]!.loss.total);
    await close();
  });

  test("the command is copied by its button", async () => {
    const { page, lab, close } = await laboratory();
    await lab.locator(".command .copy").click();
    await lab.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "npx tsx chapters/10-loop.ts --data corners01 --learning-rate 1 --steps 0",
    );
    await close();
  });
});

describe("chapter 12, where the gradient as published can be watched", () => {
  const words = laboratoryWords;
  /** The curve of the loss: its lines by their labels, as corners, and how its labels are set. */
  const lossOf = (lab: Locator) =>
    lab.locator(".loss svg[role=img]").evaluate((svg) => {
      const groups = [...svg.querySelectorAll("g.scalars")].map((g) => ({
        label: g.querySelector("text")!.textContent,
        anchor: g.querySelector("text")!.getAttribute("text-anchor"),
        heights: g
          .querySelector("path")!
          .getAttribute("d")!
          .match(/-?[\d.]+/g)!
          .map(Number)
          .filter((_, i) => i % 2 === 1),
        crosses: g.querySelectorAll("line").length,
      }));
      return { groups, says: svg.querySelector("desc")!.textContent };
    });

  test("the run breaks at the step that the page tells; with the exact gradient the same run goes on", async () => {
    const { page, faults, lab, close, button, field, fill, status, runTo, record } = await laboratory(
      {},
      { file: "exploding.html" },
    );
    const told = (await lab.locator("section > p").textContent())!;
    const [, breaks, holds] = /step ([\d,]+) makes a weight too large.* after ([\d,]+) steps/
      .exec(told)!
      .map((it) => Number(it.replaceAll(",", "")));
    const first = await record();
    await field("gradient").focus();
    expect(await field("gradient").inputValue()).toBe("article");
    await button("Start").focus();
    await page.keyboard.press("Enter");
    await lab.locator(".status", { hasText: "made a weight too large" }).waitFor();
    expect(await status.textContent()).toBe(
      `Step ${breaks!.toLocaleString("en")} made a weight too large for a number, so the run ends here. ${words.remedies.article}`,
    );

    await field("gradient").focus();
    await page.keyboard.press("ArrowUp");
    expect(await field("gradient").inputValue()).toBe("exact");
    const again = await record();
    expect(again.history[0]!.loss).toEqual(first.history[0]!.loss); // the same rows and weights
    await fill("pace", "Infinity");
    await runTo(holds!);
    expect((await record()).settings.steps).toBeGreaterThanOrEqual(holds!);
    expect(await status.textContent()).toMatch(/^Step [\d,]+: loss 0\.2/);
    expect(faults).toEqual([]);
    await close();
  });

  test("the loss with its ridge is seen to grow, and to leave; no label lies on its line", async () => {
    const { lab, close, button } = await laboratory({}, { file: "exploding.html" });
    await button("Start").click();
    await lab.locator(".status", { hasText: "made a weight too large" }).waitFor();
    const { groups, says } = await lossOf(lab);
    expect(groups.map(({ label }) => label)).toEqual(["trained", "unseen", "+ ridge"]);
    expect(groups.map(({ anchor }) => anchor)).toEqual(["start", "start", "start"]);
    for (const { crosses } of groups) expect(crosses).toBeGreaterThanOrEqual(2);
    const [top, bottom] = [30, 160]; // of the plot, in units of the drawing
    const seen = groups[2]!.heights.filter((it) => it > top && it < bottom - 5);
    expect(seen.length).toBeGreaterThan(10);
    expect(groups[2]!.heights.at(-1)).toBeLessThan(top);
    expect(says).toMatch(/, \+ ridge from 0\.\d+ to (\d\.\d+·10[⁰¹²³⁴⁵⁶⁷⁸⁹]+|too large)\.$/);
    await close();
  });

  test("after it has ended, the plane is that of the step beside it, however fast it ran", async () => {
    const { lab, close, fill, button, plane, step } = await laboratory({}, { file: "exploding.html" });
    await fill("ridge", "1");
    const ended = async () => {
      await lab.locator(".status", { hasText: "made a weight too large" }).waitFor();
      return plane.evaluate((it) => it.outerHTML);
    };
    await fill("pace", "1");
    await button("Start").click();
    const slow = await ended();
    await button("Rewind").click();
    await fill("pace", "Infinity");
    await button("Start").click();
    expect(await ended()).toBe(slow);
    expect(await plane.locator("title").textContent()).toBe(`Decision boundary at step ${await step()}`);
    await close();
  });

  test("a loss of 0 beside one past all numbers: the axis stays short, the browser has nothing to say", async () => {
    const { faults, lab, close, fill, field, button } = await laboratory({}, { file: "exploding.html" });
    await fill("data.set", "own");
    await field("x1").fill("1");
    await button("Put a point there").click();
    for (const [gradient, ridge] of [
      ["article", "1e-7"],
      ["exact", "1e6"],
    ] as const) {
      await fill("learningRate", "1000000");
      await fill("gradient", gradient);
      await fill("ridge", ridge);
      await button("Start").click();
      await lab.locator(".status", { hasText: "made a weight too large" }).waitFor();
      const ticks = await lab.locator(".loss svg[role=img] > g.muted text").allTextContents();
      expect(ticks.length).toBeGreaterThan(3);
      for (const tick of ticks) expect(tick.length).toBeLessThan(9);
    }
    expect(faults).toEqual([]);
    await close();
  });
});

test("no option of a list is cut off", async () => {
  const { page, lab, close, fill } = await laboratory({}, { file: "exploding.html" });
  await fill("data.set", "own");
  const cut = () =>
    lab.locator("select").evaluateAll((all) =>
      all
        .filter((it) => {
          const free = it.cloneNode(true) as HTMLSelectElement;
          free.style.width = "max-content";
          it.after(free);
          const natural = free.offsetWidth;
          free.remove();
          const [own, around] = [it, it.closest("fieldset")!].map((box) => box.getBoundingClientRect());
          return natural > own!.width || own!.right > around!.right + 1;
        })
        .map((it) => (it as HTMLSelectElement).name),
    );
  const [first] = await lab.locator("[name=gradient] option").all();
  const name = await first!.textContent();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await cut(), `${width} px`).toEqual([]);
    const say = (text: string) =>
      first!.evaluate((it, text) => {
        it.textContent = text;
      }, text);
    await say("exact, that is, the gradient of the loss");
    expect(await cut()).toEqual(["gradient"]);
    await say(name!);
  }
  await close();
});

describe("by keyboard", () => {
  test("start, pause, one step, rewind; after a rewind the very same run", async () => {
    const { page, faults, close, button, step, status, record } = await laboratory();
    const first = await record();
    await button("One step").focus();
    for (let i = 0; i < 40; i++) await page.keyboard.press("Enter");
    expect(await step()).toBe(40);
    expect(await status.textContent()).toMatch(/^Step 40: loss 0\.\d{6}, \d of 4 right\.$/);
    const forty = await record();

    await button("Start").focus();
    await page.keyboard.press("Space");
    expect(await button("Pause").evaluate((it) => it === document.activeElement)).toBe(true);
    await page.waitForFunction(
      () =>
        Number(document.querySelector("[data-number=step] .number")!.textContent!.replace(/\D/g, "")) > 500,
    );
    await page.keyboard.press("Space");
    const paused = await step();
    await page.waitForTimeout(200);
    expect(await step()).toBe(paused);

    await button("Rewind").focus();
    await page.keyboard.press("Enter");
    expect(await step()).toBe(0);
    expect((await record()).text).toBe(first.text);
    await button("One step").focus();
    for (let i = 0; i < 40; i++) await page.keyboard.press("Enter");
    expect((await record()).text).toBe(forty.text);
    expect(faults).toEqual([]);
    await close();
  });

  test("rewinding a run that goes on stops it", async () => {
    const { page, close, button, step } = await laboratory();
    await button("Start").click();
    await page.waitForTimeout(100);
    await button("Rewind").click();
    expect(await button("Start").isVisible()).toBe(true);
    await page.waitForTimeout(200);
    expect(await step()).toBe(0);
    await close();
  });

  test("every control has a name, and Tab leads from one to the next", async () => {
    const { page, lab, close, button } = await laboratory({}, { hasNeurons: true });
    await button("Train it here").focus();
    const names: string[] = [];
    for (let i = 0; i < 23; i++) {
      await page.keyboard.press("Tab");
      names.push(
        await page.evaluate(() => {
          const it = document.activeElement as HTMLInputElement;
          return it.labels?.[0]?.textContent ?? (it.textContent || it.ariaLabel || "");
        }),
      );
    }
    expect(names).toEqual([
      "Start",
      "One step",
      "Rewind",
      "Row to follow ",
      "Step shown",
      "Points",
      "Hidden neurons",
      "In a second layer",
      "Outputs",
      "Hidden activation",
      "Output activation",
      "Loss",
      "Biases",
      "Seed",
      "Gradient",
      "Learning rate α",
      "Ridge λ",
      "Steps a frame",
      "Copy a link to this set-up",
      "Back to this page’s set-up",
      "Copy or save a picture",
      "Copy",
      "Copy the record as JSON",
    ]);
    expect(await lab.locator("fieldset > legend").allTextContents()).toEqual([
      "Data",
      "Network",
      "Training",
      "My own points",
    ]);
    await close();
  });
});

describe("points of one’s own", () => {
  test("by mouse and by keyboard; they stay while one looks elsewhere, and a reload brings them back", async () => {
    const { page, faults, lab, close, fill, field, button, plane, status, step, runTo } = await laboratory();
    const count = lab.locator(".count");
    const marks = () => lab.locator(".points svg g > *").count();
    await fill("data.set", "own");
    expect(await status.textContent()).toBe("There is no point yet, so there is nothing to train on.");
    await button("Start").click();
    expect(await button("Start").isVisible()).toBe(true);

    const { width, height } = (await plane.boundingBox())!;
    await plane.click({ position: { x: width * 0.75, y: height * 0.25 } });
    await fill("label", "0");
    await plane.click({ position: { x: width * 0.25, y: height * 0.25 } });
    expect(await count.textContent()).toBe("1 with label 1, 1 with label 0.");
    const rows = async () => JSON.parse((await lab.locator(".rows code").textContent())!).data;
    const { X, labels } = await rows();
    expect(labels).toEqual([1, 0]);
    for (const [i, x] of [1, 1, -1, 1].entries()) expect(X.flat()[i]).toBeCloseTo(x, 1);

    await field("label").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.type("1.5");
    await page.keyboard.press("Tab");
    await page.keyboard.type("-0.25");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect((await rows()).X.at(-1)).toEqual([1.5, -0.25]);
    expect(await marks()).toBe(3);

    await runTo(30);
    await button("Rewind").click();
    expect(await marks()).toBe(3);
    expect(await step()).toBe(0);
    await fill("data.set", "moons");
    expect(await marks()).toBe(300);
    expect(await lab.locator(".rows").isVisible()).toBe(false);
    await fill("data.set", "own");
    expect(await marks()).toBe(3);
    const before = await rows();
    await page.reload();
    await lab.locator("table").waitFor();
    expect(await rows()).toEqual(before);
    expect(await field("data.set").inputValue()).toBe("own");

    await button("Take back the last").click();
    expect(await marks()).toBe(2);
    await button("Take away all").click();
    expect(await marks()).toBe(0);
    expect(await lab.locator(".counts table").count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  test("what is no place is told beside its field, and so is one point too many; the plane grows with its points", async () => {
    const { page, lab, close, fill, field, button, fault, plane } = await laboratory();
    /** Points drawn within the plane. */
    const inPlane = async () => {
      const { x, y, width, height } = (await plane.boundingBox())!;
      const marks = await lab
        .locator(".plane use")
        .evaluateAll((all) => all.map((it) => it.getBoundingClientRect().toJSON()));
      return marks.filter(
        (it) => it.left >= x && it.right <= x + width && it.top >= y && it.bottom <= y + height,
      ).length;
    };
    await fill("data.set", "own");
    await field("x1").fill("1,250");
    await field("x2").fill("");
    await button("Put a point there").click();
    for (const name of ["x1", "x2"]) {
      expect(await fault(name).textContent()).toMatch(/^got "(1,250)?", expected a number/);
      expect(await field(name).getAttribute("aria-invalid")).toBe("true");
    }
    await fill("x1", "0,5");
    expect(await fault("x1").textContent()).toBe(""); // as soon as it is right
    expect(await fault("x2").textContent()).not.toBe("");
    await field("x2").fill("−7");
    // The button is where it was pressed no more when it is let go: the fault above it has gone.
    const { x, y, width, height } = (await button("Put a point there").boundingBox())!;
    await page.mouse.move(x + width / 2, y + height - 2);
    await page.mouse.down();
    expect(await fault("x2").textContent()).toBe("");
    expect((await button("Put a point there").boundingBox())!.y).toBeLessThan(y - 10);
    await page.mouse.up();
    expect(JSON.parse((await lab.locator(".rows code").textContent())!).data.X).toEqual([[0.5, -7]]);
    expect(await inPlane()).toBe(1);
    await page.mouse.move(x + 5, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + width + 300, y + 5);
    await page.mouse.up();
    expect(await inPlane()).toBe(1);
    const csv = ["x1,x2,label", ...Array.from({ length: 299 }, (_, n) => `0.5,-7,${n % 2}`)].join("\n");
    await field("file").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await lab.locator(".count", { hasText: "149 with label 1, 150 with label 0." }).waitFor();
    await field("x1").fill("0.5");
    await field("x2").fill("-7");
    for (let i = 0; i < 2; i++) await button("Put a point there").click();
    expect(await lab.locator(".count").textContent()).toBe("150 with label 1, 150 with label 0.");
    expect(await fault("label").textContent()).toBe("There is room for 300 points.");
    await button("Take back the last").click();
    expect(await fault("label").textContent()).toBe("");
    expect(await field("label").getAttribute("aria-invalid")).toBe("false");
    await close();
  });

  test("where the points are not one’s own, a click on the plane does nothing", async () => {
    const { lab, close, fill, plane } = await laboratory();
    await plane.click();
    expect(await lab.locator(".points svg g > *").count()).toBe(4);
    // Nor does it where a fault keeps another plane in sight: the point would not be where it was pressed.
    await fill("data.set", "moons");
    await fill("hidden", "99");
    await fill("data.set", "own");
    await plane.click();
    expect(await lab.locator(".count").textContent()).toBe("0 with label 1, 0 with label 0.");
    await fill("hidden", "3");
    await plane.click();
    expect(await lab.locator(".count").textContent()).toBe("1 with label 1, 0 with label 0.");
    await close();
  });
});

describe("what cannot be", () => {
  test("a bad value is told beside its field, and leaves the run as it is", async () => {
    const { faults, close, fill, field, fault, step, runTo, record } = await laboratory();
    await runTo(20);
    const [before, { settings }] = [await step(), await record()];
    await fill("hidden", "65");
    await fill("learningRate", "-1");
    expect(await fault("hidden").textContent()).toBe("got 65, expected a whole number from 1 to 64");
    expect(await fault("learningRate").textContent()).toBe(
      "got -1, expected a number above 0, at most 1000000",
    );
    expect(await field("hidden").getAttribute("aria-invalid")).toBe("true");
    expect(await field("ridge").getAttribute("aria-invalid")).toBe("false");
    expect(await step()).toBe(before);
    expect((await record()).settings).toEqual(settings);
    await fill("hidden", "4");
    expect(await fault("hidden").textContent()).toBe("");
    expect(await step()).toBe(before); // the rate is still wrong
    await fill("learningRate", "2");
    expect(await step()).toBe(0);
    expect((await record()).settings).toMatchObject({ hidden: [4], learningRate: 2 });
    expect(faults).toEqual([]);
    await close();
  });

  test("what is no number is told too, where a field may be empty as well; and no more when it is gone", async () => {
    const { page, close, fill, field, fault } = await laboratory();
    await fill("data.set", "moons");
    for (const [name, most] of [
      ["trained", 300],
      ["second", 64],
      ["hidden", 64],
    ] as const) {
      const before = await field(name).inputValue();
      await field(name).focus();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type("-e");
      await page.keyboard.press("Tab");
      expect(await fault(name).textContent()).toBe(`got "-e", expected a whole number from 1 to ${most}`);
      await field(name).focus();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.press("Delete");
      await page.keyboard.type(before);
      await page.keyboard.press("Tab");
      expect(await fault(name).textContent()).toBe("");
    }
    await close();
  });

  test("what is said of a run that goes on is said of the one that a change has made", async () => {
    const { close, fill, button, field, status } = await laboratory();
    await fill("data.set", "moons");
    await fill("pace", "1");
    await button("Start").click();
    expect(await status.textContent()).toMatch(/^It runs\. Step \d+: /);
    const said = await field("gradient").evaluate((it) => {
      (it as HTMLSelectElement).value = "summed";
      it.dispatchEvent(new Event("change", { bubbles: true }));
      return document.querySelector(".laboratory .status")!.textContent;
    });
    expect(said).toMatch(/^It runs\. Step 0: loss 0\.\d+, \d+ of 300 right\.$/);
    await close();
  });

  test("a run that diverges says at which step, and stops; rewound, it can go again", async () => {
    const { faults, lab, close, fill, button, status, step, record } = await laboratory();
    for (const [name, value] of Object.entries(RUNS.at(-1)![1])) await fill(name, value);
    await button("Start").click();
    await lab.locator(".status", { hasText: "made a weight too large for a number" }).waitFor();
    expect(await button("Start").isVisible()).toBe(true);
    const { settings } = await record();
    expect(await status.textContent()).toMatch(
      `Step ${settings.steps.toLocaleString("en")} made a weight too large`,
    );
    expect(await lab.locator(".pages").textContent()).toContain("no numbers any more");
    await button("One step").click();
    await button("Start").click();
    expect((await record()).settings.steps).toBe(settings.steps);
    await button("Rewind").click();
    await button("One step").click();
    expect(await step()).toBe(1);
    expect(await status.textContent()).toMatch(/^Step 1: /);
    expect(faults).toEqual([]);
    await close();
  });
});

describe("a step with all its numbers", () => {
  test("has links to the chapters where the run has the book’s own shape", async () => {
    const { lab, close, button, record } = await laboratory();
    for (let i = 0; i < 3; i++) await button("One step").click();
    const { settings } = await record();
    const links = await lab
      .locator(".pages a")
      .evaluateAll((all) => all.map((it) => it.getAttribute("href")));
    const shown = parseSettings({ ...settings, steps: 1000, record: { every: 10 } });
    expect(links).toHaveLength(10);
    expect(links).toContain(`z1.html#${addressOfStep(shown, 3, parseLesson({}))}&lab=${CORNERS}`);
    expect(await lab.locator(".pages").textContent()).toContain("Step 3 with all its numbers");
    await close();
  });

  test("where they lead, the weights are those of the run, every digit of them", async () => {
    const { page, faults, lab, close, fill, button, record } = await laboratory();
    await fill("data.set", "mirrored");
    await fill("data.rows", "9");
    await fill("trained", "5");
    await fill("ridge", "0.25");
    for (let i = 0; i < 7; i++) await button("One step").click();
    const { text } = await record();
    const [W1, W2] = JSON.parse(text).end.weights;
    await lab.getByRole("link", { name: "The weights to start from" }).click();
    await page.waitForURL("**/init.html#*");
    await page.locator("footer.lesson").getByText("weights given").waitFor();
    await page.locator("details.precision summary").click();
    const json = (await page.locator("details.precision pre").first().textContent())!;
    expect(JSON.parse(json)).toEqual({ W1, W2 });
    expect(faults).toEqual([]);
    await close();
  });

  test("which stay as they are when the page itself shows other numbers, and so does the laboratory", async () => {
    const { page, faults, lab, close, button, step } = await laboratory({}, { file: "loop.html#hidden=4" });
    await button("One step").click();
    const links = () =>
      lab
        .locator(".pages a")
        .evaluateAll((all) => all.map((it) => it.getAttribute("href")!.replace(/&lab=[^&]*/, "")));
    const before = await links();
    for (const [hash, weights] of [
      ["#hidden=5", "20 squared slopes"],
      ["#hidden=6", "24 squared slopes"],
    ] as const) {
      await page.goto(page.url().replace(/#.*|$/, hash));
      await page.locator("main .body").getByText(weights).waitFor();
      expect(await lab.locator("table").isVisible()).toBe(true);
      expect(await step()).toBe(1);
      expect(await links()).toEqual(before);
      await button("Start").click();
      await button("Pause").click();
      await button("Rewind").click();
      await button("One step").click();
    }
    expect(faults).toEqual([]);
    await close();
  });

  test("with other bricks too; what cannot stand together is told beside its field", async () => {
    const { page, lab, faults, close, fill } = await laboratory();
    await fill("activation", "relu");
    await fill("output-activation", "softmax");
    await fill("loss", "cross-entropy");
    await fill("biases", "held");
    await fill("outputs", "3");
    expect(await lab.locator(".command code").textContent()).toContain(
      "--outputs 3 --activation relu --output-activation softmax --loss cross-entropy",
    );
    expect(await lab.locator(".plane desc").textContent()).toMatch(
      /^A region for each answer.*: 0 on .*, 2 on /,
    );
    expect(await lab.locator(".pages a").first().getAttribute("href")).toContain(
      "outputs=3&activation=relu&output-activation=softmax&loss=cross-entropy&bias=1&train-bias=0",
    );
    const before = await page.evaluate(() => location.hash);
    await fill("output-activation", "tanh");
    expect(await lab.locator("#laboratory-loss-fault").textContent()).toMatch(/^got cross-entropy beside/);
    expect(await page.evaluate(() => location.hash)).toBe(before);
    expect(faults).toEqual([]);
    await close();
  });

  test("targets that are no labels have no boundary and no accuracy, and it says so", async () => {
    const { lab, faults, close } = await laboratory({}, { file: "loop.html#X=0.05,0.1&targets=0.01,0.99" });
    expect(await lab.locator(".plane").textContent()).toMatch(/^The targets are no labels/);
    expect(await lab.locator(".accuracy").textContent()).toBe("");
    expect(await lab.locator("[data-number=right]").count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  test("else a sentence says why there are none", async () => {
    const { lab, close, fill } = await laboratory();
    await fill("second", "3");
    expect(await lab.locator(".pages").textContent()).toMatch(/one hidden layer/);
    await fill("second", "");
    expect(await lab.locator(".pages a").count()).toBe(10);
    for (const gradient of ["article", "summed"]) {
      await fill("gradient", gradient);
      expect(await lab.locator(".pages").textContent()).toMatch(/find the exact gradient/);
      expect(await lab.locator(".pages a").count()).toBe(0);
    }
    expect(await lab.locator(".pages a").count()).toBe(0);
    await close();
  });
});

describe("a reader who sees less, or wants less motion", () => {
  /** Pictures drawn and sentences said in so many milliseconds of a run of one step a frame. */
  async function counted(reducedMotion: "reduce" | "no-preference", milliseconds: number) {
    const { page, close, fill, button } = await laboratory(
      { reducedMotion },
      { prepare: (it) => it.clock.install() },
    );
    await fill("pace", "1");
    await button("Start").click();
    await page.evaluate(() => {
      const counts = { counts: 0, status: 0 };
      for (const [name, place] of [
        ["counts", ".counts"],
        ["status", ".view [role=status]"],
      ] as const)
        new MutationObserver(() => {
          counts[name]++;
        }).observe(document.querySelector(`.laboratory ${place}`)!, { childList: true });
      Object.assign(window, { counts });
    });
    await page.clock.runFor(milliseconds);
    const counts = await page.evaluate(
      () => (window as unknown as { counts: Record<"counts" | "status", number> }).counts,
    );
    await close();
    return counts;
  }

  test("pictures come at most once a second for one, and many times for another; sentences every few seconds", async () => {
    const calm = await counted("reduce", 10_000);
    expect(calm.counts).toBeGreaterThanOrEqual(8);
    expect(calm.counts).toBeLessThanOrEqual(11);
    const lively = await counted("no-preference", 6000);
    expect(lively.counts).toBeGreaterThan(36);
    for (const { status } of [calm, lively]) {
      expect(status).toBeGreaterThanOrEqual(1);
      expect(status).toBeLessThanOrEqual(3);
    }
  });

  test("figures follow the run, and so does the way of a row; along the loss one looks back", async () => {
    const { page, lab, faults, close, runTo, step, record, plane, button } = await laboratory(
      {},
      { hasNeurons: true },
    );
    await runTo(30);
    const said = await lab
      .locator(":is(.plane, .curve, .pictures) svg[role=img] > :is(title, desc)")
      .allTextContents();
    const now = (await step()).toLocaleString("en");
    expect(said).toHaveLength(6);
    expect(said[0]).toBe(`Decision boundary at step ${now}`);
    expect(said[3]).toMatch(new RegExp(`^From step 0 to step ${now}: trained from 0\\.\\d+ to 0\\.\\d+\\.$`));

    // A row on its way: its numbers at the nodes, by hand and eye alike.
    const row = lab.getByRole("slider", { name: neuronsWords.row });
    await row.fill("2");
    const says = lab.locator(".follow output");
    await says.filter({ hasText: "row 2" }).waitFor();
    const numbers = async () =>
      (await lab.locator(".neurons dd").allTextContents()).map((it) =>
        it.split(", ").map((number) => Number(number.replace("−", "-"))),
      );
    const [x, , out] = await numbers();
    expect(out).toEqual(outputsOf(x!, JSON.parse((await record()).text).end.weights));
    expect(await plane.locator(".followed").count()).toBe(1);
    await row.fill("-1");
    await lab.locator(".neurons dl").waitFor({ state: "hidden" });
    const { width } = (await plane.boundingBox())!;
    const reach = 1.5;
    const [right, up] = x!.map((it) => ((it / reach + 1) / 2) * width) as [number, number];
    await plane.hover({ position: { x: right + 4, y: width - up + 4 } });
    await says.filter({ hasText: "row 2" }).waitFor();

    // Back along the loss: what is shown of a step is what was shown when the run was there.
    const back = lab.getByRole("slider", { name: "Step shown" });
    const shown = () =>
      lab.locator(":is(.plane > svg, .counts)").evaluateAll((all) => all.map((it) => it.outerHTML));
    await page.mouse.move(0, 0);
    await back.focus();
    await page.keyboard.press("Home");
    await lab.locator(".status", { hasText: "Step 0:" }).waitFor();
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
    // What the last key did is drawn with the next frame: before, an earlier step could be read.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    const at = await step();
    expect(at).toBeGreaterThan(0);
    const pages = lab.locator(".pages .label", { hasText: `Step ${at} with` });
    await pages.waitFor();
    const looked = await shown();
    const box = (await lab.locator(".loss").boundingBox())!;
    await page.mouse.move(box.x + 2, box.y + 80);
    await page.mouse.down();
    await page.mouse.up();
    await lab.locator(".status", { hasText: "Step 0:" }).waitFor();
    await button("One step").click(); // from where the run is
    expect((await step()).toLocaleString("en")).toBe((Number(now.replace(",", "")) + 1).toLocaleString("en"));
    await button("Rewind").click();
    for (let i = 0; i < at; i++) await button("One step").click();
    expect(await shown()).toEqual(looked);
    await button("One step").click();
    expect(await shown()).not.toEqual(looked);
    expect(faults).toEqual([]);
    await close();
  });

  /** What sigmoids make of two inputs, to the three digits that are shown. */
  function outputsOf(x: readonly number[], weights: readonly (readonly number[])[][]): number[] {
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    const out = weights.reduce(
      (h, W) => W[0]!.map((_, j) => sigmoid(W.reduce((sum, w, i) => sum + w[j]! * h[i]!, 0))),
      x as number[],
    );
    return out.map((it) => Number(it.toPrecision(3)));
  }

  test("axe finds nothing, idle, running, with own points and with faults: light and dark, wide and narrow", async () => {
    const { page, lab, close, fill, button, plane } = await laboratory(
      { viewport: { width: 1280, height: 900 } },
      { hasNeurons: true },
    );
    const faults = async () => {
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      const small = await lab.locator("button, input, select, .pages a").evaluateAll((all) =>
        all
          .filter((it) => (it as HTMLElement).offsetParent)
          .filter((it) => it.getBoundingClientRect().height < 24 || it.getBoundingClientRect().width < 24)
          .map((it) => `small: ${it.outerHTML.slice(0, 80)}`),
      );
      return [...small, ...(wide > 0 ? [`${wide} px too wide`] : [])];
    };
    const fine = async (state: string) =>
      expect(await axeFindsInEveryLook(page, ".laboratory", faults), state).toEqual([]);
    await fine("idle");
    await fill("data.set", "article");
    await fill("trained", "50");
    await button("Start").click();
    await fine("running");
    await button("Pause").click();
    await fill("gradient", "article");
    await fill("ridge", "1");
    await button("Start").click();
    await lab.locator(".status", { hasText: "made a weight too large" }).waitFor();
    await fine("exploded");
    await fill("data.set", "own");
    await fine("no points");
    await plane.click(); // one point, and beside it what is wrong
    for (const [name, value] of [
      ["hidden", "0"],
      ["ridge", "-1"],
      ["second", "65"],
    ] as const)
      await fill(name, value);
    await fine("faults");
    await lab.locator("[name=hidden]").evaluate((it) => it.removeAttribute("id"));
    expect((await axeFinds(page, ".laboratory")).join()).toContain("label");
    await close();
  });
});

test("on paper there is nothing of it", async () => {
  const { page, lab, close } = await laboratory();
  await page.emulateMedia({ media: "print" });
  expect(await lab.isVisible()).toBe(false);
  await close();
});

test("60 rewinds and 60 changes leave no more nodes and listeners than a few", async () => {
  const { page, faults, close, button, runTo } = await laboratory();
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  const size = async () => {
    // Twice: what the first has freed may have kept more of it.
    for (let i = 0; i < 2; i++) await client.send("HeapProfiler.collectGarbage");
    const { metrics } = await client.send("Performance.getMetrics");
    return ["Nodes", "JSEventListeners"].map((name) => metrics.find((it) => it.name === name)!.value);
  };
  const rounds = (count: number) =>
    page.evaluate((rounds) => {
      const seed = document.querySelector<HTMLInputElement>('[name="weights.seed"]')!;
      const press = (does: string) => document.querySelector<HTMLElement>(`[data-does=${does}]`)!.click();
      for (let i = 0; i < rounds; i++) {
        press("step");
        press("rewind");
        seed.value = String(i % 7);
        seed.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }, count);
  await runTo(10);
  await rounds(10);
  const before = await size();
  await rounds(60);
  // A busy machine sweeps up what is freed a little later.
  const more = async (i: number) => (await size())[i]! - before[i]!;
  await expect.poll(() => more(0), { timeout: 20_000 }).toBeLessThan(100);
  await expect.poll(() => more(1), { timeout: 20_000 }).toBeLessThan(5);
  await button("Rewind").click();
  expect(faults).toEqual([]);
  await close();
});
