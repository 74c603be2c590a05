import { HALF_UP } from "../exercises/decimals.ts";
import { exercisesFrom, type Makers, type Named, type Told } from "../exercises/drill.ts";
import type { Answer, Choice, Line, Mistake } from "../exercises/exercise.ts";
import { fine } from "../exercises/lines.ts";
import { planOf } from "../exercises/practice.ts";
import { networkOf, stepsOf } from "../network/network.ts";
import type { Trace } from "../network/stage.ts";
import type { Kind, Name } from "../network/values.ts";
import {
  decimals,
  isFraction,
  type NumberFormat,
  type Shown,
  separatorOf,
  show,
  showExact,
  toHtml,
} from "../typeset/format.ts";
import { escapeHtml } from "../typeset/html.ts";

/** The exercises of a chapter as HTML, without KaTeX: the same function for a page, a live page and new numbers. */

/** What exercises are told with: numbers as they are, in the colour of their kind, and names. */
export interface Teller {
  readonly decimal: NumberFormat["decimal"];
  num(x: number): string;
  number(of: Name, x: number): string;
  row(of: Name, numbers: readonly number[]): string;
  name(name: Name, at?: readonly [row: number, col: number]): string;
}

/** The exercises of a chapter and the words that tell them; `drill` ties the two. */
export interface Drill {
  readonly makers: Makers;
  readonly words: Readonly<Record<string, (asked: never, w: Teller) => Told>>;
  /** Whether they are on small numbers of their own, whatever the lesson. */
  readonly isOnOwn?: true;
}

export interface ExerciseWords {
  readonly title: string;
  /** Above the exercises of a page: on the numbers of its lesson, on those where they serve, or on small ones of their own. */
  readonly about: Readonly<Record<"lesson" | "mixed" | "own", string>>;
  /** Above exercises of other numbers, drawn from a seed. */
  readonly drawn: (seed: number) => string;
  readonly hint: string;
  readonly working: string;
  readonly answer: string;
  /** How a number is to be given. */
  readonly asked: (decimals: number) => string;
  readonly line: (number: number) => string;
  readonly wrongLine: (number: number) => string;
}

const { given, ...network } = networkOf({
  activation: "sigmoid",
  outputActivation: "sigmoid",
  loss: "squared",
  bias: true,
  trainBias: true,
});
const KINDS = new Map<Name, Kind>([
  ...given.map((it) => [it.name, it.kind] as const),
  ...stepsOf({ given, ...network }).map((it) => [it.makes, it.op.kind] as const),
]);
/** As quantities.ts has it, which comes with all checks of a lesson: too much for what a reader loads. */
const kindOf = (name: Name): Kind => KINDS.get(name)!;

/** A name with its number below: z₁, ∂L/∂W₁, W₁*. */
function nameHtml(name: string): string {
  const [, of, along] = /^d([^_]+)_d(.+)$/.exec(name) ?? [];
  if (of) return `∂${nameHtml(of)}/∂${nameHtml(along!)}`;
  const [first, rest] = name.split("_");
  if (rest === "next") return `${nameHtml(first!)}*`;
  const [, letters, layer] = /^(\D+)(\d*)$/.exec(first!)!;
  return `<var>${/^loss$/i.test(letters!) ? "L" : letters}</var>${layer && `<sub>${layer}</sub>`}`;
}

export function tellerOf(format: NumberFormat): Teller {
  const num = (x: number) => toHtml(showExact(x, format), format);
  const coloured = (kind: Kind, html: string) => `<span class="number ${kind}">${html}</span>`;
  return {
    decimal: format.decimal,
    num,
    number: (of, x) => coloured(kindOf(of), num(x)),
    row: (of, numbers) =>
      coloured(
        kindOf(of),
        numbers.length === 1 ? num(numbers[0]!) : `(${numbers.map(num).join(`${separatorOf(format)} `)})`,
      ),
    name: (name, at) =>
      `<span class="${kindOf(name)}">${nameHtml(name)}${at ? `[${at.join(",")}]` : ""}</span>`,
  };
}

/** What a line comes to: rounded it is a fraction only where it was one before. */
function worthHtml(worth: number, format: NumberFormat): string {
  const whole = showExact(worth, format);
  return toHtml(isFraction(whole) ? whole : showExact(fine(worth), { fractions: false }), format);
}

/**
 * A line of working: =, as the digits shown before it give those shown. Behind a sign a negative number stands in
 * brackets, and beside one of multiplication or division a fraction.
 */
