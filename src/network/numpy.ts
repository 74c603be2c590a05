import type { Step } from "./op.ts";

/** Steps in NumPy, line by line. What two steps make is their sum. */
export const numpyOf = (steps: readonly Step[]): string[] =>
  [...new Set(steps.map(({ makes }) => makes))].flatMap((name) => {
    const made = steps.filter(({ makes }) => makes === name).map(({ op, of }) => op.numpy(of).split("\n"));
    const terms = made.map((lines) => lines.at(-1));
    return [...made.flatMap((lines) => lines.slice(0, -1)), `${name} = ${terms.join(" + ")}`];
  });
