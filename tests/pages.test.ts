import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { followsLesson } from "../build/shell.ts";
import { site, sourcesOfPages } from "../build/site.ts";
import { chapters, stages, training } from "../chapters/index.ts";
import { pages } from "../chapters/pages.ts";
import { english } from "../chapters/words/english.ts";
import { markdownOf, pageParts } from "../src/book/page.ts";
import { DEFAULT_LESSON, type Lesson, type LessonFile, parseLesson } from "../src/lesson/lesson.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import { markdownRenderer } from "../src/typeset/markdown.ts";
import { bookFile, bookPages } from "./book.ts";
import { decided } from "./claims.ts";
import { lessons, rareLessons } from "./lessons.ts";
import { backward } from "./sentences/backward.ts";
import { forward } from "./sentences/forward.ts";
import { textOf, untrue } from "./sentences/read.ts";
import { claimsIn } from "./told.ts";

const root = new URL("..", import.meta.url).pathname;
/** The pages of a lesson, each rendered when it is asked for. */
const pagesOf = async (lesson: Lesson) => (await site({ root, lesson, command: "npm run build" })).pages;
/** One of them. */
const render = async (lesson: Lesson, name: string) => (await pagesOf(lesson)).get(`${name}.html`)!();

/** Pages whose numbers are those of experiments or of others, the same for every lesson; their own tests read them. */
const fixed = new Set(pages.filter((page) => !followsLesson(page)).map(({ name }) => name));

/** Chapters that train choose their sentences by runs, and have tests of their own that run again. */
const ownTests = new Set(training.map(({ name }) => name));

/** What the text of a page says, without its marks. */
const text = (html: string): string => html.replace(/<[^>]*>/g, "").replace(/&amp;/g, "&");

/** What formulas need no list for. */
const SCHOOL = new Set([..."=≤+−⋅/,.()[] ⋯⋮⋱", "&lt;", "&gt;"]);
/** The letters and signs in the formulas of a page; with an index each is one of its own. */
function symbolsIn(html: string): Set<string> {
  const found = [...html.matchAll(/<math[\s\S]*?<\/math>/g)].flatMap(([formula]) =>
    [...formula.matchAll(/<(mi|mo)\b[^>]*>([^<]*)<\/\1>|<msub>(.*?)<\/msub>/g)].flatMap(
      ([, , sign, indexed]) => (indexed === undefined ? [sign!] : [text(indexed)]),
    ),
  );
  return new Set(found.filter((it) => it !== "" && !SCHOOL.has(it)));
}

