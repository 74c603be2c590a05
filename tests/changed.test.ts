import { describe, expect, test } from "vitest";
import { originsOf } from "../build/reader/explore/origins.ts";
import { chapters, forwardPass, stages } from "../chapters/index.ts";
import { book } from "../chapters/pages.ts";
import { type Chapter, partOf } from "../src/book/chapter.ts";
import { pageParts, wholeMain } from "../src/book/page.ts";
import { crossIn } from "../src/figures/cross.ts";
import { DEFAULT_LESSON, type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { checkGradient } from "../src/network/gradient-check.ts";
import { part, runStages, type Stage, type Trace, traceOf } from "../src/network/stage.ts";
import type { MatrixName, Name, Value, Values } from "../src/network/values.ts";
import { type Equation, notationOf, originOf } from "../src/typeset/equations.ts";
import { decided } from "./claims.ts";
import { lossWith, numbersOf } from "./formula-sheet.ts";
import { backward } from "./sentences/backward.ts";
import { forward } from "./sentences/forward.ts";
import { textOf, untrue } from "./sentences/read.ts";
import { claimsIn, tellingOf } from "./told.ts";

/** A page whose code a reader changed: any numbers of the right shapes. It says nothing that is not true of them. */

// --- Lessons and mistakes ---

const X = [
  [1, 0.5],
  [-0.4, 0.9],
  [0.3, -1.2],
  [0.7, 0.8],
  [-1.1, 0.2],
];
const LESSONS: Readonly<Record<string, Lesson>> = {
  article: DEFAULT_LESSON,
  "five rows with a ridge": parseLesson({ data: { X, labels: [0, 1, 1, 0, 1] }, ridge: 0.1 }),
  "tanh, softmax, cross-entropy, biases": parseLesson({
    data: { X, labels: [0, 1, 2, 0, 1] },
    hidden: 3,
    outputs: 3,
    activation: "tanh",
    outputActivation: "softmax",
    loss: "cross-entropy",
    bias: true,
  }),
  "relu, one output": parseLesson({
    data: { rows: 4 },
    hidden: 4,
    outputs: 1,
    activation: "relu",
    loss: "cross-entropy",
  }),
  "leaky relu, softmax of squares": parseLesson({
    data: { rows: 1 },
    activation: "leaky-relu",
    outputActivation: "softmax",
  }),
  "identity, tanh, biases held": parseLesson({
    data: { X: [[1, 2]], targets: [[0.5, -3]] },
    activation: "identity",
    outputActivation: "tanh",
    bias: true,
    trainBias: false,
  }),
};

type Change = (x: number, i: number, value: Value) => number;
const MISTAKES: Readonly<Record<string, Change>> = {
  "as it is": (x) => x,
  "a sign turned": (x) => -x,
  "twice as much": (x) => 2 * x,
  "one entry off": (x, i) => (i === 0 ? x + 0.5 : x),
  zeros: () => 0,
  "minus zeros": () => -0,
  "far out": (_, i) => (i % 2 ? 1e6 : -1e6),
  huge: (_, i) => (i % 3 ? 1e300 : -1e300),
  tiny: () => 1e-300,
  "columns turned over": (x, i, value) => (typeof value === "number" ? x + 1 : value.data.at(-1 - i)!),
  "any numbers": (_, i) => Math.sin(12.9898 * (i + 1)) * 3,
};

/** The trace of a lesson of which the chapter's code is changed; undefined where what comes of it is no number. */
function changedTrace(chapter: Chapter, lesson: Lesson, change: Change, only?: Name): Trace | undefined {
  const at = chapters.indexOf(chapter);
  const made = runStages(stages.slice(0, at + 1), lesson);
  const names = partOf(chapter, lesson).makes;
  for (const name of names) {
    const value = made[name]!;
    if (only && name !== only) continue;
    const turned =
      typeof value === "number"
        ? change(value, 0, value)
        : { ...value, data: value.data.map((x, i) => change(x, i, value)) };
    Object.assign(made, { [name]: turned });
  }
  const all = { ...runStages(stages.slice(at + 1), lesson, made), lesson, changed: names } as Trace;
  const numbers = Object.values(all).flatMap((it: unknown) =>
    typeof it === "number" ? [it] : ArrayBuffer.isView((it as Matrix).data) ? [...(it as Matrix).data] : [],
  );
  return numbers.every((it) => typeof it !== "number" || Number.isFinite(it)) ? all : undefined;
}

/** The page as a reader meets it, formulas in TeX. */
function pageOf(chapter: Chapter, trace: Trace, change: Change, only?: Name): string {
  const own = Object.values(chapter.others ?? {});
  const telling = {
    ...tellingOf(chapter, { digits: trace.lesson.digits }),
    traceOf: (lesson: Lesson) =>
      (own.includes(lesson) && changedTrace(chapter, lesson, change, only)) || traceOf(stages, lesson),
  };
  const render = Object.assign((text: string) => [text], {});
  return wholeMain(
    pageParts({ chapters: book, render } as never, chapter, trace, telling, "npm run build")(),
  );
}

/** The article's lesson with every mistake, the others with some each. */
function everyCase(each: (chapter: Chapter, trace: Trace, change: Change) => void): number {
  let count = 0;
  for (const chapter of chapters)
    for (const [n, lesson] of Object.values(LESSONS).entries())
      for (const [m, change] of Object.values(MISTAKES).entries()) {
        if (n > 0 && (n + m) % 4 > 0) continue;
        const trace = changedTrace(chapter, lesson, change);
        if (!trace) continue;
        count++;
        each(chapter, trace, change);
      }
  return count;
}

// --- The formulas once more, entry by entry ---

const ACTIVATIONS: Readonly<Record<string, (z: number) => number>> = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  "leaky-relu": (z) => (z > 0 ? z : 0.01 * z),
  identity: (z) => z,
};
const SLOPES: Readonly<Record<string, (h: number) => number>> = {
  sigmoid: (h) => h * (1 - h),
  tanh: (h) => 1 - h * h,
  relu: (h) => (h > 0 ? 1 : 0),
  "leaky-relu": (h) => (h > 0 ? 1 : 0.01),
  identity: () => 1,
};

