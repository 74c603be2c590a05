// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code that stands in strings is what is tested
import { runInNewContext } from "node:vm";
import { deflateRawSync } from "node:zlib";
import { classHighlighter, highlightTree } from "@lezer/highlight";
import { transform } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PROBES } from "../build/checks.ts";
import { moduleOf } from "../build/sources.ts";
import { stages } from "../chapters/index.ts";
import { firstFault, type Runnable, runnable } from "../src/code/code.ts";
import { type DifferenceError, decodeDifference, encodeDifference } from "../src/code/difference.ts";
import { edited } from "../src/code/edits.ts";
import { highlight } from "../src/code/highlight.ts";
import { parseMended } from "../src/code/mended.ts";
import { namesIn } from "../src/code/names.ts";
import { parse } from "../src/code/tree.ts";
import { typesOff } from "../src/code/types.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { networkOf } from "../src/network/network.ts";
import { type AnyPart, isSamePart, partsOf, type Stage, traceOf } from "../src/network/stage.ts";
import { code as boxOf, withoutTags } from "../src/typeset/html.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { filesIn, source } from "./project.ts";

/** Code as text, made ready to be run. */

const made = (code: string): Runnable => {
  const it = runnable(code);
  if ("fault" in it) throw new Error(`refused: ${JSON.stringify(it.fault)}`);
  return it;
};
const faultOf = (code: string) => {
  const it = runnable(code);
  return "fault" in it ? `${it.fault.is} ${it.fault.what} ${it.fault.line}` : "";
};
/** Of all Unicode, and often of those that mean something in code. */
const anySign = fc.oneof(
  fc.constantFrom(...'<>&"`\\$/\n\r\u2028\ufeff\0'),
  fc.nat(0x10f7ff).map((it) => String.fromCodePoint(it < 0xd800 ? it : it + 0x800)),
);
const stripped = (code: string): string => {
  const { tree, edits } = parseMended(code);
  return edited(code, [...edits, ...typesOff(code, tree).edits]);
};

/** What code leaves in `out`, and how often each of its sites was passed. `at` tells of every call. */
function run(code: string, at: (site: number, kind: "tick" | "enter") => void = () => {}, taped = false) {
  const { plain, taped: onTape, sites } = made(code);
  const counts = sites.map(() => 0);
  const world = {
    out: undefined as unknown,
    $tick(k: number) {
      counts[k]!++;
      at(k, "tick");
    },
    $enter: (k: number) => at(k, "enter"),
    $spread: (it: unknown) => it,
    $op,
  };
  runInNewContext(`"use strict";(function(){\n${taped ? onTape : plain}\n})()`, world);
  return { out: world.out, counts, sites };
}

function $op(sign: string, a: number, b = 0): unknown {
  switch (sign) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "**":
      return a ** b;
    case "neg":
      return -a;
    case "pos":
      return +a;
  }
  throw new Error(sign);
}

