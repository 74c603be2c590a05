import { drawnOf } from "../src/figures/sigmoid.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { grouped } from "./words/prose.ts";

/** What the figure of the sigmoid shows of sums: a few with lines to both axes, more as dots, not all of very many. */
export function onCurve(sums: string, z: Matrix): string {
  const { points, named, beyond } = drawnOf(z);
  const what =
    points < z.data.length
      ? `The first ${points} of the ${grouped(z.data.length)} ${sums} on the curve.`
      : `The ${sums} on the curve.`;
  const lines = named ? ` Each goes up to the curve and across to its value.` : ``;
  const edge = beyond > 0 ? ` An arrowhead at the edge stands for a sum beyond it.` : ``;
  return what + lines + edge;
}
