import { describe, expect, test } from "vitest";
import { runExperiments } from "../build/experiments.ts";
import { stages } from "../chapters/index.ts";
import { experiments, pages } from "../chapters/pages.ts";
import { type Writer, writer } from "../src/book/writer.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { ROOT } from "./project.ts";
import { tellingOf } from "./told.ts";

/** Facts apart from prose: a page writes what its facts hold, and computes and types no number of its own. */

const OTHER = parseLesson({
  data: { seed: 11, rows: 7 },
  weights: { seed: 13 },
  hidden: 5,
  learningRate: 0.037,
  ridge: 0.29,
  digits: 6,
});
const trace = traceOf(stages, OTHER);
const results = await runExperiments(experiments, ROOT);

/** A writer that writes no digit: what is left in a page was written by the page itself. */
function mute(w: Writer): Writer {
  return new Proxy(w, {
    get(target, name: keyof Writer) {
      const it = target[name];
      if (typeof it !== "function") return it;
      if (name === "on") return (...args: Parameters<Writer["on"]>) => mute(target.on(...args));
      if (name === "choose")
        return (_: string, choice: string, words: Record<string, string>) => words[choice];
      return (...args: unknown[]) => {
        const made = (it as (...args: unknown[]) => unknown)(...args);
        if (Array.isArray(made) && typeof made[0] === "string") return made.map(() => "◆");
        if (typeof made !== "string") return made;
        // Text handed in is the page's own, but for code; all else that comes out is the writer's.
        const texts = name === "program" ? args.slice(0, -1) : args;
        const own = texts.flat(3).filter((arg) => typeof arg === "string" && /[\s.]/.test(arg));
        return own.length > 0 ? own.join(" ") : "◆";
      };
    },
  });
}

/** All numbers that facts hold, however deep; how long a list is, is one. */
function numbersIn(facts: unknown, found = new Set<number>()): Set<number> {
  if (typeof facts === "number") found.add(Math.abs(facts));
  if (Array.isArray(facts)) found.add(facts.length);
  if (facts instanceof Map) for (const it of facts) numbersIn(it, found);
  else if (typeof facts === "object" && facts !== null)
    for (const it of Object.values(facts)) numbersIn(it, found);
  return found;
}

/** What is no number of a page: formulas and figures of the writer, tags, links, code, names, places of entries. */
const NO_NUMBER =
  /\\num\{[^}]*\}|\\html(?:Data|Class)\{[^}]*\}|\\rule\[[^\]]*\]\{[^}]*\}\{[^}]*\}|<svg.*?<\/svg>|<[^>]*>|\]\([^)]*\)|`[^`]*`|\[\d+,\d+\]|\\\\\[\.4em\]|\\[a-z]+|[A-Za-z]+_?\d/gs;
/** Up to here a whole number may be part of a sentence: an ordinal, a place, an exponent. */
const SMALL = 20;

/** Numbers of a page that are no facts, nor facts rounded. */
function strays(text: string, facts: unknown): string[] {
  const known = [...numbersIn(facts)];
  const isFact = (digits: string) => {
    const decimals = digits.split(".")[1]?.length ?? 0;
    return known.some((x) => x === Number(digits) || x.toFixed(decimals) === digits);
  };
  return [...text.replace(NO_NUMBER, " ").matchAll(/\d+(?:,\d{3})*(?:\.\d+)?/g)]
    .map(([number]) => number.replaceAll(",", ""))
    .filter((it) => !(Number.isInteger(Number(it)) && Number(it) <= SMALL) && !isFact(it));
}

/** Numbers that are typed: a year, a chapter's title among the contents, the factor of leaky ReLU. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  index: ["2017", "75"],
  bricks: ["0.01", "0.01"],
  worked: ["31"], // of CS231n, a course
};

describe("a page writes numbers of its facts, and no others", () => {
  test.each(pages.map((page) => [page.name, page] as const))("%s", (name, page) => {
    const telling = { ...tellingOf(page as never, { digits: 6 }), resultsOf: results };
    const facts = page.facts(trace, telling);
    const text = page.prose.page(facts, mute(writer(trace, telling)));
    expect(strays(text, facts)).toEqual(TYPED[name] ?? []);
  });

  test("what is typed or computed in a page is found", () => {
    const facts = { rows: 7, loss: 0.28765, of: { W: [1.25] } };
    expect(strays("Of 7 rows 3 are right; the loss is 0.288, and $\\num{0.3}$ or 1.25.", facts)).toEqual([]);
    expect(strays("Of 35 rows, 0.289 and 2,113", facts)).toEqual(["35", "0.289", "2113"]);
  });
});
