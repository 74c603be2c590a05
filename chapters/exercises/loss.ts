import type { Teller } from "../../src/book/exercises.ts";
import type { Makers, WordsFor } from "../../src/exercises/drill.ts";
import type { Line, Option, Token } from "../../src/exercises/exercise.ts";
import { fine, joined, row, total } from "../../src/exercises/lines.ts";
import { choosing, numeric, tidy } from "../../src/exercises/making.ts";
import type { Source } from "../../src/exercises/source.ts";
import { log } from "../../src/math/elementary.ts";

/** The chapter of the loss: what one row adds to it. */

/** Outputs of a row whose loss is worked out by hand. */
const MOST_OUTPUTS = 4;

/** Which loss it is: after sigmoids a cross-entropy has a part for the other answer as well. */
type Kind = "squares" | "shares" | "sigmoids";
const kindOf = ({ trace: { lesson } }: Source): Kind =>
  lesson.loss === "squared" ? "squares" : lesson.outputActivation === "softmax" ? "shares" : "sigmoids";

/** What one output adds, before it is divided. A target of 0 leaves a logarithm out. */
function part(kind: Kind, y: number, h: number): number {
  if (kind === "squares") return (y - h) ** 2;
  const yes = y === 0 ? 0 : y * log(h);
  const no = kind === "shares" || y === 1 ? 0 : (1 - y) * log(1 - h);
  return -(yes + no);
}

function partLine(kind: Kind, y: number, h: number): Token[] {
  if (kind === "squares") return ["(", y, " − ", h, ")²"];
  const yes: Line[] = y === 0 ? [] : [["−", y, "·ln ", h]];
  const no: Line[] = kind === "shares" || y === 1 ? [] : [["−(1 − ", y, ")·ln(1 − ", h, ")"]];
  return yes.length + no.length === 0 ? ["−0·ln ", h] : joined([...yes, ...no], " ");
}

/** A row that has a loss to write down: no logarithm of 0. */
function rowIn(source: Source) {
  const { y, h2 } = source.trace;
  const r = source.pick(y.rows);
  const [targets, outputs] = [row(y, r), row(h2, r)];
  const isSmall = outputs.length <= MOST_OUTPUTS && outputs.every((it) => Math.abs(it) < 1000);
  const hasLogs = kindOf(source) !== "squares";
  const isInside = outputs.every((it) => it > 1e-3 && it < 0.999);
  return isSmall && (!hasLogs || isInside) ? { r, y: targets, h: outputs } : undefined;
}

