import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { chapters } from "../chapters/index.ts";
import { book, pages } from "../chapters/pages.ts";
import { fileOf, partOf } from "../src/book/chapter.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { NAMES } from "../src/network/quantities.ts";
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
  ["a clock", /\bDate\b|\bperformance\b/],
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
    for (const line of shown.split("\n").filter((it) => !it.startsWith("/**")))
      expect(line.length, `${path}: ${line}`).toBeLessThanOrEqual(78);
  }
});

describe("the book", () => {
  test("every chapter's file is named for its place and name, and every such file is in the index", () => {
    const named = book.map((chapter) => basename(fileOf(chapter, book)));
    const there = readdirSync(join(ROOT, "chapters")).filter((name) => /^\d\d-/.test(name));
    expect(named).toEqual(there.sort());
  });

  test("the stages make every value, each once, and need only what was made before", () => {
    const made: Name[] = [];
    for (const chapter of chapters) {
      const { needs, makes } = partOf(chapter, DEFAULT_LESSON);
      for (const name of needs) expect(made).toContain(name);
      made.push(...makes);
    }
    expect([...made].sort()).toEqual([...NAMES].sort());
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
    const said = filesIn("chapters").flatMap(
      (path) => code(source(path)).match(/next chapter|chapter before/gi) ?? [],
    );
    const pairs = ["z1 h1", "z2 h2", "dloss-dw2 dloss-dw1", "runs exploding", "exploding vanishing"];
    expect(said).toHaveLength(pairs.length);
    const order = book.map(({ name }) => name).join(" ");
    for (const pair of pairs) expect(` ${order} `).toContain(` ${pair} `);
  });

  test("no two pages share a name, and each summary is one sentence", () => {
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
    for (const { prose } of pages) expect(prose.summary).toMatch(/^[A-Z].*\.$/);
  });
});