/** An entry of a value as the book's formula makes it of the other values in the trace; undefined of what has none. */
function shouldBe(trace: Trace, name: Name, r: number, c: number): number | undefined {
  const { X, y, W1, W2, h1, h2, z1, z2, dLoss_dz1, dLoss_dz2, lesson } = trace;
  const [N, D, H, K] = [X.rows, X.cols, W1.cols, y.cols];
  const e = ({ data, cols }: Matrix, i: number, j: number) => data[i * cols + j]!;
  const sum = (n: number, term: (i: number) => number) => {
    let total = 0;
    for (let i = 0; i < n; i++) total += term(i);
    return total;
  };
  const { activation, outputActivation, loss, ridge, bias, learningRate } = lesson;
  const isSoftmax = outputActivation === "softmax";
  const step = (W: "W1" | "b1" | "W2" | "b2") =>
    e(trace[W], r, c) - learningRate * e(trace[`dLoss_d${W}`], r, c);
  switch (name) {
    case "z1":
      return sum(D, (i) => e(X, r, i) * e(W1, i, c)) + (bias ? e(trace.b1, 0, c) : 0);
    case "h1":
      return ACTIVATIONS[activation]!(e(z1, r, c));
    case "z2":
      return sum(H, (j) => e(h1, r, j) * e(W2, j, c)) + (bias ? e(trace.b2, 0, c) : 0);
    case "h2":
      return isSoftmax
        ? 1 / sum(K, (k) => Math.exp(e(z2, r, k) - e(z2, r, c)))
        : ACTIVATIONS[outputActivation]!(e(z2, r, c));
    case "loss_data":
      return lossWith({ ...trace, lesson: { ...lesson, ridge: 0 } }, numbersOf(trace));
    case "loss_ridge":
      return (
        (ridge / 2 / N) * [W1, W2].reduce((all, W) => all + sum(W.data.length, (i) => W.data[i]! ** 2), 0)
      );
    case "loss":
      return trace.loss_data + trace.loss_ridge;
    case "dLoss_dh2":
      return (e(h2, r, c) - e(y, r, c)) / N;
    case "dh2_dz2":
      return SLOPES[outputActivation]!(e(h2, r, c));
    case "dLoss_dz2": {
      if (loss === "cross-entropy") return (e(h2, r, c) - e(y, r, c)) / N;
      const { dLoss_dh2: g } = trace;
      return isSoftmax
        ? e(h2, r, c) * sum(K, (k) => (e(g, r, c) - e(g, r, k)) * e(h2, r, k))
        : e(g, r, c) * e(trace.dh2_dz2, r, c);
    }
    case "dLoss_dW2":
      return sum(N, (n) => e(h1, n, r) * e(dLoss_dz2, n, c)) + (ridge / N) * e(W2, r, c);
    case "dLoss_db2":
      return sum(N, (n) => e(dLoss_dz2, n, c));
    case "dLoss_dh1":
      return sum(K, (k) => e(dLoss_dz2, r, k) * e(W2, c, k));
    case "dh1_dz1":
      return SLOPES[activation]!(e(h1, r, c));
    case "dLoss_dz1":
      return e(trace.dLoss_dh1, r, c) * e(trace.dh1_dz1, r, c);
    case "dLoss_dW1":
      return sum(N, (n) => e(X, n, r) * e(dLoss_dz1, n, c)) + (ridge / N) * e(W1, r, c);
    case "dLoss_db1":
      return sum(N, (n) => e(dLoss_dz1, n, c));
    case "W1_next":
    case "b1_next":
    case "W2_next":
    case "b2_next":
      return step(name.slice(0, 2) as "W1");
    case "loss_next": {
      const { W1_next, b1_next, W2_next, b2_next, b1, b2 } = trace;
      const isTrained = lesson.bias && lesson.trainBias;
      const biases = isTrained ? { b1: b1_next, b2: b2_next } : { b1, b2 };
      const moved = { ...trace, ...(bias && biases), W1: W1_next, W2: W2_next };
      return lossWith(moved, numbersOf(moved));
    }
    default:
      return undefined;
  }
}