/** Lessons in which every slope is 0, or what rounding leaves of it: saturated outputs far from their targets, and outputs that hit them. */
const level = [
  {
    data: {
      X: [
        [0, 1],
        [1, 0],
      ],
      labels: [1, 0],
    },
    weights: { W1: [[1000], [2]], W2: [[1000, -1000]] },
  },
  { data: { X: [[1]], labels: [0] }, weights: { W1: [[1000]], W2: [[1000, -1000]] } },
  {
    data: {
      X: [
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
      ],
      labels: [0, 1, 1, 0],
    },
    weights: {
      W1: [
        [0.5, -0.3, 0.2],
        [0.1, 0.4, -0.6],
      ],
      W2: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
  },
  // What random lessons seldom choose.
  { data: { X: [[1, 1]], labels: [1] }, outputs: 1, weights: { W1: [[0.5], [0.2]], W2: [[0.3]] } },
  { data: { X: [[1, 1]], labels: [0] }, weights: { W1: [[0.1], [0.2]], W2: [[-1, -2]] } },
  {
    data: { X: [[1]], labels: [0] },
    weights: { W1: [[1000]], W2: [[1000, -1000]] },
    outputActivation: "softmax",
    loss: "cross-entropy",
  },
  {
    data: { X: [[1, 1]], labels: [0] },
    weights: {
      W1: [
        [1, 1],
        [1, -1],
      ],
      b1: [-0.5, -0.5],
      W2: [
        [1, 0],
        [0, 1],
      ],
    },
  },
  {
    data: { X: [[1, 1]], targets: [[0.5, 0.5]] },
    weights: { W1: [[0], [0]], W2: [[0, 0]] },
    loss: "cross-entropy",
  },
].map(parseLesson);
/**
 * The equations that a page writes as text, `a·b + c·d ≈ e`, worked out in whole numbers: is each sign the one
 * that the digits shown deserve? Returns those that are not, and how many there were.
 */
function dishonest(html: string): { wrong: string[]; checked: number } {
  const wrong: string[] = [];
  let checked = 0;
  const bare = html.replace(/<\/?span[^>]*>/g, "");
  for (const [, cell] of bare.matchAll(/<td>([^<]*·[^<]*)<\/td>/g)) {
    // [x > 0] is 1 where that is so, else 0.
    const factors = cell!.replace(/\[([^\]]*) (?:>|&gt;) 0\]/g, (_, x) =>
      /^[^−-]*[1-9]/.test(x) ? "1" : "0",
    );
    const [left, sign, right] = factors.split(/ ([=≈]) /) as [string, string, string];
    // Functions, and brackets in brackets, are no whole numbers.
    if (left.includes("⋯") || /\p{L}|\([^)]*\(| − /u.test(left.replace(/^1 − |\(1 − /g, ""))) continue;
    if (/10[⁻⁰-⁹]/.test(cell!)) continue;
    // Fractions of whole numbers: exact, and none of the book's own arithmetic.
    const whole = (x: string) => {
      const [units, decimals = ""] = x.replace("−", "-").replace(/[(),]/g, "").split(".");
      return { n: BigInt(units + decimals), d: 10n ** BigInt(decimals.length) };
    };
    const factor = (x: string) => {
      const rest = /^\(1 − (.*)\)$/.exec(x)?.[1]; // (1 − h), of h·(1 − h)
      if (rest !== undefined) {
        const { n, d } = whole(rest);
        return { n: d - n, d };
      }
      const [top, bottom] = x.split("/");
      return bottom === undefined ? whole(x) : { n: whole(top!).n, d: whole(top!).d * BigInt(bottom) };
    };
    const product = (term: string) =>
      term
        .split("·")
        .map(factor)
        .reduce((p, q) => ({ n: p.n * q.n, d: p.d * q.d }));
    const square = /^1 − ([^ ]*)$/.exec(left)?.[1]; // 1 − h·h
    const { n, d } = product(square ?? "1");
    const sum =
      square === undefined
        ? left
            .split(" + ")
            .map(product)
            .reduce((p, q) => ({ n: p.n * q.d + q.n * p.d, d: p.d * q.d }))
        : { n: d - n, d };
    const shown = whole(right);
    // (sum − shown) in units of the last digit shown is off/sum.d.
    const off = sum.n * shown.d - shown.n * sum.d;
    const size = 2n * (off < 0n ? -off : off);
    // Rounding half away from zero: half a unit off is right only on the side away from zero.
    const away = off < 0n === shown.n > 0n;
    const gives = size < sum.d || (size === sum.d && away);
    checked++;
    if (gives !== (sign === "=")) wrong.push(cell!);
  }
  return { wrong, checked };
}

/** Where a sentence begins with the small letter of a link’s usual words. */
const uncapital = (html: string): string[] =>
  [
    ...html.matchAll(
      /(?:[.?!][”)]?|<(?:p|li|figcaption|h[1-6])\b[^>]*>)\s*(?:<[^>]*>\s*)*chapters?\b.{0,20}/g,
    ),
  ]
    .map(([it]) => it)
    .filter((it) => /^<|^.[”)]?(?:\s|<)/.test(it));

