import { LESSON_FILE } from "../lesson/command.ts";
import type { Lesson } from "../lesson/lesson.ts";
import type { Exact } from "../math/exact.ts";
import { sumOf } from "../math/exact.ts";
import { at } from "../math/matrix.ts";
import type { CheckedEntry, Verdict } from "../network/gradient-check.ts";
import { markOf, single } from "../network/marks.ts";
import { type Network, networkOf, type Roles } from "../network/network.ts";
import { plain } from "../network/op.ts";
import { isMatrix, isRate, kindOf, NAMES } from "../network/quantities.ts";
import { type AnyPart, isSamePart, type PartNames, partsOf, type Trace } from "../network/stage.ts";
import {
  type Cell,
  type Kind,
  type MatrixName,
  type Name,
  type Rate,
  type ScalarName,
  slopeName,
} from "../network/values.ts";
import {
  cellsOf,
  display,
  type Equation,
  entryTable,
  equationOf,
  followed,
  notationOf,
  numbers,
  type Origin,
  originOf,
  rateTex,
  rateText,
} from "../typeset/equations.ts";
import {
  bound,
  decimals,
  relation,
  type Shown,
  show,
  showColumn,
  showExact,
  showScalar,
  significant,
  toHtml,
  toTex,
  toText,
  withDigits,
  worth,
} from "../typeset/format.ts";
import { block, code, details, escapeHtml, markedNumber, slug } from "../typeset/html.ts";
import { inNumpy, numpyHtml } from "../typeset/numpy.ts";
import { coloured, framed, markedTex, symbol, symbolT } from "../typeset/tex.ts";
import { fileNamed } from "./file.ts";
import { assemble } from "./program.ts";
import type { CutPart, Source, Sources, Telling } from "./telling.ts";

/**
 * What a chapter writes its page with: numbers of one trace in the format of one telling. `cells` is a prefix for
 * the entries of a second trace on the same page.
 */
export interface Writer extends ReturnType<typeof writing> {
  /** The same for another trace on the page, its entries told apart by a prefix; perhaps with other decimals. */
  on(other: Trace, prefix?: string, digits?: number): Writer;
}

export const writer = (trace: Trace, telling: Telling, cells = ""): Writer => ({
  ...writing(trace, telling, cells),
  on: (other, prefix = "", digits = telling.format.digits) =>
    writer(other, { ...telling, format: { ...telling.format, digits } }, prefix),
});

