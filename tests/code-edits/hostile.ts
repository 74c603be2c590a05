import { type CodeEdit, endless, fault, type Outcome, same, untaped } from "./edit.ts";
import { piece, text } from "./making.ts";

/** Code that means harm, in the place of the stage z1: what it throws as "reached" it must not reach. */

const GOOD = "const z1 = matmul(X, W1);";
const before = (what: string, own: string, is: Outcome) => piece(what, GOOD, `${own}\n    ${GOOD}`, is);
const given = (what: string, own: string, is: Outcome) => piece(what, "return { z1 };", own, is);

/** What a worker has beside the language. */
const NAMES =
  "fetch importScripts Worker SharedWorker XMLHttpRequest WebSocket EventSource WebTransport indexedDB caches localStorage sessionStorage cookieStore navigator location self globalThis window top document postMessage close onmessage addEventListener dispatchEvent Event MessageEvent MessageChannel BroadcastChannel Date performance setTimeout setInterval requestAnimationFrame queueMicrotask scheduler reportError crypto Intl WebAssembly SharedArrayBuffer Atomics eval structuredClone console Blob File FileReader URL OffscreenCanvas createImageBitmap Notification Promise BigInt BigInt64Array DataView WeakRef FinalizationRegistry trustedTypes Temporal ShadowRealm";

const reaches = (what: string, own: string, is: Outcome = same) => before(what, own, is);

const breakouts: readonly CodeEdit[] = [
  "}}); postMessage(1); (function(){{",
  "}}, function(){{",
  "}}, postMessage(1), function(){{",
  "}, ()=>{",
  "}, postMessage(1), ()=>{",
  "}]; postMessage(1); [()=>{",
  "} / x+!/ ; }}); postMessage(1); (function(){{ /y/;",
  "}}\n<!-- \npostMessage(1); (function(){{",
  "`",
  "`${",
  "`${()=>{",
  "/*",
  "*/ }",
  "if (0)",
  "for (;;)",
  "x = function () {",
  "class A {",
  "}} catch {{",
].map((own) => text(`out of the function: ${own}`, (book) => `${book}\n${own}`, fault("syntax")));

/** Each asks for far more than a page has. */
const bombs: readonly CodeEdit[] = [
  ["a list", "const all = []; for (;;) all.push(new Array(1e6).fill(1));"],
  ["a list in a callback", "const all = []; map(X, () => { for (;;) all.push(new Array(1e6).fill(1)); });"],
  ["numbers in 64 bits", "const all = []; for (;;) all.push(new Float64Array(1e8).fill(1));"],
  ["bytes", "const all = []; for (;;) all.push(new Uint8Array(new ArrayBuffer(1e9)).fill(1));"],
  [
    "a buffer that grows",
    "const b = new Float64Array(1).buffer; (b.transfer ?? (() => new ArrayBuffer(1e10)))(1e10);",
  ],
  ["spread", "let all = [1, 2]; for (;;) all = [...all, ...all];"],
  ["concat", "let all = [1, 2]; for (;;) all = all.concat(all);"],
  ["Array.from of what has a length", "Array.from({ length: 1e9 });"],
  ["flat", "Array(1e4).fill(Array(1e6).fill(1)).flat();"],
  ["flatMap", "const row = Array(1e6).fill(1); Array(1e4).fill(1).flatMap(() => row);"],
  ["flat without end", "let all = [1]; for (let i = 0; i < 40; i++) all = [all, all]; all.flat(Infinity);"],
  ["repeat", 'const all = []; for (;;) all.push("ab".repeat(1e7));'],
  ["padStart", 'const all = []; for (let i = 0; ; i++) all.push("a".padStart(1e8, String(i)));'],
  ["a text that doubles", 'let s = "a"; const all = []; for (;;) { s += s; all.push(s[0]); }'],
  [
    "a text that doubles, written out",
    'let s = "a"; const all = []; for (;;) { s = s + s; all.push(s[0]); }',
  ],
  ["a template that doubles", 'let s = "a"; const all = []; for (;;) { s = `${s}${s}`; all.push(s[0]); }'],
  ["a text that doubles as another type", 'let s = "a"; for (;;) s = (s + s as string) || "a";'],
  ["replace", 'const s = "a".repeat(1e4); const all = []; for (;;) all.push(s.replace(/a/g, s));'],
  ["join", 'const all = []; for (;;) all.push(Array(1e6).join("abcdefgh"));'],
  ["split", 'const s = "a".repeat(1e6), all = []; for (;;) all.push(s.split(""));'],
].map(([what, own]) => before(`memory: ${what}`, own!, fault("memory", 6)));

