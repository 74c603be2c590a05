import { brickPath } from "./brick.ts";
import { element, group } from "./svg.ts";

/** Three courses of bricks, from the top. The favicon has no style sheet: its mid-tones show on black and on white. */
const COURSES = [
  { kind: "gradients", x: 6, colour: "#d9622b" },
  { kind: "activations", x: 0.5, colour: "#159a83" },
  { kind: "weights", x: 4, colour: "#2f7fcf" },
] as const;

const brick = (x: number, course: number) =>
  brickPath({ x, y: 3.4 + course * 10.2, width: 25, height: 7.2 }, 0.7, 2.4);

/** The logo inside a page, in the page's own colours; decoration beside the book's name. */
export const logo = (size = 32): string =>
  element(
    "svg",
    { class: "figure logo", viewBox: "0 0 32 32", width: size, height: size, "aria-hidden": "true" },
    ...COURSES.map(({ kind, x }, i) =>
      group({ class: kind }, element("path", { fill: "currentColor", d: brick(x, i) })),
    ),
  );

/** The favicon as a file of its own. */
export const favicon = (): string =>
  element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 32 32" },
    ...COURSES.map(({ colour, x }, i) => element("path", { fill: colour, d: brick(x, i) })),
  );
