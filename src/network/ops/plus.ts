import type { Op } from "../op.ts";

/** The sum of single numbers. A slope passes it unchanged. */
export const plus: Op<readonly number[]> = {
  name: "plus",
  kind: "scalars",
  run: (terms) => terms.reduce((a, b) => a + b),
  written: {
    form: "sum",
    together: false,
    bracketed: false,
    term: ([x]) => x!,
    termText: ([x]) => x!,
    whole: (sum) => sum,
    wholeText: (sum) => sum,
  },
  numpy: (terms) => terms.join(" + "),
  spreadsheet: (terms) => terms.map(({ all }) => all).join("+"),
};
