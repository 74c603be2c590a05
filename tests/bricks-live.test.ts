import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { site } from "../build/site.ts";
import { commandOf } from "../src/lesson/command.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import { axeFinds } from "./axe.ts";
import { bookReader } from "./book.ts";
import { digits, entry, fragment, openPanel, valuesOf } from "./live-page.ts";
import { ROOT } from "./project.ts";
import type { Opened } from "./reading.ts";

/** Bricks taken out and put in on a live page: beside the stack and in the panel. */

const open = bookReader();
let it: Opened;
/** One page, opened once: a reader goes on from what is there, too. */
beforeEach(async () => {
  it ??= await open("h1.html");
  await it.page.evaluate(() => {
    location.hash = "";
  });
});
afterAll(async () => {
  expect(it.faults).toEqual([]);
  await it.close();
});

const swap = (name: string) => it.page.getByRole("button", { name: `Change this brick: ${name}` });
const menu = () => it.page.getByRole("menu");
const item = (name: string) => it.page.getByRole("menuitemradio", { name });
const alert = () => it.page.locator(".choice [role=alert]").textContent();
const h1 = () => it.page.locator("h1").textContent();

/** The text of a page that follows, piece by piece, without what scripts add; of the page that is open, if no HTML is given. */
const text = (html?: string): Promise<string[]> =>
  it.page.evaluate((html) => {
    const root = html === undefined ? document : new DOMParser().parseFromString(html, "text/html");
    const body = root.querySelector(".body")!.cloneNode(true) as Element;
    for (const added of body.querySelectorAll("[data-added], .exercises, .precision, svg desc"))
      added.remove();
    return [...body.children].map(({ textContent }) => textContent.replace(/\s+/g, " ").trim());
  }, html);

/** What the links around a page say, and where they lead to. */
const around = (html?: string): Promise<string[]> =>
  it.page.evaluate((html) => {
    const root = html === undefined ? document : new DOMParser().parseFromString(html, "text/html");
    return [...root.querySelectorAll(".strip a, .turn a")].map(
      (link) => `${link.getAttribute("href")!.split("#")[0]} ${link.ariaLabel} ${link.innerHTML}`,
    );
  }, html);

async function built(name: string, lesson: Lesson): Promise<string> {
  const { pages } = await site({ root: ROOT, lesson, command: commandOf(lesson) });
  return pages.get(`${name}.html`)!();
}

/** Every disclosure of the page opened, so that what is folded is set. */
const unfold = () =>
  it.page.locator("main details:not([open]) > summary").evaluateAll((all) => {
    for (const summary of all) (summary as HTMLElement).click();
  });

