import type { Brick } from "../network/bricks.ts";
import { centred, plainSymbol } from "./formula.ts";
import { MIDDLE } from "./looks.ts";
import { type Box, coordinates, element, group, text } from "./svg.ts";

/** The one shape of the book: a brick with four studs. Stack, logo and favicon are made of it. */

/** The outline of a brick whose body fills the box; the studs stand above it. */
export function brickPath({ x, y, width, height }: Box, round = 1.5, stud = 5): string {
  const p = coordinates;
  const corner = (dx: number, dy: number) => `a${p(round, round, 0, 0, 1, dx, dy)}`;
  const unit = width / 8;
  const studs = [0.5, 2.5, 4.5, 6.5].map((u) => `H${p(x + u * unit)}v${p(-stud)}h${p(unit)}v${p(stud)}`);
  return [
    `M${p(x, y + height - round)}V${p(y + round)}${corner(round, -round)}`,
    ...studs,
    `H${p(x + width - round)}${corner(round, round)}V${p(y + height - round)}${corner(-round, round)}`,
    `H${p(x + round)}${corner(-round, -round)}Z`,
  ].join("");
}

/**
 * A brick of the stack with its symbol (`word` for the loss). Its frame tells its kind without colour: solid for
 * weights, rounded for activations, none for data and loss. Lit, it is filled.
 */
export function drawBrick(brick: Brick, box: Box, lit: boolean, word: string): string {
  const { name, kind, op } = brick;
  const symbol = kind === "scalars" ? undefined : (op?.symbol ?? plainSymbol(name));
  const [middle, centre] = [box.x + box.width / 2, box.y + box.height / 2];
  const framed = kind === "weights" || kind === "activations";
  return group(
    { class: lit ? `${kind} lit` : kind },
    element("path", {
      class: lit ? "filled" : framed ? "paper" : "panel",
      d: brickPath(box, kind === "activations" ? box.width / 16 : 1.5),
      stroke: framed ? "currentColor" : "none",
      "stroke-width": kind === "weights" ? 2 : 1.5,
      "stroke-linejoin": "round",
    }),
    symbol ? centred(middle, centre, symbol, 17) : text(middle, centre + 5, word, MIDDLE),
  );
}
