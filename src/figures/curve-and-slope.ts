import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { formula, number } from "./formula.ts";
import { END, MIDDLE, stroked } from "./looks.ts";
import { curved, figure, group, line, type Point, polyline } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** A curve and, beside it, the curve of its slope, over the same stretch of the axis. */

interface PairFacts {
  /** Where the curve begins and ends, and its slope there. */
  readonly ends: readonly { readonly x: string; readonly y: string; readonly slope: string }[];
}

export type CurveAndSlopeWords = Told<PairFacts>;

interface CurveAndSlopeData {
  readonly id: string;
  readonly f: (x: number) => number;
  readonly slope: (x: number) => number;
  readonly from: number;
  readonly to: number;
  /** Short formulas: the axis, the curve, the slope. */
  readonly names: { readonly x: string; readonly y: string; readonly slope: string };
  /** The kind of quantity of the curve, for its colour. */
  readonly kind: "activations" | "scalars";
}

const [LEFT, WIDTH, GAP, TOP, BOTTOM, SAMPLES] = [52, 160, 58, 30, 160, 120];

export function curveAndSlope(data: CurveAndSlopeData, words: CurveAndSlopeWords, show: Show): string {
  const { id, f, slope, from, to, names, kind } = data;
  const at = Array.from({ length: SAMPLES + 1 }, (_, i) => from + ((to - from) * i) / SAMPLES);
  const ends = [from, to].map((x) => ({ x: show(x), y: show(f(x)), slope: show(slope(x)) }));
  return figure(
    { id, ...tell(words, { ends }), width: LEFT + 2 * WIDTH + GAP + 10, height: BOTTOM + 34 },
    panel(
      LEFT,
      at.map((x): Point => [x, f(x)]),
      names.x,
      names.y,
      kind,
      show,
    ),
    panel(
      LEFT + WIDTH + GAP,
      at.map((x): Point => [x, slope(x)]),
      names.x,
      names.slope,
      "gradients",
      show,
    ),
  );
}

function panel(
  left: number,
  points: readonly Point[],
  xName: string,
  yName: string,
  kind: string,
  show: Show,
): string {
  const [first, last] = [points[0]![0], points.at(-1)![0]];
  const x = scaleLinear([first, last], [left, left + WIDTH]);
  const [low, high] = extent([0, ...points.map(([, y]) => y)]) as [number, number];
  const y = scaleLinear([low, high === low ? low + 1 : high], [BOTTOM, TOP]);
  // A corner that jumps is drawn as two pieces.
  const jumps = points.findIndex(
    ([, value], i) => i > 0 && Math.abs(value - points[i - 1]![1]) > (high - low) / 2,
  );
  const pieces = jumps > 0 ? [points.slice(0, jumps), points.slice(jumps)] : [points];
  const ticks = [...new Set([first, 0, last].filter((it) => it >= first && it <= last))];
  return (
    group(
      { class: "muted" },
      line(left, y(0), left + WIDTH, y(0), stroked()),
      first < 0 ? line(x(0), TOP, x(0), BOTTOM, { ...stroked(), class: "pale" }) : "",
      ...ticks.map((it) => number(x(it), BOTTOM + 24, show(it), MIDDLE)),
      ...[...new Set([low, high])].map((it) => number(left - 8, y(it) + 5, show(it), END)),
    ) +
    group(
      { class: kind },
      ...pieces.map((piece) => curved(polyline(piece.map(([px, py]) => [x(px), y(py)])))),
      formula(left, TOP - 14, yName),
      formula(left + 0.75 * WIDTH, BOTTOM + 24, xName, MIDDLE),
    )
  );
}
