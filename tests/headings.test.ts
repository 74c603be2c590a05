import { expect, test } from "vitest";
import { markdownRenderer } from "../src/typeset/markdown.ts";

const render = markdownRenderer({ formula: "Formula", table: "Table" });
const ids = (markdown: string) =>
  [
    ...render(markdown)
      .join("")
      .matchAll(/<h2[^>]*>/g),
  ].map(([tag]) => / id="([^"]*)"/.exec(tag)?.[1]);

test("an id of the words, whatever signs stand between them; formulas give none", () => {
  expect(ids("## Why the transpose?\n\n## A `code` and *more*\n\n## $\\sigma$ <code>sigmoid</code>")).toEqual(
    ["why-the-transpose", "a-code-and-more", "sigmoid"],
  );
  expect(ids("## $x$\n\n## ?!\n\n## The rate λ = 10")).toEqual(["section", "section-2", "the-rate-10"]);
});

test("none twice on a page, and each page begins anew; a heading in HTML has what it was given", () => {
  for (let page = 0; page < 2; page++)
    expect(ids("## The check\n\n## The check\n\n### The check\n\n## The check")).toEqual([
      "the-check",
      "the-check-2",
      "the-check-3",
    ]);
  expect(ids(`<h2 id="mine">The check</h2>\n\n## The check`)).toEqual(["mine", "the-check"]);
});
