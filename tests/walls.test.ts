import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { code, filesIn, source } from "./project.ts";

/** What may import what. Types count as code does. */

/** The rooms of src: a file knows its own and those before it. */
const ROOMS = [
  "math",
  "lesson",
  "network",
  "training",
  "typeset",
  "exercises",
  "worksheets",
  "code",
  "figures",
  "book",
];

/** Texts by their paths, seen from the project's folder. */
type Files = ReadonlyMap<string, string>;

interface Import {
  /** As it is written: a path or, for what differs in a browser, a name of package.json. */
  readonly written: string;
  readonly to: string;
  /** Loaded only when it is asked for: it closes no circle. */
  readonly isLate: boolean;
}

const { imports: NAMED }: { imports: Record<string, Record<string, string>> } = JSON.parse(
  source("package.json"),
);
const WRITTEN = [
  /^(?:import|export)\b[^"';]*\bfrom "(?<written>[^"]+)"/gm,
  /^import "(?<written>[^"]+)"/gm,
  /^declare module "(?<written>[^"]+)"/gm,
  /(?<late>\bawait )?\bimport\("(?<written>[^"]+)"\)/g,
];

/** What a file imports of the project. */
function importsOf(path: string, text: string): Import[] {
  const found = WRITTEN.flatMap((pattern) => [...code(text).matchAll(pattern)]);
  return found.flatMap(({ groups }) => {
    const written = groups!.written!;
    const paths = written.startsWith(".")
      ? [posix.join(posix.dirname(path), written)]
      : Object.values(NAMED[written] ?? {}).map((it) => posix.normalize(it));
    return paths.map((to) => ({ written, to, isLate: groups!.late !== undefined }));
  });
}

/** Whether a wall stands between a file and what it imports. */
function isWalled(from: string, { written, to }: Import): boolean {
  const [top, room] = from.split("/");
  const [topThere, roomThere] = to.split("/");
  if (top === "src") return topThere !== "src" || ROOMS.indexOf(roomThere!) > ROOMS.indexOf(room!);
  if (top === "chapters") return topThere === "build" && written !== "#run";
  if (from.startsWith("build/reader/")) return topThere === "build" && roomThere !== "reader";
  return false;
}

const throughWalls = (files: Files): string[] =>
  [...files].flatMap(([path, text]) =>
    importsOf(path, text)
      .filter((it) => isWalled(path, it))
      .map(({ written }) => `${path} imports ${written}`),
  );

/** The files that import themselves by way of others, and those between two such circles. */
function inCircles(files: Files): string[] {
  const imports = new Map(
    [...files].map(([path, text]) => [
      path,
      importsOf(path, text).flatMap(({ to, isLate }) => (isLate ? [] : [to])),
    ]),
  );
  let left = new Set(imports.keys());
  for (;;) {
    const imported = new Set([...left].flatMap((path) => imports.get(path)!));
    const stay = [...left].filter(
      (path) => imported.has(path) && imports.get(path)!.some((it) => left.has(it)),
    );
    if (stay.length === left.size) return stay;
    left = new Set(stay);
  }
}

const project: Files = new Map(
  ["src", "chapters", "build"].flatMap(filesIn).map((path) => [path, source(path)]),
);

describe("walls", () => {
  test("every file of src stands in a room", () => {
    expect(filesIn("src").filter((path) => !ROOMS.includes(path.split("/")[1]!))).toEqual([]);
  });

  test("nobody imports through one", () => {
    expect(throughWalls(project)).toEqual([]);
  });

  test.each([
    ["src/math/a.ts", 'import { b } from "../lesson/b.ts";'],
    ["src/lesson/a.ts", 'import type { b } from "../training/b.ts";'],
    ["src/network/a.ts", 'import {\n  type b,\n  c,\n} from "../typeset/b.ts";'],
    ["src/network/ops/a.ts", 'export { b } from "../../figures/b.ts";'],
    ["src/typeset/a.ts", 'export * from "../book/b.ts";'],
    ["src/figures/a.ts", 'const b = await import("../book/b.ts");'],
    ["src/book/a.ts", 'import { b } from "../../chapters/b.ts";'],
    ["src/book/a.ts", 'type B = typeof import("../../build/b.ts");'],
    ["src/book/a.ts", 'import { run } from "#run";'],
    ["src/book/a.ts", 'declare module "../../chapters/b.ts" {\n}'],
    ["chapters/a.ts", 'import { b } from "../build/b.ts";'],
    ["chapters/a.ts", 'import { run } from "../build/run.ts";'],
    ["chapters/words/a.ts", 'import "../../build/b.ts";'],
    ["build/reader/a.ts", 'import { b } from "../b.ts";'],
    ["build/reader/live/a.ts", 'import type { b } from "../../b.ts";'],
  ])("%s may not: %s", (path, text) => {
    expect(throughWalls(new Map([[path, text]]))).toHaveLength(text.includes("#run") ? 2 : 1);
  });

  test.each([
    ["src/math/a.ts", 'import { b } from "./b.ts";\nimport { c } from "c";'],
    ["src/training/a.ts", 'import { b } from "../lesson/b.ts";\nimport { c } from "#fastest";'],
    ["src/book/a.ts", '// import { b } from "../../chapters/b.ts";'],
    ["chapters/a.ts", 'import { run } from "#run";\nimport { b } from "../src/book/b.ts";'],
    ["build/reader/live/a.ts", 'import { b } from "../b.ts";\nimport { c } from "../../../chapters/c.ts";'],
    ["build/a.ts", 'import { b } from "./reader/b.ts";\nimport { c } from "../chapters/c.ts";'],
  ])("%s may: %s", (path, text) => {
    expect(throughWalls(new Map([[path, text]]))).toEqual([]);
  });
});

describe("circles", () => {
  test("there are none", () => {
    expect(inCircles(project)).toEqual([]);
  });

  test("of two, of three, by types alone, and of a file with itself are found; what is loaded late closes none", () => {
    const circle = (...texts: string[]) =>
      inCircles(new Map(texts.map((text, i) => [`src/math/${"abcd"[i]}.ts`, text])));
    const [a, b, c] = ["src/math/a.ts", "src/math/b.ts", "src/math/c.ts"];
    expect(circle('import { b } from "./b.ts";', 'import { a } from "./a.ts";')).toEqual([a, b]);
    expect(circle('import type { b } from "./b.ts";', 'type A = import("./a.ts").A;')).toEqual([a, b]);
    expect(
      circle(
        'import { b } from "./b.ts";',
        'export { c } from "./c.ts";',
        'import "./a.ts";',
        'import { a } from "./a.ts";',
      ),
    ).toEqual([a, b, c]);
    expect(circle('import { a } from "./a.ts";')).toEqual([a]);
    expect(circle('import { b } from "./b.ts";', 'const { a } = await import("./a.ts");')).toEqual([]);
    expect(circle('import { b } from "./b.ts";', "export const b = 1;")).toEqual([]);
  });
});
