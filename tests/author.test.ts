import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ChapterError, checkIndex, checkLinks, placeOf, sourcesFor, strict } from "../build/author.ts";
import { licenses, PACKAGES } from "../build/licenses.ts";
import { readSources } from "../build/sources.ts";
import { report } from "../build/usage.ts";
import { book } from "../chapters/pages.ts";
import { shellWords } from "../chapters/words/shell.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { ROOT, remove, temporaryFolder } from "./project.ts";

/** What the author of a chapter, and Git, may do to a file. */

const folder = temporaryFolder();
afterAll(() => remove(folder));

const page = `export const page = () => \`
The sum $z_1$ stands here, \${number} of it.
An open $\\\\frac{1}{2} is here.
A wrong $\\\\frac{3}{x_1$ one, and $\\\\nothing{12}$.

$$
x = 25

## A heading
[A link](z9.html) and [another](z2.html#nowhere).
\`;`;
const sources = () => [{ path: "chapters/02-z1.ts", text: page }];
const line = (words: string) => page.slice(0, page.indexOf(words)).split("\n").length;
const render = strict(markdownRenderer({ formula: "f", table: "t" }), sources);

describe("a chapter's mistake names file and line", () => {
  test.each([
    ["The sum $z_1$, 7 of it. An open $\\frac{1}{2} is here.", "An open", "a $ that nothing closes"],
    ["A wrong $\\frac{3}{x_1$ one", "A wrong", "Unexpected end of input"],
    ["and $\\nothing{12}$.", "A wrong", "Undefined control sequence: \\nothing: \\nothing{12}"],
    ["Text\n\n$$\nx = 25\n\nand more", "$$\nx = 25", "a $ that nothing closes"],
  ])("%j", (markdown, words, what) => {
    expect(() => render(markdown)).toThrow(ChapterError);
    expect(() => render(markdown)).toThrow(`chapters/02-z1.ts:${line(words)}: `);
    expect(() => render(markdown)).toThrow(what);
    expect(() => render(markdown)).not.toThrow("314159");
  });

  test("what is right passes: code, a price in it, formulas on lines of their own", () => {
    expect(
      render("A $z$ and `$x` \n\n$$\na = \\begin{matrix}1\\end{matrix}\n$$\n\n<pre>$y</pre>").length,
    ).toBe(3);
  });

  test("a link to no page, or to no place on one", () => {
    const check = (html: string) =>
      checkLinks(html, "z1.html", new Set(["z1.html", "z2.html"]), () => new Set(["here"]), sources);
    expect(() => check('<a href="z9.html">')).toThrow(
      `chapters/02-z1.ts:${line("[A link]")}: a link that leads nowhere: z9.html`,
    );
    expect(() => check('<a class="x" href="z2.html#nowhere">')).toThrow("z2.html#nowhere");
    expect(() => check('<a href="#nowhere">')).toThrow("#nowhere");
    expect(() => check('<a href="z9.html#rows=4">')).toThrow("z9.html#rows=4");
    check(
      '<a href="https://example.org/z9.html"> <a href="z2.html#here"> <a href="#here"> <a href="z1.html"> <a href="z2.html#rows=4&amp;ridge=1">',
    );
  });

  test("a file that is not where the index has it", () => {
    cpSync(join(ROOT, "chapters"), join(folder, "chapters"), { recursive: true });
    checkIndex(folder, book);
    const [first, second, ...rest] = book;
    expect(() => checkIndex(folder, [second!, first!, ...rest])).toThrow(
      /^chapters\/index\.ts:\d+: got 01-init\.ts as chapter 0, expected 00-init\.ts$/,
    );
  });

  test("a text that several chapters take from another folder is found there", () => {
    const h1 = book.find(({ name }) => name === "h1")!;
    const text = "The **sigmoid** turns any number into one";
    expect(placeOf(text, sourcesFor(ROOT, h1, book))).toMatch(/^chapters\/bricks\/sigmoid\.ts:\d+$/);
  });

  test("a text that stands nowhere names the file alone", () => {
    expect(placeOf("qqqqqq", sources())).toBe("chapters/02-z1.ts");
  });
});