describe("types come off", () => {
  /** Files where nothing is left of what is imported by name: `import a, {} from "b"`. */
  const OTHERWISE = ["src/typeset/formulas.ts", "src/typeset/markdown.ts"];
  const js = async (code: string, loader: "ts" | "js"): Promise<string> => {
    const { code: written } = await transform(code, {
      loader,
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: "none",
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, target: "esnext" } },
    });
    return written;
  };
  /** The files that come out otherwise. */
  async function otherwise(files: readonly string[]): Promise<string[]> {
    const same = files.map(async (path) => {
      const text = source(path);
      const mine = stripped(text);
      expect(mine.length, path).toBe(text.length);
      return (await js(mine, "js").catch(() => "broken")) === (await js(text, "ts"));
    });
    const isSame = await Promise.all(same);
    return files.filter((_, i) => !isSame[i]);
  }

  test("as esbuild takes them off, in the whole of src and chapters", async () => {
    const files = ["src", "chapters"].flatMap(filesIn);
    expect((await otherwise(files)).sort()).toEqual(OTHERWISE);
  });

  test.each([
    ["a[i]! += b! as number;", "a[i]  += b           ;"],
    ["let x!: number, y?: T;", "let x         , y    ;"],
    ["try {} catch (e: unknown) {}", "try {} catch (e         ) {}"],
    ["const f = (x: any): x is T => x;", "const f = (x     )         => x;"],
    ["function f(this: A, x?: B): x is C {}", "function f(         x    )         {}"],
    ["f = (a = this, b: T = this) => a", "f = (a = this, b    = this) => a"],
    ["function f(): void;\nfunction f() {}", ";                  \nfunction f() {}"],
    ["const x = a as T\n(b)", "const x = a ;   \n(b)"],
    ["a\ninterface A {\n b: c }\n(b)", "a\n;            \n       \n(b)"],
    ["const f = (a):\r\n  number => a", "const f = (a  \r\n       ) => a"],
    ["return <T>\n a", "return (  \n a)"],
    ["class A<T> extends B<T> implements C, D {}", "class A    extends B                    {}"],
    [
      "class A { private x = 1; abstract y(): T; [z]!: T }",
      "class A { ;       x = 1; ;                [z]     }",
    ],
    ["f<A, B>(x satisfies C); new M<K>()", "f      (x            ); new M   ()"],
    ["const t = x as [a: A, b?: B] | `${C}`", "const t = x                          "],
    ["[a[i]!, a[j]!] = [a[j]!, a[i]!]", "[a[i] , a[j] ] = [a[j] , a[i] ]"],
    ["import type { A } from 'a'; export type B = A;", ";                           ;                 "],
    ["'x as T' + `x as ${y as T}` /* x as T */", "'x as T' + `x as ${y     }` /* x as T */"],
  ])("%j", (code, expected) => {
    expect(stripped(code)).toBe(expected);
  });

  test("what is more than a type is named, with its line", () => {
    expect(faultOf("1;\nenum A { B }")).toBe("types enum 2");
    expect(faultOf("namespace A { 1 }")).toBe("types namespace 1");
    expect(faultOf("class A {\n  constructor(private x: T) {}\n}")).toBe("types parameter property 2");
    expect(faultOf("declare enum A {}\ndeclare namespace B {}")).toBe("");
  });
});

test("a line of blanks, or none, does not end the page's box of code: what follows stays text", () => {
  const render = markdownRenderer({ formula: "", table: "" });
  const code = "a\n \t \n\n*b* $c$\n  # d";
  const [html, ...more] = render(`before\n\n${boxOf("source", "code", code)}\n\nafter`).slice(1);
  expect(more).toHaveLength(1);
  expect(withoutTags(html!).trim()).toBe(code);
});

test("what cannot stand in a script is named, with its line", () => {
  expect(faultOf("\nimport a from 'a'")).toBe("import import 2");
  expect(faultOf("f(() => import('a'))")).toBe("import import 1");
  expect(faultOf("import.meta.url")).toBe("import import 1");
  expect(faultOf("export default 1")).toBe("import export 1");
  expect(faultOf("export { a }")).toBe("import export 1");
  expect(faultOf("1\nawait a")).toBe("await await 2");
  expect(faultOf("for await (const a of b);")).toBe("await await 1");
  expect(faultOf("const $tick = () => {}")).toBe("reserved $tick 1");
  expect(faultOf("\\u0024tick = 1")).toBe("reserved \\ 1");
  const fine =
    "export const a = async () => { await 'import(b)'; }; // import.meta\nimport type { A } from 'a'";
  expect(faultOf(fine)).toBe("");
});

