import * as z from "zod/mini";
import { type Decimal, handwritten, readings } from "../math/numerals.ts";

/** A check of a value. Its message says what is allowed. */
export type Check<T = unknown> = z.ZodMiniType<T>;

/** A mistake of the person who wrote the lesson: field, what was got, what is allowed, on one line. */
export class LessonError extends Error {
  override name = "LessonError";
  /** The field at fault, as `data.seed`; empty where it is the whole lesson. */
  readonly field: string;
  /** The message without the field. */
  readonly reason: string;
  constructor(field: string, reason: string) {
    super(field ? `${field}: ${reason}` : `the lesson: ${reason}`);
    this.field = field;
    this.reason = reason;
  }
}

export function refuse(field: string, reason: string): never {
  throw new LessonError(field, reason);
}

/** No number of a lesson is larger. */
export const MAX_SIZE = 1e6;

const ranged = (what: string, from: typeof z.gte, least: number, most = MAX_SIZE): Check<number> =>
  z.number(what).check(from(least, what), z.lte(most, what));

/** One entry of a matrix. */
export const NUMBER = ranged(`a number of at most ${MAX_SIZE} in size`, z.gte, -MAX_SIZE);
export const NOT_NEGATIVE = ranged(`a number from 0 to ${MAX_SIZE}`, z.gte, 0);
export const positive = (most = MAX_SIZE) => ranged(`a number above 0, at most ${most}`, z.gt, 0, most);

export const integer = (least: number, most: number): Check<number> => {
  const what = `a whole number from ${least} to ${most}`;
  return z.int(what).check(z.gte(least, what), z.lte(most, what));
};

export const text = (what: string): Check<string> => z.string(what);

const line = "text of 1 to 80 characters on one line";
export const LINE: Check<string> = z
  .string(line)
  .check(z.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,80}$/u, line));

export const oneOf = <const T extends string>(names: readonly T[]): Check<T> =>
  z.enum(names, `one of ${names.join(", ")}`) as Check<T>;

export const list = <T>(of: Check<T>, most: number, what: string): Check<readonly T[]> =>
  z.array(of, what).check(z.minLength(1, what), z.maxLength(most, what));

export const matrix = (mostRows: number, mostCols: number): Check<readonly (readonly number[])[]> =>
  list(
    list(NUMBER, mostCols, `a row of 1 to ${mostCols} numbers`),
    mostRows,
    `a list of 1 to ${mostRows} rows`,
  );

/** An object with these fields and no others; all may be left out. */
export const object = (fields: Readonly<Record<string, Check>>): Check<object> =>
  z.strictObject(
    Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, z.optional(type)])),
    `an object with ${Object.keys(fields).join(", ")}`,
  );

/** What was got, short enough for a message on one line. */
export function got(value: unknown): string {
  const text = onOneLine(typeof value === "number" ? String(value) : jsonOf(value));
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** A text without what would break a line, or command a terminal, or turn the letters after it around. */
export const onOneLine = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, "0")}`,
  );

/** As JSON, unless lists are nested too deeply for the engine to write them. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "lists in each other, too deep to show";
  }
}

/** All that keeps a value from passing its check. */
export const issuesIn = (type: Check, value: unknown): readonly z.core.$ZodIssue[] =>
  safely(type, value).error?.issues ?? [];

const safely = <T>(type: Check<T>, value: unknown) => z.safeParse(type, value, { reportInput: true });

/** One such thing in words. */
export function refusalOf(issue: z.core.$ZodIssue, field: string): LessonError {
  const path = issue.path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const what =
    issue.code === "unrecognized_keys" ? `an unknown field ${got(issue.keys[0])}` : got(issue.input);
  return new LessonError((field + path).replace(/^\./, ""), `got ${what}, expected ${issue.message}`);
}

/**
 * Checks one value.
 * @param field its name in the message
 * @throws LessonError
 */
export function check<T>(type: Check<T>, value: unknown, field: string): T {
  const result = safely(type, value);
  if (result.success) return result.data;
  throw refusalOf(result.error.issues[0]!, field);
}

/** What a text may say, and how it is read. */
export interface Readable<T = unknown> {
  readonly check: Check<T>;
  /** Makes a value of a text; one that it cannot read stays text, for the check to refuse. Absent: `handwritten`. */
  readonly read?: (text: string) => unknown;
  /** What is allowed, where a text is written in another way than the check's message describes. */
  readonly expected?: string;
}

/**
 * Reads a text and checks its value. Where one number can be read in two ways, the message names both.
 * @param between units and tenths, where a page writes numbers its own way
 * @throws LessonError
 */
export function checkTyped<T>(
  { check: type, read = (text) => handwritten(text, between), expected }: Readable<T>,
  text: string,
  name: string,
  between?: Decimal,
): T {
  const refusal = (what: string) => new LessonError(name, `got ${got(text)}, expected ${what}`);
  const both = type.type === "number" ? readings(text, between) : [];
  if (both.length > 0) throw refusal(both.join(" or "));
  const value = read(text);
  if (expected !== undefined && !z.safeParse(type, value).success) throw refusal(expected);
  return check(type, value, name);
}
