import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { copyOfProject, remove, tsx } from "./project.ts";
import { openPage, withChromium } from "./reading.ts";

/** What README.md says of adding a chapter, done in a copy: one that makes a value, and one that trains. */

const copy = copyOfProject();
let browser: Browser;
withChromium((it) => {
  browser = it;
});
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

/** What `npm run` starts. */
const started = (argv: readonly string[]) =>
  spawnSync(process.execPath, [join(copy, "build/start.mjs"), ...argv], { cwd: copy, encoding: "utf8" });

const STAGE = `import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import { type Matrix, scale } from "../src/math/matrix.ts";
import { part, type Stage } from "../src/network/stage.ts";

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

export const stage: Stage = [[doubled]];

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
  stage,
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
  page: (_, w) => \`See \${w.link("loop")}, and \${w.link("doubled", "twice")}.\`,
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
  put("chapters/18-doubled.ts", STAGE);
  put("chapters/19-again.ts", TRAINING);
  change(
    "chapters/index.ts",
    [
      "\n/** The book:",
      'import { chapter as doubled } from "./18-doubled.ts";\nimport { chapter as again } from "./19-again.ts";\n\n/** The book:',
    ],
    ["  autodiff,\n", "  autodiff,\n  doubled,\n  again,\n"],
  );
  const built = started(["build"]);
  expect(built.stderr).toBe("");
  expect(built.stdout).toMatch(/^dist: \d+ pages/);
  const page = (name: string) => readFileSync(join(copy, `dist/${name}`), "utf8");
  expect(page("doubled.html")).toContain("Chapter 18 · forward");
  expect(page("doubled.html")).toContain("As in chapter 5, and in chapter 19.");
  expect(page("doubled.html")).toContain("chapters/18-doubled.ts");
  expect(page("again.html")).toContain("Chapter 19 · training");
  expect(page("again.html")).toContain(
    '<a href="loop.html">chapter 10</a>, and <a href="doubled.html">twice</a>',
  );
  expect(JSON.parse(page("doubled.json")).outputs.doubled[0]).toHaveLength(2);
  expect(page("index.html")).toContain('<a href="doubled.html">Twice the answer</a>');
  expect(page("symbols.html")).toContain(
    'Twice what the network puts out. <span class="facts">1×2 · <a href="doubled.html">Twice the answer</a></span>',
  );
  expect(page("autodiff.html")).toContain('rel="next" href="doubled.html"');
  expect(page("live.js")).toContain("twice what the network puts out");
  const print = (...argv: string[]) => tsx(join(copy, "chapters/18-doubled.ts"), argv, copy).stdout;
  expect(JSON.parse(print("--json")).outputs.doubled[0][0]).toBeCloseTo(2 * 0.37166596, 7);
  expect(print()).toContain("doubled");
  expect(tsx(join(copy, "chapters/19-again.ts"), ["--steps", "1"], copy).stdout).toContain("And again");
});

test("its page follows a reader's numbers, and its own can be pointed at", async () => {
  const { page, faults, close } = await openPage(browser, join(copy, "dist"), "doubled.html#seed=7");
  const number = page.locator('main .formula [data-cell="doubled.0.0"]');
  await page.locator(".lesson", { hasText: "weight seed 7" }).waitFor();
  const [row] = JSON.parse(tsx(join(copy, "chapters/18-doubled.ts"), ["--seed", "7", "--json"], copy).stdout)
    .outputs.doubled;
  expect(await number.textContent()).toBe(row[0].toFixed(8));
  await number.hover();
  await number.click();
  await page.keyboard.press("Escape");
  expect(faults).toEqual([]);
  await close();
});

test("what the author forgot is said with the place, and nothing is made", () => {
  const failure = () => {
    const { status, stderr } = started(["build", "--out", "other"]);
    expect(status).toBe(1);
    expect(existsSync(join(copy, "other"))).toBe(false);
    return stderr;
  };
  change("chapters/19-again.ts", ['w.link("loop")', 'w.link("lop")']);
  expect(failure()).toMatch(/^chapters\/19-again\.ts:\d+:\d+: Error: there is no chapter lop: .*\n$/);
  change("chapters/19-again.ts", ['w.link("lop")', 'w.link("loop")']);
  change("chapters/18-doubled.ts", ['w.source("doubled")', 'w.source("double")']);
  expect(failure()).toMatch(/^chapters\/18-doubled\.ts:\d+:\d+: Error: there is no code of double: .*\n$/);
  change("chapters/18-doubled.ts", ['w.source("double")', 'w.source("doubled")']);
  change("chapters/18-doubled.ts", ["meanings: { doubled:", "meanings: { h2:"]);
  expect(failure()).toMatch(
    /^chapters\/symbols\.ts:\d+:\d+: Error: the prose of doubled has no meaning of doubled\n$/,
  );
});
