import { scaleLinear } from "d3-scale";
import type { MatrixName } from "../network/values.ts";
import { formula, number, widest } from "./formula.ts";
import { cellOf, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { element, figure, group, line, text } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** The shares of a whole, each bar beginning where the one above it ends: together they reach from 0 to 1. */

export interface SharesWords extends Told<readonly { readonly name: string; readonly share: string }[]> {
  /** What stands before the bar of a label. */
  readonly label: (label: number) => string;
}

interface SharesData {
  readonly id: string;
  readonly name: MatrixName;
  readonly row: number;
  readonly shares: readonly number[];
}

const [LEFT, WIDTH, TOP, BAR, PITCH] = [70, 270, 8, 18, 30];
/** A share is drawn at least so wide, so that there is something to see. */
const LEAST = 1.5;

export function shares({ id, name, row, shares: all }: SharesData, words: SharesWords, show: Show): string {
  const right = LEFT + WIDTH;
  const x = scaleLinear([0, 1], [LEFT, right]);
  const bottom = TOP + all.length * PITCH - (PITCH - BAR) + 10;
  const starts = all.map((_, k) => all.slice(0, k).reduce((sum, share) => sum + share, 0));
  const barY = (k: number) => TOP + k * PITCH;
  const bars = all.map((share, k) => {
    const [from, to] = [x(Math.min(1, starts[k]!)), x(Math.min(1, starts[k]! + share))];
    const box = {
      x: Math.min(from, right - LEAST),
      y: barY(k),
      width: Math.max(LEAST, to - from),
      height: BAR,
    };
    const isLast = k === all.length - 1;
    return group(
      {},
      element("rect", { ...box, class: "tint" }),
      element("rect", { ...box, fill: "none", ...stroked(1.5) }),
      isLast ? "" : line(to, barY(k) + BAR, to, barY(k + 1), GUIDE),
      number(right + 14, barY(k) + BAR / 2 + 5, show(share), cellOf(name, row, k)),
    );
  });
  const labels = all.map((_, k) => text(0, barY(k) + BAR / 2 + 5, words.label(k)));
  const facts = all.map((share, k) => ({ name: words.label(k), share: show(share) }));
  return figure(
    { id, ...tell(words, facts), width: right + 18 + widest(all.map(show)), height: bottom + 24 },
    group({ class: "data" }, ...labels),
    group(
      { class: "muted" },
      line(LEFT, bottom, right, bottom, stroked()),
      ...[0, 1].flatMap((end) => [
        line(x(end), TOP - 4, x(end), bottom + 4, end === 0 ? stroked() : GUIDE),
        formula(x(end), bottom + 20, show(end), MIDDLE, 15),
      ]),
    ),
    group({ class: "activations" }, ...bars),
  );
}