export function lineHtml(line: Line, format: NumberFormat): string {
  const w = tellerOf(format);
  return line
    .map((token, i) => {
      if (token === ",") return separatorOf(format);
      if (typeof token === "string") return escapeHtml(token);
      if (typeof token === "object" && "power" in token)
        return `<var>e</var><sup>${w.num(token.power)}</sup>`;
      if (typeof token === "object")
        return "worth" in token ? ` = ${worthHtml(token.worth, format)}` : w.name(token.name, token.at);
      const [before, after] = [line[i - 1], line[i + 1]].map((it) => (typeof it === "string" ? it : ""));
      const isBehind = /[·+−/] ?$/.test(before!);
      const isFactor = /(?:[·/√]|ln )$/.test(before!) || /^ ?[·/²]/.test(after!);
      const number = `<span class="number">${w.num(token)}</span>`;
      return (token < 0 && isBehind) || (isFactor && isFraction(showExact(token, format)))
        ? `(${number})`
        : number;
    })
    .join("");
}

const isChoice = (answer: Answer | Choice): answer is Choice => "options" in answer;

/** What the script of a page judges an answer by. */
export interface Key {
  readonly answer?: Answer;
  readonly right?: number;
  readonly mistakes?: readonly (Mistake | 0)[];
}

function keyOf(answer: Answer | Choice): Key {
  if (isChoice(answer))
    return { right: answer.right, mistakes: answer.options.map(({ mistake }) => mistake ?? 0) };
  const short = (x: number) => Number(x.toFixed(answer.decimals + 1));
  const { value, mistakes, ...rest } = answer;
  // One more decimal than asked for is enough to judge by.
  return {
    answer: {
      value: Number(value.toPrecision(12)),
      ...rest,
      mistakes: mistakes.map((it) => ({ ...it, value: short(it.value) })),
    },
  };
}

/** A number asked for, as it is to be given. */
function rightOf({ value, decimals: asked }: Answer, format: NumberFormat): Shown {
  const whole = showExact(value, format);
  return isFraction(whole) ? whole : show(value * HALF_UP, decimals(asked));
}

function exerciseHtml(
  prefix: string,
  number: number,
  { id, answer, asked, working }: Named,
  drill: Drill,
  words: ExerciseWords,
  format: NumberFormat,
): string {
  const w = tellerOf(format);
  const { question, hint, reason, options } = drill.words[id]!(asked as never, w);
  const says = (it: Line | string, i: number) =>
    typeof it === "string"
      ? (options?.[it] ?? escapeHtml(it))
      : `${words.line(i + 1)} ${lineHtml(it, format)}`;
  const choices = isChoice(answer) ? answer.options.map((it, i) => says(it.says, i)) : [];
  const right = isChoice(answer)
    ? typeof answer.options[answer.right]!.says === "string"
      ? choices[answer.right]!
      : words.wrongLine(answer.right + 1)
    : toHtml(rightOf(answer, format), format);
  const place = `${prefix}-${id}`;
  const how = isChoice(answer) ? "" : ` <span class="decimals">${words.asked(answer.decimals)}</span>`;
  const folded = (name: string, summary: string, html: string) =>
    `<details class="${name}"><summary>${summary}</summary>${html}</details>`;
  const lines = working.map((line) => `<p class="line">${lineHtml(line, format)}</p>`).join("");
  return `<div class="exercise" id="${place}" data-exercise="${id}" data-key="${escapeHtml(JSON.stringify(keyOf(answer)))}">
<p class="asked" id="${place}-asked"><span class="nth">${number}.</span> ${question}${how}</p>
${choices.length > 0 ? `<div class="options" role="group" aria-labelledby="${place}-asked">${choices.map((it) => `<label>${it}</label>`).join("")}</div>\n` : ""}${folded("hint", words.hint, `<p>${hint}</p>`)}
${folded("working", words.working, `${lines}${reason ? `<p>${reason}</p>` : ""}<p>${words.answer} <strong>${right}</strong></p>`)}
</div>`;
}

/** The exercises of a page on the numbers of a trace; a seed above 0 says which set of drawn ones it is. */
export function exercisesHtml(drill: Drill, trace: Trace, seed: number, words: ExerciseWords): string {
  const prefix = seed > 0 ? "drawn" : "exercise";
  const all = exercisesFrom(drill.makers, trace, seed);
  const as = drill.isOnOwn ? { ...trace.lesson, fractions: false } : trace.lesson;
  const on = drill.isOnOwn ? "own" : all.every((it) => it.isOnLesson) ? "lesson" : "mixed";
  return [
    `<p class="about">${seed > 0 ? words.drawn(seed) : words.about[on]}</p>`,
    ...all.map((it, i) => exerciseHtml(prefix, i + 1, it, drill, words, as)),
  ].join("\n");
}

/**
 * The section, as a page has it: its plan is what new numbers are drawn by. A live page leaves it to the
 * script of exercises (patch.ts).
 */
export const exerciseSection = (drill: Drill, trace: Trace, words: ExerciseWords): string =>
  `<section class="exercises" data-moves="exercises" data-numbers="${escapeHtml(JSON.stringify(planOf(trace)))}">
<h2 id="exercises">${words.title}</h2>
<div class="page-numbers">
${exercisesHtml(drill, trace, 0, words)}
</div>
</section>\n`;
