import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { clamp } from "./axes.ts";
import { formula, number } from "./formula.ts";
import { MIDDLE, stroked } from "./looks.ts";
import { cropped, curved, dot, element, figure, group, line, type Point, polyline } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** A slope as rise over run: a triangle on the tangent of a curve, with the lengths of its sides. */

interface RiseFacts {
  readonly x: string;
  readonly y: string;
  readonly run: string;
  readonly rise: string;
  readonly slope: string;
}

export type RiseWords = Told<RiseFacts>;

export interface RiseData {
  readonly id: string;
  /** The curve, sampled by the caller in order of x. */
  readonly points: readonly Point[];
  /** Where the tangent touches. */
  readonly at: { readonly x: number; readonly y: number; readonly slope: number };
  /** How far the triangle goes to the right. */
  readonly run: number;
  /** Short formulas: the axis and the curve. */
  readonly names: { readonly x: string; readonly y: string };
}

const [WIDTH, LEFT, RIGHT, TOP, BOTTOM] = [290, 12, 278, 26, 176];

export function rise({ id, points, at, run, names }: RiseData, words: RiseWords, show: Show): string {
  const rise = at.slope * run;
  const [low, high] = extent([0, at.y + rise, ...points.map(([, y]) => y)]) as [number, number];
  const x = scaleLinear([points[0]![0], points.at(-1)![0]], [LEFT, RIGHT]);
  const y = scaleLinear([low, high], [BOTTOM, TOP]);
  const [from, to] = [
    [x(at.x), y(at.y)],
    [x(at.x + run), y(at.y + rise)],
  ] as const;
  const steep = (to[1] - from[1]) / (to[0] - from[0]);
  // Beside the middle of its side; where the curve falls, it comes near there, and is below the side's upper end.
  const beside = rise < 0 ? from[1] + 3 : (from[1] + to[1]) / 2 + 5;
  const farthest = RIGHT - LEFT;
  const plot = { x: LEFT, y: TOP - 12, width: RIGHT - LEFT, height: BOTTOM - TOP + 12 };
  const ticks = x.ticks(5).filter((it) => it !== at.x);
  const told = { x: show(at.x), y: show(at.y), run: show(run), rise: show(rise), slope: show(at.slope) };
  const [first] = points;
  const corner = points[0]![1] > points.at(-1)![1] ? END_OF_FALL : END_OF_RISE;
  return figure(
    { id, ...tell(words, told), width: WIDTH, height: BOTTOM + 26 },
    group(
      { class: "muted" },
      line(LEFT, BOTTOM, RIGHT, BOTTOM, stroked()),
      ...ticks.map(
        (it) =>
          line(x(it), BOTTOM, x(it), BOTTOM + 4, stroked()) +
          number(clamp(x(it), LEFT + 6, RIGHT - 18), BOTTOM + 20, show(it), MIDDLE),
      ),
      line(from[0], from[1], from[0], BOTTOM, { ...stroked(1), "stroke-dasharray": "2 3" }),
    ),
    group(
      { class: "ink" },
      number(from[0], BOTTOM + 20, told.x, MIDDLE),
      formula(RIGHT, BOTTOM + 20, names.x, MIDDLE),
      cropped(
        plot,
        curved(
          polyline(
            points.map(([px, py]) => [x(px), y(py)]),
            10,
          ),
        ),
      ),
      formula(corner.x(first ? x(first[0]) : LEFT), corner.y, names.y, { class: "halo" }),
    ),
    group(
      { class: "gradients" },
      cropped(
        plot,
        line(
          from[0] - farthest,
          from[1] - steep * farthest,
          from[0] + farthest,
          from[1] + steep * farthest,
          stroked(),
        ),
        element("path", {
          d: `M${from.join()}H${to[0]}V${to[1]}Z`,
          class: "tint",
        }),
        element("path", { d: `M${from.join()}H${to[0]}V${to[1]}`, fill: "none", ...stroked(2) }),
      ),
      number((from[0] + to[0]) / 2, from[1] + (rise > 0 ? 17 : -7), told.run, { ...MIDDLE, class: "halo" }),
      number(to[0] + 10, beside, told.rise, { class: "halo" }),
    ),
    group({ class: "ink" }, dot(from[0], from[1], 4)),
  );
}

const END_OF_RISE = { x: (left: number) => left + 6, y: TOP + 6 };
const END_OF_FALL = { x: (left: number) => left + 120, y: TOP + 6 };
