import { bricksOf, type Stretch, wayBack } from "../network/bricks.ts";
import type { Network } from "../network/network.ts";
import { kindOf } from "../network/quantities.ts";
import type { Name } from "../network/values.ts";
import { drawBrick } from "./brick.ts";
import { centred, formula, plainSymbol } from "./formula.ts";
import { MIDDLE } from "./looks.ts";
import { arrow, boxAround, figure, group, link, text } from "./svg.ts";
import { type Told, tell } from "./told.ts";

/** The path of the gradient, from the loss down the stack, and its two branches to the weights. */

interface BackwardFacts {
  readonly way: readonly Stretch[];
  /** Where the way of the chapter ends. */
  readonly to?: Name | undefined;
}

export interface BackwardWords extends Told<BackwardFacts> {
  /** What is written on the loss. */
  readonly loss: string;
  /** Beside ∂L/∂z₂ on the way to W₁: it was computed on the way to W₂. */
  readonly reused: (chapter: string) => string;
}

interface BackwardData {
  readonly id: string;
  readonly network: Network;
  /** What the chapter computes, and from what: only its way is drawn strong. */
  readonly part?: { readonly needs: readonly Name[]; readonly makes: readonly Name[] };
  /** The number of the chapter that found the slope from which this one starts. */
  readonly reused?: string;
  /** Where the numbers of a factor stand; `#name` where not given. */
  readonly href?: (name: Name) => string | undefined;
}

/** More room from brick to brick where ways to biases leave. */
const BIASES = 34;
const [WIDTH, PITCH, TILE_WIDTH, TILE_HEIGHT, BRICK_HEIGHT] = [400, 102, 54, 46, 28];
const [SPINE, FACTOR, TIMES, END] = [66, 178, 258, 366];

/** The figure: every gradient and factor on it is a link to its numbers. */
export function backward(
  { id, network, part, reused, href = (name) => `#${name}` }: BackwardData,
  words: BackwardWords,
): string {
  const makes = (name: Name) => !part || part.makes.includes(name);
  const way = wayBack(network);
  const pitch = way.some(({ biases }) => biases) ? PITCH + BIASES : PITCH;
  const brickY = (i: number) => 10 + i * pitch;
  const tileY = (i: number) => brickY(i) + BRICK_HEIGHT + 17 + TILE_HEIGHT / 2;

  /** A value in the frame of its kind. */
  function tile(name: Name, x: number, y: number, strong: boolean, transposed = false): string {
    const kind = kindOf(name);
    const symbol = plainSymbol(name) + (transposed ? "ᵀ" : "");
    const height = kind === "gradients" ? TILE_HEIGHT : 30;
    const frame = boxAround(x, y, TILE_WIDTH, height, {
      rx: kind === "activations" ? height / 2 : 2,
      class: "paper",
      stroke: kind === "data" ? "none" : "currentColor",
      "stroke-width": kind === "weights" ? 2 : 1.5,
      "stroke-dasharray": kind === "gradients" ? "5 3" : undefined,
    });
    const drawing = group({ class: strong ? kind : `${kind} unused` }, frame, centred(x, y, symbol));
    return link(href(name), undefined, drawing);
  }
  const path = (x1: number, y1: number, x2: number, y2: number, strong: boolean) =>
    group({ class: "gradients" }, arrow(x1, y1, x2, y2, { class: strong ? undefined : "pale" }));

  const beside = { x: 10, width: 2 * (SPINE - 10), height: BRICK_HEIGHT };
  const stretches = way.flatMap(({ brick, factor, below, branch, biases }, i) => {
    const [y, middle] = [tileY(i), brickY(i) + BRICK_HEIGHT / 2];
    const isStart = !makes(below) && part?.needs.includes(below);
    return [
      drawBrick(brick, { ...beside, y: brickY(i) }, false, words.loss),
      path(SPINE, brickY(i) + BRICK_HEIGHT + 3, SPINE, y - TILE_HEIGHT / 2 - 2, makes(below)),
      factor
        ? formula(FACTOR - 40, middle + 5, factor.sign, { ...MIDDLE, class: "muted" }) +
          tile(factor.name, FACTOR, middle, makes(below), kindOf(factor.name) === "weights")
        : "",
      branch
        ? path(SPINE + TILE_WIDTH / 2 + 4, y, END - TILE_WIDTH / 2 - 4, y, makes(branch.to)) +
          tile(branch.times, TIMES, y, makes(branch.to), true) +
          tile(branch.to, END, y, makes(branch.to))
        : "",
      biases
        ? path(
            SPINE + TILE_WIDTH / 2 + 4,
            y + 14,
            END - TILE_WIDTH / 2 - 4,
            y + TILE_HEIGHT + 6,
            makes(biases),
          ) +
          boxAround(TIMES, y + 40, 26, 20, { class: "paper", stroke: "none" }) +
          formula(TIMES, y + 45, "1ᵀ", { ...MIDDLE, class: makes(biases) ? undefined : "unused" }) +
          tile(biases, END, y + TILE_HEIGHT + 6, makes(biases))
        : "",
      tile(below, SPINE, y, makes(below) || isStart === true),
      reused !== undefined && isStart
        ? biases
          ? text(beside.x, y + TILE_HEIGHT / 2 + 18, words.reused(reused), { class: "muted" })
          : text(SPINE + TILE_WIDTH / 2 + 8, biases ? y - 8 : y + 19, words.reused(reused), {
              class: "muted",
            })
        : "",
    ];
  });
  const last = brickY(way.length);
  const lowest = bricksOf(network).find(({ values }) => values.includes(way.at(-1)!.branch!.to))!;
  return figure(
    {
      id,
      ...tell(words, {
        way,
        to: part?.makes.findLast((name) => way.some(({ branch }) => branch?.to === name)),
      }),
      width: WIDTH,
      height: last + BRICK_HEIGHT + 6,
      links: true,
    },
    ...stretches,
    drawBrick(lowest, { ...beside, y: last }, false, words.loss),
  );
}