describe("pages of random lessons", () => {
  test("say what is true, show honest digits, and hold no broken number: 130 random lessons, and some more", async () => {
    const seen = new Set<string>();
    let equations = 0;
    const { telling } = await sourcesOfPages(root, DEFAULT_LESSON);
    function read(name: string, html: string, trace: Trace): void {
      for (const [claim, choice] of ownTests.has(name) ? [] : claimsIn(html)) {
        expect(`${name} ${claim}:${choice}`).toBe(`${name} ${claim}:${decided(claim, trace, choice)}`);
        seen.add(`${claim.replace(/\d+$/, "")}:${choice}`);
      }
      const { wrong, checked } = dishonest(html);
      expect(wrong).toEqual([]);
      equations += checked;
      expect(text(html.replace(/<pre[\s\S]*?<\/pre>/g, ""))).not.toMatch(
        name === "index" ? /undefined|\[object/ : /undefined|NaN|Infinity|\[object|null/,
      );
    }
    let count = 0;
    await fc.assert(
      fc.asyncProperty(lessons, async (lesson) => {
        const trace = traceOf(stages, lesson);
        const its = { ...telling, format: lesson };
        // What is told is read of all; one of fifteen is made a whole site as well. That KaTeX sets each formula as it
        // stands is another test's (formulas.test.ts).
        const whole = count++ % 15 === 0 ? await pagesOf(lesson) : undefined;
        for (const page of pages) {
          if (fixed.has(page.name)) continue;
          const markdown = markdownOf(page, trace, its);
          read(page.name, markdown, trace);
          expect(untrue([...forward, ...backward], page.name, textOf(markdown), trace)).toEqual([]);
          if (whole) read(page.name, whole.get(`${page.name}.html`)!(), trace);
        }
      }),
      { numRuns: 130, seed: 2017, examples: [...rareLessons, ...level].map((lesson) => [lesson]) },
    );
    expect(equations).toBeGreaterThan(4_500);
    // The lessons took both ways of every sentence, so none of them went unread.
    expect([...seen].sort()).toEqual(
      [
        // Of other bricks than the article's.
        ...Object.entries({
          "b1-check": "agree coarse",
          "b2-check": "agree coarse",
          "b2-negative": "none some",
          "belief-least": "none one zero",
          "belief-most": "none one",
          biases: "given zero",
          collapse: "infinite lost told",
          "h1-corner": "more none one",
          "h1-dead": "dead none row",
          "h1-sign": "above at below",
          "h1-wider": "straight",
          "h2-answer": "no-label",
          "h2-corner": "more none",
          "h2-dead": "dead none",
          "h2-full": "none some",
          "h2-none": "some",
          "h2-saturated": "none some",
          labels: "classes none",
          line: "down far no-plane none still up",
          "space-flat": "between beyond many numbers outside same",
          "space-meets": "no none yes",
          "space-shape": "cube line more square",
          "space-sheet": "bent flat none pressed",
          "squares-slope": "gone none smaller",
          "z2-larger": "alike one tied",
          "z2-push": "down none up",
          "z2-single": "one zero",
        }).flatMap(([claim, choices]) => choices.split(" ").map((choice) => `${claim}:${choice}`)),
        "labels:one",
        "labels:mixed",
        "labels:same",
        "labels-xor:no-plane",
        "labels-xor:xor",
        "labels-xor:opposite",
        "labels-xor:other",
        "weights-look:larger",
        "weights-look:inside",
        "twins:some",
        "twins:none",
        "column-of-ones:some",
        "column-of-ones:none",
        "W2-negative:all",
        "W2-negative:some",
        "W2-negative:none",
        "ridge-share:none",
        "ridge-share:almost-all",
        "ridge-share:share",
        "z1-positive:all",
        "z1-positive:some",
        "z1-positive:none",
        "h1-half:above",
        "h1-half:below",
        "h1-half:at",
        "h1-half:lost",
        "h1-full:some",
        "h1-full:none",
        "smaller-slopes:rounding",
        "h1-saturated:some",
        "h1-saturated:none",
        "h1-wider:yes",
        "h1-wider:no",
        "z2-larger:first",
        "z2-larger:second",
        "z2-larger:neither",
        "h2-answer:right",
        "h2-answer:wrong",
        "h2-answer:none",
        "h2-sum:one",
        "h2-sum:other",
        "loss-half:better",
        "loss-half:no-better",
        "W2-downhill:down",
        "W2-downhill:stay",
        "W2-downhill:up",
        "W2-best:none",
        "W2-best:one",
        "W2-best:more",
        "W2-best:only",
        "W2-reason:none",
        "W2-reason:one",
        "W2-reason:tied",
        "W2-reason:sum",
        "cross-w2-flat:alike",
        "cross-w2-flat:differ",
        "cross-h1-flat:alike",
        "cross-h1-flat:differ",
        "W2-step:down",
        "W2-step:up",
        "W2-step:stay",
        "W2-step:lost",
        "W2-arrow:drawn",
        "W2-arrow:none",
        "W2-check:agree",
        "W2-check:coarse",
        "W1-check:agree",
        "W1-check:coarse",
        "h2-target-:above",
        "h2-target-:below",
        "smaller-slopes:first",
        "smaller-slopes:second",
        "smaller-slopes:alike",
        "smaller-slopes:zero",
        "h2-exact:all",
        "W2-ridge:some",
        "W2-ridge:none",
        "W1-ridge:some",
        "W1-ridge:none",
        "rows:one",
        "rows:more",
        ...["z1", "z2"].flatMap((sums) =>
          ["dots", "tangents", "some", "arrows"].map((drawn) => `${sums}-slopes:${drawn}`),
        ),
        "looks-same:some",
        "looks-same:none",
        "unmoved:all",
        "unmoved:some",
        "unmoved:none",
        "loss-step:fell",
        "loss-step:rose",
        "loss-step:same",
        "step:straight",
        "step:bent",
        "step:rose",
        "step:flat",
        "step:lost",
      ].sort(),
    );
  }, 300_000);

  test("where a nudge drowns in rounding, chapter 7 says so and lets the tape decide", async () => {
    const lesson = parseLesson({ ridge: 1e6, weights: { W1: [[1e3], [-1e3]], W2: [[1e3, 0.001]] } });
    const html = await render(lesson, "dloss-dw2");
    expect(claimsIn(html)).toContainEqual(["W2-check", "coarse"]);
    expect(text(html)).toContain("too\u00a0coarse");
    expect(text(html)).toMatch(/At \d weights? the nudge is too coarse/);
  });

  test("the tests see a false sentence and a dishonest sign", async () => {
    const html = await render(DEFAULT_LESSON, "update");
    expect(claimsIn(html)).toContainEqual(["loss-step", "fell"]);
    const rising = traceOf(stages, parseLesson({ learningRate: 1e3, data: { rows: 8 }, ridge: 1 }));
    expect(decided("loss-step", rising)).toBe("rose");
    expect(dishonest("<td>0.5·0.5 = 0.3</td>").wrong).toEqual([]);
    expect(dishonest("<td>0.5·0.5 = 0.2</td>").wrong).toHaveLength(1);
    expect(dishonest("<td>0.5·0.5 + 0.1/5·(−0.5) = 0.24</td>").wrong).toEqual([]);
    expect(dishonest("<td>0.5·0.5 + 0.1/5·(−0.5) = 0.25</td>").wrong).toHaveLength(1);
    expect(dishonest("<td>0.5·0.5 ≈ 0.25</td>").wrong).toHaveLength(1);
    expect(dishonest("<td>1 − (−0.5)·(−0.5) = 0.75</td>")).toEqual({ wrong: [], checked: 1 });
    expect(dishonest("<td>0.01 + 0.99·[−0.5 > 0] = 0.01</td>")).toEqual({ wrong: [], checked: 1 });
    expect(dishonest("<td>0.01 + 0.99·[0.5 &gt; 0] = 0.01</td>").wrong).toHaveLength(1);
    expect(dishonest("<td>1.76·(−0.68) + 0.40·(−0.54) = −1.41</td>").wrong).toEqual([]);
  });
});

describe("pages of the article's lesson", () => {
  const page = (name: string) => bookFile(`${name}.html`);

  test("are the front page, the chapters in order, and what stands behind them", () => {
    expect(pages.map(({ name }) => name)).toEqual(
      "index xor init z1 h1 z2 h2 loss dloss-dw2 dloss-dw1 update".split(" ").concat(
        training.map(({ name }) => name),
        "symbols bricks worked teachers".split(" "),
      ),
    );
    expect([...bookPages].sort()).toEqual(pages.map(({ name }) => `${name}.html`).sort());
  });

  test("carry the article's digits", () => {
    expect(text(page("z1"))).toContain("0.91005018");
    expect(text(page("h2"))).toContain("0.37166596");
    expect(text(page("loss"))).toContain("0.30052460");
    expect(text(page("dloss-dw1"))).toContain("0.03647082");
  });

  test("say where the article is wrong, each on the page that meets it", () => {
    const notes: Record<string, RegExp[]> = {
      xor: [/no line does, however/, /swaps the two labels/],
      z1: [/Sigmoid\(WX\)/],
      h1: [/only a general linear system/],
      h2: [/log probability/, /0\.82580860/],
      loss: [/one term too many/, /never its value/, /generalization/],
      "dloss-dw2": [/−0\.23353037/, /It is dLoss\/dh2/, /λ times the sum of all W²/],
      "dloss-dw1": [/it is dLoss\/dz2/, /1×2 by a 3×2/, /elementwise/],
      update: [/Backpropagation only finds the gradient/],
    };
    for (const [name, wanted] of Object.entries(notes))
      for (const note of wanted) expect(text(page(name))).toMatch(note);
  });

  test("begin no sentence with a small “chapter”", () => {
    for (const { name } of pages) expect(uncapital(page(name)), name).toEqual([]);
    expect(uncapital('<p>It ends. <a href="solved.html">chapter 15</a> looks into it.</p>')).toHaveLength(1);
    expect(uncapital("<p>chapter 15 looks into it.</p>")).toHaveLength(1);
    expect(uncapital("<p>It ends. Chapter 15 looks into chapter 3, as on chapter.html.</p>")).toEqual([]);
  });

  test("quote the article's own numbers in its notes, whatever the lesson", async () => {
    const other = text(await render(parseLesson({ data: { seed: 5, rows: 3 }, weights: { seed: 7 } }), "h2"));
    expect(other).toContain("0.82580860");
    expect(other).not.toContain("−0.52507645");
  });

  test("say what fits only where nothing else does: a square h1 would fit either way", async () => {
    const square = text(await render(parseLesson({ data: { rows: 3 }, hidden: 3 }), "dloss-dw2"));
    expect(text(page("dloss-dw2"))).toMatch(/The inner numbers meet only when\s.*is transposed/s);
    expect(square).not.toContain("The inner numbers meet only when");
    expect(square).toContain("the inner numbers would meet either way");
  });

  test("number chapters as the index does: no number in the prose was typed", async () => {
    const { trace, telling } = await sourcesOfPages(root, DEFAULT_LESSON);
    const later = { ...telling, numberOf: (name: string) => 100 + telling.numberOf(name) };
    const numbers = (said: string) =>
      [...said.matchAll(/chapters?(?:\s|&nbsp;)+(\d+)(?:,? (?:and|to) (\d+))?/gi)].flatMap(([, ...them]) =>
        them.filter(Boolean).map(Number),
      );
    const all = pages.flatMap((page) => numbers(text(markdownOf(page, trace, later))));
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter((number) => number < 100)).toEqual([]);
    expect(numbers("In Chapters 7 and 8, chapter&nbsp;9.")).toEqual([7, 8, 9]);
  });

  test("use no letter and no sign in a formula that Symbols does not list", () => {
    const listed = symbolsIn(page("symbols"));
    const unlisted = (html: string) => [...symbolsIn(html)].filter((it) => !listed.has(it));
    // These have the letters of other networks, and say what they are.
    const others = ["bricks.html", "solved.html", "worked.html"];
    for (const name of bookPages.filter((it) => !others.includes(it)))
      expect(unlisted(bookFile(name)), name).toEqual([]);
    expect(unlisted("<math><mi>q</mi><mo>=</mo><msub><mi>λ</mi><mn>9</mn></msub></math>")).toEqual([
      "q",
      "λ9",
    ]);
  });

  test.each<LessonFile>([
    { activation: "tanh", outputActivation: "softmax", outputs: 3, bias: true },
    { activation: "relu", outputActivation: "softmax", loss: "cross-entropy", bias: true },
    { activation: "leaky-relu", loss: "cross-entropy", outputs: 1 },
    { activation: "identity", outputActivation: "relu" },
  ])("nor with other bricks: %o", async (file) => {
    const lesson = parseLesson({ ...file, data: { rows: 2 } });
    const symbols = await render(lesson, "symbols");
    const listed = symbolsIn(symbols);
    // Functions are called by their names, after which MathML has an invisible sign.
    const isNamed = (sign: string) =>
      sign === "\u2061" ||
      (/^[A-Za-z\s]{3,}$/.test(sign) && text(symbols).includes(sign.replace("\u00a0", " ")));
    for (const { name } of chapters) {
      const unlisted = [...symbolsIn(await render(lesson, name))].filter(
        (it) => !listed.has(it) && !isNamed(it),
      );
      expect(unlisted, name).toEqual([]);
    }
  });

  test("mark one entry the same way in formula, table and figure", () => {
    const cells = page("z1").match(/data-cell="W1\.0\.1"/g) ?? [];
    expect(cells.length).toBeGreaterThanOrEqual(3);
    expect(page("z1")).toMatch(/<svg[\s\S]*data-cell="W1\.0\.1"/);
  });

  test("show the very source that ran, and what it calls", () => {
    expect(text(page("z1"))).toContain("const z1 = matmul(X, W1);");
    expect(text(page("z1"))).toContain("sum += at(a, i, k) * at(b, k, j);");
    expect(text(page("h1"))).toContain("1 / (1 + exp(-x))");
  });

  test("an update too small for the decimals still shows its change", async () => {
    const three = text(await render(parseLesson({ digits: 3 }), "update"));
    expect(three).toMatch(/of the 12 weights looks? the same before and after/);
    expect(three).toContain("2.88·10−5");
  });

  test("no number is shown as zero that is not", async () => {
    const none = await render(parseLesson({ digits: 0 }), "h2");
    expect(text(none)).toContain("3.72·10⁻¹");
  });

  test("are worked out once, however often their disclosures open and close", async () => {
    const { trace, telling } = await sourcesOfPages(root, DEFAULT_LESSON);
    let told = 0;
    const page = {
      name: "x",
      facts: () => {},
      prose: {
        title: "X",
        summary: "",
        page() {
          told++;
          return "<details><summary>A</summary>\n\n$x$\n\n</details>";
        },
      },
    };
    const book = { chapters: [], render: markdownRenderer(english) };
    const parts = pageParts(book, page, trace, telling, "");
    expect(parts(() => true).body.join("")).not.toContain("katex");
    expect(parts().body.join("")).toContain("katex");
    expect(told).toBe(1);
  });

  test("are the same bytes each time", async () => {
    for (const [name, page] of await pagesOf(DEFAULT_LESSON)) expect(page(), name).toBe(bookFile(name));
  });
});
