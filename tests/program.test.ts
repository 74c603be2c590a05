import { expect, test } from "vitest";
import { CheckError } from "../build/checks.ts";
import { checkProgram, listingIn, runListing } from "../build/program.ts";
import { learn } from "../chapters/10-loop.ts";
import { DEFAULT_LESSON, parseLesson } from "../src/lesson/lesson.ts";
import { bookFile } from "./book.ts";
import { ROOT } from "./project.ts";

/** The program that chapter 10 shows is put together from the chapters' parts, and runs as it stands on the page. */

const page = bookFile("loop.html");

test("the listing has every block, no name twice, and nothing that nobody reads", () => {
  const listing = listingIn(page);
  expect(listing.match(/^ +\/\/ \w+/gm)).toEqual([
    "  // Initialise",
    "    // Forward",
    "    // Loss",
    "    // Backward",
    "    // Update",
  ]);
  const declared = [...listing.matchAll(/^ {4}const (?:\{ )?(\w+)/gm)].map(([, name]) => name!);
  expect(new Set(declared).size).toBe(declared.length);
  for (const name of declared.filter((it) => it !== "turn"))
    expect(listing.match(new RegExp(`\\b${name}\\b`, "g"))!.length, name).toBeGreaterThan(1);
  expect(listing).not.toContain("loss_next");
});

test("run as it is shown, it finds what the parts find, to the last bit", async () => {
  const shown = await runListing(ROOT, listingIn(page), DEFAULT_LESSON);
  for (const json of [{}, { data: { rows: 7 }, hidden: 4, ridge: 0.3, learningRate: 2 }]) {
    const lesson = parseLesson(json);
    expect(shown(lesson, 20)).toEqual(learn(lesson, 20));
  }
});

test.each([
  ["a missing half", "(2 * N)", "N"],
  ["a turned sign", "scale(-1 / N", "scale(1 / N"],
  ["the ridge forgotten", "scale(ridge / N, W1)", "scale(0, W1)"],
])("a listing with %s is refused", async (_, right, wrong) => {
  const spoilt = listingIn(page).replace(right, wrong);
  expect(spoilt).not.toBe(listingIn(page));
  const html = `<pre class="source"><code>${spoilt.replaceAll("<", "&lt;")}</code>`;
  await expect(checkProgram(ROOT, html, parseLesson({}))).rejects.toThrow(CheckError);
});
