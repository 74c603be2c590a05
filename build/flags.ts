import { readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { got, LessonError, onOneLine } from "../src/lesson/check.ts";
import { commandOf } from "../src/lesson/command.ts";
import {
  FIELDS,
  type Field,
  type Placed,
  type Typed,
  typedIn,
  valueAt,
  valuesOf,
  withValues,
} from "../src/lesson/fields.ts";
import { parseJson, textOf } from "../src/lesson/json.ts";
import { type Lesson, told } from "../src/lesson/lesson.ts";
import { UsageError } from "../src/lesson/usage-error.ts";
import { parseWithRows } from "../src/lesson/with-rows.ts";

/** An option of the command line. One without `value` is a switch; that of a field has the field's check. */
export type Option = Pick<Field, "value" | "help"> & Partial<Pick<Field, "check">>;

/** The options of fields that have one; a switch has two, `--bias` and `--no-bias`. */
export const optionsOf = (fields: readonly Placed[]): [string, Option][] =>
  fields
    .filter(({ value }) => value !== undefined)
    .flatMap((field): [string, Option][] =>
      field.value === ""
        ? [
            [field.name, field],
            [`${NO}${field.name}`, { value: "", help: `not --${field.name}` }],
          ]
        : [[field.name, field]],
    );
const NO = "no-";

const LESSON_OPTIONS: readonly [string, Option][] = [
  ...optionsOf(FIELDS),
  ["lesson", { value: "FILE", help: "a lesson file (JSON); the options above override it" }],
];

export const LESSON_FLAGS: readonly string[] = LESSON_OPTIONS.map(([name]) => name);

/** Options that only some commands have. */
export type Extras = Readonly<Record<string, Option>>;
export const EXTRAS = {
  json: { help: "print JSON with every digit" },
  out: { value: "DIR", help: "folder to write, instead of dist" },
  port: { value: "N", help: "port to serve at, instead of the first free one from 8080" },
  host: { value: "ADDRESS", help: "address to serve at; 0.0.0.0 answers other machines, too (127.0.0.1)" },
} as const satisfies Extras;

/** What was typed, each value checked by itself. */
export interface Flags {
  readonly help: boolean;
  readonly json: boolean;
  readonly out?: string;
  readonly port?: number;
  readonly host?: string;
  /** The path of the lesson file, as typed. */
  readonly lessonFile?: string;
  /** Fields of the lesson, by their places. */
  readonly fields: ReadonlyMap<string, Typed>;
  /** What stands behind each option, as text; "" behind a switch, "0" behind one turned off. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was typed beside the options, as the name of a file. */
  readonly operands: readonly string[];
}

const optionsFor = (extras: Extras): Map<string, Option> =>
  new Map<string, Option>([...LESSON_OPTIONS, ...Object.entries(extras), ["help", { help: "print this" }]]);

export const helpText = (usage: string, extras: Extras): string => helpOn(usage, optionsFor(extras));

/** The options, a line each. */
export function helpOn(usage: string, options: ReadonlyMap<string, Option>): string {
  const lines = [...options].map(([name, { value, help = "" }]): [string, string] => [
    `  --${name}${value ? ` ${value}` : ""}`,
    help,
  ]);
  const width = Math.max(...lines.map(([left]) => left.length)) + 2;
  return `${usage}\n\n${lines.map(([left, help]) => left.padEnd(width) + help).join("\n")}\n`;
}

/**
 * Reads the command line.
 * @param mostOperands how many words may stand beside the options
 * @throws UsageError, LessonError: one line that names the option
 */
export function parseFlags(argv: readonly string[], extras: Extras = {}, mostOperands = 0): Flags {
  const operands: string[] = [];
  const typed = typedOptions(argv, optionsFor(extras), (word) => operands.push(word) <= mostOperands);
  const { out, port, host, lesson: lessonFile } = Object.fromEntries(typed);
  return {
    help: typed.has("help"),
    json: typed.has("json"),
    ...told({ out, port: port === undefined ? port : portNumber(port), host, lessonFile }),
    fields: fieldsTyped(FIELDS, typed),
    texts: typed,
    operands,
  };
}

/**
 * What the texts behind options say of each place. A switch that is turned off is named as it was typed.
 * @throws LessonError
 */
export function fieldsTyped(
  fields: readonly Placed[],
  texts: ReadonlyMap<string, string>,
): Map<string, Typed> {
  const asTyped = (it: Typed): Typed =>
    it.value === false ? { ...it, name: it.name.replace("--", `--${NO}`) } : it;
  return new Map([...typedIn(fields, texts, "--")].map(([place, it]) => [place, asTyped(it)]));
}

/**
 * The text behind each option; "" behind a switch. `parseArgs` only cuts the line: its messages are not ours.
 * @param takes whether a word beside the options may stand there
 */
export function typedOptions(
  argv: readonly string[],
  options: ReadonlyMap<string, Option>,
  takes: (word: string) => boolean = () => false,
): Map<string, string> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      [...options].map(([name, { value }]) => [name, { type: value ? "string" : "boolean" } as const]),
    ),
    strict: false,
    tokens: true,
  });
  const typed = new Map<string, string>();
  const rawNames = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional" && takes(token.value)) continue;
    if (token.kind === "positional")
      throw new UsageError(`${got(token.value)}: got a stray argument, expected options only; see --help`);
    const { name, rawName } = token;
    const option = rawName.startsWith("--") ? options.get(name) : undefined;
    if (!option) throw new UsageError(`${onOneLine(rawName)}: got an unknown option; see --help`);
    const said = name.startsWith(NO) ? name.slice(NO.length) : name;
    const before = rawNames.get(said);
    if (before === rawName) throw new UsageError(`${rawName}: got it twice, expected it once`);
    if (before !== undefined)
      throw new UsageError(`${rawName}: got it beside ${before}, expected one or the other`);
    const missing = token.value === undefined || (!token.inlineValue && token.value.startsWith("--"));
    if (option.value && (missing || (token.value === "" && !option.check)))
      throw new UsageError(`${rawName}: got no value, expected ${rawName} ${option.value}`);
    if (!option.value && token.value !== undefined)
      throw new UsageError(`${rawName}: got ${got(token.value)}, expected no value`);
    rawNames.set(said, rawName);
    typed.set(said, said === name ? (token.value ?? "") : "0");
  }
  return typed;
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535)
    throw new UsageError(`--port: got ${got(text)}, expected a whole number from 1 to 65535`);
  return port;
}

