import type { Trace } from "../../src/network/stage.ts";
import type { Sentence } from "./sentence.ts";

const SIGNS: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "\\cdot": "·",
  "\\cdots": "⋯",
  "\\approx": "≈",
  "\\le": "≤",
  "\\lambda": "λ",
  "\\odot": "⊙",
  "\\sigma": "σ",
  "\\sum": "∑",
  "\\top": "⊤",
};

/** The text of a page as a reader meets it, from its Markdown: without tags, code and marks, formulas in a line. */
export const textOf = (markdown: string): string =>
  markdown
    .replace(/\\num\{([^}]*)\}/g, "$1")
    .replace(/<pre\b[\s\S]*?<\/pre>|<\/?[a-z][^>]*>|\*+|\$|\\html(?:Class|Data)\{[^}]*\}/g, "")
    .replace(/\\(?:begin|end)\{[^}]*\}|\\\\(?:\[[^\]]*\])?|&(?![a-z]+;)/g, " ")
    .replace(/\\t?frac\{([^{}]*)\}\{([^{}]*)\}/g, "$1/$2")
    .replace(/&amp;|\\[a-zA-Z]+|\\./g, (it) => SIGNS[it] ?? "")
    .replace(/[{}_]/g, "")
    .replace(/[\s\u00a0]+/g, " ")
    .replace(/· /g, "·");

/** What the text of a page says that is not true of its lesson. */
export const untrue = (sentences: readonly Sentence[], page: string, text: string, trace: Trace): string[] =>
  sentences
    .filter((it) => it.page === undefined || it.page === page)
    .flatMap(({ says, holds }) =>
      [...text.matchAll(new RegExp(says.source, `${says.flags.replace("g", "")}g`))]
        .filter((match) => !holds(trace, match))
        .map(([said]) => `${page}: ${said}`),
    );
