import { strFromU8, unzipSync } from "fflate";
import { DomUtils, parseDocument } from "htmlparser2";

/** Workbooks read back and calculated, apart from what writes them. */

export interface ReadCell {
  /** A number, or a text. */
  readonly value: number | string;
  readonly formula?: string;
}

/** The cells of a sheet by their places: `B5`. */
export type ReadSheet = ReadonlyMap<string, ReadCell>;
/** Sheets by their names, in their order. */
export type ReadWorkbook = ReadonlyMap<string, ReadSheet>;

const { getElementsByTagName, getText } = DomUtils;
export const parseXml = (text: string) => parseDocument(text, { xmlMode: true });

/** Reads a file. */
export function readXlsx(file: Uint8Array): ReadWorkbook {
  const files = unzipSync(file);
  const xml = (name: string) => parseXml(strFromU8(files[name]!));
  const sheets = getElementsByTagName("sheet", xml("xl/workbook.xml"));
  const targets = new Map(
    getElementsByTagName("Relationship", xml("xl/_rels/workbook.xml.rels")).map(({ attribs }) => [
      attribs.Id,
      attribs.Target,
    ]),
  );
  return new Map(
    sheets.map(({ attribs }) => {
      const cells = getElementsByTagName("c", xml(`xl/${targets.get(attribs["r:id"])}`)).map((cell) => {
        const text = (name: string) => getElementsByTagName(name, cell).map(getText)[0];
        const formula = text("f");
        const value = cell.attribs.t === "inlineStr" ? text("t")! : Number(text("v"));
        return [cell.attribs.r!, { value, ...(formula !== undefined && { formula }) }] as const;
      });
      return [attribs.name!, new Map(cells)];
    }),
  );
}

/** The places of a value on a sheet, row by row: under its name in the first column. One number has no indices around it. */
export function placesOn(sheet: ReadonlyMap<string, { readonly value: unknown }>, name: string): string[][] {
  const [place] = [...sheet].find(([place, { value }]) => value === name && /^A\d+$/.test(place)) ?? [];
  if (!place) throw new Error(`no ${name} on this sheet`);
  const isNumber = (place: string) => typeof sheet.get(place)?.value === "number";
  const row = (at: number) => {
    const places: string[] = [];
    for (let col = 1; isNumber(`${lettersOf(col)}${at}`); col++) places.push(`${lettersOf(col)}${at}`);
    return places;
  };
  const under = Number(place.slice(1)) + 1;
  if (!isNumber(`A${under + 1}`)) return [row(under)];
  const rows: string[][] = [];
  for (let at = under + 1; isNumber(`A${at}`); at++) rows.push(row(at));
  return rows;
}

/** Its numbers. */
export const valueOn = (
  sheet: ReadonlyMap<string, { readonly value: number | string }>,
  name: string,
): number[][] => placesOn(sheet, name).map((row) => row.map((place) => sheet.get(place)!.value as number));

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const lettersOf = (col: number): string =>
  col < 26 ? LETTERS[col]! : LETTERS[Math.floor(col / 26) - 1]! + LETTERS[col % 26];
const columnOf = (letters: string): number =>
  [...letters].reduce((col, letter) => 26 * col + LETTERS.indexOf(letter) + 1, 0) - 1;

// --- Calculating ---

type Result = number | number[][];

/**
 * Calculates all formulas, for numbers that may stand in place of those of the file: `{ "1 init!B9": 0.5 }`.
 * @throws Error for what a spreadsheet would answer with an error
 */
export function calculate(
  workbook: ReadWorkbook,
  changes: Readonly<Record<string, number>> = {},
): ReadonlyMap<string, ReadonlyMap<string, { readonly value: number | string }>> {
  const known = new Map<string, number>(Object.entries(changes));
  const numberAt = (sheet: string, place: string): number => {
    const key = `${sheet}!${place}`;
    let value = known.get(key);
    if (value === undefined) {
      const cell = workbook.get(sheet)?.get(place);
      if (typeof cell?.value !== "number") throw new Error(`no number in ${key}`);
      value = cell.formula === undefined ? cell.value : single(evaluate(cell.formula, sheet, numberAt));
      if (!Number.isFinite(value)) throw new Error(`${key} = ${cell.formula} is ${value}`);
      known.set(key, value);
    }
    return value;
  };
  return new Map(
    [...workbook].map(([sheet, cells]) => [
      sheet,
      new Map(
        [...cells].map(([place, { value }]) => [
          place,
          { value: typeof value === "number" ? numberAt(sheet, place) : value },
        ]),
      ),
    ]),
  );
}