function writing(trace: Trace, telling: Telling, cells: string) {
  const { format, words, sources } = telling;
  const notation = notationOf(trace, format, cells);
  const text = (shown: Shown) => toHtml(shown, format);

  /** A number in running text; with more decimals than the lesson's where an argument needs them. */
  const num = (x: number, digits = format.digits): string => text(showScalar(x, withDigits(format, digits)));
  /** A number in running text, tied to its entry and in its colour. */
  const cell = (name: MatrixName, row: number, col: number, digits?: number): string =>
    markedNumber(markOf({ name, row, col }, cells), kindOf(name), num(at(trace[name], row, col), digits));
  /** A scalar in running text, tied to its mark and in its colour. */
  const scalarText = (name: ScalarName, digits?: number): string =>
    markedNumber(markOf(single(name), cells), "scalars", num(trace[name], digits));
  /** A rate of this lesson in running text, tied to its mark and in its colour. */
  const rate = (name: Rate): string => rateText(notation, name);

  const network = networkOf(trace.lesson);
  /** Operations by their names: those of the bricks that stand in the places that are called. */
  const named = (calls: readonly string[]): string[] => [
    ...new Set(
      calls.flatMap((call) => {
        const [role, what] = call.split(".") as [keyof Roles, "activation" | "slope"];
        return what ? sources.bricks[network.roles[role].name]![what] : [call];
      }),
    ),
  ];
  const ranOf = (parts: readonly CutPart[]) => partsThatRan(parts, network);
  const sourceOf = (name: string): Source => {
    const source = sources.cut[name];
    if (!source) throw new Error(`there is no code of ${name}: got ${Object.keys(sources.cut).join(", ")}`);
    return source;
  };
  /** Code, and folded under it that of the operations it calls. */
  const codeOf = (
    { file, html, calls }: Pick<Source, "file" | "html" | "calls">,
    named: (file: string) => string = words.code,
  ): string => {
    const shown = code("source", named(file), html);
    const caption = `<p class="label">${named(`<code>${file}</code>`)}</p>`;
    const names = calls.map((name) => `<code>${name}</code>`).join(", ");
    const called = calls.map((name) => code("source", name, sources.operations[name]!)).join("\n");
    return `\n\n${caption}\n${shown}\n\n${names && details("operations", words.calls(names), called)}`;
  };
  /** The same code twice, under a switch. On paper both stand, one after the other. */
  const inBoth = (name: string, typescript: string, numpy: readonly string[], what: string): string => {
    const button = (value: keyof typeof words.languages.names, checked = "") =>
      `<label><input type="radio" name="language-${name}" value="${value}"${checked}> ${words.languages.names[value]}</label>`;
    const legend = `<legend class="unseen">${words.languages.legend}</legend>`;
    const readsFile = numpy.some((line) => line.includes(LESSON_FILE));
    const caption = readsFile ? `${what}. ${words.languages.file(LESSON_FILE)}.` : what;
    const label = `<p class="label">${caption}</p>`;
    return block(
      `div class="languages"`,
      [
        `<fieldset class="switch">${legend}${button("typescript", " checked")}${button("numpy")}</fieldset>`,
        block(`div class="typescript"`, typescript),
        block(`div class="numpy"`, `${label}\n${code("plain", caption, numpyHtml(numpy))}`),
      ].join("\n"),
    );
  };

  return {
    /** The words that pages share. */
    words,
    /** Whether files with the numbers of this lesson stand beside the page. */
    hasFiles: telling.hasFiles,
    /** Whether nothing here opens another lesson. */
    isAlone: telling.isAlone,
    /** The number of a chapter, by its name. */
    chapter: (name: string): string => String(telling.numberOf(name)),
    /** A link to a page, by its name: to a chapter in the usual words, if there are no others; perhaps to a place on it. */
    link(name: string, text = words.chapterInText(telling.numberOf(name)), at = ""): string {
      return `[${text}](${name}.html${at && `#${at}`})`;
    },
    /** The file of a chapter, by its name. */
    file: (name: string): string => fileNamed(name, telling.numberOf(name)),
    /** How numbers are written. */
    format,
    decimal: format.decimal,
    /** The lesson's decimals. */
    digits: format.digits,
    num,
    cell,
    /** A number with the sign before it: `= 0.5` where it is shown in full, else `≈ 0.71`. */
    worth: (x: number, digits = format.digits): string => {
      const shown = showScalar(x, withDigits(format, digits));
      return `${worth(x, shown)} ${text(shown)}`;
    },
    /** A sum of numbers as shown, and what they give. */
    sum: (terms: readonly number[], digits = format.digits): string => {
      const as = withDigits(format, digits);
      const all = terms.map((x) => showScalar(x, as));
      const total = showScalar(
        terms.reduce((sum, x) => sum + x, 0),
        as,
      );
      const exact = sumOf(all.map(({ value }) => value));
      const told = all.map((it, i) => (i > 0 && it.value.lt(0) ? `(${text(it)})` : text(it)));
      // Fifteen decimals are wide: here a line may break after the sign.
      return `${told.join(" + ")} ${relation(exact, total)}<wbr> ${text(total)}`;
    },
    /** An entry in running text, shown as others beside it are; tied to its mark and in its colour. */
    entry: (name: MatrixName, row: number, col: number, shown: Shown): string =>
      markedNumber(markOf({ name, row, col }, cells), kindOf(name), text(shown)),
    /** The same in a formula. */
    entryTex: (name: MatrixName, row: number, col: number, shown: Shown): string =>
      markedTex(markOf({ name, row, col }, cells), coloured(kindOf(name), toTex(shown, format))),
    /** A number in running text, as it is shown. */
    text,
    /** The same in a formula. */
    tex: (shown: Shown): string => toTex(shown, format),
    /** Any number of the lesson in running text. */
    number: ({ name, row, col }: Cell): string =>
      isRate(name) ? rate(name) : isMatrix(name) ? cell(name, row, col) : scalarText(name),
    /** Every entry of a matrix, row after row. */
    cells: (name: MatrixName): Cell[] => cellsOf(trace, name),
    /** A rate as it was chosen, in running text. */
    exact: (x: number): string => text(showExact(x, format)),
    rate,
    /** The same in a formula. */
    rateTex: (rate: Rate): string => rateTex(notation, rate),
    exactTex: (x: number): string => toTex(showExact(x, format), format),
    /** A number for a figure: at most four decimals, whole numbers whole. */
    short: (x: number): string =>
      toText(showScalar(x, withDigits(format, Math.min(format.digits, SHORT))), format),
    /** A number as it is shown, in plain text. */
    plainText: (shown: Shown): string => toText(shown, format),
    /** A number on an axis: as it is, but for what rounding left at its end; decimals alone tell how far apart two are. */
    tick: (x: number): string => toText(showExact(Number(x.toPrecision(6)), { fractions: false }), format),
    /** Bounds to three significant digits, rounded so that they hold. */
    atMost: (x: number): string => text(bound(x, "above")),
    atLeast: (x: number): string => text(bound(x, "below")),
    /** To three significant digits: for differences too small for the decimals. */
    brief: (x: number): string => text(significant(x)),
    briefTex: (x: number): string => toTex(significant(x), format),
    /** Numbers of one column of a table: all with the same decimals. */
    column: (numbers: readonly number[]): string[] => showColumn(numbers, format).map(text),
    percent: (x: number): string => `${text(significant(100 * x))}\u00a0%`,
    /** The symbol of a value for a formula, in its colour; `T` for the transpose. */
    sym: symbol,
    symT: symbolT,
    /** The numbers of a matrix for a formula; with `lit`, of the entries it picks. */
    numbers: (name: MatrixName, lit?: (row: number, col: number) => boolean): string =>
      numbers(notation, plain(name), lit),
    /** Numbers that are no value of the network, set for a formula as a matrix of a kind is. */
    bare: (kind: Kind, entries: readonly (readonly Shown[])[]): string => framed(kind, entries, { format }),
    /** One row of a matrix for a formula, as others beside it are shown. */
    rowOf: (name: MatrixName, row: number, shown: readonly Shown[]): string =>
      framed(kindOf(name), [shown], { format }, (_, col) => markOf({ name, row, col }, cells)),
    /** A scalar for a formula, tied to its mark and in its colour; `shown` where it stands beside another. */
    scalar: (name: ScalarName, shown = showScalar(trace[name], format)): string =>
      markedTex(markOf(single(name), cells), coloured("scalars", toTex(shown, format))),
    scalarText,
    /** A number as the page shows it. */
    shown: (x: number): Shown => showScalar(x, format),
    /** The entries of a matrix, row after row, as their digits on the page say them. */
    entries: (name: MatrixName): Exact[] =>
      notation.shown(name).flatMap((row) => row.map(({ value }) => value)),
    /** The entry a page follows by hand. */
    followed: (name: MatrixName): [number, number] => followed(trace[name]),

    /** How a matrix comes about. */
    equation: (name: MatrixName): Equation => equationOf(notation, name),
    /** How any value comes about; nothing of what is given, drawn or chosen. */
    origin: (name: Name): Origin | undefined => originOf(notation, name),
    /** One entry worked out in running text: `a·b ≈ c`. */
    worked(name: MatrixName, row: number, col: number): string {
      const { sum, sign, value } = equationOf(notation, name).worked(row, col);
      return `${sum} ${sign} ${value}`;
    },
    /** Where the numbers of a value stand. */
    placeOf: telling.placeOf,

    /** Words chosen by what the numbers are; the mark lets a test hold the choice against the trace. */
    choose: <Choice extends string>(claim: string, choice: Choice, words: Record<Choice, string>): string =>
      `<span data-claim="${claim}:${choice}">${words[choice]}</span>`,

    display,
    details: (summary: string, markdown: string): string => details("aside", escapeHtml(summary), markdown),
    /** The shapes of an equation, under it. */
    shapes: ({ shapes }: Equation): string =>
      `\n\n<p class="shapes"><span class="label">${words.shapes}</span> ${shapes}</p>\n\n`,
    /** One entry with its working, and every other behind a disclosure. */
    byHand(equation: Equation, row?: number, col?: number): string {
      const [r, c] = followed(equation);
      const table = entryTable(equation, equation.result, words.entryTable);
      return (
        display(equation.byHand(row ?? r, col ?? c)) +
        details("entries", words.everyEntry(equation.result), table)
      );
    },

    /** A note on the article, in the margin on a wide screen. */
    article: (markdown: string): string =>
      block(
        `div class="note article" role="note"`,
        `<span class="label">${words.article}</span> ${markdown}`,
      ),
    /** A note in the margin. */
    note: (markdown: string): string => block(`div class="note" role="note"`, markdown),
    /** A question to think about before reading on. */
    question: (question: string, answer: string): string =>
      block(
        `section class="question"`,
        `<h2 id="${slug(words.question)}" class="label">${words.question}</h2>\n\n${question}\n${details("answer", words.answer, answer)}`,
      ),
    /** A figure with its caption. */
    figure: (svg: string, caption = ""): string =>
      svg &&
      `\n\n<figure class="drawing">${svg}${caption && `<figcaption>\n\n${caption}\n\n</figcaption>`}</figure>\n\n`,

    /** A picture of what a program has made, kept beside the code that takes it (build/kit/pictures.ts). */
    picture: (name: string, text: string, caption: string): string =>
      `\n\n<figure class="drawing"><img src="${name}.png" alt="${escapeHtml(text)}" width="${PICTURE.width}" height="${PICTURE.height}" style="max-width:100%;height:auto;border:1px solid #999" loading="lazy"><figcaption>\n\n${caption}\n\n</figcaption></figure>\n\n`,

    /**
     * A figure that a script can move (build/reader/NAME.ts): whole without it. Of its numbers, in full precision, the
     * script draws what it shows.
     */
    moving: (name: string, svg: string, numbers: object, caption = ""): string =>
      `\n\n<figure class="drawing" data-moves="${name}" data-numbers="${escapeHtml(JSON.stringify(numbers))}">${svg}${caption && `<figcaption>\n\n${caption}\n\n</figcaption>`}</figure>\n\n`,

    /** The parts of a stage that ran, and the same in NumPy; or other code that pages show, with that of the operations it calls. */
    source(name: string): string {
      const { file, html, parts, calls } = sourceOf(name);
      const { changed } = telling;
      if (parts.length === 0) return codeOf({ file, html, calls: named(calls) });
      const ran = ranOf(parts);
      const shown = changed
        ? codeOf({ file, ...changed }, words.changed.code)
        : codeOf({ file, html: listing(ran), calls: named(ran.flatMap((it) => it.calls)) });
      const makes = ran.flatMap((it) => it.makes) as Name[];
      const numpy = inNumpy(trace.lesson, makes);
      const same = makes.includes("X") ? words.languages.same : words.languages.goesOn;
      const caption = changed ? words.changed.numpy : same;
      return numpy.length === 0 ? shown : inBoth(name, shown, numpy, caption);
    },

    /** A chapter's program, put together from parts of stages; each section has its comment. Perhaps the same in NumPy. */
    program(
      chapter: string,
      sections: readonly { readonly comment?: string; readonly parts: readonly PartOf[] }[],
      caption: (file: string) => string,
      numpy?: readonly string[],
    ): string {
      const { file, frame } = sourceOf(chapter);
      if (!frame) throw new Error(`${file}: nothing between // <turn> and // </turn>`);
      const cut = (of: PartOf) => sourceOf(of.chapter).parts.find((it) => isSamePart(it, of))!;
      const all = sections.flatMap(({ parts }) => parts.map(cut));
      // The program has no roles: it calls the functions by their own names.
      const ownNames = (html: string) =>
        html.replace(
          /\b(hidden|output)\.(activation|slope)\b/g,
          (_, role: keyof Roles, what: "activation" | "slope") =>
            sources.bricks[network.roles[role].name]![what][0]!,
        );
      const statements = (of: PartOf) => cut(of).statements.map((it) => ({ ...it, html: ownNames(it.html) }));
      const html = assemble(
        frame,
        sections.map(({ comment, parts }) => ({
          ...(comment && { comment }),
          statements: parts.flatMap(statements),
        })),
        NAMES.filter((name) => trace[name] === undefined),
      );
      const calls = [...sourceOf(chapter).calls, ...all.flatMap((it) => it.calls)];
      const shown = codeOf({ file, html, calls: named(calls) }, caption);
      return numpy ? inBoth(chapter, shown, numpy, words.languages.same) : shown;
    },

    /** A gradient held against central differences, as a table. */
    checkTable(weights: MatrixName, entries: readonly CheckedEntry[]): string {
      const { caption, weight, analytic, changed, numeric, difference, verdict } = words.check;
      const byHand = trace.changed?.includes(slopeName(weights)) ? changed : analytic;
      // Beside a very large weight a nudge is lost, and nothing is found.
      const found = (x: number, told: (x: number) => Shown) => (Number.isFinite(x) ? text(told(x)) : "–");
      const rows = entries.map(
        (e) =>
          `<tr><th scope="row">${weights}[${e.row},${e.col}]</th><td>${text(show(e.analytic, CHECKED))}</td><td>${found(e.numeric, (x) => show(x, CHECKED))}</td><td>${found(e.analytic - e.numeric, (x) => showExact(Number(x.toPrecision(2)), CHECKED))}</td><td class="${VERDICTS[e.verdict]}">${verdict[e.verdict === "untold" && e.corner ? "corner" : e.verdict]}</td></tr>`,
      );
      const rest = trace[weights].data.length > entries.length ? `<tr>${"<td>⋮</td>".repeat(5)}</tr>` : "";
      const head = [weight(weights), byHand, numeric, difference, ""].map((h) =>
        h ? `<th scope="col">${h}</th>` : "<td></td>",
      );
      const label = caption(weights);
      return `\n\n<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(label)}"><table class="check"><caption>${label}</caption><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}${rest}</tbody></table></div>\n\n`;
    },
  };
}