/**
 * Gives the text of a file.
 * @param refused makes the error of what keeps it from being read: of a lesson, if nothing else is said
 */
export type Read = (path: string, refused?: (why: string) => Error) => string;

/**
 * The lesson that flags and lesson file describe together, and the command that builds it again.
 * @throws UsageError: one line that names the flag, or the file and its field
 */
export function lessonOf(
  { lessonFile, fields }: Pick<Flags, "lessonFile" | "fields">,
  read: Read = readFrom(),
): { lesson: Lesson; command: string } {
  const json = lessonFile === undefined ? {} : parseJson(read(lessonFile), lessonFile);
  const readCsv = csvBeside(lessonFile, read);
  const lesson = parsedWith((it) => parseWithRows(it, readCsv), json, fields, lessonFile);
  if (lessonFile === undefined) return { lesson, command: commandOf(lesson) };
  // The labels of a CSV file say how many outputs there are, if nothing else does.
  const isSaid = valueAt(json, "data.csv") === undefined || fields.has("outputs");
  const said = isSaid ? json : withValues(json, [["outputs", lesson.outputs]]);
  return { lesson, command: commandOf(lesson, { name: basename(lessonFile), json: said }) };
}

/** What reads the CSV file that a lesson names: its path is meant from the lesson's own. */
export const csvBeside =
  (lessonFile = "", read: Read) =>
  (csv: string): string =>
    read(
      isAbsolute(csv) ? csv : join(dirname(lessonFile), csv),
      (why) => new LessonError("data.csv", `got ${got(csv)}, ${why}; expected a CSV file`),
    );

/**
 * What JSON with the typed fields in it stands for.
 * @throws UsageError: one line that names the flag, or the file and its field
 */
export function parsedWith<T>(
  parse: (json: unknown) => T,
  json: unknown,
  fields: Flags["fields"],
  lessonFile: string | undefined,
): T {
  try {
    return parse(withValues(json, valuesOf(fields)));
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    const [place, group] = [/\[.*$/, /\..*$/].map((rest) => error.field.replace(rest, ""));
    const typed = fields.get(place!) ?? fields.get(group!);
    const where = typed ? [typed.name] : [lessonFile, error.field].filter(Boolean);
    throw new UsageError([...where, error.reason].join(": "));
  }
}

/**
 * Reads files whose paths are meant from a folder.
 * @throws UsageError where there is no file to read, or no text in it
 */
export const readFrom =
  (folder = ""): Read =>
  (
    path,
    refused = (why) => new UsageError(`--lesson: got ${got(path)}, ${why}; expected a lesson file (JSON)`),
  ) => {
    try {
      return textOf(readFileSync(resolve(folder, path)), path);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      const why = {
        ENOENT: "which does not exist",
        ENOTDIR: "which does not exist",
        EISDIR: "which is a folder",
      };
      throw refused(why[code as keyof typeof why] ?? `which cannot be read (${code})`);
    }
  };
