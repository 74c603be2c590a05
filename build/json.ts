import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { UsageError } from "./usage.ts";

/**
 * JSON to a value. `JSON.parse` says where a text goes wrong only in some engines, and for some mistakes.
 * @throws UsageError with line and column of what cannot stand where it does
 */
export function parseJson(text: string, name: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(json);
  } catch {
    const { offset, expected } = faultIn(json, name);
    const before = json.slice(0, offset).split("\n");
    const found = /^(?:[\p{L}\p{N}_.+-]{1,20}|"[^"\n]{0,20}|.)/su.exec(json.slice(offset))?.[0];
    const got = found === undefined ? "the end of the file" : JSON.stringify(found);
    const column = before.at(-1)!.length + 1;
    throw new UsageError(
      `${name}: line ${before.length}, column ${column}: got ${got}, expected ${expected}`,
    );
  }
}

function faultIn(json: string, name: string): { offset: number; expected: string } {
  const errors: ParseError[] = [];
  try {
    parse(json, errors, { disallowComments: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${name}: got lists or objects in each other, too deep to read`);
  }
  const [{ offset, error }] = errors as [ParseError];
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