describe("loops and functions count", () => {
  test.each([
    ["for (let i = 0; i < 3; i++) out = i", 2, [3]],
    ["out = 0\nfor (const x of [1, 2]) out += x\nout *= 2", 6, [2]],
    ["out = ''; for (const k in { a: 1, b: 2 }) { out += k }", "ab", [2]],
    ["out = 3; while (out) out--", 0, [3]],
    ["out = 0; do out++; while (out < 4) out += 10", 14, [4]],
    ["a: b: for (out = 0; ; ) { for (;;) { if (++out > 2) break a; continue b } }", 3, [3, 3]],
    ["out = 0; if (out) while (1); else for (; out < 2; ) out++", 2, [0, 2]],
    ["out = 0; if (1) for (;;) if (out++ < 2) continue; else break", 3, [3]],
    ["for (;;) switch (1) { case 1: for (var v of [7]); out = v; return }", 7, [1, 1]],
    ["const f = (a) => (b) => a + b\nout = f(1)(2)", 3, [1, 1]],
    ["const f = () => ({ a: 1 })\nout = f().a", 1, [1]],
    ["out = [1, 2].map(x => x * 2).join()", "2,4", [2]],
    ["function* g() { yield 1; yield* [2] }\nout = [...g(), ...[3]].join()", "1,2,3", [1]],
    ["const f = (a = () => 5, b = a()) => b\nout = f()", 5, [1, 1]],
    ["out = { get x() { return 1 }, m() { return 2 }, async *n() {} }; out = out.x + out.m()", 3, [1, 1, 0]],
    [
      "class A { #p = 1; constructor() { this.q = 2 } get s() { return this.#p + this.q } static { for (;;) break } }\nout = new A().s",
      3,
      [1, 1, 1],
    ],
    ["const fs = []; for (let i = 0; i < 2; i++) fs.push(() => i); out = fs[0]() + fs[1]()", 1, [2, 2]],
    ["out = Math.max(...[1, 4], ...'23')", 4, []],
    ["out = (function f(n) { return n && f(n - 1) })(3)", 0, [4]],
    ["const [a, ...b] = [1, 2, 3]; const o = { ...{ a } }; out = b.length + o.a", 3, []],
    ["let i = 2\nwhile (i--) // c\n  /* d */ { out = i }", 0, [2]],
    [
      "let a = [1, 2, 3]; for (let i = 0; i < 1; i++) [a[i], a[2]] = [a[2], a[i]]; out = a.join()",
      "3,2,1",
      [1],
    ],
    ["out = 'for (;;) {}' + `while (${1})` + /do{}/.source // for (;;);", "for (;;) {}while (1)do{}", []],
  ])("%j", (code, out, counts) => {
    for (const taped of [false, true]) {
      const it = run(code, undefined, taped);
      expect(it.out).toBe(out);
      expect(it.counts).toEqual(counts);
    }
  });

  test("each says where it is, and a loop when it begins", () => {
    const said: string[] = [];
    const { sites } = run(
      "\nconst f = () => 1;\r\nx: for (const i of [1, 2])\n  while (f() > 1);",
      (k, kind) => said.push(kind + k),
    );
    expect(sites).toEqual([
      { line: 2, isLoop: false },
      { line: 3, isLoop: true },
      { line: 4, isLoop: true },
    ]);
    expect(said).toEqual(["enter1", "tick1", "enter2", "tick0", "tick1", "enter2", "tick0"]);
  });

  test.each([
    "for (;;);",
    "while (true) {}",
    "do ; while (1)",
    "a: for (;;) continue a",
    "const f = () => f()\nf()",
    "function f() { try { f() } finally { f() } }\nf()",
    "const o = { get x() { return this.x } }; o.x",
    "function* g() { for (;;) yield 1 }\nfor (const x of g());",
    "for (const x of (out = [1])) out.push(x)",
    "for (;;) try { for (;;) break } finally { }",
  ])("without end, and stopped: %s", (code) => {
    let left = 1000;
    const stop = (_: number, kind: string) => {
      if (kind === "tick" && --left < 0) throw new RangeError("stopped");
    };
    expect(() => run(code, stop)).toThrow("stopped");
  });
});

