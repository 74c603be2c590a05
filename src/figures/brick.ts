import type { Brick } from "../chapter.ts";
import type { Kind } from "../trace.ts";
import { centred } from "./formula.ts";
import { coordinate, element, group, text } from "./svg.ts";

/** The one shape of the book: a brick with four studs. Stack, logo and favicon are made of it. */

export const STUD = 5;

/** What each brick is, and so its colour and its frame. */
export const KIND_OF_BRICK: Record<Brick, Kind> = {
  X: "data",
  W1: "weights",
  sigma1: "activations",
  W2: "weights",
  sigma2: "activations",
  loss: "scalars",
};

const SYMBOL: Partial<Record<Brick, string>> = { X: "X", W1: "W₁", sigma1: "σ", W2: "W₂", sigma2: "σ" };

/** The outline of a brick whose body has its top left corner at (x, y); the studs stand above. */
export function brickPath(x: number, y: number, width: number, height: number, round = 1.5): string {
  const unit = width / 8;
  const p = (...numbers: number[]) => numbers.map(coordinate).join(" ");
  const corner = (dx: number, dy: number) => `a${p(round, round, 0, 0, 1, dx, dy)}`;
  const studs = [0.5, 2.5, 4.5, 6.5].map(
    (u) =>
      `H${p(x + u * unit)}v${p(1 - STUD)}a${p(1, 1, 0, 0, 1, 1, -1)}h${p(unit - 2)}a${p(1, 1, 0, 0, 1, 1, 1)}v${p(STUD - 1)}`,
  );
  return [
    `M${p(x, y + height - round)}`,
    `V${p(y + round)}${corner(round, -round)}`,
    ...studs,
    `H${p(x + width - round)}${corner(round, round)}`,
    `V${p(y + height - round)}${corner(-round, round)}`,
    `H${p(x + round)}${corner(-round, -round)}Z`,
  ].join("");
}

/**
 * A brick of the stack with its symbol (`word` for the loss). Its frame tells its kind without colour: solid for
 * weights, rounded for activations, none for data and loss. Lit, it is filled.
 */
export function drawBrick(
  brick: Brick,
  at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  lit: boolean,
  word: string,
): string {
  const { x, y, width, height } = at;
  const kind = KIND_OF_BRICK[brick];
  const symbol = SYMBOL[brick];
  const [middle, centre] = [x + width / 2, y + height / 2];
  return group(
    { class: lit ? `${kind} lit` : kind },
    element("path", {
      class: lit ? "filled" : "panel",
      d: brickPath(x, y, width, height, kind === "activations" ? height / 2.6 : 1.5),
      stroke: kind === "weights" || kind === "activations" || lit ? "currentColor" : "none",
      "stroke-width": kind === "weights" ? 2 : 1.5,
    }),
    symbol
      ? centred(middle, centre, symbol, 17)
      : text(middle, centre + 5, word, { "text-anchor": "middle" }),
  );
}
