import { describe, expect, test } from "vitest";
import { stages } from "../chapters/index.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { backward } from "./sentences/backward.ts";
import { forward } from "./sentences/forward.ts";
import { textOf, untrue } from "./sentences/read.ts";

/** That pages keep to these, pages.test.ts sees, where it reads random lessons. */
describe("a sentence that is not true of every lesson", () => {
  test.each([...forward, ...backward].map((it) => [it.rejects.text, it] as const))(
    "is seen where it is false: %s",
    (text, it) => {
      const trace = traceOf(stages, parseLesson(it.rejects.lesson));
      expect(untrue([it], it.page ?? "any", text, trace)).toHaveLength(1);
    },
  );

  test("is read as a reader meets it", () => {
    expect(
      textOf('A **big** <span class="x">−3.72·10<sup>−1</sup></span>\n$\\tfrac{\\num{1}}{2}\\cdot W_1$'),
    ).toBe("A big −3.72·10−1 1/2·W1");
  });
});
