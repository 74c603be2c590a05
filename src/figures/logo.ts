import { brickPath } from "./brick.ts";
import { element, group } from "./svg.ts";

/** Mid-tones that stand out on white and on black alike: a favicon knows no style sheet. */
const FIXED = { weights: "#2f7fcf", activations: "#159a83", gradients: "#d9622b" } as const;

const COURSES = [
  ["gradients", 9, 7, 22],
  ["activations", 1, 16.5, 22],
  ["weights", 5, 26, 22],
] as const;

const bricks = (paint: (kind: keyof typeof FIXED) => string): string[] =>
  COURSES.map(([kind, x, y, width]) =>
    element("path", { fill: paint(kind), d: brickPath(x, y - 1, width, 6, 0.8) }),
  );

/** The logo inside a page: three bricks in the page's own colours; decoration beside the book's name. */
export function logo(size = 32): string {
  const courses = bricks(() => "currentColor").map((drawn, i) => group({ class: COURSES[i]![0] }, drawn));
  return element(
    "svg",
    { class: "figure logo", viewBox: "0 0 32 32", width: size, height: size, "aria-hidden": "true" },
    ...courses,
  );
}

/** The favicon as a file of its own. */
export const favicon = (): string =>
  element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 32 32" },
    ...bricks((kind) => FIXED[kind]),
  );
