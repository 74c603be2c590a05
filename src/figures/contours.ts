import { contours as contoursOf } from "d3-contour";
import { scaleLinear } from "d3-scale";
import { number, numberOn } from "./formula.ts";
import { END, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { simplified } from "./simplified.ts";
import {
  arrow,
  coordinates,
  curved,
  distance,
  dot,
  element,
  figure,
  group,
  line,
  type Point,
  text,
} from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** A map of the loss: lines that join places of one loss, and on it a step as an arrow to the right. */

interface ContoursFacts {
  readonly levels: readonly string[];
  readonly step: string;
}

export interface ContoursWords extends Told<ContoursFacts> {
  /** What lies to the right, and upward. */
  readonly right: string;
  readonly up: string;
}

interface ContoursData {
  readonly id: string;
  /** The loss at nodes × nodes places, row by row from the bottom left. */
  readonly nodes: number;
  readonly values: readonly number[];
  /** The losses of the lines. */
  readonly levels: readonly number[];
  /** The side of the map: the α whose step would cross it. */
  readonly side: number;
  /** The part of the side behind the start. */
  readonly behind: number;
  /** The lesson's α. */
  readonly alpha: number;
}

const [SIZE, TOP] = [236, 24];
/** An arrow shorter than this is not seen; the map's start is marked alone. */
const VISIBLE = 8;
/** A number stands so far inside the frame, and from any other. */
const [INSIDE, APART] = [22, 44];
/** So far from a number no other line touches it. */
const CLEAR = 26;

/** @throws RangeError where there is not one finite value for each node */
export function contours(data: ContoursData, words: ContoursWords, show: Show): string {
  const { id, nodes, values, levels, side, behind, alpha } = data;
  const wrong = values.find((value) => !Number.isFinite(value));
  if (values.length !== nodes * nodes || wrong !== undefined)
    throw new RangeError(
      `figure ${id}: got ${wrong ?? `${values.length} values`}, expected ${nodes * nodes} finite numbers`,
    );
  const place = (v: number) => ((v - 0.5) / (nodes - 1)) * SIZE;
  const around = contoursOf().size([nodes, nodes]);
  const rings = levels.map((loss) => ({
    loss,
    rings: around
      .contour([...values], loss)
      .coordinates.flat()
      .map((its) => its.map(([x, y]): Point => [place(x!), SIZE - place(y!)])),
  }));
  const start = { x: behind * SIZE, y: SIZE / 2 };
  const end = Math.min(start.x + (alpha / side) * SIZE, SIZE - 1);
  const taken: Point[] = [[start.x, start.y]];
  const numbers = rings.flatMap(({ loss, rings: own }) => {
    const others = rings.flatMap((it) => (it.rings === own ? [] : it.rings.flat()));
    const at = freest(own.flat(), taken, others, start.y);
    if (!at) return [];
    taken.push(at);
    return numberOn(at[0], at[1], show(loss));
  });
  // The ends of other steps along the same way.
  const along = scaleLinear([-behind * side, (1 - behind) * side], [0, SIZE]);
  const ticks = along.ticks(5).filter((it) => it > 0);
  const frame = { x: 0, y: TOP, width: SIZE, height: SIZE };
  return figure(
    {
      id,
      ...tell(words, { levels: levels.map(show), step: show(alpha) }),
      width: SIZE,
      height: TOP + SIZE + 40,
    },
    text(0, 14, words.up, { class: "muted" }),
    element(
      "svg",
      { ...frame, viewBox: `0 0 ${SIZE} ${SIZE}` },
      group(
        { class: "scalars" },
        ...rings.map(({ rings }) =>
          curved(rings.map((it) => smooth(simplified(it, 0.2))).join(""), stroked(1)),
        ),
        ...numbers,
      ),
      group({ class: "muted" }, line(0, start.y, SIZE, start.y, GUIDE)),
      group(
        { class: "weights" },
        end - start.x >= VISIBLE ? arrow(start.x, start.y, end, start.y, stroked(2.5)) : "",
        dot(start.x, start.y, 4),
      ),
      element("rect", { x: 0, y: 0, width: SIZE, height: SIZE, fill: "none", class: "border" }),
    ),
    number(SIZE, TOP + SIZE + 39, "α", { ...END, class: "scalars" }),
    group(
      { class: "muted" },
      ...ticks.map(
        (it) =>
          line(along(it), TOP + SIZE, along(it), TOP + SIZE + 3, stroked()) +
          number(along(it), TOP + SIZE + 18, show(it), MIDDLE),
      ),
      text(0, TOP + SIZE + 36, words.right),
    ),
  );
}

/**
 * The place for a number, of all on its line: inside the frame, off the arrow's way, where no other line is near, and
 * then farthest from the other numbers.
 */
function freest(
  places: readonly Point[],
  taken: readonly Point[],
  others: readonly Point[],
  way: number,
): Point | undefined {
  const isInside = (v: number) => v > INSIDE && v < SIZE - INSIDE;
  // A number is wider than it is high.
  const room = (at: Point, from: readonly Point[]) =>
    from.reduce((least, [x, y]) => Math.min(least, distance(x - at[0], 1.6 * (y - at[1]))), SIZE);
  const fit = places
    .filter(([x, y]) => isInside(x) && isInside(y) && Math.abs(y - way) > 18)
    .map((at) => ({ at, apart: room(at, taken) }))
    .filter(({ apart }) => apart > APART)
    .map((it) => ({ ...it, free: Math.min(room(it.at, others), CLEAR) }));
  const isBetter = (a: (typeof fit)[number], b: (typeof fit)[number]) =>
    a.free > b.free || (a.free === b.free && a.apart > b.apart);
  return fit.length === 0 ? undefined : fit.reduce((best, it) => (isBetter(it, best) ? it : best)).at;
}

/** A ring without corners: its points pull at a line through the middles between them. Each place is told from the last. */
function smooth(ring: readonly Point[]): string {
  const tenths = ring.slice(0, -1).map(([x, y]): Point => [Math.round(10 * x), Math.round(10 * y)]);
  const middle = ([ax, ay]: Point, [bx, by]: Point): Point => [
    Math.round((ax + bx) / 2),
    Math.round((ay + by) / 2),
  ];
  const first = middle(tenths.at(-1)!, tenths[0]!);
  let last = first;
  const from = ([x, y]: Point) => coordinates((x - last[0]) / 10, (y - last[1]) / 10);
  const curves = tenths.map((at, i) => {
    const to = middle(at, tenths[(i + 1) % tenths.length]!);
    const told = `${from(at)} ${from(to)}`;
    last = to;
    return told;
  });
  return `M${coordinates(first[0] / 10, first[1] / 10)}q${curves.join(" ")}z`;
}
