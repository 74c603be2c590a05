import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { chapter } from "../chapters/03-h1.ts";
import { stages } from "../chapters/index.ts";
import { type Scene, seen, VIEWS } from "../src/figures/cube.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { axeFinds } from "./axe.ts";
import { bookReader } from "./book.ts";
import { openPanel } from "./live-page.ts";
import { tellingOf } from "./told.ts";

/** The cube of chapter 3 as a reader turns it, in Chromium, from `file://`. */

const openPage = bookReader();

/** A machine may be busy. */
const SOON = { timeout: 20_000 };

/** What is drawn: the paths, by their parts, and where the marks stand. */
const drawn = (page: Page) =>
  page
    .locator("[data-moves] svg:has(.cube)")
    .first()
    .evaluate((svg) => {
      const parts = [...svg.querySelectorAll("path[data-part]")];
      return {
        paths: Object.fromEntries(parts.map((it) => [it.getAttribute("data-part"), it.getAttribute("d")])),
        marks: [...svg.querySelector('[data-part="marks"]')!.children].map((it) =>
          it.getAttribute("transform"),
        ),
      };
    });
/** The same of a scene, by the function that drew the page. */
function expected(scene: Scene, turn: number, tilt: number) {
  const { paths, marks } = seen(scene, { turn, tilt }, 400);
  const short = (x: number) => String(Math.round(x * 100) / 100 + 0);
  return { paths, marks: marks.map(([x, y]) => `translate(${short(x)} ${short(y)})`) };
}
const sceneOf = (lesson: object): Scene => {
  const trace = traceOf(stages, parseLesson(lesson));
  return JSON.parse(JSON.stringify(chapter.facts(trace, tellingOf(chapter, {})).space.scene)) as Scene;
};

test("the cube turns by keys and by a drag, follows a changed weight, and its square does not turn", async () => {
  const { page, faults, close } = await openPage("h1.html", { reducedMotion: "reduce" });
  const figure = page.locator('[data-moves="cube"]');
  await figure.scrollIntoViewIfNeeded();
  const control = figure.getByRole("slider", { name: "Turn the cube" });
  await control.waitFor();
  const scene = sceneOf({});
  const [{ turn, tilt }] = VIEWS;
  const said = () => control.getAttribute("aria-valuetext");
  expect(await drawn(page)).toEqual(expected(scene, turn, tilt));

  // Keys: a press is a step, there is no way between.
  await control.focus();
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowDown"]) await page.keyboard.press(key);
  await expect.poll(said, SOON).toBe(`turned by ${turn - 30}°, seen from ${tilt + 15}° above`);
  expect(await drawn(page)).toEqual(expected(scene, turn - 30, tilt + 15));
  expect(await axeFinds(page, '[data-moves="cube"]')).toEqual([]);
  await page.keyboard.press("Home");
  await expect.poll(said, SOON).toBe(`turned by ${turn}°, seen from ${tilt}° above`);

  // A drag to the right and down: what is in front goes along.
  const box = (await page.locator("svg:has(.cube)").first().boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 40, y + 20, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(x - 40, y - 40); // not held: nothing turns
  await expect.poll(said, SOON).toBe(`turned by ${turn + 20}°, seen from ${tilt + 10}° above`);
  const turned = expected(scene, turn + 20, tilt + 10);
  expect(await drawn(page)).toEqual(turned);
  expect(turned.marks).not.toEqual(expected(scene, turn, tilt).marks);

  // Another weight, and biases that make the cut pass through: seen from the side that the reader chose.
  expect((await drawn(page)).paths.cut).toBe("");
  await openPanel(page);
  await page.evaluate(() => {
    location.hash = "W1.0.1=3&bias=1&b2.0.1=-0.3";
  });
  const W1 = [
    [-0.67746455, 3, -0.07365253],
    [-0.53663519, 0.60920496, 0.21149622],
  ];
  await expect.poll(async () => (await drawn(page)).paths.cut, SOON).not.toBe("");
  const after = JSON.parse((await figure.getAttribute("data-numbers"))!) as Scene;
  expect(await drawn(page)).toEqual(expected(after, turn + 20, tilt + 10));
  expect(after.marks[4]![1]).toBeCloseTo(
    1000 / (1 + Math.exp(-(1.76405235 * W1[0]![1]! + 0.40015721 * W1[1]![1]!))),
    2,
  );

  // Two neurons have a square, seen from the front; back again, the cube turns as before.
  await page.evaluate(() => {
    location.hash = "hidden=2";
  });
  await control.waitFor({ state: "hidden" });
  expect((await drawn(page)).paths).toEqual(expected(sceneOf({ hidden: 2 }), 0, 0).paths);
  await page.evaluate(() => {
    location.hash = "rows=4";
  });
  await control.waitFor({ state: "visible" });
  expect(await drawn(page)).toEqual(expected(sceneOf({ data: { rows: 4 } }), turn + 20, tilt + 10));

  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.emulateMedia({ media: "print" });
  expect(await page.locator(".views svg").first().isVisible()).toBe(true);
  expect(await control.isVisible()).toBe(false);
  expect(faults).toEqual([]);
  await close();
});
