import { got } from "../../../src/lesson/check.ts";

/** Which word of a CSV file became which label, where it was not that number already. */
export const classesLine = (classes: readonly string[]): string[] =>
  classes.every((text, label) => text === String(label))
    ? []
    : [
        `labels: ${classes.map((text, label) => `${label} ${/^[\p{L}\p{N} _.-]{1,40}$/u.test(text) ? text : got(text)}`).join(", ")}`,
      ];