describe("arithmetic as calls", () => {
  const values = { x: 3, y: -2.5, z: 0.1, i: 1, m: { data: [1, 2, 3], n: 2 } };
  const VALUES = `const x = 3, y = -2.5, z = 0.1, i = 1, m = { data: [1, 2, 3], n: 2 };`;
  const leaf = fc.constantFrom("x", "y", "z", "1", "2e-3", "m.data[i]", "m.n", "(x)", "f(y)", "i");
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc
        .tuple(
          tie("expression"),
          fc.constantFrom("+", "-", "*", "/", "%", "<", "&&", "??", ","),
          tie("expression"),
        )
        .map(([a, op, b]) =>
          op === "??" ? `((${a}) ?? (${b}))` : op === "," ? `(${a}, ${b})` : `${a} ${op} ${b}`,
        ),
      fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `(${a}) ** (${b})`),
      fc.tuple(fc.constantFrom("-", "+", "!", "~"), tie("expression")).map(([op, a]) => `${op} (${a})`),
      tie("expression").map((a) => `(${a})`),
      tie("expression").map((a) => `m.data[(${a}) & 1]`),
      fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `(${a} ? ${b} : -i)`),
    ),
  }));
  const body = (it: string) => `${VALUES} const f = (a) => a + i / 3; out = ${it};`;

  test("the same numbers, in the same order", () => {
    fc.assert(
      fc.property(expression, (it) => {
        const direct: unknown = runInNewContext(`const f = (a) => a + i / 3; ${it}`, structuredClone(values));
        expect(run(body(it), undefined, true).out).toBe(direct);
      }),
      { numRuns: 150 },
    );
    expect(made(body("x - y")).taped).toContain('$op("-", x , y)');
    expect(run(body("x - y").replace("-", "+"), undefined, true).out).not.toBe(5.5);
  });

  test.each([
    ["x += 2 * y", 'x = $op("+", x, $op("*", 2 , y))'],
    [
      "m.data[i * n + 1]! -= a as T",
      'm.data[$op("+", $op("*", i , n) , 1)]  = $op("-", m.data[i*n+1], a     )',
    ],
    ["x **= y /= 2", 'x = $op("**", x, y = $op("/", y, 2))'],
    ["a[f()] += 1; a[i++] += 1; a &&= 1; a |= 1", "a[f()] += 1; a[i++] += 1; a &&= 1; a |= 1"],
    ["-a - -b + +c", '$op("+", $op("-", $op("neg", a) , $op("neg", b)) , $op("pos", c))'],
    ["x++ + --y", '$op("+", x++ , --y)'],
    ["(a: T) => a! * 2", '(a   ) => ($tick(0), $op("*", a  , 2))'],
    ["let a: -1 = a\n  + b // + c", 'let a     = $spread($op("+", a\n  , b)) // + c'],
    ["`${a + b}` < /a+b/ | '+'", "$spread(`${$spread($op(\"+\", a , b))}`) < /a+b/ | '+'"],
  ])("%j", (code, expected) => {
    expect(made(code).taped).toBe(expected);
  });

  test("what the parser sees faults in is left to the engine", () => {
    for (const code of [
      "a + ",
      "for (",
      "x = (1 +\nconst",
      "}",
      "class { + }",
      "a ? : b",
      "#",
      "`${",
      "'",
      "/*",
      "=> 1",
      "for (;;) =",
      "...a",
    ])
      expect(() => made(code), code).not.toThrow();
    expect([
      firstFault("a(1,\n  b c"),
      firstFault("const x = (1 + 2\nconst y = 3"),
      firstFault("f() {\n\n"),
    ]).toEqual([2, 1, 1]);
    expect(firstFault("x! += 1; [a[0], b.c] = d; try {} catch (e: any) {}")).toBeUndefined();
  });
});

test("every chapter's code: its types come off, its turns are counted, its arithmetic is called", () => {
  const shown = filesIn("chapters").flatMap((path) => {
    const [, , code] = /^\/\/ <(stage|shown)>\n(.*?)\n\/\/ <\/\1>$/ms.exec(source(path)) ?? [];
    return code ? [code] : [];
  });
  expect(shown.length).toBeGreaterThan(10);
  for (const code of shown) {
    const { plain, taped, sites } = made(code);
    expect(firstFault(code)).toBeUndefined();
    for (const text of [plain, taped]) {
      expect(text.split("\n")).toHaveLength(code.split("\n").length);
      expect(() => runInNewContext(`"use strict";(function(){\n${text}\n})`)).not.toThrow();
    }
    expect(sites.length).toBeGreaterThan(0);
  }
});

