import { escapeHtml } from "../typeset/html.ts";
import { ALONE } from "./alone.ts";
import { type Attributes, stroked } from "./looks.ts";
import type { Words } from "./told.ts";

/** SVG as text: the few helpers every figure is written with. No DOM, so figures are drawn anywhere. */

/**
 * A coordinate with at most two decimals, the same text for the same number everywhere, and no "-0".
 * @throws RangeError where x is not finite: a figure with NaN in it would silently lose a line
 */
export function coordinate(x: number): string {
  if (!Number.isFinite(x)) throw new RangeError(`cannot draw at ${x}: expected a finite number`);
  return String(Math.round(x * 100) / 100 + 0);
}

/** Coordinates one after the other, as the paths and boxes of SVG have them. */
export const coordinates = (...numbers: readonly number[]): string => numbers.map(coordinate).join(" ");

/** √(dx² + dy²) from what is exact in every engine, which `Math.hypot` is not. */
export const distance = (dx: number, dy: number): number => Math.sqrt(dx * dx + dy * dy);

/**
 * An element; attributes are escaped and those undefined left out, children are markup already. How its classes look
 * without a style sheet (`ALONE`) is written into its attributes.
 */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const looks = String(attributes.class ?? "").split(" ");
  const all: Attributes = Object.assign({}, attributes, ...looks.map((name) => ALONE[name]), attributes);
  const written = Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? coordinate(value) : escapeHtml(value!)}"`);
  const open = `<${name}${written.join("")}`;
  return children.length ? `${open}>${children.join("")}</${name}>` : `${open}/>`;
}

export const group = (attributes: Attributes, ...children: readonly string[]): string =>
  children.length ? element("g", attributes, ...children) : "";

/** Words at a place. */
export const text = (x: number, y: number, content: string, attributes: Attributes = {}): string =>
  element("text", { x, y, ...attributes }, escapeHtml(content));

/** A straight line. */
export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string =>
  element("line", { x1, y1, x2, y2, ...attributes });

/** The two strokes of a cross around a point. */
export const cross = (x: number, y: number): string =>
  line(x - 4, y - 4, x + 4, y + 4) + line(x - 4, y + 4, x + 4, y - 4);

/** A filled circle. */
export const dot = (cx: number, cy: number, r: number, attributes: Attributes = {}): string =>
  element("circle", { cx, cy, r, fill: "currentColor", ...attributes });

/** A circle's line; `look` fills it, or does not. */
export const ring = (cx: number, cy: number, r: number, look: Attributes): string =>
  element("circle", { cx, cy, r, ...look, ...stroked(1.5) });

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle around a point. */
export const boxAround = (x: number, y: number, width: number, height: number, its: Attributes): string =>
  element("rect", { x: x - width / 2, y: y - height / 2, width, height, ...its });

/** A drawing cut off at the edges of a box. */
export const cropped = (box: Box, ...drawings: readonly string[]): string =>
  element("svg", { ...box, viewBox: coordinates(box.x, box.y, box.width, box.height) }, ...drawings);

export type Point = readonly [x: number, y: number];

/** Straight lines from point to point, as the `d` of a path, rounded to 1/`parts` of a unit. */
export function polyline(points: readonly Point[], parts = 100): string {
  const rounded = (x: number) => Math.round(x * parts) / parts;
  return points.length > 0 ? `M${points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join("L")}` : "";
}

/** A curve, as the `d` of a path. */
export const curved = (d: string, attributes: Attributes = {}): string =>
  element("path", { d, fill: "none", ...stroked(1.5), ...attributes });

/** An arrow from one point to another, its head two strokes as thick as the shaft. */
export function arrow(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string {
  const length = distance(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [((x2 - x1) / length) * 6, ((y2 - y1) / length) * 6];
  const barb = (side: number) => coordinates(x2 - ux + side * uy, y2 - uy - side * ux);
  const tip = coordinates(x2, y2);
  return element("path", {
    d: `M${coordinates(x1, y1)}L${tip}M${barb(0.7)}L${tip}L${barb(-0.7)}`,
    fill: "none",
    stroke: "currentColor",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "stroke-width": 1.5,
    ...attributes,
  });
}

/** A link around a drawing, named by the text in it or by `name`. Without an address, the drawing alone. */
export const link = (href: string | undefined, name: string | undefined, drawing: string): string =>
  href === undefined ? drawing : element("a", { href, "aria-label": name }, drawing);

interface FigureFrame extends Words {
  /** Unique on its page. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** A figure that holds links is a group of things to read, not one image. */
  readonly links?: boolean;
}

/** The figure itself, at its natural size, with its name and text alternative. */
export function figure(frame: FigureFrame, ...children: readonly string[]): string {
  const { id, title, description, width, height, links = false } = frame;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "figure",
      viewBox: coordinates(0, 0, width, height),
      width,
      height,
      "font-family": "sans-serif",
      "font-size": 14,
      fill: "currentColor",
      role: links ? "group" : "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
    },
    element("title", { id: `${id}-title` }, escapeHtml(title)),
    element("desc", { id: `${id}-desc` }, escapeHtml(description)),
    ...children,
  );
}
