import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { runExperiments } from "../build/experiments.ts";
import { chapterText } from "../build/print.ts";
import { drills } from "../chapters/exercises/index.ts";
import { stages } from "../chapters/index.ts";
import { book, experiments, pages } from "../chapters/pages.ts";
import { exerciseWords } from "../chapters/words/exercises.ts";
import { exerciseSection } from "../src/book/exercises.ts";
import { pageParts, wholeMain } from "../src/book/page.ts";
import { formatAddress, parseAddress, startOf, stateOf } from "../src/lesson/address.ts";
import { commandOf } from "../src/lesson/command.ts";
import {
  DEFAULT_LESSON,
  type Lesson,
  parseLesson,
  printed,
  sameNumbers,
  writtenAs,
} from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { setFormula } from "../src/typeset/formulas.ts";
import { lessons as random } from "./lessons.ts";
import { ROOT } from "./project.ts";
import { tellingOf } from "./told.ts";

/** How a lesson writes numbers: with a point or a comma, and as fractions where they are. */

let results: Awaited<ReturnType<typeof runExperiments>>;
beforeAll(async () => {
  results = await runExperiments(experiments, ROOT);
});

const ready = (name: string) => JSON.parse(readFileSync(join(ROOT, "lessons", `${name}.json`), "utf8"));
/** With numbers of a thousand and more in formulas and text, and the constants of leaky ReLU. */
const large = {
  data: { rows: 5 },
  hidden: 4,
  outputs: 8,
  ...{ activation: "leaky-relu", outputActivation: "softmax", loss: "cross-entropy", bias: true },
  ...{ learningRate: 1250.5, ridge: 0.1, digits: 3, weights: { seed: 3 } },
};

/** A page's `<main>`, its text still in Markdown and its formulas in TeX. */
function pageOf(page: (typeof pages)[number], lesson: Lesson): string {
  const telling = {
    ...tellingOf(page as never, {}),
    format: lesson,
    traceOf: (it: Lesson) => traceOf(stages, writtenAs(it, lesson)),
    resultsOf: results,
  };
  const whole = {
    chapters: book,
    render: (markdown: string) => [markdown],
    exercises: (name: string, trace: ReturnType<typeof traceOf>) =>
      drills[name] ? exerciseSection(drills[name], trace, exerciseWords) : "",
  };
  return wholeMain(pageParts(whole, page, traceOf(stages, lesson), telling, commandOf(lesson))());
}