/** As in a cell that holds no array formula. */
function single(result: Result): number {
  if (typeof result === "number") return result;
  throw new Error("an array in one cell");
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|(?:(?<sheet>'[^']*'|\w+)!)?(?<from>[A-Z]+\d+)(?::(?<to>[A-Z]+\d+))?(?![\w(])|(?<name>[A-Z][A-Z0-9]*)\(|(?<sign>[-+*/<>(),]))/y;

/** Formulas of the kind that the book writes. */
function evaluate(formula: string, here: string, numberAt: (sheet: string, place: string) => number): Result {
  let at = 0;
  let token: Record<string, string | undefined> = {};
  const next = () => {
    if (at >= formula.length) {
      token = {};
      return;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(formula);
    if (!match) throw new Error(`${formula}: what is ${formula.slice(at)}?`);
    at = TOKEN.lastIndex;
    token = match.groups!;
  };
  const expect = (sign: string) => {
    if (token.sign !== sign) throw new Error(`${formula}: expected ${sign} before ${formula.slice(at)}`);
    next();
  };
  const chain = (operand: () => Result, signs: string) => () => {
    let left = operand();
    while (token.sign && signs.includes(token.sign)) {
      const f = OPERATORS[token.sign]!;
      next();
      left = lifted(f, left, operand());
    }
    return left;
  };
  const factor = (): Result => {
    const { number, sheet, from, to = from, name, sign } = token;
    next();
    if (sign === "-") return lifted((x) => -x, factor());
    if (sign === "(") {
      const inside = comparison();
      expect(")");
      return inside;
    }
    if (number) return Number(number);
    if (from) return range(sheet?.replaceAll("'", "") ?? here, from, to!);
    if (name === "IF") return choice();
    if (!name || !FUNCTIONS[name]) throw new Error(`${formula}: no ${name ?? sign}`);
    const arguments_ = [comparison()];
    while (token.sign === ",") {
      next();
      arguments_.push(comparison());
    }
    expect(")");
    return FUNCTIONS[name](...arguments_);
  };
  /** Only what is chosen counts: the other may be an error. */
  const choice = (): Result => {
    const held = single(comparison()) !== 0;
    const branch = (counts: boolean): Result | undefined => {
      expect(",");
      if (counts) return comparison();
      for (let depth = 0; depth > 0 || (token.sign !== "," && token.sign !== ")"); next())
        depth += token.name || token.sign === "(" ? 1 : token.sign === ")" ? -1 : 0;
      return undefined;
    };
    const [yes, no] = [branch(held), branch(!held)];
    expect(")");
    return (yes ?? no)!;
  };
  const comparison: () => Result = chain(chain(chain(factor, "*/"), "+-"), "<>");
  const range = (sheet: string, from: string, to: string): Result => {
    const [[left, top], [right, bottom]] = [from, to].map((it) => {
      const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(it)!;
      return [columnOf(letters!), Number(row)] as const;
    }) as [readonly [number, number], readonly [number, number]];
    if (from === to) return numberAt(sheet, from);
    return Array.from({ length: bottom - top + 1 }, (_, r) =>
      Array.from({ length: right - left + 1 }, (_, c) => numberAt(sheet, `${lettersOf(left + c)}${top + r}`)),
    );
  };
  next();
  const result = comparison();
  if (at < formula.length || token.sign) throw new Error(`${formula}: ends before ${formula.slice(at)}`);
  return result;
}

/** Entry by entry, one number for each where it stands beside a matrix. */
function lifted(f: (...numbers: number[]) => number, ...of: Result[]): Result {
  const shape = of.find((it) => typeof it !== "number");
  if (!shape) return f(...(of as number[]));
  return shape.map((row, r) =>
    row.map((_, c) => f(...of.map((it) => (typeof it === "number" ? it : it[r]![c]!)))),
  );
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "<": (a, b) => Number(a < b),
  ">": (a, b) => Number(a > b),
};

const flat = (of: Result[]): number[] => of.flatMap((it) => (typeof it === "number" ? it : it.flat()));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);
const rowsOf = (it: Result): number[][] => (typeof it === "number" ? [[it]] : it);

const FUNCTIONS: Readonly<Record<string, (...of: Result[]) => Result>> = {
  EXP: (x) => lifted(Math.exp, x!),
  LN: (x) => lifted(Math.log, x!),
  ABS: (x) => lifted(Math.abs, x!),
  TANH: (x) => lifted(Math.tanh, x!),
  MAX: (...of) => Math.max(...flat(of)),
  SUM: (...of) => sum(flat(of)),
  SUMSQ: (...of) => sum(flat(of).map((x) => x * x)),
  SUMXMY2: (a, b) => sum(flat([lifted((x, y) => (x - y) ** 2, a!, b!)])),
  SUMPRODUCT: (...of) => sum(flat([lifted((...numbers) => numbers.reduce((p, x) => p * x), ...of)])),
  MMULT: (a, b) =>
    rowsOf(a!).map((row) => rowsOf(b!)[0]!.map((_, c) => sum(row.map((x, k) => x * rowsOf(b!)[k]![c]!)))),
};