/** They are stopped, whatever for. */
const slow: readonly CodeEdit[] = [
  ["closures", "let f = () => 0; for (;;) { const g = f, x = [1, 2, 3]; f = () => [g, x]; }"],
  ["objects", "const all = []; for (;;) all.push({ a: {}, b: [{}], c: () => all });"],
  ["a place at a time", "const all = []; for (;;) all[all.length] = all.length + 0.5;"],
  ["maps", "const all = new Map(); for (let i = 0; ; i++) all.set(i, new Set([i]));"],
].map(([what, own]) => before(`memory: ${what}`, own!, endless(6)));

export const hostile: readonly CodeEdit[] = [
  reaches(
    "names of a worker",
    `const reached = { ${NAMES.split(" ")
      .map((name) => `${name}: typeof ${name}`)
      .join(", ")} };
    for (const [name, type] of Object.entries(reached)) if (type !== "undefined") throw name;`,
  ),
  reaches(
    "this",
    "if (this?.fetch || (function () { return this; })() || (() => this)()?.fetch) throw 'reached';",
  ),
  reaches(
    "functions made of text",
    `for (const f of [() => {}, async () => {}, function* () {}, async function* () {}])
      try { f.constructor("return 1")(); throw "reached"; } catch (e) { if (e === "reached") throw e; }`,
  ),
  reaches(
    "what everything is made of",
    `const proto = Object.getPrototypeOf, later = (async () => {})();
    for (const it of [Object, Object.prototype, Array, Array.prototype, Float64Array, Float64Array.prototype, proto(Float64Array),
      proto(Float64Array.prototype), Function.prototype, String.prototype, Number.prototype, Boolean.prototype, Symbol.prototype,
      RegExp.prototype, RegExp.prototype[Symbol.replace], Map.prototype, Set.prototype, Error, Error.prototype, RangeError.prototype, Math, Math.sin, JSON, Reflect, Proxy,
      proto([].values()), proto(new Map().keys()), proto(new Set().keys()), proto("".matchAll(/a/g)), proto(""[Symbol.iterator]()),
      proto(function* () {}), proto(function* () {}.prototype), proto(later), later.constructor, proto(async () => {}), proto(async function* () {}),
      matmul, exp, RandomState, RandomState.prototype, forwardPass, forwardPass[0], forwardPass[0][0], forwardPass[0][0][0].compute, X, ...[...arguments].slice(0, 0)])
      for (const key of ["map", "toJSON", "then", "next", "constructor", "valueOf", Symbol.iterator, "kept"])
        if (Reflect.defineProperty(it, key, { get: () => 1 }) || Reflect.setPrototypeOf(it, {})) throw "reached " + String(key) + it;`,
    untaped,
  ),
  piece(
    "the lesson, the bricks, and what counts",
    "compute({ X, W1 }) {",
    `compute({ X, W1 }, lesson, roles) {
    for (const it of [lesson, lesson.data, lesson.weights, roles, roles.hidden, roles.hidden.activation])
      if (it !== roles && Reflect.set(it, "kept", [])) throw "reached";`,
    untaped,
  ),
  text(
    "what is around the code",
    (book) =>
      `for (const it of [...arguments].slice(0, 3)) if (Reflect.set(it, "kept", 1)) throw "reached";\n${book}`,
    same,
  ),
  reaches(
    "errors' stacks",
    'Reflect.set(Error, "prepareStackTrace", (e, all) => all); if (typeof new Error().stack !== "string") throw "reached";',
  ),
  reaches(
    "what was kept by the call before",
    "const kept = matmul.kept ?? X.kept ?? Math.kept; if (kept) throw 'reached';",
  ),
  before(
    "an engine's own error, changed",
    "try { matmul(W1, W1); } catch (e) { for (const it of [e.constructor, e.constructor.prototype]) if (Reflect.set(it, 'kept', 1)) throw 'reached'; }",
    same,
  ),
  before(
    "code from an address",
    'import("data:text/javascript,postMessage(1)");',
    fault("import", 6, { what: "import" }),
  ),
  before(
    "code from the network",
    'import("https://example.org/a.js");',
    fault("import", 6, { what: "import" }),
  ),
  before(
    "code from an address, later",
    "const later = () => import.meta.url;",
    fault("import", 6, { what: "import" }),
  ),
  before(
    "ten thousand messages",
    "for (let i = 0; i < 10000; i++) postMessage(i);",
    fault("name", 6, { name: "postMessage" }),
  ),
  before(
    "what waits, when all is done",
    "(async () => { await 0; const all = []; for (;;) all.push(new Array(1e6).fill(1)); })();",
    same,
  ),
  before(
    "what waits, without a loop",
    "const f = async () => { await 0; new Float64Array(1e9).fill(1); return f(); }; f(); f();",
    same,
  ),

  // Values that are not what they seem.
  given(
    "a proxy that changes its mind",
    `let n = 0;
    return new Proxy({ z1 }, { get: (it, key) => (key === "z1" && n++ > 0 ? "z1" : it[key]) });`,
    same,
  ),
  given(
    "a list whose length changes",
    `let n = 0;
    return { z1: { ...z1, data: new Proxy([...z1.data], { get: (it, key) => (key === "length" && ++n > 2 ? 1e9 : it[key]) }) } };`,
    endless(8, false),
  ),
  given("then, with a getter that does not end", "return { get then() { for (;;) {} } };", endless(7)),
  given(
    "a number that is made when it is read",
    "return { z1: { ...z1, data: [1, 2, { valueOf() { for (;;) {} } }] } };",
    endless(7),
  ),
  given(
    "a list that is made when it is read",
    "return { z1: { ...z1, data: { *[Symbol.iterator]() { for (;;) yield 1; } } } };",
    endless(7),
  ),
  given(
    "a memory bomb in a getter",
    "return { get z1() { const all = []; for (;;) all.push(new Array(1e6).fill(1)); } };",
    fault("memory", 7),
  ),
  text(
    "names that are made when they are read",
    (book) => book.replace('makes: ["z1"]', "get makes() { for (;;) {} }"),
    endless(3),
  ),
  given(
    "an error whose words do not end",
    "throw { get message() { for (;;) {} } };",
    fault("error", undefined, { text: "Error" }),
  ),
  given(
    "an error whose stack is a bomb",
    "throw { get stack() { const all = []; for (;;) all.push(new Array(1e6).fill(1)); } };",
    fault("error", undefined, { text: "Error" }),
  ),
  given(
    "an error whose name is no text",
    "throw { name: Symbol('a'), message: () => 1 };",
    fault("error", undefined, { text: "Error" }),
  ),
  given(
    "an error of many signs",
    'throw "<b>".repeat(1e5);',
    fault("error", undefined, { text: "<b>".repeat(1e5) }),
  ),
  given(
    "markup",
    'throw "<img src=x onerror=alert(1)><script>alert(1)</script>";',
    fault("error", undefined, { text: "<img src=x onerror=alert(1)><script>alert(1)</script>" }),
  ),
  text(
    "markup for names",
    (book) => book.replace('makes: ["z1"]', 'makes: ["<b>z1</b>", "<script>"]'),
    fault("makes", undefined, { got: ["<b>z1</b>", "<script>"], expected: ["z1"] }),
  ),
  given(
    "species",
    "class Own extends Array { static get [Symbol.species]() { for (;;) {} } }\n    new Own(1, 2).map((x) => x);\n    return { z1 };",
    endless(7),
  ),
  ...breakouts,
  ...bombs,
  ...slow,
  before(
    "a great product, which nothing counts",
    "const a = { rows: 1024, cols: 1024, data: new Float64Array(1024 * 1024) };\n    matmul(a, a);",
    endless(5, false),
  ),
  before("and then good code", "// good", same),
];
