import { expect, test } from "vitest";
import { parseJson, textOf } from "../src/lesson/json.ts";
import { UsageError } from "../src/lesson/usage-error.ts";

/** Lesson files as editors save them, and as nobody should. */

const TEXT = '{ "title": "Größe" }';
const wide = Buffer.from(TEXT, "utf16le");
const big = Buffer.from(wide).swap16();

test.each([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with its mark", Buffer.from(`\uFEFF${TEXT}`)],
  ["UTF-16LE with its mark", Buffer.from(`\uFEFF${TEXT}`, "utf16le")],
  ["UTF-16BE with its mark", Buffer.from(`\uFEFF${TEXT}`, "utf16le").swap16()],
  ["UTF-16LE without", wide],
  ["UTF-16BE without", big],
])("%s is read", (_, bytes) => {
  expect(parseJson(textOf(bytes, "f"), "f")).toEqual({ title: "Größe" });
});

test("another encoding is named", () => {
  expect(() => textOf(Buffer.from(TEXT, "latin1"), "class.json")).toThrow(
    new UsageError("class.json: got text in another encoding, such as Windows-1252 (“ANSI”), expected UTF-8"),
  );
});

test.each([
  ["lists too deep", "[".repeat(4100) + "]".repeat(4100), "too deep to read"],
  ["objects too deep", '{"a":'.repeat(4100) + 1 + "}".repeat(4100), "too deep to read"],
  ["a string never closed, of 3 MB", `{"title":"${"a".repeat(3e6)}`, "line 1, column 10: got"],
  ["longer than any lesson", `{"title":"${"a".repeat(9e6)}`, "expected at most 4000000"],
])("%s: one line", (_, json, words) => {
  expect(() => parseJson(json, "f")).toThrow(UsageError);
  expect(() => parseJson(json, "f")).toThrow(words);
});

test("a field that is there twice is refused wherever lessons are read, as it is not known which one was meant", () => {
  const said = (json: string) => {
    try {
      return parseJson(json, "c.json");
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(said('\uFEFF{ "data": { "seed": 1,\n"rows": 4, "seed": 2 } }')).toBe(
    "c.json: data.seed: got it 2 times, in lines 1, 2; expected it once",
  );
  expect(said('[{ "a": 1, "a": 1 }]')).toBe("c.json: [0].a: got it 2 times, in line 1; expected it once");
  expect(said('{ "a": { "seed": 1 }, "b": { "seed": 2 } }')).toEqual({ a: { seed: 1 }, b: { seed: 2 } });
});