test("what is told of an error: one line of a chapter's or the system's, the stack of a mistake of the program", () => {
  const told = (error: Error) => {
    const said: string[] = [];
    return [report(error, (text) => said.push(text)), said.join("\n")];
  };
  const at = (stack: string) =>
    Object.assign(new TypeError("no\nway"), { stack: `TypeError: no\n    at ${stack}` });
  expect(told(at("f (/b/src/x.ts:1:2)\n    at page (/b/chapters/02-z1.ts:4:5)"))).toEqual([
    1,
    "chapters/02-z1.ts:4:5: TypeError: no way",
  ]);
  expect(told(at("f (/b/src/x.ts:1:2)"))).toEqual([1, "TypeError: no\n    at f (/b/src/x.ts:1:2)"]);
  const refused = { code: "EACCES", syscall: "open", path: "/b/dist" };
  expect(told(Object.assign(new Error("EACCES"), refused))).toEqual([1, "/b/dist: no permission (EACCES)"]);
});

test("a checkout on Windows: Git keeps the line ends, and files with the others give the same pages", () => {
  const git = (...argv: string[]) =>
    expect(spawnSync("git", argv, { cwd: folder, encoding: "utf8" }).status, argv.join(" ")).toBe(0);
  for (const name of [".gitattributes", "build/sources.ts"])
    cpSync(join(ROOT, name), join(folder, "in", name));
  git("init", "-q", "in");
  git("-C", "in", "add", "-A");
  git("-C", "in", "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "All");
  git("-c", "core.autocrlf=true", "clone", "-q", "in", "out");
  expect(readFileSync(join(folder, "out/build/sources.ts"), "utf8")).not.toContain("\r");
  const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
  const files = new Map([["z1", "chapters/02-z1.ts"]]);
  const onWindows = readSources(files, (path) => read(path).replaceAll("\n", "\r\n"));
  expect(onWindows).toEqual(readSources(files, read));
  expect(() => readSources(files, (path) => read(path).replace("// <stage>", ""))).toThrow(ChapterError);
});

test("the program that npm starts names a chapter's line, not its own", () => {
  const copy = join(folder, "copy");
  for (const name of ["build", "chapters", "lessons", "src", "LICENSE", "package.json"])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  spawnSync("ln", ["-s", join(ROOT, "node_modules"), join(copy, "node_modules")]);
  const file = join(copy, "chapters/02-z1.ts");
  const good = readFileSync(file, "utf8");
  writeFileSync(file, good.replace("matmul(X, W1);", "matmul(W1, X);"));
  const at = good.slice(0, good.indexOf("const z1 = matmul")).split("\n").length;
  const build = () =>
    spawnSync(process.execPath, ["build/start.mjs", "build"], { cwd: copy, encoding: "utf8" });
  const { status, stderr } = build();
  expect(stderr).toMatch(
    new RegExp(`^chapters/02-z1\\.ts:${at}:\\d+: ShapeError: cannot multiply [^\n]*\n$`),
  );
  expect(status).toBe(1);
  // In a promise that nobody waits for, too.
  writeFileSync(
    file,
    good.replace("const z1 = matmul(X, W1);", 'Promise.reject(new Error("late")); const z1 = matmul(X, W1);'),
  );
  const late = build();
  expect(late.stderr).toMatch(new RegExp(`^chapters/02-z1\\.ts:${at}:\\d+: Error: late\n$`));
  expect(late.status).toBe(1);
  expect(existsSync(join(copy, "dist"))).toBe(false);
});

test("the licences of all that is in the site are in the site", () => {
  const inSite = ["src", "chapters", "build/reader"].flatMap((name) =>
    readdirSync(join(ROOT, name), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(ROOT, name, file), "utf8")),
  );
  const imported = (text: string) =>
    [...text.matchAll(/^(?:import|export) (?!type).* from "((?:@[\w-]+\/)?\w[\w.-]*)[^":]*";$/gm)].map(
      ([, name]) => name!,
    );
  expect(imported('import * as z from "zod/mini";\nimport { a } from "@b/c";')).toEqual(["zod", "@b/c"]);
  const lacking = inSite.flatMap(imported).filter((name) => !PACKAGES.some((it) => it === name));
  expect([...new Set(lacking)]).toEqual([]);
  const text = licenses(ROOT, shellWords);
  for (const words of ["SIL OPEN FONT LICENSE", "Khan Academy", ...PACKAGES]) expect(text).toContain(words);
});
