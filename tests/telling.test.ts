import { describe, expect, test } from "vitest";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import {
  at,
  fromRows,
  type Matrix,
  matmul,
  multiply,
  ShapeError,
  subtract,
  transpose,
} from "../src/math/matrix.ts";
import { plain, T } from "../src/network/op.ts";
import { part, runStages } from "../src/network/stage.ts";
import type { MatrixName } from "../src/network/values.ts";
import { numbers } from "../src/typeset/equations.ts";
import { showMatrix } from "../src/typeset/format.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { aligned, matrix, visible, widthInEms } from "../src/typeset/tex.ts";

const format = { digits: 3, decimal: "point", fractions: false } as const;
const page = (matrices: Partial<Record<MatrixName, Matrix>>) => ({
  shown: (name: MatrixName) => showMatrix(matrices[name]!, format),
  format,
  cells: "",
});

describe("matrices", () => {
  const [a, b] = [fromRows([[1, 2, 3]]), fromRows([[1, 2]])];
  test("of shapes that do not fit are refused, both named", () => {
    expect(() => matmul(a, b)).toThrow(new ShapeError("cannot multiply 1×3 by 1×2"));
    expect(() => multiply(a, b)).toThrow(new ShapeError("cannot multiply entry by entry 1×3 and 1×2"));
    expect(() => subtract(a, transpose(a))).toThrow(new ShapeError("cannot subtract 1×3 and 3×1"));
    expect(() => fromRows([[1], [1, 2]])).toThrow(ShapeError);
    expect(() => at(a, 0, 3)).toThrow(RangeError);
  });
});

describe("a stage", () => {
  const makes = part({ needs: ["X"], makes: ["z1"], compute: ({ X }) => ({ z1: X }) });
  test("that lacks what it needs, or does not make what it promises, is an error that says so", () => {
    expect(() => runStages([[[makes]]], DEFAULT_LESSON)).toThrow(/z1 needs X, made by none/);
    const lazy = { ...makes, compute: () => ({}) };
    expect(() => runStages([[[lazy]]], DEFAULT_LESSON, { X: fromRows([[1]]) })).toThrow(/promises z1/);
  });
});

describe("a matrix in a formula", () => {
  const W = fromRows([
    [1.5, -2],
    [0, 4],
    [5, 6],
  ]);
  test("marks each entry by its own place, also when transposed", () => {
    const cells = (tex: string) =>
      [...tex.matchAll(/cell=W1\.(\d)\.(\d)\}\{\\num\{(-?[\d.]+)/g)].map((m) => m.slice(1));
    expect(cells(numbers(page({ W1: W }), plain("W1")))[1]).toEqual(["0", "1", "-2.000"]);
    expect(cells(numbers(page({ W1: W }), T("W1")))[1]).toEqual(["1", "0", "0.000"]);
  });

  test("loses its middle when it is large, never its end", () => {
    expect(visible(3, 5)).toEqual([0, 1, 2]);
    expect(visible(300, 5)).toEqual([0, 1, 2, -1, 299]);
    const big = fromRows(
      Array.from({ length: 300 }, (_, r) => Array.from({ length: 64 }, (_, c) => r + c / 100)),
    );
    const tex = matrix("h1", showMatrix(big, { ...format, digits: 8 }), { format, cells: "" });
    expect(tex).toContain("\\ddots");
    expect(tex).toContain("cell=h1.299.63");
    expect(tex.length).toBeLessThan(5000);
  });

  test("does not break an equation, nor a percentage, at the end of a line", () => {
    const render = markdownRenderer({ formula: "Formula", table: "Table" });
    const html = render('α = <b>1</b>, *N* = 50 < 60, $s$ ≈ 2; 5 % & "more" = that').join("");
    expect(html.replace(/<span class="katex">.*<\/span>(?=\u00a0≈)/s, "s")).toBe(
      '<p>α\u00a0=\u00a0<b>1</b>, <em>N</em>\u00a0=\u00a050 &lt; 60, <span class="whole">s\u00a0≈</span>\u00a02; 5\u00a0% &amp; &quot;more&quot;\u00a0=\u00a0that</p>\n',
    );
  });

  test("keeps a full stop with the formula before it, unless that is long enough to break", () => {
    const render = markdownRenderer({ formula: "Formula", table: "Table" });
    const [short, long] = ["$x = 1$. So", "$a + b + c + d + e + f + g + h = i$. So"].map((it) =>
      render(it).join(""),
    );
    expect(short).toMatch(/^<p><span class="whole">.*\.<\/span> So<\/p>\n$/s);
    expect(long).toMatch(/^<p><span class="katex">.*<\/span>\. So<\/p>\n$/s);
  });

  test("renders with its classes and marks, and nothing else is trusted", () => {
    const render = markdownRenderer({ formula: "Formula", table: "Table" });
    const html = render(`$$\n${numbers(page({ W1: W }), plain("W1"))}\n$$`).join("");
    expect(html).toContain('class="enclosing matrix weights"');
    expect(html).toContain('data-cell="W1.0.1"');
    expect(html).toContain('<mo fence="true">[</mo>');
    expect(html).not.toContain("<annotation");
    expect(html).toMatch(
      /^<div class="formula" role="group" aria-label="Formula" tabindex="0" style="--em:\d+">/,
    );
    expect(render("$\\href{javascript:alert(1)}{x}$").join("")).not.toContain("href=");
    expect(() => render("$\\undefined$")).toThrow();
  });

  test("is measured: what is wider is said to be wider", () => {
    const wide = fromRows([[1.23456, -2.34567, 3.45678]]);
    const row = (m: Matrix) => numbers(page({ W1: m }), plain("W1"));
    expect(widthInEms(row(wide))).toBeGreaterThan(widthInEms(row(W)));
    expect(widthInEms(aligned([`&= ${row(W)}`, `&= ${row(wide)}\\,${row(wide)}`]))).toBeGreaterThan(
      2 * widthInEms(row(wide)) - 3,
    );
  });
});
