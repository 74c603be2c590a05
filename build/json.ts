import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { UsageError } from "./usage.ts";

/**
 * The text of a file, in UTF-8 or, as an editor of Windows may save it, in UTF-16.
 * @throws UsageError where it is neither
 */
export function textOf(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes;
  // Byte order mark, or the zero beside a first sign of ASCII.
  const wide =
    (first === 0xff && second === 0xfe) || (first && second === 0)
      ? "utf-16le"
      : (first === 0xfe && second === 0xff) || (first === 0 && second)
        ? "utf-16be"
        : undefined;
  try {
    return new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    const got = wide ? wide.toUpperCase() : "another encoding, as Windows-1252 (“ANSI”)";
    throw new UsageError(`${name}: got text in ${got}${wide ? " that is damaged" : ""}, expected UTF-8`);
  }
}

/**
 * JSON to a value. `JSON.parse` says where a text goes wrong only in some engines, and for some mistakes.
 * @throws UsageError with line and column of what cannot stand where it does
 */
export function parseJson(text: string, name: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  try {
    const value = JSON.parse(json);
    if (isDeeper(value, MOST_DEEP)) throw tooDeep(name);
    return value;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { offset, expected } = faultIn(json, name);
    const before = json.slice(0, offset).split("\n");
    const found = /^(?:[\p{L}\p{N}_.+-]{1,20}|"[^"\n]{0,20}|.)/su.exec(json.slice(offset, offset + 40))?.[0];
    const got = found === undefined ? "the end of the file" : JSON.stringify(found);
    const column = before.at(-1)!.length + 1;
    throw new UsageError(
      `${name}: line ${before.length}, column ${column}: got ${got}, expected ${expected}`,
    );
  }
}

/** Far more than any lesson has. What looks at a value goes into it, and an engine goes only so deep. */
const MOST_DEEP = 100;
const isDeeper = (value: unknown, than: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (than === 0 || Object.values(value).some((it) => isDeeper(it, than - 1)));

const tooDeep = (name: string): UsageError =>
  new UsageError(`${name}: got lists or objects in each other, too deep to read`);

function faultIn(json: string, name: string): { offset: number; expected: string } {
  const errors: ParseError[] = [];
  try {
    parse(json, errors, { disallowComments: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooDeep(name);
  }
  const [{ offset, error } = { offset: 0, error: 0 }] = errors;
  return { offset, expected: EXPECTED[printParseErrorCode(error)] ?? "JSON" };
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
