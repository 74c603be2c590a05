import type { Lesson } from "../lesson/lesson.ts";
import { Exact, exact } from "../math/exact.ts";
import type { Step } from "../network/op.ts";
import { isMatrix } from "../network/quantities.ts";
import type { Trace } from "../network/stage.ts";
import type { Name } from "../network/values.ts";
import { followed, originOf, signsIn as signsOf } from "../typeset/equations.ts";
import { isFraction, type NumberFormat, type Shown, showBig, toHtml } from "../typeset/format.ts";
import { setMathml } from "../typeset/formulas.ts";
import { escapeHtml } from "../typeset/html.ts";
import { symbol, visible } from "../typeset/tex.ts";
import { type Decimals, matrixOf } from "./decimals.ts";
import { type Acting, actingIn, formulaOf, type Sign, signsIn } from "./formulas.ts";
import { type Ask, type AskedStage, keyOf, stepsMaking, type Worksheet } from "./worksheet.ts";

/** A worksheet and its key as HTML for paper: no script, no picture to fetch, and on the sheet nothing of the key. */

export interface SheetWords {
  readonly language: string;
  readonly worksheet: string;
  readonly keyTitle: string;
  /** The heading, where a lesson has no title of its own. */
  readonly untitled: string;
  readonly name: string;
  readonly date: string;
  readonly given: string;
  /** How many neurons each layer has, for who does not see its picture. */
  readonly network: (counts: readonly number[]) => string;
  readonly signs: string;
  /** HTML; the numbers show how halves are rounded. */
  readonly rule: (
    digits: number,
    halves: readonly { readonly from: string; readonly to: string }[],
  ) => string;
  /** From which number places are counted. */
  readonly places: string;
  /** What needs a calculator; HTML. */
  readonly tools: (lesson: Lesson) => string;
  /** What is done in the loss where an output is written as 0; HTML. */
  readonly nothing: (lesson: Lesson, zero: string, one: string) => string;
  readonly sign: Readonly<Record<Sign, readonly [sign: string, meaning: string]>>;
  /** What is done to each entry alone. */
  readonly acting: Readonly<Record<Acting, string>>;
  readonly alone: string;
  /** What N, α and λ are. */
  readonly observations: string;
  readonly alpha: string;
  readonly lambda: string;
  readonly shape: string;
  readonly rows: string;
  readonly columns: string;
  readonly between: (first: number, last: number) => string;
  readonly seed: string;
  readonly book: string;
  readonly published: string;
  readonly keyNote: (digits: number) => string;
}

/** What the pages of a class have in common, made once. */
export interface Frame {
  readonly words: SheetWords;
  readonly format: NumberFormat;
  readonly heading: string;
  /** SVG of the network, without its numbers. */
  readonly figure: string;
  /** HTML by the names of stages. */
  readonly stages: ReadonlyMap<string, { readonly number: number; readonly title: string }>;
  readonly meanings: Readonly<Partial<Record<Name, string>>>;
  /** As a display sets them, and as running text does. */
  readonly symbols: ReadonlyMap<Name, { readonly display: string; readonly text: string }>;
  readonly formulas: ReadonlyMap<Name, { readonly math: string; readonly shapes?: string }>;
  readonly signs: readonly Sign[];
  readonly acting: readonly Acting[];
}

/** Whose sheet it is. */
export interface Person {
  readonly name: string;
  /** Tells two of one name apart. */
  readonly id?: string;
}