/** What a reader sees of it, and hears: no code, no command, no address, no place of an entry. */
const seen = (html: string): string =>
  html
    .replace(/<(code|pre)\b[\s\S]*?<\/\1>|`[^`]*`/g, "")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/\\rule\[[^\]]*\]\{[^}]*\}\{[^}]*\}|\\\\\[[\d.]+em\]|\\html(?:Data|Class)\{[^}]*\}/g, "")
    .replace(/\\num\{([^}]*)\}/g, "$1")
    .replace(/\\kern.17em /g, "\u202f")
    .replaceAll("{,}", ",")
    .replace(/<[^>]* (?:title|aria-label)="([^"]*)"[^>]*>/g, "¦$1¦")
    .replace(/<[^>]*>/g, "¦");

/** The same with a comma before decimals, by another way than the book's: number by number, in the text. */
const withCommas = (text: string): string =>
  text.replace(
    /(?<![\d.,\w])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?!\d)/g,
    (_, whole: string, decimals = "") => whole.replaceAll(",", "\u202f") + decimals.replace(".", ","),
  );
/** Semicolons stand between numbers that have commas. */
const leveled = (text: string): string => text.replaceAll(";", ",");

describe("the decimal comma", () => {
  const cases = [
    ["the article’s", {}, pages],
    ["large", large, pages.filter((it) => !("experiment" in it))],
  ] as const;
  test.each(cases)("stands in every number of every page, and nothing else changes: %s", (_, json, those) => {
    for (const page of those) {
      const [point, comma] = (["point", "comma"] as const).map((decimal) =>
        seen(pageOf(page, parseLesson({ ...json, decimal }))),
      ) as [string, string];
      const [want, got] = [leveled(withCommas(point)), leveled(comma)].map((it) => it.split("\n"));
      expect(
        got!.filter((line, i) => line !== want![i]),
        page.name,
      ).toEqual([]);
      expect(
        comma.split("\n").filter((line) => /\d\.\d/.test(line)),
        page.name,
      ).toEqual([]);
      // A comma between two such numbers would be read as one of theirs; the sentence has one after a number.
      const lists = comma.match(/.*\d,\d+(?:·10<sup>−\d+<\/sup>)?\)?, [(−]?\d+,\d.*/g) ?? [];
      expect(lists, page.name).toEqual([]);
    }
  });

  test("that is forgotten somewhere is found", () => {
    expect(withCommas("1,250.5, 0.5 and W1.0.1 in lesson2.json")).toBe(
      "1\u202f250,5, 0,5 and W1.0.1 in lesson2.json",
    );
    expect(seen('<p title="of 0.5">a <code>0.25</code> <b data-x="0.1">b</b></p>')).toMatch(
      /^¦of 0.5¦a {2}¦b¦+$/,
    );
  });

  test("is one number to a screen reader, its thousands set apart", () => {
    expect(setFormula("\\num{0}{,}\\num{25}")).toContain("<mn>0,25</mn>");
    expect(setFormula("\\num{1}\\kern.17em \\num{250}{,}\\num{5}")).toContain("<mn>1\u202f250,5</mn>");
  });

  test("stands in the terminal, under each other, and not in JSON", async () => {
    const told = async (file: string, ...options: string[]) => (await chapterText(file, options)).text;
    const z1 = await told("chapters/02-z1.ts", "--rows", "2", "--decimal", "comma");
    const point = await told("chapters/02-z1.ts", "--rows", "2");
    const out = (text: string) => text.slice(text.indexOf("── out"), text.indexOf("Rounded to"));
    expect(out(z1)).toBe(out(point).replaceAll(".", ","));
    expect(z1).toContain("α = 0,001; λ = 0)");
    expect(await told("chapters/02-z1.ts", "--rows", "2", "--decimal", "comma", "--json")).toBe(
      (await told("chapters/02-z1.ts", "--rows", "2", "--json")).replace(
        '"digits":8}',
        '"digits":8,"decimal":"comma"}',
      ),
    );
    const file = join(ROOT, "lessons/by-hand.json");
    const comma = () => JSON.stringify({ ...ready("by-hand"), decimal: "comma" });
    const train = async (read?: () => string) =>
      (await chapterText("chapters/10-loop.ts", ["--lesson", file], read && { read })).text;
    expect((await train(comma)).replaceAll(";", ",")).toBe(
      (await train()).replace(/(?<=\d)\.(?=\d)/g, ",").replaceAll(";", ","),
    );
  });
});

describe("how numbers are written", () => {
  test("is no number and no brick: it is left out where it is as ever, and does not make another lesson", () => {
    const usual = parseLesson({});
    const other = parseLesson({ decimal: "comma", fractions: true });
    expect(Object.keys(printed(usual))).not.toContain("decimal");
    expect(Object.keys(printed(usual))).not.toContain("fractions");
    expect(printed(other)).toMatchObject({ decimal: "comma", fractions: true });
    expect(sameNumbers(usual, other)).toBe(true);
    expect(other.title).toBe(usual.title);
    expect(commandOf(other)).toBe("npm run build -- --decimal comma --fractions");
    const address = "decimal=comma&fractions=1";
    const state = parseAddress(address, DEFAULT_LESSON);
    expect(formatAddress(state, DEFAULT_LESSON)).toBe(address);
    expect(startOf(state, DEFAULT_LESSON)).toEqual(other);
    expect(formatAddress(stateOf(usual), other)).toBe("decimal=point&fractions=0");
    expect(() => parseLesson({ decimal: "," })).toThrow('decimal: got ",", expected one of point, comma');
  });
});

// --- Fractions ---

/** A number as a quotient of whole numbers. */
type Ratio = readonly [over: bigint, under: bigint];
const ten = (power: number) => 10n ** BigInt(power);

/** What an expression of numbers, + − · / ² and brackets gives; undefined of anything else. */
function worthOf(text: string): Ratio | undefined {
  const tokens = text.match(/\d+(?:\.\d+)?(?:e-?\d+)?|[-+·/()²]|\S/g) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(text);
  };
  const atom = (): Ratio => {
    const token = tokens[at++] ?? fail();
    if (token === "(") {
      const inside = sum();
      if (tokens[at++] !== ")") fail();
      return inside;
    }
    if (token === "-") {
      const [over, under] = product();
      return [-over, under];
    }
    const [, whole, decimals = "", power = "0"] = /^(\d+)(?:\.(\d+))?(?:e(-?\d+))?$/.exec(token) ?? fail();
    const places = decimals.length - Number(power);
    return [BigInt(whole! + decimals) * ten(Math.max(0, -places)), ten(Math.max(0, places))];
  };
  const power = (): Ratio => {
    const [over, under] = atom();
    if (tokens[at] !== "²") return [over, under];
    at++;
    return [over * over, under * under];
  };
  function product(): Ratio {
    let [over, under] = power();
    while (tokens[at] === "·" || tokens[at] === "/") {
      const isDivided = tokens[at++] === "/";
      const [a, b] = power();
      [over, under] = isDivided ? [over * b, under * a] : [over * a, under * b];
    }
    return under < 0n ? [-over, -under] : [over, under];
  }
  function sum(): Ratio {
    let [over, under] = product();
    while (tokens[at] === "+" || tokens[at] === "-") {
      const sign = tokens[at++] === "-" ? -1n : 1n;
      const [a, b] = product();
      [over, under] = [over * b + sign * a * under, under * b];
    }
    return [over, under];
  }
  try {
    const value = sum();
    return at === tokens.length && value[1] !== 0n ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether what an expression gives is a number shown: exactly, or rounded as that is, half away from zero. */
function gives([over, under]: Ratio, shown: string): boolean {
  const [a, b] = worthOf(shown)!;
  if (shown.includes("/")) return over * b === a * under;
  const [, decimals = "", power = "0"] = /^-?\d+(?:\.(\d+))?(?:e(-?\d+))?$/.exec(shown)!;
  if (Number(power) > decimals.length) return over * b === a * under;
  const unit = ten(decimals.length - Number(power));
  const doubled = 2n * over * unit;
  const rounded = ((doubled < 0n ? -doubled : doubled) + under) / (2n * under);
  return (over < 0n ? -rounded : rounded) * b === a * unit;
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e-?\d+|\/\d+)?$/;
/** All that a page says in numbers alone: an expression, a sign, and a number. */
function equalities(page: string): { from: string; sign: string; shown: string }[] {
  const plain = (html: string) =>
    html
      .replace(/·10<sup>(−?)(\d+)<\/sup>/g, (_, sign: string, size: string) => `e${sign && "-"}${size}`)
      .replace(/<[^>]*>/g, "")
      .replaceAll("−", "-")
      .replaceAll("\u00a0", " ");
  const texts = [...page.matchAll(/<td>(.*?)<\/td>|<p class="line">(.*?)<\/p>/g)].map((m) =>
    plain((m[1] ?? m[2])!),
  );
  const displays = [...page.matchAll(/\$\$\n\\begin\{aligned\}\n(.*?)\n\\end\{aligned\}/gs)].flatMap((m) => {
    const lines = m[1]!.split("\\\\[.4em]\n").map((line) => ({
      sign: /^&\s*(=|≈)/.exec(line)?.[1] ?? "",
      text: line
        .replace(/^.*?&\s*[=≈]/s, "")
        .replace(/\\html(?:Data|Class)\{[^}]*\}/g, "")
        .replace(/\\num\{([^}]*)\}/g, "$1")
        .replace(/\\tfrac\{([\d.]+)\}\{([\d.]+)\}/g, "($1/$2)")
        .replace(/\\allowbreak|\\nobreak|\\[bB]igg?[lr]/g, "")
        .replace(/\\cdot 10\^\{(-?\d+)\}/g, "e$1")
        .replaceAll("\\cdot", "·")
        .replaceAll("^2", "²")
        .replace(/[{}]/g, "")
        .trim(),
    }));
    // What a line gives stands alone in the last one.
    return lines
      .slice(1)
      .map(
        ({ sign, text }, i) => `${lines[i]!.text} ${sign} ${text.replace(/^(-?)\((\d+\/\d+)\)$/, "$1$2")}`,
      );
  });
  return [...texts, ...displays].flatMap((text) => {
    const [from, sign, shown, ...more] = text.split(/ (=|≈) /);
    return shown !== undefined && more.length === 0 && NUMBER.test(shown)
      ? [{ from: from!, sign: sign!, shown }]
      : [];
  });
}

describe("fractions", () => {
  /** Checks a page, and counts what it checked. */
  function check(page: string, about: string): { all: number; fractions: number } {
    const found = equalities(page).flatMap((it) => {
      const value = worthOf(it.from);
      return value ? [{ ...it, value }] : [];
    });
    for (const { from, sign, shown, value } of found)
      expect(`${from} ${gives(value, shown) ? "=" : "≈"} ${shown}`, about).toBe(`${from} ${sign} ${shown}`);
    return { all: found.length, fractions: found.filter(({ shown }) => shown.includes("/")).length };
  }
  const followed = pages.filter((it) => !("experiment" in it));

  test("hold: each = between numbers is one of exact arithmetic, each ≈ is none", () => {
    const byHand = parseLesson({ ...ready("by-hand"), fractions: true });
    const xor = {
      data: {
        X: [
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1],
        ],
        labels: [0, 1, 1, 0],
      },
      weights: { seed: 5, round: 1 },
      ...{ activation: "relu", outputActivation: "identity", outputs: 1, bias: true },
      ...{ learningRate: 1 / 3, ridge: 0.5, digits: 4, fractions: true },
    };
    const thirds = {
      data: { X: [[1 / 3, 1 / 6]], targets: [[1 / 2, 1 / 4]] },
      weights: {
        W1: [
          [1 / 2, -1 / 3],
          [1, 2 / 7],
        ],
        W2: [
          [-3 / 4, 1],
          [1 / 3, 2],
        ],
      },
      ...{ activation: "leaky-relu", outputActivation: "tanh", digits: 5, fractions: true },
    };
    const sums = { all: 0, fractions: 0 };
    for (const lesson of [byHand, parseLesson(xor), parseLesson(thirds)])
      for (const page of followed) {
        const { all, fractions } = check(pageOf(page, lesson), page.name);
        sums.all += all;
        sums.fractions += fractions;
      }
    expect(sums.all).toBeGreaterThan(200);
    expect(sums.fractions).toBeGreaterThan(40);
  });

  test("are written on every page of any lesson, and hold there", () => {
    const tenths = fc.integer({ min: -12, max: 12 }).map((n) => n / 4);
    const small = random.chain((lesson) =>
      fc.array(tenths, { minLength: 200, maxLength: 200 }).map((numbers) => {
        let i = 0;
        const short = (rows: readonly (readonly number[])[]) =>
          rows.map((row) => row.map(() => numbers[i++ % 200]!));
        return {
          ...lesson,
          ...{ fractions: true, decimal: "point" as const },
          ...("W1" in lesson.weights && {
            weights: { ...lesson.weights, W1: short(lesson.weights.W1), W2: short(lesson.weights.W2) },
          }),
        };
      }),
    );
    fc.assert(
      fc.property(small, fc.constantFrom(...followed), (lesson, page) => {
        check(pageOf(page, lesson), page.name);
        pageOf(page, { ...lesson, decimal: "comma" });
      }),
      { numRuns: 15 },
    );
  });

  test("a wrong sign is found", () => {
    const line = (text: string) => equalities(`<td>${text}</td>`)[0]!;
    const right = ({ from, sign, shown }: ReturnType<typeof line>) =>
      gives(worthOf(from)!, shown) === (sign === "=");
    expect(right(line("1/3 + 1/6 = 1/2"))).toBe(true);
    expect(right(line("0.3333 + (1/6) = 1/2"))).toBe(false);
    expect(right(line("(1/2)·(−2/3) ≈ −1/3"))).toBe(false);
    expect(right(line("(1 − 1/2)² = 0.25"))).toBe(true);
    expect(worthOf("σ(1/2)")).toBeUndefined();
  });
});