describe("the stages of the chapters compute the same bits", async () => {
  const traces = [DEFAULT_LESSON, ...PROBES].map((lesson) => traceOf(stages, lesson));
  const files = filesIn("chapters").filter((path) => /^chapters\/0\d/.test(path));
  const modules = await Promise.all(
    files.map(async (path) => {
      const text = source(path);
      const code = /^\/\/ <stage>\n(.*?)\n\/\/ <\/stage>$/ms.exec(text)![1]!;
      const { imports } = moduleOf(path, text);
      const given: Record<string, unknown> = {};
      for (const name of namesIn(code))
        if (imports.has(name)) given[name] = (await import(`../${imports.get(name)}`))[name];
      const { stage } = (await import(`../${path}`)) as { stage: Stage };
      return { path, code, given, stage };
    }),
  );
  const compute = (code: string, given: Record<string, unknown>, stage: Stage) => {
    const parts: AnyPart[] = [];
    const part = (it: AnyPart) => parts.push(it);
    const counting = { $tick() {}, $enter() {}, $spread: (it: unknown) => it, $op };
    const names = { ...given, part, ...counting };
    new Function(...Object.keys(names), `"use strict";{\n${code}\n}`)(...Object.values(names));
    return traces.flatMap((trace) =>
      partsOf([stage], networkOf(trace.lesson)).map((book) => {
        const own = parts.find((it) => isSamePart(it, book))!;
        return own.compute(trace, trace.lesson, networkOf(trace.lesson).roles);
      }),
    );
  };
  test.each(modules)("$path", ({ code, given, stage }) => {
    const { plain, taped } = made(code);
    const book = traces.flatMap((trace) =>
      partsOf([stage], networkOf(trace.lesson)).map(({ makes }) =>
        Object.fromEntries(makes.map((name) => [name, trace[name]])),
      ),
    );
    expect(compute(plain, given, stage)).toEqual(book);
    expect(compute(taped, given, stage)).toEqual(book);
    const wrong = made(code.replaceAll("return {", "return { z: 1, ")).taped;
    expect(compute(wrong, given, stage)).not.toEqual(book);
  });
});

test("names that code uses and does not declare", () => {
  expect(namesIn("const a = b(c.d, { e, f: g }); (h) => h + a + typeof i; 'j' /* k */").sort()).toEqual(
    ["b", "c", "g", "i"].sort(),
  );
});

describe("highlighted code", () => {
  const text = (it: string) =>
    withoutTags(it).replace(
      /&(lt|gt|quot|amp);/g,
      (_, name: string) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name]!,
    );
  /** As Lezer's own highlighter marks it: the class of every character that is of a kind shown. */
  function byLezer(code: string): string {
    const kinds = Array<string>(code.length).fill("");
    highlightTree(parse(code), classHighlighter, (from, to, classes) => {
      kinds.fill(/tok-(?:keyword|comment|string|number|typeName)\b/.exec(classes)?.[0] ?? "", from, to);
    });
    return String(kinds);
  }
  function byUs(html: string): string {
    const kinds: string[] = [];
    for (const [, kind = "", inside, outside = ""] of html.matchAll(
      /<span class="([\w-]+)">(.*?)<\/span>|([^<]+)/gs,
    ))
      kinds.push(...Array<string>(text(inside ?? outside).length).fill(kind));
    return String(kinds);
  }

  test("is the same text, and markup in it is text", () => {
    const code = 'const a = "</script><img src=x onerror=1>" & `<b>${1}`; // </code>';
    const html = highlight(code);
    expect(html).not.toMatch(/<(?!\/?span)/);
    expect(html).toContain('<span class="tok-keyword">const</span>');
    expect(text(html)).toBe(code);
    fc.assert(
      fc.property(fc.string({ unit: anySign }), (it) => {
        expect(text(highlight(it))).toBe(it);
      }),
      { numRuns: 30 },
    );
  });

  test("has the kinds of Lezer's highlighter", () => {
    const odd =
      "super.x; this; null; true; a => `b${'\\n'}`; function* f(private x?: -1) {}; #!a\nlet of = async, get, type; /a/; {";
    for (const code of [
      odd,
      ...["tests/code.test.ts", "src/math/random.ts", "chapters/17-autodiff.ts"].map(source),
    ])
      expect(byUs(highlight(code))).toBe(byLezer(code));
    expect(byUs(highlight("const a"))).not.toBe(byLezer("conts a"));
  });
});

