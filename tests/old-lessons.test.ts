import { describe, expect, test } from "vitest";
import { parseLesson } from "../src/lesson/lesson.ts";
import kept from "./fixtures/lessons.json" with { type: "json" };
import { digestsOf, lessonAt } from "./old-lessons.ts";

/** What people have kept: lesson files and links. Each gives the numbers that it has always given, to the last bit. */

describe("inputs and outputs of every stage", () => {
  test.each(kept.map((it) => ("address" in it ? `#${it.address}` : JSON.stringify(it.lesson))))(
    "%s",
    (name) => {
      const it = kept.find(
        (one) => name === ("address" in one ? `#${one.address}` : JSON.stringify(one.lesson)),
      )!;
      expect(digestsOf("address" in it ? lessonAt(it.address!) : parseLesson(it.lesson))).toEqual(it.digests);
    },
  );

  test("one bit of one weight is seen", () => {
    const digests = digestsOf(parseLesson({}));
    const changed = digestsOf(lessonAt(`W1.0.0=${0.5 + 2 ** -53}`));
    expect(changed.init).not.toBe(digests.init);
    expect(changed.xor).toBe(digests.xor);
  });
});
