import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { copyOfProject, remove, tsx } from "./project.ts";

/** What README.md says of adding a chapter, done in a copy: one that makes a value, and one that trains. */

const copy = copyOfProject();
afterAll(() => remove(copy));
const put = (file: string, text: string) => writeFileSync(join(copy, file), text);
const change = (file: string, ...changes: readonly (readonly [before: string, after: string])[]) => {
  let text = readFileSync(join(copy, file), "utf8");
  for (const [before, after] of changes) {
    expect(text.split(before).length, `${file}: ${before}`).toBe(2); // once
    text = text.replace(before, after);
  }
  put(file, text);
};

const STAGE = `import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import { type Matrix, scale } from "../src/math/matrix.ts";
import { part } from "../src/network/stage.ts";

declare module "../src/network/values.ts" {
  interface Values {
    doubled: Matrix;
  }
}

// <stage>
const doubled = part({
  needs: ["h2"],
  makes: ["doubled"],
  compute({ h2 }) {
    const doubled = scale(2, h2);
    return { doubled };
  },
});
// </stage>

const facts = () => ({});

const prose: Prose<object> = {
  title: "Twice the answer",
  summary: "Every output, twice.",
  meanings: { doubled: "twice what the network puts out" },
  page: (_, w) =>
    \`As in chapter \${w.chapter("h2")}, and in chapter \${w.chapter("again")}.\\n\\n\${w.display([w.numbers("doubled")])}\\n\\n\${w.source("doubled")}\`,
};

export const chapter: Chapter<object> = {
  name: "doubled",
  stage: [[doubled]],
  direction: "forward",
  formula: ["d = 2 h₂"],
  facts,
  prose,
};

run(import.meta.url);
`;
const TRAINING = `import { run } from "#run";
import type { Prose, TrainingChapter } from "../src/book/chapter.ts";

const prose: Prose<object> = {
  title: "And again",
  summary: "The loop once more.",
  page: (_, w) => \`See [chapter \${w.chapter("loop")}](loop.html).\`,
};

export const chapter: TrainingChapter<object> = {
  name: "again",
  direction: "training",
  facts: () => ({}),
  prose,
};

run(import.meta.url);
`;

test("a stage chapter and a training chapter, added as the README says, are in the book everywhere", () => {
  put("chapters/17-doubled.ts", STAGE);
  put("chapters/18-again.ts", TRAINING);
  change(
    "chapters/index.ts",
    [
      'import { chapter as autodiff } from "./16-autodiff.ts";',
      'import { chapter as autodiff } from "./16-autodiff.ts";\nimport { chapter as doubled } from "./17-doubled.ts";\nimport { chapter as again } from "./18-again.ts";',
    ],
    ["  autodiff,\n", "  autodiff,\n  doubled,\n  again,\n"],
  );
  const built = tsx(join(copy, "build/cli.ts"), ["build"], copy);
  expect(built.stderr).toBe("");
  expect(built.stdout).toMatch(/^dist: \d+ pages/);
  const page = (name: string) => readFileSync(join(copy, `dist/${name}`), "utf8");
  expect(page("doubled.html")).toContain("Chapter 17 · forward");
  expect(page("doubled.html")).toContain("As in chapter 5, and in chapter 18.");
  expect(page("doubled.html")).toContain("chapters/17-doubled.ts");
  expect(page("again.html")).toContain("Chapter 18 · training");
  expect(page("again.html")).toContain('<a href="loop.html">chapter 10</a>');
  expect(JSON.parse(page("doubled.json")).outputs.doubled[0]).toHaveLength(2);
  for (const name of ["index.html", "symbols.html"]) expect(page(name)).toContain('href="doubled.html"');
  expect(page("autodiff.html")).toContain('rel="next" href="doubled.html"');
  expect(page("live.js")).toContain("twice what the network puts out");
  const printed = tsx(join(copy, "chapters/17-doubled.ts"), ["--json"], copy);
  expect(JSON.parse(printed.stdout).outputs.doubled[0][0]).toBeCloseTo(2 * 0.37166596, 7);

  // A name that the index does not have is no chapter: the build says where, and makes nothing.
  change("chapters/18-again.ts", ['chapter("loop")', 'chapter("lop")']);
  const other = tsx(join(copy, "build/cli.ts"), ["build", "--out", "other"], copy);
  expect(other.status).not.toBe(0);
  expect(other.stderr).toContain("there is no chapter lop");
  expect(existsSync(join(copy, "other"))).toBe(false);
});