test("any text is taken as it is: empty, a comment, halves of signs, other line ends, 10,000 lines", () => {
  for (const code of ["", "// a", "/* a", "</script>", "'\ud800'", "\u2028", "\r", "#!a\r\nfor(;;)\r\n;"])
    expect(() => [runnable(code), firstFault(code), highlight(code), namesIn(code)]).not.toThrow();
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          ...'for ( ) { } ; a + = ! : ? as T => ... [ ] , \n while do class function x " ` ${ / < > . 1 in of'.split(
            " ",
          ),
        ),
        { maxLength: 30 },
      ),
      (tokens) => {
        const code = tokens.join(" ");
        const it = runnable(code);
        if ("fault" in it) return;
        expect(it.plain.split("\n")).toHaveLength(code.split("\n").length);
      },
    ),
  );
  const start = performance.now();
  const many = `${"a += b;\n".repeat(9_000)}${"for (;;) a! += b\n".repeat(1_000)}`;
  expect(made(many).sites[999]).toEqual({ line: 10_000, isLoop: true });
  expect(() => made("(".repeat(10_000) + "1".padEnd(10_001, ")"))).not.toThrow();
  expect(performance.now() - start).toBeLessThan(10_000);
});

describe("a difference", () => {
  const reason = (it: Promise<string>): Promise<DifferenceError["reason"] | undefined> =>
    it.then(
      () => undefined,
      (error: DifferenceError) => error.reason,
    );
  const BOOK = source("chapters/07-dloss-dw2.ts");
  /** FNV-1a in numbers without end, as a second way. */
  const hash = (text: string) =>
    [...Array(text.length).keys()]
      .reduce((sum, i) => ((sum ^ BigInt(text.charCodeAt(i))) * 16777619n) % 2n ** 32n, 2166136261n)
      .toString(36);
  const HASH = hash(BOOK);
  const written = (it: unknown, to = HASH) =>
    `${to}.${deflateRawSync(typeof it === "string" ? it : JSON.stringify(it)).toString("base64url")}`;

  test("gives the text again, and is short", async () => {
    const changed = BOOK.replace("transpose(h1)", "h1");
    const difference = await encodeDifference(BOOK, changed);
    expect(difference.length).toBeLessThan(50);
    expect(difference).toMatch(/^[\w.-]+$/);
    expect(await decodeDifference(BOOK, difference)).toBe(changed);
    const text = fc.oneof(
      fc.string({ unit: anySign }),
      fc.string({ unit: fc.constantFrom("a", "b", "😀", "😁", "\ufeff") }),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (book, own) => {
        expect(await decodeDifference(book, await encodeDifference(book, own))).toBe(own);
      }),
      { numRuns: 60 },
    );
    expect(await decodeDifference("a", await encodeDifference("a", "a\ud800"))).toBe("a\ufffd");
  });

  test("made for other code, by nobody, or too large is refused", async () => {
    const fine = written([1, 2, "a"]);
    expect(await reason(decodeDifference(BOOK, fine))).toBeUndefined();
    expect(await reason(decodeDifference(`${BOOK} `, fine))).toBe("hash");
    for (const broken of [
      ...["", ".", "a", `${HASH}.`, `${HASH}.!`, `${HASH}.A`, `${HASH}.AAAA`, fine.slice(0, -3)],
      ...[written([1, 2]), written([1, 2, 3]), written([-1, 2, "a"]), written([0.5, 2, "a"]), written({})],
      ...[written([BOOK.length, 1, ""]), written([1e300, 1, ""]), written("[1,"), written([0, 0, "\ud800"])],
    ])
      expect(await reason(decodeDifference(BOOK, broken)), broken).toBe("broken");
    expect(await reason(decodeDifference(BOOK, "a".repeat(6001)))).toBe("too-large");
    expect(await reason(decodeDifference("", written([0, 0, "a".repeat(40_001)], hash(""))))).toBe(
      "too-large",
    );
    expect(await reason(encodeDifference("", "a".repeat(40_001)))).toBe("too-large");
    const noise = Array.from({ length: 9_000 }, (_, i) => Math.imul(i * i, 0x9e3779b1).toString(36)).join("");
    expect(await reason(encodeDifference("", noise.slice(0, 30_000)))).toBe("too-large");
  });

  test("a bomb is not read to its end", async () => {
    const bomb = written(`[0,0,"${"a".repeat(4_000_000)}"]`);
    expect(bomb.length).toBeLessThan(6000);
    expect(await reason(decodeDifference(BOOK, bomb))).toBe("too-large");
  });
});