describe("beside the stack", () => {
  test("each brick but the data has a button, and stays a link to its chapter", async () => {
    const names = it.page.locator(".swaps button");
    expect(await names.evaluateAll((all) => all.map((button) => button.ariaLabel))).toEqual([
      "Change this brick: squares (loss)",
      "Change this brick: sigmoid (outputs)",
      "Change this brick: no biases",
      "Change this brick: sigmoid (hidden neurons)",
      "Change this brick: no biases",
    ]);
    expect(await it.page.locator(".place a").count()).toBe(6);
  });

  test("by keyboard: Enter opens, arrows move, Escape gives the focus back, Enter chooses", async () => {
    const { keyboard } = it.page;
    const [title, heading, next] = [await it.page.title(), await h1(), it.page.locator(".turn [rel=next]")];
    await swap("sigmoid (hidden neurons)").focus();
    await keyboard.press("Enter");
    await menu().waitFor();
    const focused = () => it.page.evaluate(() => document.activeElement!.textContent);
    expect(await focused()).toContain("sigmoid");
    await keyboard.press("ArrowUp");
    expect(await focused()).toContain("identity");
    await keyboard.press("Escape");
    expect(await menu().count()).toBe(0);
    expect(await swap("sigmoid (hidden neurons)").evaluate((it) => it === document.activeElement)).toBe(true);

    await keyboard.press("Enter");
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    expect(await fragment(it.page)).toBe("activation=tanh");
    expect(await swap("tanh (hidden neurons)").evaluate((it) => it === document.activeElement)).toBe(true);
    expect(await it.page.locator("main .changed").count()).toBeGreaterThan(0);

    const lesson = parseLesson({ activation: "tanh" });
    const html = await built("h1", lesson);
    const itsTitle = /<h1>(.*)<\/h1>/.exec(html)![1]!;
    expect(await it.page.locator("h1").innerHTML()).toBe(itsTitle);
    expect(itsTitle).not.toBe(heading);
    expect(await it.page.title()).toBe(/<title>(.*)<\/title>/.exec(html)![1]);
    expect(await it.page.title()).not.toBe(title);
    expect(await around()).toEqual(await around(html));
    expect(await digits(it.page)).toEqual(valuesOf("h1", lesson));
    await unfold();
    const whole = await text(html);
    await expect.poll(() => text()).toEqual(whole);

    await it.page.goBack();
    await swap("sigmoid (hidden neurons)").waitFor();
    expect(await fragment(it.page)).toBe("");
    expect([await it.page.title(), await h1()]).toEqual([title, heading]);
    expect(await next.textContent()).toContain("Next");
  });

  test("what cannot stand beside a choice is said before it is made, and gives way", async () => {
    await swap("sigmoid (outputs)").click();
    await item("tanh").click();
    await swap("squares").click();
    expect(await item("cross-entropy").textContent()).toContain("the outputs become sigmoid");
    await item("cross-entropy").click();
    expect(await fragment(it.page)).toBe("loss=cross-entropy");
    await swap("sigmoid (outputs)").click();
    expect(await item("tanh").textContent()).toContain("the loss becomes squares");
    await item("softmax").click();
    expect(await fragment(it.page)).toBe("output-activation=softmax&loss=cross-entropy");
    const lesson = parseLesson({ outputActivation: "softmax", loss: "cross-entropy" });
    expect(await digits(it.page)).toEqual(valuesOf("h1", lesson));
  });

  test("biases: none, trained or held, and what there is can be changed where it stands", async () => {
    await it.page.goto(it.page.url().replace("h1.html", "z1.html"));
    await swap("no biases").first().click();
    await item("biases begin").click();
    expect(await fragment(it.page)).toBe("bias=1");
    await entry(it.page, "b1.0.1").click();
    await it.page.getByRole("textbox", { name: "New value of b1[0,1]" }).fill("0.35");
    await it.page.keyboard.press("Enter");
    expect(await fragment(it.page)).toBe("bias=1&b1.0.1=0.35");
    expect((await digits(it.page)).z1).toEqual(
      (valuesOf("z1", parseLesson({})).z1 as number[][]).map(([a, b, c]) => [a, b! + 0.35, c]),
    );
    await swap("biases").first().click();
    await item("held").click();
    expect(await fragment(it.page)).toBe("bias=1&train-bias=0&b1.0.1=0.35");
    await swap("biases, held").first().click();
    await item("no biases").click();
    expect(await fragment(it.page)).toBe("");
  });

  test("what is refused is said in a line, and the page stays as it was", async () => {
    await it.page.evaluate(() => {
      location.hash = "X=0,1&targets=0.01,0.5";
    });
    await expect.poll(() => entry(it.page, "X.0.0").textContent()).toContain("0");
    await swap("sigmoid (outputs)").click();
    await item("softmax").click();
    expect(await alert()).toBe(
      "That cannot be shown. data.targets[0]: got [0.01,0.5] beside a softmax, expected numbers of at least 0 with the sum 1.",
    );
    expect(await menu().count()).toBe(1);
    expect(await fragment(it.page)).toBe("X=0,1&targets=0.01,0.5");
    await it.page.mouse.click(5, 5);
    expect(await menu().count()).toBe(0);
  });

  test("axe finds nothing in an open menu; on paper there is none, and no button", async () => {
    await swap("squares").click();
    expect(await axeFinds(it.page, ".place")).toEqual([]);
    await it.page.emulateMedia({ media: "print" });
    expect(await it.page.locator(".swaps").isVisible()).toBe(false);
    await it.page.emulateMedia({ media: "screen" });
    await it.page.keyboard.press("Escape");
  });
});

test("in the panel", async () => {
  await openPanel(it.page);
  const choose = (label: string, name: string) =>
    it.page.getByRole("combobox", { name: label }).selectOption({ label: name });
  await choose("Hidden activation", "ReLU");
  expect(await fragment(it.page)).toBe("activation=relu");
  await choose("Biases", "biases");
  expect(await fragment(it.page)).toBe("activation=relu&bias=1");
  expect(await digits(it.page)).toEqual(valuesOf("z1", parseLesson({ activation: "relu", bias: true })));
  await it.page.getByRole("button", { name: "Back to the book’s numbers" }).click();
  expect(await fragment(it.page)).toBe("");
});

test("an open disclosure stays that one where sections come and go", async () => {
  const summary = it.page.locator("details.precision");
  await it.page.evaluate(() => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("main details"))
      details.open = details.className === "entries";
  });
  await it.page.evaluate(() => {
    location.hash = "bias=1&rows=3";
  });
  await expect.poll(() => entry(it.page, "b1.0.0").count()).toBe(1);
  expect(await summary.getAttribute("open")).toBe(null);
  expect(await it.page.locator("main details[open]:not(.entries)").count()).toBe(0);
  expect(await it.page.locator("main details.entries").first().getAttribute("open")).toBe("");
});
