import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROBES } from "../build/checks.ts";
import { chapters } from "../chapters/index.ts";
import { book, pages } from "../chapters/pages.ts";
import { fileOf, ofLesson } from "../src/book/chapter.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { networkOf } from "../src/network/network.ts";
import { quantitiesOf } from "../src/network/quantities.ts";
import { partsOf } from "../src/network/stage.ts";
import type { Name } from "../src/network/values.ts";
import { code, filesIn, ROOT, source } from "./project.ts";

/** Rules of the project that no compiler knows. */

/** What differs from engine to engine, or comes from outside: none of it may be in what computes or tells. */
const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  [
    "a function whose last bits differ from engine to engine",
    /\bMath\.(?:exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot)\b/,
  ],
  ["a power that is not of whole numbers", / \*\* (?!-?\d+\b(?!\.))/],
  ["a random source", /\bMath\.random\b|\bcrypto\b/],
  // In quotes it is a word of a sheet.
  ["a clock", /(?<!")\bDate\b|\bperformance\b/],
  ["the disk or the process", /from "node:|\bprocess\./],
  ["the page", /\b(?:document|window|localStorage)\./],
];
const broken = (text: string): string[] =>
  FORBIDDEN.filter(([, pattern]) => pattern.test(code(text))).map(([rule]) => rule);

describe("src and chapters run anywhere and give the same bits", () => {
  test.each([...filesIn("src"), ...filesIn("chapters")])("%s", (path) => {
    expect(broken(source(path))).toEqual([]);
  });

  test("each rule has something it rejects", () => {
    const wrong = [
      "const e = Math.exp(1);",
      "const p = x ** y;",
      "const p = x ** 0.5;",
      "const r = Math.random();",
      "const t = Date.now();",
      'import fs from "node:fs";',
      "document.title",
    ];
    for (const line of wrong) expect(broken(line), line).toHaveLength(1);
    expect(broken("const q = 2 ** 32; const p = 2 ** -44; // Math.exp is forbidden")).toEqual([]);
  });
});

test("code that pages show fits beside their text: 78 characters", () => {
  for (const path of filesIn("chapters")) {
    const [, , shown = ""] = /^\/\/ <(stage|shown)>\n(.*?)^\/\/ <\/\1>$/ms.exec(source(path)) ?? [];
    for (const line of shown.split("\n").filter((it) => !/^ *\/\*\*/.test(it)))
      expect(line.length, `${path}: ${line}`).toBeLessThanOrEqual(78);
  }
});

describe("the book", () => {
  test("every chapter's file is named for its place and name, and every such file is in the index", () => {
    const named = book.map((chapter) => basename(fileOf(chapter, book)));
    const there = readdirSync(join(ROOT, "chapters")).filter((name) => /^\d\d-/.test(name));
    expect(named).toEqual(there.sort());
  });

  test("the stages make every value of every network, each once, and need only what was made before", () => {
    for (const lesson of [DEFAULT_LESSON, ...PROBES]) {
      const made: Name[] = [];
      for (const { stage } of chapters)
        for (const { needs, makes } of partsOf([stage], networkOf(lesson))) {
          for (const name of needs) expect(made).toContain(name);
          made.push(...makes);
        }
      expect([...made].sort()).toEqual([...quantitiesOf(networkOf(lesson)).keys()].sort());
    }
  });

  test("every chapter's file prints itself when it is started", () => {
    for (const chapter of book)
      expect(source(fileOf(chapter, book)).trimEnd()).toMatch(/\nrun\(import\.meta\.url\);$/);
  });

  describe("only the index knows where a chapter is: its file is named by what imports it, else nowhere", () => {
    const names = pages.map(({ name }) => name).filter((name) => name !== "index");
    /** Files of chapters, their numbers and their pages, typed by hand. */
    const TYPED = new RegExp(
      `\\b\\d\\d-[a-z][\\w-]*|[Cc]hapters?(?: |&nbsp;)\\d|\\b(?:${names.join("|")})\\.html`,
      "g",
    );
    const IMPORTED = /(?<=^(?:import|export) [^;]* from "\.\/)\d\d-[\w-]+\.ts(?=";$)/gm;
    const typed = (path: string, text: string): string[] =>
      code(path.startsWith("chapters/") ? text.replace(IMPORTED, "") : text).match(TYPED) ?? [];

    test.each(["src", "chapters", "build"].flatMap(filesIn).filter((path) => !path.includes("/bench/")))(
      "%s",
      (path) => {
        expect(typed(path, source(path))).toEqual([]);
      },
    );

    test.each([
      ["chapters/x.ts", 'import { a } from "./03-h1.ts";\nimport {\n  b,\n} from "./04-z2.ts";', []],
      ["build/x.ts", 'import { a } from "../chapters/03-h1.ts";', ["03-h1"]],
      ["src/x.ts", "`npx tsx chapters/10-loop.ts`", ["10-loop"]],
      ["chapters/x.ts", "`As chapter 3 says, and chapters 4 and 5`", ["chapter 3", "chapters 4"]],
      ["chapters/x.ts", "`[the loss](loss.html)`; // as in loss.html", ["loss.html"]],
    ])("%s: %s", (path, text, found) => {
      expect(typed(path, text)).toEqual(found);
    });
  });

  test("where a page speaks of the next chapter or of the one before, that is the one it means", () => {
    /** What files mean by it; those of bricks tell what the layer that follows its sums will do. */
    const meant: Record<string, readonly string[]> = {
      "chapters/04-z2.ts": ["z2 h2"],
      "chapters/08-dloss-dw1.ts": ["dloss-dw2 dloss-dw1"],
      "chapters/11-runs.ts": ["runs exploding"],
      "chapters/12-exploding.ts": ["exploding vanishing"],
      "chapters/bricks/": ["z1 h1", "z2 h2"],
    };
    const files = filesIn("chapters").filter((path) =>
      /next chapter|chapter before/i.test(code(source(path))),
    );
    const places = files.map((path) => path.replace(/^(chapters\/bricks\/).*/, "$1"));
    expect([...new Set(places)]).toEqual(Object.keys(meant));
    const order = book.map(({ name }) => name).join(" ");
    for (const pair of Object.values(meant).flat()) expect(` ${order} `).toContain(` ${pair} `);
  });

  test("no two pages share a name, and each summary is one sentence", () => {
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
    for (const { prose } of pages)
      for (const lesson of [DEFAULT_LESSON, ...PROBES])
        expect(ofLesson(prose.summary, lesson)).toMatch(/^[A-Z].*\.$/);
  });
});
