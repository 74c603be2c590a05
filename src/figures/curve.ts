import { scaleLinear } from "d3-scale";
import { line as path } from "d3-shape";
import { formula, widthOfText } from "./formula.ts";
import { spread } from "./spread.ts";
import { arrow, element, figure, group, line, text } from "./svg.ts";

/** A curve with its tangent at one point: what a slope is, and what one step down it does. */

export interface CurveFacts {
  readonly x: string;
  readonly y: string;
  readonly slope: string;
  readonly secants: readonly string[];
  readonly next?: string;
}

export interface CurveWords {
  readonly title: string;
  readonly description: (facts: CurveFacts) => string;
  /** What is written on the tangent. */
  readonly slope: (slope: string) => string;
  /** What is written where the step is too small to be seen. */
  readonly small: string;
}

export interface CurveData {
  readonly id: string;
  /** The curve, sampled by the caller in order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Where the tangent touches. */
  readonly at: { readonly x: number; readonly y: number; readonly slope: number };
  /** Where the step leads. */
  readonly next?: { readonly x: number; readonly y: number };
  /** Further points of the curve: the line through `at` and each is a secant. */
  readonly secants?: readonly { readonly x: number; readonly y: number }[];
  /** Short formulas at the axes' ends, as "w" and "L", and at the step's, as "w*". */
  readonly names: { readonly x: string; readonly y: string; readonly next?: string };
  readonly kinds?: { readonly x: string; readonly y: string };
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [400, 264, 12, 388, 30, 214];
const VISIBLE_STEP = 12;

export function curve(data: CurveData, words: CurveWords, show: (x: number) => string): string {
  const { id, points, at, next, secants = [], names, kinds = { x: "ink", y: "ink" } } = data;
  const extent = (values: readonly number[]): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = (high - low) * 0.06 || 1;
    return [low - margin, high + margin];
  };
  const stops = [at, ...secants, ...(next ? [next] : [])];
  const x = scaleLinear(extent([...points.map(([px]) => px), ...stops.map((s) => s.x)]), [LEFT, RIGHT]);
  const y = scaleLinear(extent([...points.map(([, py]) => py), ...stops.map((s) => s.y)]), [BOTTOM, TOP]);
  const [px, py] = [x(at.x), y(at.y)];

  /** A straight line through the point, with a slope in the data's units, so far to each side in the drawing's. */
  const through = (slope: number, back: number, ahead: number) => {
    const [unitX, unitY] = [Math.abs(x(1) - x(0)), slope * (y(1) - y(0))];
    const length = Math.hypot(unitX, unitY);
    const [dx, dy] = [unitX / length, unitY / length];
    return { x1: px - back * dx, y1: py - back * dy, x2: px + ahead * dx, y2: py + ahead * dy };
  };
  const tangent = through(at.slope, 84, 84);
  const rises = tangent.y2 < tangent.y1;
  const slopes = secants.map((s) => (s.y - at.y) / (s.x - at.x));
  const secantLines = secants.map((s, i) => {
    const reach = Math.hypot(x(s.x) - px, y(s.y) - py) + 18;
    const right = s.x > at.x;
    const ends = through(slopes[i]!, right ? 30 : reach, right ? reach : 30);
    return (
      element("line", { ...ends, stroke: "currentColor", "stroke-width": 1 }) +
      element("circle", { cx: x(s.x), cy: y(s.y), r: 3, fill: "currentColor" }) +
      text(x(s.x) + (right ? 9 : -9), y(s.y) + 16, show(slopes[i]!), {
        class: "halo",
        "text-anchor": right ? "start" : "end",
      })
    );
  });

  const seen = next !== undefined && Math.abs(x(next.x) - px) >= VISIBLE_STEP;
  const labels = [show(at.x), ...(seen ? [show(next.x)] : [])];
  const room = Math.max(...labels.map(widthOfText)) + 10;
  const wanted = seen ? [px, x(next.x)] : [px];
  const places = spread(wanted, room, LEFT + room / 2, RIGHT - 24 - room / 2);
  const feet = labels.map((label, i) =>
    group(
      { class: kinds.x },
      line(wanted[i]!, i ? y(next!.y) : py, wanted[i]!, BOTTOM, { class: "guide" }),
      line(wanted[i]!, BOTTOM, places[i]!, BOTTOM + 14, { class: "guide" }),
      text(places[i]!, BOTTOM + 28, label, { "text-anchor": "middle" }),
    ),
  );
  const direction = next && Math.sign(next.x - at.x);
  const step =
    !next || !direction
      ? ""
      : group(
          { class: kinds.x },
          seen
            ? arrow(px, BOTTOM, x(next.x), BOTTOM, { "stroke-width": 2.5 })
            : arrow(px, BOTTOM, px + direction * 30, BOTTOM, { "stroke-width": 2.5 }) +
                text(
                  Math.min(Math.max(px, widthOfText(words.small) / 2), WIDTH - widthOfText(words.small) / 2),
                  BOTTOM + 46,
                  words.small,
                  { "text-anchor": "middle", class: "muted" },
                ),
          seen
            ? element("circle", {
                cx: x(next.x),
                cy: y(next.y),
                r: 4,
                stroke: "currentColor",
                "stroke-width": 1.5,
                class: "paper",
              })
            : "",
          seen && names.next
            ? formula(x(next.x), y(next.y) - 10, names.next, { "text-anchor": "middle", class: "math halo" })
            : "",
        );
  const label = words.slope(show(at.slope));
  const top = rises ? ([tangent.x2, tangent.y2] as const) : ([tangent.x1, tangent.y1] as const);
  const labelX = Math.min(Math.max(top[0], widthOfText(label) / 2), WIDTH - widthOfText(label) / 2);
  return figure(
    {
      id,
      title: words.title,
      description: words.description({
        x: show(at.x),
        y: show(at.y),
        slope: show(at.slope),
        secants: slopes.map(show),
        ...(next && { next: show(next.x) }),
      }),
      width: WIDTH,
      height: HEIGHT,
    },
    group({ class: "muted", stroke: "currentColor" }, line(LEFT, BOTTOM, RIGHT, BOTTOM)),
    group({ class: kinds.x }, formula(RIGHT, BOTTOM + 20, names.x, { "text-anchor": "end" })),
    ...feet,
    group(
      { class: kinds.y },
      element("path", {
        d:
          path<readonly [number, number]>(
            (p) => x(p[0]),
            (p) => y(p[1]),
          ).digits(2)([...points]) ?? "",
        fill: "none",
        stroke: "currentColor",
        "stroke-width": 1.5,
      }),
      formula(x(points[0]?.[0] ?? at.x), y(points[0]?.[1] ?? at.y) - 8, names.y),
    ),
    group({ class: "muted" }, ...secantLines),
    group(
      { class: "gradients" },
      element("line", { ...tangent, stroke: "currentColor", "stroke-width": 2 }),
      text(labelX, Math.max(14, top[1] - 8), label, { "text-anchor": "middle", class: "halo" }),
    ),
    group({ class: kinds.y }, element("circle", { cx: px, cy: py, r: 4.5, fill: "currentColor" })),
    step,
  );
}