/** The parts that a network runs: of those that make the same, the first that fits. */
function partsThatRan(parts: readonly CutPart[], network: Network): CutPart[] {
  const made = new Set<string>();
  return partsOf([parts.map((it) => [it as CutPart & AnyPart])], network).filter(({ makes }) => {
    const isNew = makes.every((name) => !made.has(name));
    for (const name of makes) made.add(name);
    return isNew;
  });
}

const listing = (ran: readonly CutPart[]): string => ran.map((it) => it.html).join("\n\n");

/** The code of a stage as the page of a lesson shows it, highlighted. */
export const stageListing = ({ cut }: Sources, name: string, lesson: Lesson): string =>
  listing(partsThatRan(cut[name]!.parts, networkOf(lesson)));

/** A part of a chapter's stage, by what tells it from others. */
export interface PartOf extends PartNames {
  readonly chapter: string;
}

/** Pixels of a picture: those of most of a page of paper, made smaller. */
export const PICTURE = { width: 600, height: 840 } as const;

/** Decimals in figures. */
const SHORT = 4;
/** What is held against each other digit by digit, and differs in the last ones. */
const CHECKED = decimals(12);
/** How verdicts look. */
export const VERDICTS: Readonly<Record<Verdict, string>> = {
  agrees: "agrees",
  differs: "fails",
  untold: "muted",
};
