import { book, chapters } from "../../../chapters/index.ts";
import { english } from "../../../chapters/words/english.ts";
import { exportWords } from "../../../chapters/words/export.ts";
import { shellWords } from "../../../chapters/words/shell.ts";
import { type Chapter, titleOf } from "../../../src/book/chapter.ts";
import type { Trace } from "../../../src/network/stage.ts";
import { withoutTags } from "../../../src/typeset/html.ts";
import { plainTex } from "../../../src/typeset/plain.ts";
import { widthInEms } from "../../../src/typeset/tex.ts";
import type { Format } from "./format.ts";
import { type Line, type ToldValue, toldValues } from "./told.ts";

/** The stages in formulas: in symbols, with the numbers in, and what comes out. `pdflatex` sets it with amsmath alone. */
export const tex: Format = {
  does: "the formulas of every stage, with their numbers, for LaTeX",
  make: async ({ trace }) => texOf(trace, chapters),
};

/** A document of these stages. */
export function texOf(trace: Trace, stages: readonly Chapter[]): string {
  const { lesson } = trace;
  const sections = stages.map((chapter) => ({ chapter, values: toldValues(chapter, trace) }));
  // Where little more than half the letters' size would do, the sheet is turned.
  const widths = sections.flatMap(({ values }) => values.map(widthOf(UPRIGHT)));
  const sheet = ABOUT * Math.max(...widths) > UPRIGHT / 0.7 ? TURNED : UPRIGHT;
  const heading = (chapter: Chapter) =>
    `${english.chapter(book.indexOf(chapter))}: ${withoutTags(titleOf(chapter, lesson))}`;
  const title = textInTex(lesson.title) ?? shellWords.book;
  return [
    `% ${exportWords.made(shellWords.book)} ${lesson.title.replace(/\s+/g, " ")}`,
    `\\documentclass[a4paper,fleqn${sheet === TURNED ? ",landscape" : ""}]{article}`,
    "\\usepackage{amsmath}",
    ...PREAMBLE,
    "\\begin{document}",
    `\\section*{${title}}`,
    ...[english.lessonFacts(lesson).join(" · "), english.rounded(lesson)].flatMap((it) => [
      textInTex(it)!,
      "",
    ]),
    ...sections.flatMap(({ chapter, values }) => [
      `\\subsection*{${textInTex(heading(chapter))}}`,
      ...values.map((it) => display(it, sheet)),
      "",
    ]),
    "\\end{document}",
    "",
  ].join("\n");
}

/** How many em of ten points are between the margins, upright and turned. */
const [UPRIGHT, TURNED] = [48, 73];

/** The sheet that the class has in mind, narrow margins; a matrix has its numbers one under the other. */
const PREAMBLE = [
  "\\ifdefined\\pdfpagewidth \\pdfpagewidth=\\paperwidth \\pdfpageheight=\\paperheight \\fi",
  "\\setlength{\\oddsidemargin}{-5.4mm} \\setlength{\\textwidth}{\\paperwidth} \\addtolength{\\textwidth}{-40mm}",
  "\\setlength{\\topmargin}{-15mm} \\setlength{\\textheight}{\\paperheight} \\addtolength{\\textheight}{-50mm}",
  "\\makeatletter",
  "\\renewcommand*\\env@matrix[1][r]{\\hskip-\\arraycolsep\\let\\@ifnextchar\\new@ifnextchar\\array{*\\c@MaxMatrixCols #1}}",
  "\\makeatother",
  "\\setcounter{MaxMatrixCols}{30} \\setlength{\\mathindent}{0pt} \\setlength{\\parindent}{0pt} \\setlength{\\parskip}{.5em}",
  "\\allowdisplaybreaks \\sloppy",
];

/** Widths are estimated. */
const ABOUT = 1.1;
/** The sizes of letters, and what share of the usual one each is. */
const SIZES = [
  ["normalsize", 1],
  ["small", 0.9],
  ["footnotesize", 0.8],
  ["scriptsize", 0.7],
  ["tiny", 0.5],
] as const;

/** A line in the pieces between which it may break, each with its width: one that is very wide breaks before a sign, too. */
const piecesOf = ({ right }: Line, room: number) =>
  right
    .split("\\allowbreak")
    .flatMap((tex) => (widthInEms(tex) > room / 0.7 ? beforeSigns(tex) : [tex]))
    .map((tex) => ({ tex: tex.trim(), width: widthInEms(tex) }));

/** Cut before each ⊙ and − that is in no group, and between no brackets that grow with what is in them. */
function beforeSigns(tex: string): string[] {
  let depth = 0;
  const pieces = [""];
  for (const [part] of tex.matchAll(/\\(?:left|right)(?![a-z])|\\odot| - |\\?[\s\S]/g)) {
    if (part === "{" || part === "\\left") depth++;
    if (part === "}" || part === "\\right") depth--;
    if (depth === 0 && (part === "\\odot" || part === " - ")) pieces.push("{}");
    pieces[pieces.length - 1] += part;
  }
  return pieces;
}
const leftOf = (lines: readonly Line[]) => Math.max(...lines.map(({ left }) => widthInEms(left))) + 2;