/** Whether an entry is not what the formula makes, as far as can be told; undefined where rounding may decide. */
function isWrong(trace: Trace, name: Name, r: number, c: number): boolean | undefined {
  const should = shouldBe(trace, name, r, c);
  if (should === undefined) return false;
  const value = trace[name];
  const is = typeof value === "number" ? value : value.data[r * value.cols + c]!;
  if (!Number.isFinite(should)) return true;
  const [apart, size] = [Math.abs(is - should), Math.max(Math.abs(is), Math.abs(should))];
  if (apart <= 1e-11 * size) return false;
  return apart >= 1e-6 * size && apart > 1e-12 ? true : undefined;
}

/**
 * Entries before which a sign is another than it should be, wherever equations of changed values are told.
 * @param told the trace that they are told of
 */
function wrongSigns(trace: Trace, page: string, told = trace): string[] {
  const notation = notationOf(told, trace.lesson, "");
  const hold = (name: Name, r: number, c: number, ...signs: readonly string[]): string[] => {
    const is = isWrong(trace, name, r, c);
    const isRight = is === undefined || signs.every((sign) => (sign === "≠") === is);
    return isRight ? [] : [`${name}[${r},${c}]: ${signs.join(" ")}`];
  };
  const rows = page.matchAll(/<th scope="row">(\w+)\[(\d+),(\d+)\]<\/th><td>(.*?)<\/td>/g);
  const inTables = [...rows].flatMap(([, name, r, c, told]) => {
    const sign = told!.includes('="four:') ? undefined : / ([=≈≠]) /.exec(told!)?.[1];
    return sign ? hold(name as Name, Number(r), Number(c), sign) : [];
  });
  const withFormula = trace.changed!.filter((name) => shouldBe(trace, name, 0, 0) !== undefined);
  const inEquations = withFormula.flatMap((name) => {
    const origin = originOf(notation, name)!;
    const equation = "lines" in origin ? (origin as Equation) : undefined;
    const places = Array.from(
      { length: origin.rows * origin.cols },
      (_, i) => [Math.floor(i / origin.cols), i % origin.cols] as const,
    );
    const entries = places.flatMap(([r, c]) => {
      const { sign, column } = origin.worked(r, c);
      const last = equation?.byHand(r, c).at(-1)?.at(1);
      return hold(name, r, c, sign, column.sign, ...(last ? [last] : []));
    });
    const wrong = places.map(([r, c]) => isWrong(trace, name, r, c));
    const whole = equation?.lines.at(-1)?.at(1);
    const isRight = !whole || wrong.includes(undefined) || (whole === "≠") === wrong.includes(true);
    const cross = PRODUCTS.has(name) ? crossIn(told, name as MatrixName) : undefined;
    const inCross = cross?.result.entries.flatMap((line, i) =>
      line.flatMap((it, j) => (it ? hold(name, it.row, it.col, cross.signs[i]![j]!) : [])),
    );
    return [...entries, ...(isRight ? [] : [`${name}: ${whole}`]), ...(inCross ?? [])];
  });
  return [...inTables, ...inEquations];
}
const PRODUCTS: ReadonlySet<Name> = new Set(["z1", "z2", "dLoss_dW2", "dLoss_dh1", "dLoss_dW1"]);