/** What else a key says. */
export interface KeyParts {
  readonly seed: number;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

/** The numbers of a sheet as a trace: what stands on the paper, in place of what the computer holds. */
export function paperTrace({ lesson, key }: Worksheet): Trace {
  const values = [...key].map(([name, it]) => [name, isMatrix(name) ? matrixOf(it) : it[0]![0]!.toNumber()]);
  return { ...Object.fromEntries(values), lesson };
}

/** Brackets as high as a letter: where a machine has no letters for formulas, stretched ones stand apart. */
const flat = (tex: string): string => tex.replace(/\\(?:left|right)(?=[()[\]])/g, "");

const askedIn = ({ stages }: Worksheet): Name[] =>
  stages.flatMap(({ asks }) => asks.filter((it) => it.of === "numbers").map(({ name }) => name));

/** From any sheet of the class. */
export function frameOf(
  worksheet: Worksheet,
  its: Pick<Frame, "words" | "format" | "heading" | "figure" | "stages" | "meanings">,
): Frame {
  const trace = paperTrace(worksheet);
  const asked = askedIn(worksheet);
  const formulas = new Map(asked.map((name) => [name, formulaOf(trace, name, its.format)]));
  const names = [...worksheet.printed, ...worksheet.stages.flatMap(({ asks }) => asks.map((it) => it.name))];
  return {
    ...its,
    symbols: new Map(
      [...new Set(names)].map((name) => [
        name,
        { display: setMathml(symbol(name)), text: setMathml(symbol(name), false) },
      ]),
    ),
    formulas: new Map(
      [...formulas].map(([name, { tex, shapes }]) => [
        name,
        { math: setMathml(flat(tex)), ...(shapes && { shapes }) },
      ]),
    ),
    signs: signsIn([...formulas.values()]),
    acting: actingIn([...formulas.values()]),
  };
}

// --- Numbers ---

const fixed = (x: Exact, decimals: number): Shown => ({ text: x.toFixed(decimals), value: x });
/** A number with so many decimals, as HTML. */
export const written = (x: Exact, decimals: number, format: NumberFormat): string =>
  toHtml(fixed(x, decimals), format);
/** As many decimals as it takes to write them all. */
const decimalsIn = (all: readonly Exact[]): number =>
  Math.max(0, ...all.map((it) => it.toFixed().split(".")[1]?.length ?? 0));

/**
 * Numbers as a sheet prints them: what was worked out with its decimals; what is given as it is, with as many decimals as
 * it takes, or where the lesson has fractions and they are some, as those.
 */
export function printedNumbers(
  numbers: Decimals,
  isGiven: boolean,
  { digits, fractions }: Lesson,
): Shown[][] {
  const fractionOf = (it: Exact) => {
    const shown = fractions && isGiven ? showBig(it, { digits, fractions }) : undefined;
    return shown && isFraction(shown) ? shown : undefined;
  };
  const shown = numbers.map((row) => row.map((it) => fractionOf(it) ?? it));
  const others = shown.flat().filter((it) => it instanceof Exact);
  const decimals = isGiven ? decimalsIn(others) : digits;
  return shown.map((row) => row.map((it) => (it instanceof Exact ? fixed(it, decimals) : it)));
}

/** A rate, as HTML. */
export const rateHtml = (x: Exact, lesson: Lesson, format: NumberFormat): string =>
  toHtml(printedNumbers([[x]], true, lesson)[0]![0]!, format);

/** 0.0125 and −0.0125, of so many decimals and one more. */
export function halves(digits: number, format: NumberFormat): { from: string; to: string }[] {
  const half = exact(`125e-${digits + 1}`);
  return [half, half.negative()].map((it) => ({
    from: written(it, digits + 1, format),
    to: written(it, digits, format),
  }));
}

// --- Matrices ---

/** Millimetres: what is left of a page's width, a digit in print, and one by hand. */
const [WIDTH, PRINTED, WRITTEN] = [172, 2.1, 2.5];
/** A box has room for two digits before the point, a sign and the point. */
export const boxWidth = (digits: number): number => Math.max(13, (digits + 4) * WRITTEN);

/** The columns of a matrix in parts that fit the page, as even as can be. */
export function columnsOf(cols: number, each: number): number[][] {
  const parts = Math.ceil(cols / Math.max(1, Math.floor((WIDTH - 12) / each)));
  const size = Math.ceil(cols / parts);
  const all = Array.from({ length: cols }, (_, c) => c);
  return Array.from({ length: parts }, (_, i) => all.slice(i * size, (i + 1) * size)).filter(
    (it) => it.length,
  );
}

export const scrolls = (label: string, html: string): string =>
  `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(label)}">${html}</div>`;

/** A matrix as it is printed. */
function printedMatrix({ words, format }: Frame, name: Name, numbers: readonly (readonly Shown[])[]): string {
  const texts = numbers.map((row) => row.map((it) => toHtml(it, format)));
  const longest = Math.max(...texts.flat().map((it) => it.length));
  const parts = columnsOf(numbers[0]!.length, longest * PRINTED + 4);
  return parts
    .map((cols) => {
      const rows = texts.map((row) => `<tr>${cols.map((c) => `<td>${row[c]}</td>`).join("")}</tr>`);
      const part = parts.length > 1 ? `<p class="part">${words.between(cols[0]!, cols.at(-1)!)}</p>` : "";
      return `${part}${scrolls(name, `<table class="matrix"><tbody>${rows.join("")}</tbody></table>`)}`;
    })
    .join("");
}

/** The same in boxes, empty or filled in, with the places of rows and columns. */
function boxes({ words, format }: Frame, { name, rows, cols }: Ask, digits: number, key?: Decimals): string {
  const width = boxWidth(digits);
  const filled = (r: number, c: number) => (key ? written(key[r]![c]!, digits, format) : "");
  const parts = columnsOf(cols, width);
  const places = Array.from({ length: rows }, (_, r) => r);
  return parts
    .map((part) => {
      const heads = part.map((c) => `<th scope="col">${c}</th>`).join("");
      const lines = places.map(
        (r) => `<tr><th scope="row">${r}</th>${part.map((c) => `<td>${filled(r, c)}</td>`).join("")}</tr>`,
      );
      const head = isMatrix(name) ? `<thead><tr><td></td>${heads}</tr></thead>` : "";
      const body = isMatrix(name) ? lines.join("") : `<tr><td>${filled(0, 0)}</td></tr>`;
      const label = parts.length > 1 ? `${name}, ${words.between(part[0]!, part.at(-1)!)}` : name;
      return scrolls(
        label,
        `<table class="boxes"${rows > 20 ? ' data-low=""' : ""}>${head}<tbody>${body}</tbody></table>`,
      );
    })
    .join("");
}

// --- Working ---

/** Lines to write on: one for each sum, more than one for long ones, as many as stand beside the boxes, and no page of them. */
function linesFor({ network, rates, key, digits }: Worksheet, { name, rows, cols }: Ask): number {
  const terms = stepsMaking(network, name, rates).map(({ op: { written }, of }) => {
    const [first] = of.map((it) => key.get(it)!) as [Decimals];
    if (written.form === "product")
      return written.operands(of)[0].transposed ? first.length : first[0]!.length;
    if (written.form === "sum") return first.flat().length;
    return written.form === "columns" ? first.length : 1;
  });
  const most = Math.max(...terms);
  const weight = most === 1 ? 0.34 : 1;
  const isBeside = cols * boxWidth(digits) + BESIDE < WIDTH;
  return Math.max(2, Math.min(MOST_LINES, Math.ceil(rows * cols * weight)), isBeside ? rows : 0);
}
/** What working beside a matrix takes, in millimetres; and lines under one. */
const [BESIDE, MOST_LINES] = [100, 12];

const room = (lines: number): string =>
  `<div class="room" aria-hidden="true">${"<div></div>".repeat(lines)}</div>`;

// --- The page ---

/** One sheet, or the key to it. */
interface Sheet {
  readonly frame: Frame;
  readonly worksheet: Worksheet;
  /** Of a key. */
  readonly key?: KeyParts & { readonly trace: Trace };
}

const known =
  ({ worksheet }: Sheet) =>
  (name: Name): Decimals =>
    worksheet.key.get(name)!;
const standing = ({ network, key, lesson }: Worksheet, name: Name): Shown[][] =>
  printedNumbers(
    key.get(name)!,
    network.given.some((given) => given.name === name),
    lesson,
  );
/** Whether the shapes of matrices are asked, and so not told. */
const asksShapes = ({ stages }: Worksheet): boolean =>
  stages.some(({ asks }) => asks.some(({ of }) => of === "shape"));

/** One entry worked out, with the numbers of the key. */
function workedEntry({ frame, worksheet }: Sheet, trace: Trace, { name, rows, cols }: Ask): string {
  const { format, symbols } = frame;
  const { key, digits } = worksheet;
  const shown = (it: Name) => standing(worksheet, it);
  const [step] = stepsMaking(worksheet.network, name, worksheet.rates);
  if (step?.op.written.form === "sum") return workedSum(frame, worksheet, step, shown);
  const [r, c] = followed({ rows, cols });
  const { sum, sign } = originOf({ trace, format, cells: "", shown }, name)!.worked(r, c);
  const place = isMatrix(name) ? `[${r},${c}]` : "";
  const value = written(key.get(name)![r]![c]!, digits, format);
  return `<p class="worked">${symbols.get(name)!.text}${place} = ${sum} ${sign} ${value}</p>`;
}

/** Terms of a sum that are written out. */
const MOST_TERMS = 6;

/**
 * One number worked out of the numbers as they stand on the sheet. A logarithm of 0 is none: where one counts, the sheet says
 * what is done instead, and no line can show it.
 */
function workedSum(
  { format, symbols }: Frame,
  { key, lesson, rates, digits }: Worksheet,
  { makes, op, of }: Step,
  shown: (name: Name) => Shown[][],
): string {
  const { written: sum } = op;
  if (sum.form !== "sum") return "";
  const bracketed = (it: Shown) => {
    const text = toHtml(it, format);
    return sum.bracketed && it.text.startsWith("-") ? `(${text})` : text;
  };
  const operands = of.slice(0, sum.named ?? of.length).map((name) => shown(name).flat().map(bracketed));
  const terms = sum.together
    ? operands[0]!.map((_, i) => operands.map((texts) => texts[i]!))
    : operands.flat().map((text) => [text]);
  const line = (...sides: string[]) =>
    `<p class="worked">${[symbols.get(makes)!.text, ...sides, written(key.get(makes)![0]![0]!, digits, format)].join(" = ")}</p>`;
  const outputs = sum.named ? key.get(of[1]!)!.flat() : [];
  if (outputs.some((h) => h.eq(0) || h.eq(1))) return line();
  const told = visible(terms.length, MOST_TERMS).map((k) => (k < 0 ? "⋯" : sum.termText(terms[k]!)));
  const number = (x: Exact) => rateHtml(x, lesson, format);
  const whole = sum.wholeText(told.join(" + "), {
    ...signsOf(format),
    rate: (rate) => bracketedFraction(number(rate === "alpha" ? rates.learningRate : rates.ridge)),
    rows: String(rates.rows),
  });
  return line(whole);
}

const bracketedFraction = (text: string): string => (text.includes("/") ? `(${text})` : text);

/** What is asked of one value. */
function asked(sheet: Sheet, ask: Ask): string {
  const { frame, worksheet, key } = sheet;
  const { symbols, formulas, meanings } = frame;
  const { math, shapes } = formulas.get(ask.name)!;
  const about = [meanings[ask.name], !asksShapes(worksheet) && shapes].filter(Boolean);
  const answers = key && keyOf(ask, known(sheet));
  const below = key ? workedEntry(sheet, key.trace, ask) : room(linesFor(worksheet, ask));
  const nothing = !key && ask.name === "loss_data" ? nothingIn(sheet) : "";
  return `<div class="ask"><div class="formula"><p>${math}</p><p class="about">${about.map((it) => `<span>${it}</span>`).join("")}</p></div>${nothing && `<p class="nothing">${nothing}</p>`}
<div class="answer"><p class="is">${symbols.get(ask.name)!.display} =</p><div class="value">${boxes(frame, ask, worksheet.digits, answers)}</div>${below}</div></div>`;
}

/** What is done where an output is written as 0. */
function nothingIn({ frame: { words, format }, worksheet: { lesson, digits } }: Sheet): string {
  const [zero, one] = [0, 1].map((it) => written(exact(it), digits, format)) as [string, string];
  return words.nothing(lesson, zero, one);
}

/** How many rows and columns each of these has. */
function shapes(sheet: Sheet, asks: readonly Ask[]): string {
  const { words, symbols } = sheet.frame;
  const heads = asks.map(({ name }) => `<th scope="col">${symbols.get(name)!.text}</th>`);
  const lines = [words.rows, words.columns].map((label, i) => {
    const boxes = asks.map((ask) => `<td>${sheet.key ? keyOf(ask, known(sheet))[0]![i]! : ""}</td>`);
    return `<tr><th scope="row">${label}</th>${boxes.join("")}</tr>`;
  });
  const table = `<table class="boxes shapes"><thead><tr><td></td>${heads.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
  return `<div class="ask"><p>${words.shape}</p>${scrolls(words.shape, table)}</div>`;
}

function stage(sheet: Sheet, { name, asks }: AskedStage): string {
  const { number, title } = sheet.frame.stages.get(name)!;
  const ofShapes = asks.filter(({ of }) => of === "shape");
  const parts = [
    ...(ofShapes.length > 0 ? [shapes(sheet, ofShapes)] : []),
    ...asks.filter(({ of }) => of === "numbers").map((it) => asked(sheet, it)),
  ];
  const [first, ...others] = parts;
  // No heading is alone at the foot of a page, in browsers that do not keep it with what follows, either.
  const begin = `<div class="begin"><h2><span class="number">${number}</span> ${title}</h2>\n${first}</div>`;
  return `<section class="stage">${[begin, ...others].join("\n")}</section>`;
}

function given({ frame, worksheet }: Sheet): string {
  const { words, format, symbols, meanings } = frame;
  const { printed, lesson, rates } = worksheet;
  const values = printed.map((name) => {
    const matrix = printedMatrix(frame, name, standing(worksheet, name));
    const meaning = meanings[name] ? `<p class="about">${meanings[name]}</p>` : "";
    return `<div class="printed"><div class="named"><p class="is">${symbols.get(name)!.display} =</p><div class="value">${matrix}</div></div>${meaning}</div>`;
  });
  const number = (x: Exact) => rateHtml(x, lesson, format);
  const isUpdated = askedIn(worksheet).some((name) =>
    worksheet.network.update.some((it) => it.makes === name),
  );
  const rows = asksShapes(worksheet) ? "" : ` = ${rates.rows}`;
  const others = [
    [`<var>N</var>${rows}`, words.observations],
    ...(isUpdated ? [[`α = ${number(rates.learningRate)}`, words.alpha]] : []),
    ...(lesson.ridge > 0 ? [[`λ = ${number(rates.ridge)}`, words.lambda]] : []),
  ].map(([sign, meaning]) => `<li>${sign}: <span class="about">${meaning}</span></li>`);
  return `<section class="given"><h2>${words.given}</h2><div class="values">${values.join("")}</div><ul class="rates">${others.join("")}</ul></section>`;
}

/** How the sheet is to be worked out; of a key, whose it is and what goes with it. */
function rule({ frame, worksheet, key }: Sheet): string {
  const { words, format } = frame;
  const { lesson, digits } = worksheet;
  const lines = key
    ? [
        words.keyNote(digits),
        `${words.seed} ${key.seed}`,
        ...key.links.map(({ href, text }) => `<a href="${escapeHtml(href)}">${text}</a>`),
      ]
    : [words.rule(digits, halves(digits, format)), words.places, words.tools(lesson)];
  return `<div class="rule">${lines.flatMap((it) => (it ? [`<p>${it}</p>`] : [])).join("")}</div>`;
}

/** What signs mean. */
export const meaningsOf = (
  words: Pick<SheetWords, "sign" | "acting" | "alone">,
  signs: readonly Sign[],
  acting: readonly Acting[],
): (readonly [sign: string, meaning: string])[] => [
  ...signs.map((it) => words.sign[it]),
  ...(acting.length > 0 ? [[acting.map((it) => words.acting[it]).join(", "), words.alone] as const] : []),
];

function signs({ words, signs, acting }: Frame): string {
  const lines = meaningsOf(words, signs, acting).map(
    ([sign, means]) => `<div><dt>${sign}</dt><dd>${means}</dd></div>`,
  );
  return lines.length > 0
    ? `<section class="signs"><h2>${words.signs}</h2><dl>${lines.join("")}</dl></section>`
    : "";
}

/** The sheet of one student, or the key to it. */
export function sheetHtml(frame: Frame, worksheet: Worksheet, { name, id }: Person, key?: KeyParts): string {
  const { words, heading, figure } = frame;
  const sheet: Sheet = { frame, worksheet, ...(key && { key: { ...key, trace: paperTrace(worksheet) } }) };
  const date = key ? "" : `<div><dt>${words.date}</dt><dd class="line"></dd></div>`;
  return `<article class="sheet">
<header><div><p class="kind">${key ? words.keyTitle : words.worksheet}</p><h1>${escapeHtml(heading)}</h1></div><dl><div><dt>${words.name}</dt><dd><bdi>${escapeHtml(name)}</bdi>${id === undefined ? "" : ` <span>${escapeHtml(id)}</span>`}</dd></div>${date}</dl></header>
<div class="first">${rule(sheet)}${figure}</div>
${given(sheet)}
${key ? "" : signs(frame)}
${worksheet.stages.map((it) => stage(sheet, it)).join("\n")}
</article>
`;
}
