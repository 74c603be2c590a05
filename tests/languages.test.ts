import { expect, test } from "vitest";
import { axeFinds } from "./axe.ts";
import { bookReader } from "./book.ts";

/** The switch between TypeScript and NumPy, as a reader meets it. */

const open = bookReader();

test("the switch shows one language, by keyboard too, on this page and on the next, and both on paper", async () => {
  const { page, faults, close } = await open("h1.html");
  const seen = async () => [
    await page.locator(".languages > .typescript").isVisible(),
    await page.locator(".languages > .numpy").isVisible(),
  ];
  const numpy = page.getByRole("radio", { name: "NumPy" });
  expect(await seen()).toEqual([true, false]);
  await page.getByRole("radio", { name: "TypeScript" }).focus();
  await page.keyboard.press("ArrowRight");
  expect(await seen()).toEqual([false, true]);
  expect(await axeFinds(page, ".languages")).toEqual([]);
  expect(await page.getByRole("group", { name: "Language of the code" }).isVisible()).toBe(true);

  await page.emulateMedia({ media: "print" });
  expect(await seen()).toEqual([true, true]);
  expect(await numpy.isVisible()).toBe(false);
  await page.emulateMedia({ media: "screen" });

  // With another brick there are other lines, and the choice stays.
  await page.evaluate(() => {
    location.hash = "activation=tanh";
  });
  await page.locator(".numpy", { hasText: "h1 = np.tanh(z1)" }).waitFor();
  expect(await seen()).toEqual([false, true]);

  await page.goto(page.url().replace(/h1\.html.*/, "loop.html"));
  expect(await seen()).toEqual([false, true]);
  await page.getByRole("radio", { name: "TypeScript" }).check();
  await page.reload();
  expect(await seen()).toEqual([true, false]);
  expect(faults).toEqual([]);
  await close();
});
