import {
  MOST_DRAWN,
  MOST_NAMED,
  MOST_REACH,
} from "../src/figures/sigmoid.ts";
import type { Matrix } from "../src/matrix.ts";
import { grouped } from "./prose.ts";

/** What the figure of the sigmoid shows of sums: a few with lines to both axes, more as dots, not all of very many. */
export function onCurve(sums: string, { data }: Matrix): string {
  const drawn = data.slice(0, MOST_DRAWN);
  const what =
    data.length > MOST_DRAWN
      ? `The first ${MOST_DRAWN} of the ${grouped(data.length)} ${sums} on the curve.`
      : `The ${sums} on the curve.`;
  const lines =
    data.length <= MOST_NAMED
      ? ` Each goes up to the curve and across to its value.`
      : ``;
  const beyond = drawn.some((z) => Math.abs(z) > MOST_REACH)
    ? ` An arrowhead at the edge stands for a sum beyond it.`
    : ``;
  return what + lines + beyond;
}