// --- What a page says ---

const bodyOf = (page: string): string => page.slice(page.indexOf('<div class="body">'));

const NO_NUMBER = /undefined|NaN|Infinity|∞|\[object|null/;

const TERM = String.raw`\(?[−-]?\d[\d,]*(?:\.\d+)?\)?`;
const SUM = new RegExp(
  `(.{0,3})(?<![\\d.,])(${TERM}(?: ?[·+] ?${TERM})+) ?([=≈]) ?([−-]?\\d[\\d,]*(?:\\.\\d+)?)(?!\\.?\\d|,\\d| ?[·+/^(])`,
  "g",
);
/** Sums of products of which a text says that they are a number, and that are another. */
function unequal(text: string): { wrong: string[]; checked: number } {
  const worth = (number: string) => Number(number.replace(/[(), ]/g, "").replace("−", "-"));
  const all = [...text.matchAll(SUM)].filter(
    ([, before, sum]) => !/[⋯+·−/^(²-] ?$/.test(before!) && !/·10[−-]?\d*(?: |$)/.test(sum!),
  );
  const wrong = all.filter(([, , sum, , value]) => {
    const products = sum!.split(/ ?\+ ?/).map((term) => term.split("·").reduce((p, it) => p * worth(it), 1));
    const size = products.reduce((most, it) => Math.max(most, Math.abs(it)), Math.abs(worth(value!)));
    return Math.abs(products.reduce((a, b) => a + b) - worth(value!)) > 2e-3 * size + 2e-4;
  });
  return { wrong: wrong.map(([it]) => it), checked: all.length };
}

/** A sign in words, and another in the number behind them. */
const CONTRADICTIONS =
  /(?:is|are) negative: \d|positive: [−-]|(?:fell|rose|falls|rises|fall|rise) by [−-]|(?:above|below) its target [^,]*, so [^:]* is (?:positive: [−-]|negative: \d)|passes as it is[.:] *[−-]|never below zero[^$]*L = -|lies between 0 and 1, and so does[^:]*: 1 − (?:[−-]|[1-9])|(?<!should )add up to [01], for row[^F]*≠/;

/** Claims that are decided otherwise where a reader's own code made the values: what they hold. */
const OWN: Readonly<Record<string, (trace: Trace, choice: string) => boolean>> = {
  // Of values beyond the ends too, the distance counts.
  "h1-saturated": (trace, choice) => (choice === "some") === isNearEnd(trace, "h1"),
  "h2-saturated": (trace, choice) => (choice === "some") === isNearEnd(trace, "h2"),
  // Equal outputs are equal: they were not rounded from logits that differ.
  "h2-answer": (trace, choice) => {
    const [first, ...more] = [...trace.h2.data.slice(0, trace.h2.cols)].sort((a, b) => b - a);
    return choice === "none" ? first === more[0] : decided("h2-answer", trace) === choice;
  },
};
function isNearEnd({ lesson, h1, h2 }: Trace, name: "h1" | "h2"): boolean {
  const brick = name === "h1" ? lesson.activation : lesson.outputActivation;
  const [low, near] = brick === "tanh" ? [-1, 0.1] : [0, 0.05];
  return (name === "h1" ? h1 : h2).data.some((h) => Math.min(Math.abs(h - low), Math.abs(1 - h)) < near);
}
/** Nudges and the changed slopes differ, which a page of the book never says. */
const isCheck = (claim: string): boolean => /^[Wb][12]-check$/.test(claim);

/** Choices that the numbers do not bear out. */
const misled = (trace: Trace, page: string): string[] =>
  claimsIn(page)
    .filter(([claim, choice]) => {
      if (isCheck(claim) && choice === "differ") return decided(claim, trace, "agree") === "agree";
      return OWN[claim] ? !OWN[claim](trace, choice) : decided(claim, trace, choice) !== choice;
    })
    .map(([claim, choice]) => `${claim}:${choice}`);

/** Whether a sentence that the oracles refuse is one of changed numbers alone: that equal outputs give no answer. */
const isOfEqual = (said: string): boolean => /so the network gives no answer/.test(said);

describe("the page of a chapter whose code was changed", () => {
  test("neither breaks nor says of its numbers what they are not; ≠ stands where they are not what the formula makes", () => {
    let equations = 0;
    const count = everyCase((chapter, trace, change) => {
      const page = pageOf(chapter, trace, change);
      const text = textOf(bodyOf(page));
      const { wrong, checked } = unequal(text);
      equations += checked;
      expect({
        page: chapter.name,
        broken: NO_NUMBER.exec(page.replace(/<pre[\s\S]*?<\/pre>/g, ""))?.[0],
        contradiction: CONTRADICTIONS.exec(text)?.[0],
        wrong,
        misled: misled(trace, page),
        untrue: untrue([...forward, ...backward], chapter.name, text, trace).filter((it) => !isOfEqual(it)),
        signs: wrongSigns(trace, page),
      }).toEqual({
        page: chapter.name,
        broken: undefined,
        contradiction: undefined,
        wrong: [],
        misled: [],
        untrue: [],
        signs: [],
      });
    });
    expect(count).toBeGreaterThan(180);
    expect(equations).toBeGreaterThan(500);
  });

  const [twice, turned] = [MISTAKES["twice as much"]!, MISTAKES["a sign turned"]!];
  const chapterOf = (name: string) => chapters.find((chapter) => chapter.name === name)!;
  const of = (name: string, change: Change, lesson = DEFAULT_LESSON) =>
    changedTrace(chapterOf(name), lesson, change)!;

  test("a sign that is wrong is found: an equation where there is none, and none where there is one", () => {
    for (const chapter of chapters.slice(2)) {
      const trace = of(chapter.name, turned);
      const page = pageOf(chapter, trace, turned);
      // Told as if the book's own code had made the numbers.
      const { changed, ...innocent } = trace;
      expect(wrongSigns(trace, "", innocent)).not.toEqual([]);
      const asIs = of(chapter.name, (x) => x);
      expect(wrongSigns(asIs, "", trace)).not.toEqual([]);
      if (page.includes(' class="entries"')) expect(wrongSigns(asIs, page)).not.toEqual([]);
    }
  });

  test("what was computed in another order is no other number", () => {
    for (const chapter of chapters.slice(2))
      for (const lesson of Object.values(LESSONS).slice(1, 3)) {
        const change: Change = (x, i) => x * (1 + (i % 2 ? 1 : -1) * 2 ** -50);
        const page = pageOf(chapter, changedTrace(chapter, lesson, change)!, change);
        expect(page.replace(/<pre[\s\S]*?<\/pre>/g, "").match(/.{30}≠/)).toBeNull();
      }
  });

  test("a sum that is not what it says is found, and so is a sign that the number behind it has not", () => {
    expect(unequal("so 0.5·2 + 1·(−3) ≈ −2.000, and").wrong).toEqual([]);
    expect(unequal("so 0.5·2 + 1·(−3) ≈ 2.000, and").wrong).toHaveLength(1);
    expect(unequal("1,000·2 = 3,000.").wrong).toHaveLength(1);
    for (const text of [
      "Output [0,0] lies 0.628 below its target 1, so its slope is negative: 0.62833404.",
      "Output [0,1] lies 0.454 above its target 0, so its slope is positive: −0.45414264.",
      "The loss fell by −0.3.",
      "The slopes along the logits of a row add up to 0, for row 0 1.5 + 2.5 ≠ 0.",
      "The one output of row 0 lies between 0 and 1, and so does what it leaves to 1: 1 − 2.5 = −1.5.",
    ])
      expect(text).toMatch(CONTRADICTIONS);
  });

  test("a choice that the numbers do not bear out is found", () => {
    const trace = of("dloss-dw2", turned);
    const page = pageOf(chapterOf("dloss-dw2"), trace, turned);
    expect(misled(trace, page.replace("W2-downhill:up", "W2-downhill:down"))).toEqual(["W2-downhill:down"]);
    expect(misled(trace, page.replace("W2-check:differ", "W2-check:agree"))).toEqual(["W2-check:agree"]);
    const asIs = of("dloss-dw2", (x) => x);
    expect(misled(asIs, page)).toContain("W2-check:differ");
    const outputs = of("h2", MISTAKES.zeros!);
    expect(misled(outputs, `data-claim="h2-answer:right"`)).toEqual(["h2-answer:right"]);
    expect(misled(outputs, `data-claim="h2-saturated:none"`)).toEqual(["h2-saturated:none"]);
  });

  test("what tells of a number says who made it, and shows no sum that does not give it", () => {
    const tell = (name: string, change: Change, mark: string) => {
      const [page, trace] = [chapterOf(name), of(name, change)];
      const telling = tellingOf(page, {});
      return originsOf({ page, chapters, telling, trace: () => trace } as never).tell(mark)!;
    };
    const z1 = tell("z1", turned, "z1.0.1");
    expect(z1.words).toBe(
      "Made by the changed code. The book takes row 0 of X and column 1 of W1 (hidden neuron 1).",
    );
    expect([z1.worked!.sign, z1.worked!.column.sign]).toEqual(["≠", "≠"]);
    expect(tell("z1", (x) => x, "z1.0.1").words).toMatch(/^From row 0 of X/);
    expect(tell("xor", turned, "X.0.0").words).toBe("Made by the changed code.");
    expect(tell("z1", turned, "X.0.0").words).toContain("drawn from data seed 0");
  });

  test("a loss that is put together in another way is nudged as it is, its ridge too", () => {
    const verdicts = (lesson: Lesson, put: (trace: Values, lesson: Lesson) => number) => {
      const own = part({
        needs: ["loss_data", "loss_ridge", "W1", "W2"],
        makes: ["loss"],
        compute: (values, its) => ({ loss: put(values as Values, its) }),
      });
      const replaced = (stage: Stage): Stage =>
        stage === chapterOf("loss").stage ? [...stage, [own]] : stage;
      const trace = { ...runStages(stages.map(replaced), lesson), lesson, changed: ["loss"] } as Trace;
      const told = (["W1", "W2"] as const).flatMap((weights) =>
        checkGradient(forwardPass.map(replaced), trace, weights).map(({ verdict }) => verdict),
      );
      return [...new Set(told)];
    };
    const sizes = ({ W1, W2 }: Values) => [...W1.data, ...W2.data].reduce((all, w) => all + Math.abs(w), 0);
    const { article, "five rows with a ridge": priced } = LESSONS as Record<string, Lesson>;
    expect(verdicts(priced!, (it) => it.loss_data + it.loss_ridge)).toEqual(["agrees"]);
    expect(verdicts(priced!, (it) => it.loss_data - it.loss_ridge)).toEqual(["differs"]);
    expect(verdicts(priced!, (it) => it.loss_data)).toEqual(["differs"]);
    expect(verdicts(priced!, (it, { ridge }) => it.loss_data + ridge * sizes(it))).toEqual(["differs"]);
    expect(verdicts(article!, (it) => 2 * it.loss_data)).toEqual(["differs"]);
    // Where λ is 0 nothing else makes the weights cost something.
    expect(verdicts(article!, (it) => it.loss_data + sizes(it))).toEqual(["differs"]);
  });

  test("the other lessons of a page follow the edit, and the notes on the article do not", () => {
    const page = pageOf(chapterOf("dloss-dw2"), of("dloss-dw2", twice), twice);
    const ofFour = page.slice(page.indexOf("first four rows"), page.indexOf("A check without calculus"));
    expect(ofFour).toContain("≠");
    expect(ofFour).not.toContain("carries the factor");
    expect(page).toContain("even the sign is wrong. By nudging, the whole slope there is −0.07029029");
    expect(page).toContain("They do not agree: the changed code does not find these slopes.");
    expect(page).toContain("By the changed code");
    const asIs = pageOf(
      chapterOf("dloss-dw2"),
      of("dloss-dw2", (x) => x),
      (x) => x,
    );
    expect(asIs).toContain("carries the factor");
    expect(asIs).not.toContain("≠");
  });
});
