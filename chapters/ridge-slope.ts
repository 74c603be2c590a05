import type { Writer } from "../src/book/writer.ts";
import { at } from "../src/math/matrix.ts";
import type { Trace } from "../src/network/stage.ts";
import { followed } from "../src/typeset/equations.ts";
import { relation, significant } from "../src/typeset/format.ts";

/** What the ridge adds to the slopes along weights, as the chapters on the backward pass tell it. */

/** In a formula; `entry` for one of them: `[j,k]`. */
export const ridgeSlope = (w: Writer, weights: "W1" | "W2", entry = ""): string =>
  `\\frac{\\htmlClass{scalars}{\\lambda}}{N}\\,${w.sym(weights)}${entry}`;

/** How much that is in this lesson, for the weight that the page follows. */
export function ridgeShare(trace: Trace, weights: "W1" | "W2") {
  const { ridge } = trace.lesson;
  const N = trace.y.rows;
  const [row, col] = followed(trace[weights]);
  const weight = at(trace[weights], row, col);
  const added = (ridge * weight) / N;
  const exact = significant(weight).value.times(ridge).div(N);
  return {
    weights,
    row,
    col,
    weight,
    N,
    added,
    sign: relation(exact, significant(added)),
    claim: ridge === 0 ? "none" : "some",
  } as const;
}

export function ridgeAdds(w: Writer, f: ReturnType<typeof ridgeShare>): string {
  const { weights, row, col, weight } = f;
  const number = w.entry(weights, row, col, significant(weight));
  return w.choose(`${weights}-ridge`, f.claim, {
    none: `In this lesson λ is 0, so the ridge adds 0 to every slope.`,
    some: `In this lesson the ridge adds ${w.rate("lambda")}/${f.N}·${weight < 0 ? `(${number})` : number} ${f.sign} ${w.brief(f.added)} to the slope along $${w.sym(weights)}[${row},${col}]$.`,
  });
}
