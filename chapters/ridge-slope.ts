import type { Writer } from "../src/book/writer.ts";
import { at } from "../src/math/matrix.ts";
import { relation, significant } from "../src/typeset/format.ts";

/** What the ridge adds to the slopes along weights, as the chapters on the backward pass tell it. */

/** In a formula; `entry` for one of them: `[j,k]`. */
export const ridgeSlope = (w: Writer, weights: "W1" | "W2", entry = ""): string =>
  `\\frac{\\htmlClass{scalars}{\\lambda}}{N}\\,${w.sym(weights)}${entry}`;

/** How much that is in this lesson, for the weight that the page follows. */
export function ridgeAdds(w: Writer, weights: "W1" | "W2"): string {
  const { trace } = w;
  const { ridge } = trace.lesson;
  const N = trace.y.rows;
  const [r, c] = w.followed(weights);
  const weight = at(trace[weights], r, c);
  const shown = significant(weight);
  const number = w.entry(weights, r, c, shown);
  const added = (ridge * weight) / N;
  const sign = relation(shown.value.times(ridge).div(N), significant(added));
  return w.choose(`${weights}-ridge`, ridge === 0 ? "none" : "some", {
    none: `In this lesson λ is 0, so the ridge adds 0 to every slope.`,
    some: `In this lesson the ridge adds ${w.rate("lambda")}/${N}·${weight < 0 ? `(${number})` : number} ${sign} ${w.brief(added)} to the slope along $${w.sym(weights)}[${r},${c}]$.`,
  });
}
