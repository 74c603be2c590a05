import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chapters } from "../chapters/index.ts";
import { book, pages } from "../chapters/pages.ts";
import { fileOf, partOf } from "../src/book/chapter.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { NAMES } from "../src/network/quantities.ts";
import type { Name } from "../src/network/values.ts";
import { ROOT } from "./project.ts";

/** Rules of the project that no compiler knows. */

const files = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(ROOT, path)).isDirectory() ? files(path) : path.endsWith(".ts") ? [path] : [];
  });
const source = (path: string) => readFileSync(join(ROOT, path), "utf8");
/** The code alone: comments may speak of what code may not call. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");

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
  test.each([...files("src"), ...files("chapters")])("%s", (path) => {
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

  test("src knows no chapter, and neither src nor chapters know build", () => {
    const imports = (folder: string) => new RegExp(`(?:from|import\\() ?"[./]*${folder}/`);
    for (const path of files("src")) expect(source(path), path).not.toMatch(imports("chapters"));
    for (const path of [...files("src"), ...files("chapters")])
      expect(source(path), path).not.toMatch(imports("build"));
    expect('import { book } from "../chapters/pages.ts";').toMatch(imports("chapters"));
    expect('await import("../../build/site.ts")').toMatch(imports("build"));
  });
});

describe("the book", () => {
  test("every chapter's file is named for its place and name, and every such file is in the index", () => {
    const named = book.map((chapter) => `${fileOf(chapter, book)}.ts`);
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
      expect(source(`chapters/${fileOf(chapter, book)}.ts`).trimEnd()).toMatch(
        /\nrun\(import\.meta\.url\);$/,
      );
  });

  test("no two pages share a name, and each summary is one sentence", () => {
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
    for (const { prose } of pages) expect(prose.summary).toMatch(/^[A-Z].*\.$/);
  });
});