/** How wide a display is when it breaks wherever it must. */
const widthOf =
  (sheet: number) =>
  ({ lines }: ToldValue): number =>
    leftOf(lines) +
    Math.max(...lines.flatMap((line) => broken(line, sheet - leftOf(lines))).map((it) => it.width));

/** The pieces of a line, as many on each as there is room for. */
function broken(line: Line, room: number): { tex: string; width: number }[] {
  const lines: { tex: string; width: number }[] = [];
  for (const piece of piecesOf(line, room)) {
    const last = lines.at(-1);
    if (last && last.width + piece.width <= room) {
      last.tex += ` ${piece.tex}`;
      last.width += piece.width;
    } else lines.push(last ? { tex: `\\quad ${piece.tex}`, width: piece.width + 1 } : piece);
  }
  return lines;
}

function display(value: ToldValue, sheet: number): string {
  const { lines } = value;
  const width = widthOf(sheet)(value);
  const [size] = SIZES.find(([, share]) => ABOUT * width * share <= sheet) ?? SIZES.at(-1)!;
  const room = sheet - leftOf(lines);
  const written = lines.flatMap((line) =>
    broken(line, room).map(({ tex }, i) =>
      i === 0
        ? `${plainTex(line.left)} & ${SIGNS[line.sign] ?? line.sign} ${plainTex(tex)}`.trim()
        : `& ${plainTex(tex)}`,
    ),
  );
  const [first, ...others] = written as [string, ...string[]];
  // No page ends with what is equal, and its numbers on the next.
  const all = others.length > 0 ? `${first} \\\\*[.4em]\n${others.join(" \\\\[.4em]\n")}` : first;
  const set = `\\begin{align*}\n${all}\n\\end{align*}`;
  const settings = [
    // Between columns there is room for a letter, however large it is.
    ...(size === "normalsize" ? [] : [`\\${size}\\arraycolsep=.5em`]),
    // A fraction is higher than a line.
    ...(FRACTIONS.test(set) ? ["\\renewcommand{\\arraystretch}{1.35}"] : []),
  ];
  return settings.length > 0 ? `{${settings.join("")}\n${set}}` : set;
}
/** A matrix with a fraction in it. */
const FRACTIONS = /\\begin\{bmatrix\}(?:(?!\\end\{bmatrix\})[\s\S])*\\tfrac/;
const SIGNS: Readonly<Record<string, string>> = { "≈": "\\approx", "≠": "\\ne" };

/** Signs of running text in TeX. */
const TEXT: Readonly<Record<string, string>> = {
  "“": "``",
  "”": "''",
  "‘": "`",
  "’": "'",
  "–": "--",
  "—": "---",
  "…": "\\ldots{}",
  "\u00a0": "~",
  "≈": "$\\approx$",
  "−": "$-$",
  "·": "$\\cdot$",
  "×": "$\\times$",
  "½": "$\\frac12$",
  α: "$\\alpha$",
  λ: "$\\lambda$",
  "\\": "\\textbackslash{}",
  "^": "\\^{}",
  "~": "\\~{}",
  "<": "$<$",
  ">": "$>$",
  "|": "$|$",
  ß: "\\ss{}",
  æ: "\\ae{}",
  Æ: "\\AE{}",
  œ: "\\oe{}",
  Œ: "\\OE{}",
  ø: "\\o{}",
  Ø: "\\O{}",
  ł: "\\l{}",
  Ł: "\\L{}",
  ı: "\\i{}",
};
/** Marks over and under letters. */
const MARKS: Readonly<Record<string, string>> = {
  "\u0300": "`",
  "\u0301": "'",
  "\u0302": "^",
  "\u0303": "~",
  "\u0304": "=",
  "\u0306": "u",
  "\u0307": ".",
  "\u0308": '"',
  "\u030a": "r",
  "\u030b": "H",
  "\u030c": "v",
  "\u0327": "c",
};

/** Text in TeX, all of it ASCII; undefined where there is a sign that LaTeX's own fonts do not have. */
export function textInTex(text: string): string | undefined {
  const signs = [...text.matchAll(/[\s\S]/gu)].map(([sign]): string | undefined => {
    if (TEXT[sign]) return TEXT[sign];
    if (/[#$%&_{}]/.test(sign)) return `\\${sign}`;
    if (/[\x20-\x7e]/.test(sign)) return sign;
    const [letter, mark, more] = sign.normalize("NFD");
    return letter && /[a-z]/i.test(letter) && mark && MARKS[mark] && more === undefined
      ? `\\${MARKS[mark]}{${letter}}`
      : undefined;
  });
  return signs.includes(undefined) ? undefined : signs.join("");
}
