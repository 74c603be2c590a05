import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { repeatedIn } from "./repeated.ts";
import { UsageError } from "./usage-error.ts";

/** No lesson and no run comes near these: nested deeper, a file could overflow the stack of an engine that reads it. */
const MAX_DEPTH = 100;
const MAX_LENGTH = 4_000_000;
/** Nor a table of points, names or answers. */
const MAX_MEGABYTES = 10;

/**
 * The text of a file, in UTF-8 or, as an editor of Windows may save it, in UTF-16.
 * @throws UsageError where it is neither, or too large
 */
export function textOf(bytes: Uint8Array, name: string): string {
  if (bytes.length > MAX_MEGABYTES * 1e6)
    throw new UsageError(
      `${name}: got ${Math.ceil(bytes.length / 1e6)} MB, expected at most ${MAX_MEGABYTES}`,
    );
  const [first, second] = bytes;
  // A byte order mark, or the zero beside a first character of ASCII.
  const wide =
    (first === 0xff && second === 0xfe) || (first && second === 0)
      ? "utf-16le"
      : (first === 0xfe && second === 0xff) || (first === 0 && second)
        ? "utf-16be"
        : undefined;
  try {
    return new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    const got = wide ? wide.toUpperCase() : "another encoding, such as Windows-1252 (“ANSI”)";
    throw new UsageError(`${name}: got text in ${got}${wide ? " that is damaged" : ""}, expected UTF-8`);
  }
}

/**
 * The value of a JSON text that says nothing twice.
 * @param name of the file, for messages
 * @throws UsageError with line and column of what cannot stand where it does, or with the field that is there twice
 */
export function parseJson(text: string, name: string): unknown {
  const { value, faults } = clearValueIn(text, name);
  if (faults[0]) throw faults[0];
  const [repeat] = repeatedIn(text);
  if (repeat) throw new UsageError(`${name}: ${repeat.field}: ${repeat.reason}`);
  return value;
}

/**
 * The same, of fields that are there twice the last, and of a text that may have a comma too many behind a last value, or
 * comments: what it says is clear all the same. Only some engines' `JSON.parse` say where a text goes wrong, and not for
 * each mistake.
 * @throws UsageError with line and column where it is not clear
 */
export function clearValueIn(text: string, name: string): { value: unknown; faults: readonly UsageError[] } {
  const json = readable(text, name);
  try {
    return { value: JSON.parse(json), faults: [] };
  } catch {
    const faults = faultsOf(json, name);
    const errors: ParseError[] = [];
    const value = parse(json, errors, { allowTrailingComma: true });
    if (errors.length > 0) throw faults[0];
    return { value, faults };
  }
}

/** @throws UsageError where a file is too long or too deep */
function readable(text: string, name: string): string {
  const json = text.replace(/^\uFEFF/, "");
  if (json.length > MAX_LENGTH)
    throw new UsageError(`${name}: got ${json.length} characters, expected at most ${MAX_LENGTH}`);
  if (isDeep(json)) throw new UsageError(`${name}: got lists or objects in each other, too deep to read`);
  return json;
}

/** Whether brackets are nested too deeply. Those in a string, closed or not, do not count. */
function isDeep(json: string): boolean {
  let [depth, isText] = [0, false];
  for (let i = 0; i < json.length && depth <= MAX_DEPTH; i++) {
    const char = json[i]!;
    if (char === '"') isText = !isText;
    else if (isText)
      i += Number(char === "\\"); // the escaped character too
    else if (char === "[" || char === "{") depth++;
    else if (char === "]" || char === "}") depth--;
  }
  return depth > MAX_DEPTH;
}

const MOST_TOLD = 20;

/** What is wrong with a text that is no JSON, each with its line and column. */
function faultsOf(json: string, name: string): UsageError[] {
  const errors: ParseError[] = [];
  parse(json, errors, { disallowComments: true });
  // What JSON.parse alone refuses is reported at the beginning of the text.
  const found = errors.length > 0 ? errors : [{ offset: 0, error: undefined }];
  const told = new Set<number>();
  const first = found.filter(({ offset }) => !told.has(offset) && told.add(offset));
  return first.slice(0, MOST_TOLD).map(({ offset, error }) => {
    const expected = (error && EXPECTED[printParseErrorCode(error)]) ?? "JSON";
    const before = json.slice(0, offset).split("\n");
    const it = /^(?:[\p{L}\p{N}_.+-]{1,20}|"[^"\n]{0,20}|.)/su.exec(json.slice(offset, offset + 40))?.[0];
    const got = it === undefined ? "the end of the file" : JSON.stringify(it);
    const column = before.at(-1)!.length + 1;
    return new UsageError(
      `${name}: line ${before.length}, column ${column}: got ${got}, expected ${expected}`,
    );
  });
}

const EXPECTED: Readonly<Record<string, string>> = {
  InvalidSymbol: "text in quotes, a number, true, false or null",
  InvalidNumberFormat: "a number",
  UnexpectedEndOfNumber: "a number",
  PropertyNameExpected: "a name in quotes",
  ValueExpected: "a value",
  ColonExpected: '":"',
  CommaExpected: "a comma or the closing bracket",
  CloseBraceExpected: '"," or "}"',
  CloseBracketExpected: '"," or "]"',
  EndOfFileExpected: "nothing more",
  InvalidCommentToken: "no comment",
  UnexpectedEndOfString: "the rest of the text and a closing quote",
  InvalidUnicode: "\\u with four digits",
  InvalidEscapeCharacter: "a backslash only before what it can stand before",
  InvalidCharacter: "no control character in the text",
};
