import { UsageError } from "./usage.ts";

/**
 * JSON to a value. `JSON.parse` says where a text goes wrong only in some engines, and for some mistakes.
 * @throws UsageError with line and column of the first character that cannot stand where it does
 */
export function parseJson(text: string, name: string): unknown {
  const json = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(json);
  } catch {
    const { at, expected } = fault(json);
    const before = json.slice(0, at).split("\n");
    const found = /^(?:[\p{L}\p{N}_.+-]{1,20}|.)/u.exec(json.slice(at))?.[0];
    const got = at >= json.length ? "the end of the file" : JSON.stringify(found ?? json[at]);
    const column = before.at(-1)!.length + 1;
    throw new UsageError(
      `${name}: line ${before.length}, column ${column}: got ${got}, expected ${expected}`,
    );
  }
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** As much of a string as is right, without its closing quote. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside a string
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/y;

type Place = "value" | "first value" | "name" | "first name" | "colon" | "next";

/** Where a text stops being JSON, and what could have stood there. */
function fault(text: string): { at: number; expected: string } {
  let at = 0;
  let place: Place = "value";
  const open: string[] = [];
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  for (;;) {
    take(SPACE);
    const c = text[at] ?? "";
    const atValue: boolean = place === "value" || place === "first value";
    const atName: boolean = place === "name" || place === "first name";
    const [inList, inObject] = [open.at(-1) === "]", open.at(-1) === "}"];
    if (c === '"' && (atValue || atName)) {
      take(STRING);
      if (text[at] !== '"') return { at, expected: "the rest of the text and a closing quote" };
      at++;
      place = atName ? "colon" : "next";
    } else if (atValue && take(SCALAR)) {
      place = "next";
    } else if (atValue && (c === "[" || c === "{")) {
      at++;
      open.push(c === "[" ? "]" : "}");
      place = c === "[" ? "first value" : "first name";
    } else if (place === "colon" && c === ":") {
      at++;
      place = "value";
    } else if (place === "next" && c === "," && (inList || inObject)) {
      at++;
      place = inObject ? "name" : "value";
    } else if (c !== "" && c === open.at(-1) && (place === "next" || place.startsWith("first"))) {
      at++;
      open.pop();
      place = "next";
    } else return { at, expected: EXPECTED[place](open.at(-1)) };
  }
}

const EXPECTED: Record<Place, (closing: string | undefined) => string> = {
  value: () => "a value",
  "first value": () => 'a value or "]"',
  name: () => "a name in quotes",
  "first name": () => 'a name in quotes or "}"',
  colon: () => '":"',
  next: (closing) => (closing ? `"," or "${closing}"` : "nothing more"),
};
