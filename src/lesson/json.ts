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
  const value = valueIn(text, name);
  const [repeat] = repeatedIn(text.replace(/^\uFEFF/, ""));
  if (repeat) throw new UsageError(`${name}: ${repeat.field}: ${repeat.reason}`);
  return value;
}

/**
 * The same, of fields that are there twice the last. Only some engines' `JSON.parse` say where a text goes wrong, and not
 * for each mistake.
 * @throws UsageError with line and column of what cannot stand where it does
 */
export function valueIn(text: string, name: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  if (json.length > MAX_LENGTH)
    throw new UsageError(`${name}: got ${json.length} characters, expected at most ${MAX_LENGTH}`);
  if (isDeep(json)) throw new UsageError(`${name}: got lists or objects in each other, too deep to read`);
  try {
    return JSON.parse(json);
  } catch {
    const { offset, expected } = faultIn(json);
    const before = json.slice(0, offset).split("\n");
    const found = /^(?:[\p{L}\p{N}_.+-]{1,20}|"[^"\n]{0,20}|.)/su.exec(json.slice(offset, offset + 40))?.[0];
    const got = found === undefined ? "the end of the file" : JSON.stringify(found);
    const column = before.at(-1)!.length + 1;
    throw new UsageError(
      `${name}: line ${before.length}, column ${column}: got ${got}, expected ${expected}`,
    );
  }
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

function faultIn(json: string): { offset: number; expected: string } {
  const errors: ParseError[] = [];
  parse(json, errors, { disallowComments: true });
  // What JSON.parse alone refuses is reported at the beginning of the text.
  const { offset, error } = errors[0] ?? { offset: 0, error: undefined };
  return { offset, expected: (error && EXPECTED[printParseErrorCode(error)]) ?? "JSON" };
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
