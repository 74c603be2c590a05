// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code that a reader may write
import { type CodeEdit, differ, endless, fault, type Outcome, same, untaped } from "./edit.ts";
import { piece, text } from "./making.ts";

const BODY = "const z1 = matmul(X, W1);\n    return { z1 };";
const body = (what: string, own: string, is: Outcome): CodeEdit => ({ what, put: [[BODY, own]], is });
const before = (what: string, own: string, is: Outcome) => body(what, `${own}\n    ${BODY}`, is);
const noStage = fault("makes", undefined, { got: [], expected: ["z1"] });
const error = (line?: number, text?: string) => fault("error", line, text ? { text } : {});

/** The stage z1: `const z1 = matmul(X, W1);` is its line 6. */
export const z1: readonly CodeEdit[] = [
  // The book's numbers, made in other ways.
  piece("a comment", "matmul(X", "/* rows */ matmul(X", same),
  body(
    "three loops",
    `const [n, h, d] = [X.rows, W1.cols, W1.rows];
    const data = new Float64Array(n * h);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < h; j++) {
        let sum = 0;
        for (let k = 0; k < d; k++) sum += X.data[i * d + k] * W1.data[k * h + j];
        data[i * h + j] = sum;
      }
    return { z1: { rows: n, cols: h, data } };`,
    same,
  ),
  body(
    "loops of every kind, into a plain list",
    `const data = [];
    let i = 0;
    do {
      let j = 0;
      while (j < W1.cols) {
        let sum = 0;
        for (const k of Array(W1.rows).keys()) sum += at(X, i, k) * at(W1, k, j);
        data.push(sum), j++;
      }
    } while (++i < X.rows);
    return { z1: { rows: X.rows, cols: W1.cols, data } };`,
    same,
  ),
  body(
    "fromFunction and a recursive dot product",
    `const dot = (i: number, j: number, k: number): number => (k < 0 ? 0 : dot(i, j, k - 1) + at(X, i, k) * at(W1, k, j));
    return { z1: fromFunction(X.rows, W1.cols, (i, j) => dot(i, j, X.cols - 1)) };`,
    same,
  ),
  body(
    "rows and reduce",
    `const columns = toRows(transpose(W1));
    const rows = toRows(X).map((x) => columns.map((w) => x.reduce((sum, it, k) => sum + it * w[k]!, 0)));
    return { z1: fromRows(rows) };`,
    same,
  ),
  body(
    "flatMap, flat, concat and spread",
    `const columns = [...toRows(transpose(W1))];
    const rows = toRows(X).flatMap((x) => [columns.map((w) => [x, w]).flat(0)]);
    const data = [].concat(...rows.map((row) => row.map(([x, w]) => x[0] * w[0] + x[1] * w[1])));
    return { z1: { rows: X.rows, cols: W1.cols, data } };`,
    same,
  ),
  body(
    "a class with a private field and a getter",
    `class Product {
      #a; #b;
      static of(a: Matrix, b: Matrix): Product { return new Product(a, b); }
      constructor(a: Matrix, b: Matrix) { this.#a = a; this.#b = b; }
      get value() { return matmul(this.#a, this.#b); }
    }
    return { z1: Product.of(X, W1).value };`,
    same,
  ),
  body(
    "generators",
    `function* entries() {
      for (let i = 0; i < X.rows; i++) for (let j = 0; j < W1.cols; j++) yield [i, j] as const;
    }
    const data = [...entries()].map(([i, j]) => at(X, i, 0) * at(W1, 0, j) + at(X, i, 1) * at(W1, 1, j));
    return { z1: { rows: X.rows, cols: W1.cols, data } };`,
    same,
  ),
  body(
    "labels, break and continue",
    `const data = [];
    rows: for (let i = 0; ; i++) {
      for (let j = 0; j <= W1.cols; j++) {
        if (i === X.rows) break rows;
        if (j === W1.cols) continue rows;
        data.push(at(X, i, 0) * at(W1, 0, j) + at(X, i, 1) * at(W1, 1, j));
      }
    }
    return { z1: { rows: X.rows, cols: W1.cols, data } };`,
    same,
  ),
  body(
    "types of all kinds",
    `interface Pair<T = Matrix> { readonly a: T; b?: T }
    type Times = <T extends Matrix>(it: Pair<T>) => Matrix;
    declare const nothing: unique symbol;
    const times: Times = <T extends Matrix>({ a, b }: Pair<T>): Matrix => matmul(a as Matrix, b!);
    const z1 = times({ a: X, b: W1 }) satisfies Matrix as unknown as Matrix;
    return { z1 };`,
    same,
  ),
  piece(
    "the types of a method",
    "compute({ X, W1 }) {",
    "compute(this: unknown, { X, W1 }: { X: Matrix; W1: Matrix }, ..._: readonly unknown[]): { z1: Matrix } {",
    same,
  ),
  {
    what: "inputs taken apart under other names, with defaults",
    put: [
      ["compute({ X, W1 }) {", "compute({ X: inputs = W1, W1: weights, ...rest }, { ridge: λ = 1 } = {}) {"],
      ["matmul(X, W1)", "matmul(inputs, weights)"],
    ],
    is: same,
  },
  {
    what: "an arrow function in the place of the method",
    put: [
      [
        "compute({ X, W1 }) {\n    const z1 = matmul(X, W1);\n    return { z1 };\n  },",
        "compute: ({ X, W1 }) => ({ z1: matmul(X, W1) }),",
      ],
    ],
    is: same,
  },
  {
    what: "a function expression, its needs in another order, and one more",
    put: [
      ["compute({", "compute: function compute({"],
      ['["X", "W1"]', '["W1", "y", "X"]'],
    ],
    is: same,
  },
  piece("exported", "const z1 = part", "export const z1 = part", same),
  text("lines that end as on Windows", (book) => `${book}// end`.replaceAll("\n", "\r\n"), same),
  text(
    "tabs, blanks at line ends, and empty lines",
    (book) => book.replaceAll("  ", "\t").replaceAll("\n", " \n\n"),
    same,
  ),
  text("all on one line", (book) => book.replace(/\/\*.*?\*\//s, "").replaceAll("\n", " "), same),
  text("twelve hundred lines", (book) => `${"// a line\n".repeat(1200)}${book}`, same),
  before("names in other scripts", 'const größe = X.rows, 数 = W1.cols, ab = größe + 数, $ = "𝒳";', same),
  before("a name with escapes", "const \\u0061b = 1;", fault("reserved", 6, { what: "\\" })),
  before(
    "signs of markup",
    'const html = "</script><!-- --><b>&amp;" + `${"</textarea>"}${`${1}`}]]>`; // </script> <!--',
    same,
  ),
  before(
    "a regular expression, and a division that looks like one",
    'const re = /[/}\\]"`]+\\/(?<n>\\d)/u, n = 8 / 2 / re.source.length; if (/}/.test("}")) n;',
    same,
  ),
  before(
    "<!-- as operators",
    "let n = 2; const is = 1 <!--n; while (n --> 0\n--> 0) {}".replace("\n--> 0", ""),
    same,
  ),
  before(
    "tagged templates and escapes",
    'const raw = String.raw`\\u{}\\${X}`, text = "a\\\nb\\u{1F600}";',
    same,
  ),
  before(
    "what the parser does not know",
    "const [a, b] = [X.rows, W1.cols]; const o = { a: 1 }; [o.a, o.b] = [a, b]; o.a! += 1; o.b ??= 2;",
    same,
  ),
  before(
    "try, catch and finally",
    "try { null.x } catch { } finally { } try { matmul(W1, W1) } catch (e: unknown) { e.name }",
    same,
  ),
  before(
    "switch, comma, void, typeof, in, delete",
    "switch (X.rows) { case 1: default: } void (0, typeof X, delete { a: 1 }.a, 'rows' in X);",
    same,
  ),
  before(
    "maps, sets, proxies, symbols",
    "const m = new Map([[1, 2]]), s = new Set([...m.keys()]), p = new Proxy({}, {}); p[Symbol('a')] = s.has(1);",
    same,
  ),
  before(
    "an async function that nobody calls",
    "const later = async () => { await 1; for await (const x of []) x; };",
    same,
  ),
  before(
    "a name of the book's operations used for something else",
    "const sum = 1, exp = sum, part = exp;",
    same,
  ),
  before(
    "twenty thousand numbers, one by one",
    "const list = []; for (let i = 0; i < 20000; i++) list.push(i * 0.5); list.at(-1);",
    same,
  ),
  body(
    "inputs changed afterwards",
    `${BODY.replace("return", "X.data[0] = 1; W1.data.fill(7); return")}`,
    same,
  ),
  body(
    "more than is asked for",
    "return { z1: matmul(X, W1), h1: 5, fetch: null, __proto__: { a: 1 } };",
    same,
  ),
  body("a getter", "return { get z1() { return matmul(X, W1); } };", same),
  body(
    "a frozen object without a prototype",
    "const it = Object.create(null); it.z1 = matmul(X, W1); return Object.freeze(it);",
    same,
  ),
  body("−0 in the place of 0 added", "return { z1: map(matmul(X, W1), (z) => z + -0) };", same),
  body(
    "numbers in 32 bits and back, which a tape cannot follow",
    "const z1 = matmul(X, W1); new Float32Array(1).fill(z1.data[0]); return { z1: { ...z1, data: Array.from(z1.data, (z) => JSON.parse(JSON.stringify(+z))) } };",
    untaped,
  ),
  text(
    "a second part that makes nothing",
    (book) => `${book}\npart({ needs: ["z1"], makes: [], compute: () => ({}) });`,
    same,
  ),

  // Other numbers.
  piece("twice as large", "matmul(X, W1)", "scale(2, matmul(X, W1))", differ("z1", "W1")),
  piece("a sign turned", "matmul(X, W1)", "scale(-1, matmul(X, W1))", differ("z1", "W1")),
  piece("1 more, which no slope sees", "matmul(X, W1)", "map(matmul(X, W1), (z) => z + 1)", differ("z1", "")),
  piece("nothing of it", "matmul(X, W1)", "scale(0, matmul(X, W1))", differ("z1", "W1")),
  piece(
    "the mean in the place of the sum",
    "matmul(X, W1)",
    "scale(1 / X.cols, matmul(X, W1))",
    differ("z1", "W1"),
  ),
  piece("squared", "matmul(X, W1)", "square(matmul(X, W1))", differ("z1", "W1")),
  piece(
    "rounded, which a tape cannot follow",
    "matmul(X, W1)",
    "map(matmul(X, W1), Math.round)",
    differ("z1", "W1", "W1", { untaped: true }),
  ),
  before("an input changed first, for this stage alone", "X.data[0] = 1;", differ("z1", "W1")),
  body(
    "only the first input",
    "return { z1: fromFunction(X.rows, W1.cols, (i, j) => at(X, i, 0) * at(W1, 0, j)) };",
    differ("z1", "W1"),
  ),
  body(
    "drawn in the place of computed",
    "const r = new RandomState(1); return { z1: map(matmul(X, W1), () => r.random()) };",
    differ("z1", "W1", "W1", { untaped: true }),
  ),
  body(
    "text for numbers",
    'return { z1: { ...matmul(X, W1), data: matmul(X, W1).data.toString().replace(/^[^,]*/, "0.5").split(",") } };',
    differ("z1", "W1", "W1", { untaped: true }),
  ),

  // Faults.
  text("nothing", () => "", noStage),
  text("blanks", () => "   \n\n\t", noStage),
  text("a comment alone", () => "// nothing", noStage),
  text("a comment that does not end", (book) => `${book}/* `, fault("syntax")),
  text("a text that does not end", (book) => book.replace('"z1"]', '"z1]'), fault("syntax")),
  text("a template that does not end", (book) => `${book}\n\``, fault("syntax")),
  piece("a brace too many", "return { z1 };", "return { z1 };\n    }", fault("syntax")),
  piece("a brace too few", "return { z1 };\n  },", "return { z1 };", fault("syntax")),
  piece("a parenthesis too few", "matmul(X, W1);", "matmul(X, W1;", fault("syntax", 6)),
  piece("a word too many", "return { z1 };", "return { z1 } z1;", fault("syntax", 7)),
  piece("a name declared twice", "return { z1 };", "const z1 = 1;\n    return { z1 };", fault("syntax", 7)),
  before("with", "with (X) {}", fault("syntax", 6)),
  piece("out of the function, and in again", "return { z1 };", "}}); function f() {{{", fault("syntax")),
  piece(
    "the factors the other way round",
    "matmul(X, W1)",
    "matmul(W1, X)",
    fault("shapes", 6, { text: "cannot multiply 2×3 by 1×2" }),
  ),
  piece(
    "the result on its side",
    "matmul(X, W1)",
    "transpose(matmul(X, W1))",
    fault("shape", undefined, { name: "z1", got: "3×1", expected: "1×3" }),
  ),
  piece("a slip of the key", "matmul(X", "matmull(X", fault("name", 6, { name: "matmull", like: "matmul" })),
  piece("a name from nowhere", "W1);", "weights);", fault("name", 6, { name: "weights" })),
  before("an enum", "enum Kind { A }", fault("types", 6, { what: "enum" })),
  before(
    "a namespace",
    "\n    namespace N { export const a = 1; }",
    fault("types", 7, { what: "namespace" }),
  ),
  text("an import", (book) => `import { a } from "./a.js";\n${book}`, fault("import", 1, { what: "import" })),
  before("import()", 'import("data:text/javascript,1");', fault("import", 6, { what: "import" })),
  text("an export of names", (book) => `${book}\nexport { z1 };`, fault("import", 10, { what: "export" })),
  text("await", (book) => `await 1;\n${book}`, fault("await", 1, { what: "await" })),
  before("a name that runs the code", "const $tick = 1;", fault("reserved", 6, { what: "$tick" })),
  before("a whole number of any length", "const n = 1n << 9n;", fault("bigint", 6, { what: "1n" })),
  before("for (;;)", "for (;;) {}", endless(6)),
  before("while (true), caught", "while (true) try { for (;;); } catch { }", endless(6)),
  before("do", "let i = 0;\n    do i--; while (i < 1);", endless(7)),
  before(
    "an endless outer loop around one that ends",
    "for (;;)\n      for (let i = 0; i < 9; i++) {}",
    endless(6),
  ),
  before(
    "an endless inner loop",
    "for (let i = 0; i < 9; i++)\n      for (let j = 0; j < 9; ) i = 0;",
    endless(7),
  ),
  before(
    "2 to the power of 53 turns",
    "let n = 0;\n    for (let i = 0; i < 2 ** 53; i++) n += i;",
    endless(7),
  ),
  before(
    "a list that grows while it is read",
    "const list = [1];\n    for (const it of list) {\n      list.push(it);\n      for (let i = 0; i < 99; i++);\n    }",
    endless(7),
  ),
  before(
    "a generator without end",
    "function* all() {\n      for (let i = 0; ; i++) yield i;\n    }\n    for (const i of all()) i;",
    endless(7),
  ),
  before(
    "a generator without end, spread",
    "function* all() {\n      for (;;) yield 1;\n    }\n    const list = [...all()];",
    endless(7),
  ),
  before(
    "finally with return",
    "const f = () => { try { for (;;) {} } finally { return 1; } };\n    f();",
    endless(6),
  ),
  body("an endless getter of what is made", "return { get z1() { for (;;) {} } };", endless(6)),
  before(
    "calls without end, each of a function that ends",
    "const f = (n) => (n > 0 ? f(n - 1) + f(n - 1) : 0);\n    f(99);",
    endless(6, false),
  ),
  before("a function that calls itself", "const f = () => f() + 1;\n    f();", fault("deep", 6)),
  before(
    "two that call each other",
    "const f = () => g() + 1, g = () => f() + 1;\n    g();",
    fault("deep", 6),
  ),
  before("a regular expression that goes astray", '/^(a+)+$/.test("a".repeat(40) + "b");', fault("silent")),
  before("a list of 10⁹", "const list = new Array(1e9).fill(0);", fault("memory", 6)),
  before("a text that doubles", 'let s = "a";\n    for (let i = 0; i < 60; i++) s += s;', fault("memory", 7)),
  text("no part", () => "part(1);", fault("part")),
  piece("a part without compute", "compute(", "computes(", fault("part")),
  piece("it makes too little", 'makes: ["z1"]', "makes: []", noStage),
  piece(
    "it makes too much",
    'makes: ["z1"]',
    'makes: ["z1", "h1"]',
    fault("makes", undefined, { got: ["z1", "h1"], expected: ["z1"] }),
  ),
  piece(
    "it makes the stage after it",
    'makes: ["z1"]',
    'makes: ["h1"]',
    fault("makes", undefined, { got: ["h1"], expected: ["z1"] }),
  ),
  text(
    "twice the same part",
    (book) => `${book}\n${book.replace("const z1 =", "const again =")}`,
    fault("makes", undefined, { got: ["z1", "z1"], expected: ["z1"] }),
  ),
  piece(
    "it needs a later stage",
    '["X", "W1"]',
    '["X", "W1", "h2"]',
    fault("needs", undefined, { name: "h2" }),
  ),
  piece(
    "it needs markup",
    '["X", "W1"]',
    '["X", "W1", "<img src=x onerror=alert(1)>"]',
    fault("needs", undefined, { name: "<img src=x onerror=alert(1)>" }),
  ),
  piece("nothing given back", "return { z1 };", "", fault("unmade", undefined, { name: "z1" })),
  piece(
    "another name given back",
    "return { z1 };",
    "return { z: z1 };",
    fault("unmade", undefined, { name: "z1" }),
  ),
  piece("null", "return { z1 };", "return null;", fault("unmade", undefined, { name: "z1" })),
  piece("async", "compute(", "async compute(", fault("promise", undefined, { name: "z1" })),
  piece(
    "a thenable",
    "return { z1 };",
    "return { z1: { then() {} } };",
    fault("promise", undefined, { name: "z1" }),
  ),
  piece(
    "a number",
    "return { z1 };",
    "return { z1: 5 };",
    fault("kind", undefined, { name: "z1", expected: "matrix" }),
  ),
  piece(
    "a list of lists",
    "return { z1 };",
    "return { z1: toRows(z1) };",
    fault("kind", undefined, { name: "z1", expected: "matrix" }),
  ),
  piece(
    "too few numbers",
    "return { z1 };",
    "return { z1: { ...z1, data: [1] } };",
    fault("kind", undefined, { name: "z1", expected: "matrix" }),
  ),
  piece(
    "half a row",
    "return { z1 };",
    "return { z1: { ...z1, rows: 0.5, cols: 6 } };",
    fault("kind", undefined, { name: "z1", expected: "matrix" }),
  ),
  piece(
    "NaN",
    "return { z1 };",
    "z1.data[2] = 0 / 0;\n    return { z1 };",
    fault("finite", undefined, { name: "z1", at: [0, 2], got: NaN }),
  ),
  piece(
    "Infinity",
    "return { z1 };",
    "return { z1: map(z1, () => 1 / 0) };",
    fault("finite", undefined, { name: "z1", at: [0, 0], got: Infinity }),
  ),
  before("a thrown text", 'throw "<b>stop</b>";', error(undefined, "<b>stop</b>")),
  before("null thrown", "throw null;", error(undefined, "null")),
  before("an error of one's own", '\n    throw new RangeError("too far");', error(7, "RangeError: too far")),
  before("what is no function", "const f = 1;\n    f();", error(7)),
  before("a member of undefined", "const f = undefined;\n    f.x;", error(7)),
  before("a name used before it is there", "later;\n    const later = 1;", error(6)),
  before("an input that is a frozen object", "X.rows = 5;", error(6)),
  piece(
    "the lesson changed",
    "compute({ X, W1 }) {",
    "compute({ X, W1 }, lesson) {\n    lesson.ridge = 5;",
    error(6),
  ),
  before("fetch", 'fetch("https://example.org");', fault("name", 6, { name: "fetch" })),
  before("a clock", "new Date();", fault("name", 6, { name: "Date" })),
  before("chance", "Math.random();", error(6)),
];