export const lossMakers = {
  entry(source: Source) {
    const kind = kindOf(source);
    const it = rowIn(source);
    if (!it) return undefined;
    const N = source.trace.y.rows;
    const by = kind === "squares" ? 2 : 1;
    return numeric("entry", { y: it.y, h: it.h }, { kind, row: it.r, N }, ({ y, h }) => {
      const parts = y.map((target, k) => part(kind, target, h[k]!));
      const sum = total(parts);
      const value = sum / (by * N);
      return {
        value,
        mistakes: {
          half: by === 2 ? sum / N : undefined,
          rows: N > 1 ? sum / by : undefined,
          sign: kind === "squares" ? total(y.map((it, k) => (it + h[k]!) ** 2)) / (by * N) : -value,
          square:
            kind === "squares"
              ? [
                  total(y.map((it, k) => Math.abs(it - h[k]!))) / (by * N),
                  total(y.map((it, k) => it - h[k]!)) ** 2 / (by * N),
                ]
              : undefined,
          term: parts.length > 1 ? parts.map((it) => (sum - it) / (by * N)) : undefined,
          divided: kind === "squares" ? undefined : value / log(10),
        },
        working: [
          ...y.map((target, k) => [...partLine(kind, target, h[k]!), { worth: parts[k]! }]),
          [
            "(",
            ...joined(parts.map((it) => [fine(it)])),
            ")/",
            by === 2 ? `(2·${N})` : String(N),
            { worth: total(parts.map(fine)) / (by * N) },
          ],
        ],
      };
    });
  },

  halved(source: Source) {
    const kind = kindOf(source);
    const { trace, pick } = source;
    const N = trace.y.rows;
    const it = rowIn(source);
    if (!it) return undefined;
    if (kind === "squares") {
      const k = pick(it.y.length);
      return numeric(
        "what-if",
        { miss: it.y[k]! - it.h[k]! },
        { kind, at: [it.r, k] as const, N },
        ({ miss }) => ({
          value: (miss / 2) ** 2 / (2 * N),
          mistakes: {
            linear: miss ** 2 / 2 / (2 * N),
            half: (miss / 2) ** 2 / N,
            rows: N > 1 ? (miss / 2) ** 2 / 2 : undefined,
            once: miss ** 2 / (2 * N),
          },
          working: [["(", Math.abs(miss), "/2)²/(2·", N, ")", { worth: (miss / 2) ** 2 / (2 * N) }]],
        }),
      );
    }
    // The output whose target is 1.
    const k = it.y.indexOf(1);
    if (k < 0) return undefined;
    return numeric("what-if", { miss: it.h[k]! }, { kind, at: [it.r, k] as const, N }, ({ miss: h }) => ({
      value: -log(h / 2) / N,
      mistakes: {
        linear: (-2 * log(h)) / N,
        sign: log(h / 2) / N,
        rows: N > 1 ? -log(h / 2) : undefined,
        once: -log(h) / N,
      },
      working: [["−ln(", h, "/2)/", N, { worth: -log(h / 2) / N }]],
    }));
  },

  direction(source: Source) {
    const kind = kindOf(source);
    const it = rowIn(source);
    if (!it) return undefined;
    const k = source.pick(it.y.length);
    const [y, h] = [it.y[k]!, it.h[k]!].map((x) => Number(x.toPrecision(4)) + 0) as [number, number];
    if (Math.abs(y - h) < 1e-3) return undefined;
    const right = h < y ? "falls" : "rises";
    return choosing(
      "direction",
      { kind, at: [it.r, k] as const, y, h },
      ["rises", "falls", "stays"].map(
        (says): Option => ({ says, ...(says !== right && says !== "stays" && { mistake: "sign" }) }),
      ),
      right,
    );
  },

  slip(source: Source) {
    const kind = kindOf(source);
    const it = rowIn(source);
    if (!it || it.y.length > 3) return undefined;
    const N = source.trace.y.rows;
    const y = it.y.map((x) => Number(x.toFixed(2)) + 0);
    const h = it.h.map((x) => Number(x.toFixed(2)) + 0);
    if (kind !== "squares" && h.some((x) => x <= 0 || x >= 1)) return undefined;
    const parts = y.map((target, k) => Number(part(kind, target, h[k]!).toFixed(4)));
    const by = kind === "squares" ? 2 * N : N;
    const fit = parts.flatMap((it, k) => (it > 0.01 && Math.abs(it - 1) > 0.01 ? [k] : []));
    if (fit.length === 0) return undefined;
    // A part that is not squared, or has a sign lost; or what it is divided by.
    const wrong = by > 1 && source.pick(2) ? parts.length : fit[source.pick(fit.length)]!;
    const wrongly = (it: number) => (kind === "squares" ? Number(Math.sqrt(it).toFixed(4)) : -it);
    const found = parts.map((it, k) => (k === wrong ? wrongly(it) : it));
    const share = (sum: number, by: number): Token[] => [
      ...(by === 1 ? [] : ["/", by]),
      { worth: tidy(sum / by) },
    ];
    const lines: Line[] = [
      ...y.map((target, k): Line => [...partLine(kind, target, h[k]!), " = ", found[k]!]),
      [
        "(",
        ...joined(found.map((it) => [it])),
        ")",
        ...(wrong === parts.length
          ? share(total(found), by === 2 * N && N > 1 ? N : 1)
          : share(total(found), by)),
      ],
    ];
    const right: Line[] = [
      ...(wrong < parts.length
        ? [[...partLine(kind, y[wrong]!, h[wrong]!), " = ", parts[wrong]!] satisfies Line]
        : []),
      ["(", ...joined(parts.map((it) => [it])), ")", ...share(total(parts), by)],
    ];
    return choosing(
      "mistake",
      { kind, row: it.r, y, h, N },
      lines.map((says): Option => ({ says })),
      wrong,
      right,
    );
  },
} satisfies Makers;

const rules: Readonly<Record<Kind, string>> = {
  squares: "Subtract, square, add up over the outputs, and divide by 2N.",
  shares: "Take the natural logarithm of the output whose target is 1, change its sign, and divide by N.",
  sigmoids:
    "A target of 1 asks for ln h, a target of 0 for ln(1 − h). Add up, change the sign, and divide by N.",
};

export const lossWords: WordsFor<typeof lossMakers, Teller> = {
  entry: ({ kind, row, N, y, h }, w) => ({
    question: `Row ${row} of ${w.name("y")} is ${w.row("y", y)}, and row ${row} of ${w.name("h2")} is ${w.row("h2", h)}. <var>N</var> is ${N}. What does this row add to the loss, without the ridge?`,
    hint: rules[kind],
  }),
  halved: ({ kind, at, N, miss }, w) => ({
    question:
      kind === "squares"
        ? `${w.name("h2", at)} misses its target by ${w.num(Math.abs(miss))}. <var>N</var> is ${N}. The miss is halved. What does this output add to the loss then?`
        : `${w.name("h2", at)}, whose target is 1, is ${w.number("h2", miss)}. <var>N</var> is ${N}. It falls to half of that. What does the term with its logarithm add to the loss then?`,
    hint: kind === "squares" ? "Halve first, then square." : "Halve first, then take the logarithm.",
  }),
  direction: ({ kind, at, y, h }, w) => ({
    question: `${w.name("h2", at)} is ${w.number("h2", h)} and its target ${w.number("y", y)}. ${kind === "shares" ? `The sum ${w.name("z2", at)} below it goes up by a very small amount, and the other sums stay` : "The output goes up by a very small amount"}. What does the loss do?`,
    options: { rises: "It rises.", falls: "It falls.", stays: "It stays as it is." },
    hint: "Does the output come nearer to its target, or go away from it?",
    reason: `The output is ${h < y ? "below its target: up is nearer" : "above its target: up is farther away"}.`,
  }),
  slip: ({ kind, row, y, h, N }, w) => ({
    question: `Somebody works out what row ${row} adds to the loss, from ${w.name("y")}: ${w.row("y", y)} and ${w.name("h2")}: ${w.row("h2", h)}, with <var>N</var> = ${N}. Which line has the mistake?`,
    hint: rules[kind],
  }),
};
