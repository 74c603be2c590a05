import { type CodeEdit, differ, endless, fault, type Outcome, same } from "./edit.ts";
import { piece, pieces, text } from "./making.ts";

const SLOPES = "dLoss_dh2 dh2_dz2 dLoss_dz2";
const after = (what: string, own: string, is: Outcome) =>
  piece(what, "return { dLoss_dW2 };", `${own}\n    return { dLoss_dW2 };`, is);
const error = (line?: number, said?: string) => fault("error", line, said ? { text: said } : {});

/** The stage of dLoss_dW2: its parts begin on lines 1 and 14; the product is line 20, the ridge line 21. */
export const dLossDW2: readonly CodeEdit[] = [
  // The book's numbers, made in other ways.
  piece("a comment", "const N = y.rows;", "const N = y.rows; // rows", same),
  piece(
    "the difference the other way round",
    "scale(-1 / N, subtract(y, h2))",
    "scale(1 / N, subtract(h2, y))",
    same,
  ),
  piece("N by another name", "const N = h1.rows;", "const { rows: N } = dLoss_dz2;", same),
  piece(
    "sums of outer products",
    "matmul(transpose(h1), dLoss_dz2)",
    `fromFunction(h1.cols, dLoss_dz2.cols, (j, k) => {
      let slope = 0;
      for (let i = 0; i < N; i++) slope += at(h1, i, j) * at(dLoss_dz2, i, k);
      return slope;
    })`,
    same,
  ),
  piece(
    "loops over flat lists",
    "matmul(transpose(h1), dLoss_dz2)",
    `{ rows: h1.cols, cols: dLoss_dz2.cols, data: [] as number[] };
    for (let j = 0; j < h1.cols; j++)
      for (let k = 0; k < dLoss_dz2.cols; k++) {
        let slope = 0, i = -1;
        while (++i < N) slope += h1.data[i * h1.cols + j]! * dLoss_dz2.data[i * dLoss_dz2.cols + k]!;
        data2.data.push(slope);
      }`,
    same,
  ),
  piece("the slope of the brick by name", "map(h2, output.slope)", "map(h2, (h) => output.slope(h))", same),
  piece(
    "the product with map and a counter",
    "multiply(dLoss_dh2, dh2_dz2)",
    "(() => { let i = 0; return map(dLoss_dh2, (d) => d * dh2_dz2.data[i++]!); })()",
    same,
  ),
  piece(
    "the ridge as a loop",
    "add(data2, scale(ridge / N, W2))",
    "fromFunction(W2.rows, W2.cols, (r, c) => at(data2, r, c) + (ridge / N) * at(W2, r, c))",
    same,
  ),
  piece(
    "the ridge only where there is one",
    "add(data2, scale(ridge / N, W2))",
    "ridge === 0 ? data2 : add(data2, scale(ridge / N, W2))",
    same,
  ),
  piece(
    "the sum the other way round",
    "add(data2, scale(ridge / N, W2))",
    "add(scale(ridge / N, W2), data2)",
    same,
  ),
  piece(
    "types",
    "const data2 =",
    "const data2: Readonly<Record<'rows' | 'cols', number>> & { data: any } =",
    same,
  ),
  piece("satisfies, as and !", "transpose(h1)", "(transpose(h1!) as Matrix satisfies Matrix)", same),
  piece(
    "a generic helper",
    "const N = h1.rows;",
    "const N = h1.rows, id = <T,>(it: T): T => it; id<number>(N);",
    same,
  ),
  pieces(
    "renamed locals",
    [
      ["const data2 =", "const ohneRidge ="],
      ["add(data2,", "add(ohneRidge,"],
    ],
    same,
  ),
  pieces(
    "other names for the parts",
    [
      ["const factors =", "export const erstens ="],
      ["const weights =", "let zweitens ="],
    ],
    same,
  ),
  piece("needs in another order", '["h1", "dLoss_dz2", "W2"]', '["W2", "dLoss_dz2", "h1"]', same),
  piece(
    "makes in another order",
    '["dLoss_dh2", "dh2_dz2", "dLoss_dz2"]',
    '["dLoss_dz2", "dh2_dz2", "dLoss_dh2"]',
    same,
  ),
  text(
    "one part in the place of two",
    () => `part({
  needs: ["y", "h1", "h2", "W2"],
  makes: ["dLoss_dh2", "dh2_dz2", "dLoss_dz2", "dLoss_dW2"],
  compute({ y, h1, h2, W2 }, { ridge }, { output }) {
    const dLoss_dh2 = scale(-1 / y.rows, subtract(y, h2)), dh2_dz2 = map(h2, output.slope);
    const dLoss_dz2 = multiply(dLoss_dh2, dh2_dz2);
    const dLoss_dW2 = add(matmul(transpose(h1), dLoss_dz2), scale(ridge / y.rows, W2));
    return { dLoss_dh2, dh2_dz2, dLoss_dz2, dLoss_dW2 };
  },
})`,
    same,
  ),
  text(
    "four parts in the place of two",
    (book) => `${book
      .split("const weights")[0]!
      .replace("const factors", "const all")
      .replace(/makes: .*/, 'makes: ["dLoss_dh2"],')
      .replace(/return \{.*/, "return { dLoss_dh2 };")}
part({ needs: ["h2"], makes: ["dh2_dz2"], compute: ({ h2 }, _, { output }) => ({ dh2_dz2: map(h2, output.slope) }) });
part({ needs: ["dLoss_dh2", "dh2_dz2"], makes: ["dLoss_dz2"], compute: (it) => ({ dLoss_dz2: multiply(it.dLoss_dh2, it.dh2_dz2) }) });
const weights${book.split("const weights")[1]}`,
    same,
  ),
  text(
    "a function that makes parts",
    (book) => book.replace("const weights = part(", "const made = (it) => part(it);\nmade("),
    same,
  ),
  text("lines that end as on Windows", (book) => `${book} //`.replaceAll("\n", "\r\n"), same),
  text("tabs", (book) => book.replace(/^ +/gm, (it) => "\t".repeat(it.length / 2)), same),
  text("markup in a comment", (book) => `/* </script><img src=x onerror="alert(1)"> */\n${book}`, same),
  after("an input changed afterwards", "h1.data.fill(0); dLoss_dz2.data[0] = 9;", same),
  after("a value made by the part before, changed", "dLoss_dz2.data.fill(1);", same),
  after("templates, regular expressions, other scripts", 'const 值 = `${/[`]/.source}${"}"}`, é = 值;', same),
  after(
    "classes and generators",
    "class A { static #n = 1; static *all() { yield A.#n; } } [...A.all()];",
    same,
  ),
  after("labels", "a: for (const x of [1]) { for (;;) continue a; }", same),
  after("caught", "try { matmul(h1, h1) } catch { } finally { }", same),
  after("async, never called", "const f = async (x = 1) => await x;", same),
  after(
    "a long list sorted",
    "Array.from({ length: 999 }, (_, i) => -i).sort((a, b) => a - b).reverse();",
    same,
  ),

  // Other numbers: the checks find them, or only the probes do.
  piece("a sign turned", "-1 / N", "1 / N", differ("dLoss_dh2 dLoss_dz2 dLoss_dW2", "W1 W2")),
  piece("no 1/N, which one row cannot see", "-1 / N", "-1", differ("", "", "W1 W2")),
  piece(
    "2 forgotten nowhere: twice the slope",
    "-1 / N",
    "-2 / N",
    differ("dLoss_dh2 dLoss_dz2 dLoss_dW2", "W1 W2"),
  ),
  piece(
    "no ridge, which no ridge cannot see",
    "add(data2, scale(ridge / N, W2))",
    "data2",
    differ("", "", "W2"),
  ),
  piece("a ridge without 1/N", "ridge / N", "ridge", differ("", "", "W2")),
  piece("a ridge with its sign turned", "ridge / N", "-ridge / N", differ("", "", "W2")),
  piece("the ridge of squares", "scale(ridge / N, W2)", "scale(ridge / N, square(W2))", differ("", "", "W2")),
  piece(
    "the factor of the activation left out",
    "multiply(dLoss_dh2, dh2_dz2)",
    "dLoss_dh2",
    differ("dLoss_dz2 dLoss_dW2", "W1 W2"),
  ),
  piece(
    "added in the place of multiplied",
    "multiply(dLoss_dh2, dh2_dz2)",
    "add(dLoss_dh2, dh2_dz2)",
    differ("dLoss_dz2 dLoss_dW2", "W1 W2"),
  ),
  piece(
    "the slope of the sigmoid without its second factor",
    "map(h2, output.slope)",
    "h2",
    differ("dh2_dz2 dLoss_dz2 dLoss_dW2", "W1 W2"),
  ),
  piece(
    "the slope of another brick",
    "map(h2, output.slope)",
    "map(h2, tanhPrime)",
    differ("dh2_dz2 dLoss_dz2 dLoss_dW2", "W1 W2"),
  ),
  piece(
    "columns counted in the place of rows",
    "const N = y.rows;",
    "const N = y.cols;",
    differ("dLoss_dh2 dLoss_dz2 dLoss_dW2", "W1 W2"),
  ),
  piece(
    "hidden neurons counted in the place of rows",
    "const N = h1.rows;",
    "const N = h1.cols;",
    differ("", "", "W2"),
  ),
  piece(
    "no dLoss_dh2 made to count, but what it goes into",
    "return { dLoss_dh2, dh2_dz2",
    "return { dLoss_dh2: scale(3, dLoss_dh2), dh2_dz2",
    differ("dLoss_dh2", "", ""),
  ),
  piece(
    "one entry off by 1e-3",
    "return { dLoss_dW2 };",
    "dLoss_dW2.data[1] += 1e-3;\n    return { dLoss_dW2 };",
    differ("dLoss_dW2", "W2"),
  ),
  piece(
    "one entry off by a millionth of a millionth",
    "return { dLoss_dW2 };",
    "dLoss_dW2.data[1] *= 1 + 1e-15;\n    return { dLoss_dW2 };",
    same, // ≈: farther than the last bit no page shows
  ),
  piece(
    "zeros",
    "return { dLoss_dW2 };",
    "return { dLoss_dW2: scale(0, dLoss_dW2) };",
    differ("dLoss_dW2", "W2"),
  ),
  piece(
    "rows in another order",
    "return { dLoss_dW2 };",
    "return { dLoss_dW2: fromRows(toRows(dLoss_dW2).reverse()) };",
    differ("dLoss_dW2", "W2"),
  ),
  piece(
    "rounded to three digits",
    "return { dLoss_dW2 };",
    "return { dLoss_dW2: map(dLoss_dW2, (x) => Number(x.toFixed(3))) };",
    differ("dLoss_dW2", "W2"),
  ),
  piece(
    "an input changed first",
    "const data2 =",
    "h1.data[0] = 1;\n    const data2 =",
    differ("dLoss_dW2", "W2"),
  ),

  // Faults.
  text(
    "nothing",
    () => "",
    fault("makes", undefined, { got: [], expected: `${SLOPES} dLoss_dW2`.split(" ") }),
  ),
  text(
    "the first part alone",
    (book) => book.split("const weights")[0]!,
    fault("makes", undefined, { got: SLOPES.split(" "), expected: `${SLOPES} dLoss_dW2`.split(" ") }),
  ),
  piece("no transpose", "transpose(h1)", "h1", fault("shapes", 20, { text: "cannot multiply 1×3 by 1×2" })),
  piece(
    "the transpose of the other",
    "matmul(transpose(h1), dLoss_dz2)",
    "matmul(h1, transpose(dLoss_dz2))",
    fault("shapes", 20, { text: "cannot multiply 1×3 by 2×1" }),
  ),
  piece(
    "both the other way round",
    "matmul(transpose(h1), dLoss_dz2)",
    "matmul(transpose(dLoss_dz2), h1)",
    fault("shapes", 21, { text: "cannot add 2×3 and 3×2" }),
  ),
  piece(
    "a product of matrices for one of entries",
    "multiply(dLoss_dh2, dh2_dz2)",
    "matmul(dLoss_dh2, dh2_dz2)",
    fault("shapes", 9, { text: "cannot multiply 1×2 by 1×2" }),
  ),
  piece(
    "on its side",
    "return { dLoss_dW2 };",
    "return { dLoss_dW2: transpose(dLoss_dW2) };",
    fault("shape", undefined, { name: "dLoss_dW2", got: "2×3", expected: "3×2" }),
  ),
  piece(
    "the parts' own values, taken from outside",
    "const N = h1.rows;",
    "const N = y.rows;",
    fault("name", 19, { name: "y" }),
  ),
  piece(
    "a slip of the key",
    "subtract(y",
    "substract(y",
    fault("name", 7, { name: "substract", like: "subtract" }),
  ),
  piece("another slip", "scale(ridge", "sclae(ridge", fault("name", 21, { name: "sclae", like: "scale" })),
  piece("the hidden brick's slope of nothing", "map(h2, output.slope)", "map(h2, output.slopes)", error(8)),
  piece("a comma too few", '"dh2_dz2", "dLoss_dz2"],', '"dh2_dz2" "dLoss_dz2"],', fault("syntax", 3)),
  piece("a brace too few", "return { dLoss_dW2 };\n  },", "return { dLoss_dW2 };", fault("syntax")),
  piece("an enum", "const N = h1.rows;", "enum N { A }", fault("types", 19, { what: "enum" })),
  piece(
    "needs what comes later",
    '["y", "h2"]',
    '["y", "h2", "dLoss_dW1"]',
    fault("needs", undefined, { name: "dLoss_dW1" }),
  ),
  text(
    "the parts in the wrong order",
    (book) => book.replace(/^(const factors[\s\S]*?)\n\n(const weights[\s\S]*)$/, "$2\n$1"),
    fault("needs", undefined, { name: "dLoss_dz2" }),
  ),
  piece(
    "one name is not made",
    "return { dLoss_dh2, dh2_dz2, dLoss_dz2 };",
    "return { dLoss_dh2, dLoss_dz2 };",
    fault("unmade", undefined, { name: "dh2_dz2" }),
  ),
  piece("async", "compute({ h1", "async compute({ h1", fault("promise", undefined, { name: "dLoss_dW2" })),
  piece(
    "divided by nothing",
    "const N = h1.rows;",
    "const N = h1.row;",
    fault("finite", undefined, { name: "dLoss_dW2", at: [0, 0], got: Number.NaN }),
  ),
  piece(
    "a number for a matrix",
    "return { dLoss_dW2 };",
    "return { dLoss_dW2: sum(dLoss_dW2) };",
    fault("kind", undefined, { name: "dLoss_dW2", expected: "matrix" }),
  ),
  after("an endless loop", "for (let i = 0; i < 3; i--) {}", endless(22)),
  after("an endless loop in a callback", "map(h1, () => {\n      while (true);\n    });", endless(23)),
  after("a function that calls itself", "(function again() { again(); })();", fault("deep", 22)),
  after("a thrown number", "throw 42;", error(undefined, "42")),
  after(
    "an aggregate error",
    'throw new AggregateError([], "all of it");',
    error(22, "AggregateError: all of it"),
  ),
  after("storage", "localStorage.clear();", fault("name", 22, { name: "localStorage" })),
  after("a text repeated a milliard times", '"x".repeat(1e9);', fault("memory", 22)),
];
