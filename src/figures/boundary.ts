import { contours } from "d3-contour";
import type { Matrix } from "../math/matrix.ts";
import { MIDDLE, stroked } from "./looks.ts";
import type { Plane } from "./plane.ts";
import { simplified } from "./simplified.ts";
import { coordinates, cropped, element, figure, group, line, type Point, text } from "./svg.ts";
import type { Words } from "./told.ts";
import { mark } from "./xor.ts";

/** What a network says all over the plane: bands of its output, and the line where its answer changes. */

export interface PlaneData {
  readonly id: string;
  readonly plane: Plane;
  /** The points to draw, by the id under which the page holds them: see `pointsIn`. */
  readonly points?: string;
  /** Width and height, in units of the drawing. */
  readonly size?: number;
}

export interface BoundaryData extends PlaneData {
  /** What is drawn, at each of `nodesOf(plane)`. */
  readonly values: readonly number[];
  /** Where the answer changes: this line is drawn strong. */
  readonly border: number;
  /** Where the tint gets a shade deeper, beside the border. */
  readonly levels: readonly number[];
}

interface RegionsData extends PlaneData {
  /** For each label how far its output is ahead of all others, at each of `nodesOf(plane)`. */
  readonly leads: readonly (readonly number[])[];
}

const SIZE = 150;
const MARK_RADIUS = 2.2;
/**
 * How far a simplified line may be from the true one, in units of the drawing, and to how many parts of a unit it is
 * rounded: too little to be seen, and it halves the bytes. The edge of a tint is soft, the border is not.
 */
const BORDER = { tolerance: 0.2, unit: 10 };
const TINT = { tolerance: 0.5, unit: 1 };

/**
 * Points of the plane drawn once, for any number of figures of this size: circles have label 1, squares 0. They show
 * only where a figure uses them.
 */
export function pointsIn(
  id: string,
  X: Matrix,
  labels: readonly number[],
  { reach }: Pick<Plane, "reach">,
  { size, radius } = { size: SIZE, radius: MARK_RADIUS },
): string {
  const place = (v: number) => Math.round(((v / reach + 1) / 2) * size * 10) / 10;
  const marks = labels.map((label, n) => {
    const [x, y] = [place(X.data[2 * n]!), size - place(X.data[2 * n + 1]!)];
    return mark(label, x, y, radius, label === 1 ? {} : { class: undefined, fill: "none" });
  });
  return element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", class: "kept", width: 0, height: 0, "aria-hidden": "true" },
    element("defs", {}, element("g", { id }, ...marks)),
  );
}

/**
 * What draws lines around all that is at least a level.
 * @throws RangeError where there is not one finite value for each node
 */
function outlines({ id, plane: { nodes }, size = SIZE }: PlaneData, values: readonly number[]) {
  const wrong = values.find((value) => !Number.isFinite(value));
  if (values.length !== nodes * nodes || wrong !== undefined)
    throw new RangeError(
      `figure ${id}: got ${wrong ?? `${values.length} values`}, expected ${nodes * nodes} finite numbers`,
    );
  const contour = contours().size([nodes, nodes]);
  // A ring that leaves the plane closes around it, half a cell outside, and is cropped there.
  const place = (v: number) => ((v - 0.5) / (nodes - 1)) * size;
  return (level: number, { tolerance, unit }: typeof BORDER): string =>
    contour
      .contour([...values], level)
      .coordinates.flat()
      .map((ring) => {
        const places = ring.map(([x, y]): Point => [place(x!), place(y!)]);
        return `${drawn(simplified(places, tolerance), unit)}z`;
      })
      .join("");
}

/** The plane with its axes, and on it tints, points and lines. */
function onPlane(
  { points, size = SIZE }: PlaneData,
  tints: readonly string[],
  strong: string,
  ...above: readonly string[]
): string {
  const frame = { x: 0, y: 0, width: size, height: size };
  const middle = size / 2;
  return cropped(
    frame,
    group({ class: "activations" }, ...tints.map((d) => element("path", { class: "tint", d }))),
    group(
      { class: "muted" },
      line(middle, 0, middle, size, { class: "border" }),
      line(0, middle, size, middle, { class: "border" }),
      element("rect", { ...frame, class: "border", fill: "none" }),
    ),
    points ? group({ class: "data" }, element("use", { href: `#${points}` })) : "",
    element("path", { class: "ink", d: strong, fill: "none", ...stroked(1.5) }),
    ...above,
  );
}

const whole = ({ id, size = SIZE }: PlaneData, words: Words, drawing: string): string =>
  figure({ id, ...words, width: size, height: size }, drawing);

/**
 * The drawing alone, to stand in another figure.
 * @throws RangeError where there is not one finite value for each node
 */
export function bands(data: BoundaryData, ...above: readonly string[]): string {
  const { values, border, levels } = data;
  const around = outlines(data, values);
  const strong = around(border, BORDER);
  const tints = [...levels.map((level) => around(level, TINT)), strong].filter((d) => d !== "");
  return onPlane(data, tints, strong, ...above);
}

/** @throws RangeError where there is not one finite value for each node */
export const boundary = (data: BoundaryData, words: Words, ...above: readonly string[]): string =>
  whole(data, words, bands(data, ...above));

/** A region for each answer, its label written where it is ahead the most; a tint is deeper the larger the label. */
export function regions(data: RegionsData, words: Words): string {
  const { leads, plane, size = SIZE } = data;
  const cell = size / (plane.nodes - 1);
  const answers = leads.flatMap((lead, label) => {
    const most = lead.reduce((best, it, n) => (it > lead[best]! ? n : best), 0);
    if (lead[most]! <= 0) return [];
    // Inside the frame, where all of it is seen.
    const inside = (v: number) => Math.min(Math.max(v * cell, 14), size - 14);
    const at = [inside(most % plane.nodes), inside(Math.floor(most / plane.nodes)) + 5] as const;
    const d = outlines(data, lead)(0, BORDER);
    return [{ label, d, name: text(...at, String(label), { class: "ink halo named", ...MIDDLE }) }];
  });
  const tints = answers.flatMap(({ label, d }) => Array.from({ length: label }, () => d));
  const strong = answers.map(({ d }) => d).join("");
  return whole(data, words, onPlane(data, tints, strong, ...answers.map(({ name }) => name)));
}

/** A short path: each place is written relative to the one before it. */
function drawn(places: readonly Point[], unit: number): string {
  const whole = places.map(([x, y]) => [Math.round(x * unit), Math.round(y * unit)] as const);
  const steps = whole.map(([x, y], i) => {
    const [fromX, fromY] = whole[i - 1] ?? [0, 0];
    return coordinates((x - fromX) / unit, (y - fromY) / unit);
  });
  return `M${steps[0]}l${steps.slice(1).join(" ")}`;
}
