import type { Writer } from "../src/book/writer.ts";
import { drawnOf } from "../src/figures/sigmoid.ts";
import { sigmoidPrime } from "../src/math/elementary.ts";
import { count, grouped } from "./words/prose.ts";

/** What the figure of a sigmoid’s slopes shows: tangents where they have room, and arrows to what lies outside. */
export function slopesTold(w: Writer, sums: "z1" | "z2", one: string): string {
  const all = w.trace[sums].data.length;
  const { points, named, beyond } = drawnOf(w.trace[sums]);
  const kind = !named ? "dots" : beyond === 0 ? "tangents" : beyond === all ? "arrows" : "some";
  const others = beyond === 1 ? "The other one lies" : `The other ${beyond} lie`;
  const told = w.choose(`${sums}-slopes`, kind, {
    dots: `${points === all ? `The ${grouped(all)}` : `${points} of the ${grouped(all)}`} ${one}s on the curve. Their tangents would be too many.${beyond > 0 ? ` An arrow stands for each that lies beyond the edge.` : ""}`,
    tangents: `The tangent at ${all === 1 ? `the one ${one}` : `each of the ${all} ${one}s`}, with its slope.`,
    some: `The tangent at ${all - beyond} of the ${count(all, one)}, with its slope. ${others} beyond the edge, where an arrow points.`,
    arrows: `No tangent is drawn: ${all === 1 ? `the one ${one} lies` : `the ${all} ${one}s lie`} beyond the edge, where an arrow points and the curve is almost level. The number beside it is the slope.`,
  });
  return `${told} A sigmoid is steepest at $z = 0$, with slope ${w.exact(sigmoidPrime(0.5))}.`;
}
