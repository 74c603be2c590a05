import type { Brick } from "../book/chapter.ts";
import { type Name, VALUES } from "../network/trace.ts";
import { drawBrick } from "./brick.ts";
import { centred, formula, plainSymbol } from "./formula.ts";
import { arrow, element, figure, group, link, text } from "./svg.ts";

/** The path of the gradient, from the loss down the stack, and its two branches to the weights. */

export interface BackwardWords {
  readonly title: string;
  readonly description: (to?: "W1" | "W2") => string;
  /** What is written on the loss. */
  readonly loss: string;
  /** Beside ∂L/∂z₂ on the way to W₁: it was computed on the way to W₂. */
  readonly reused: (chapter: string) => string;
}

export interface BackwardData {
  readonly id: string;
  /** The weights whose gradient the chapter computes: only the way there is drawn strong. */
  readonly to?: "W1" | "W2";
  /** On the way to W₁: the chapter that found ∂L/∂z₂ on the way to W₂, its number. */
  readonly reused?: string;
  /** Where the numbers of a factor stand; `#name` where not given. */
  readonly href?: (name: Name) => string | undefined;
}

/** On the way down: a brick, by what it multiplies the gradient, and the gradient below it. */
const STEPS: readonly { brick: Brick; factor?: Name; sign?: "⊙" | "·"; below: Name }[] = [
  { brick: "loss", below: "dLoss_dh2" },
  { brick: "sigma2", factor: "dh2_dz2", sign: "⊙", below: "dLoss_dz2" },
  { brick: "W2", factor: "W2", sign: "·", below: "dLoss_dh1" },
  { brick: "sigma1", factor: "dh1_dz1", sign: "⊙", below: "dLoss_dz1" },
];

/** Where a branch leaves: what came in from below, transposed, times the gradient there. */
const BRANCHES: Partial<Record<Name, { times: Name; to: Name }>> = {
  dLoss_dz2: { times: "h1", to: "dLoss_dW2" },
  dLoss_dz1: { times: "X", to: "dLoss_dW1" },
};

/** Up to here the way is that of the other chapter. */
const WAY: Record<"W1" | "W2", readonly Name[]> = {
  W2: ["dLoss_dh2", "dh2_dz2", "dLoss_dz2", "h1", "dLoss_dW2"],
  W1: ["dLoss_dz2", "W2", "dLoss_dh1", "dh1_dz1", "dLoss_dz1", "X", "dLoss_dW1"],
};

const [WIDTH, PITCH, TILE_WIDTH, TILE_HEIGHT, BRICK_HEIGHT] = [400, 102, 54, 46, 28];
const [SPINE, FACTOR, TIMES, END] = [66, 178, 258, 366];

/** The figure: every gradient and factor on it is a link to its numbers. */
export function backward(
  { id, to, reused, href = (name) => `#${name}` }: BackwardData,
  words: BackwardWords,
): string {
  const used = (name: Name) => !to || WAY[to].includes(name);
  const brickY = (i: number) => 10 + i * PITCH;
  const tileY = (i: number) => brickY(i) + BRICK_HEIGHT + 17 + TILE_HEIGHT / 2;

  /** A value in the frame of its kind. */
  function tile(name: Name, x: number, y: number, transposed = false): string {
    const { kind } = VALUES[name];
    const symbol = plainSymbol(name) + (transposed ? "ᵀ" : "");
    const height = kind === "gradients" ? TILE_HEIGHT : 30;
    const frame = element("rect", {
      x: x - TILE_WIDTH / 2,
      y: y - height / 2,
      width: TILE_WIDTH,
      height,
      rx: kind === "activations" ? height / 2 : 2,
      class: "paper",
      stroke: kind === "data" ? "none" : "currentColor",
      "stroke-width": kind === "weights" ? 2 : 1.5,
      "stroke-dasharray": kind === "gradients" ? "5 3" : undefined,
    });
    const drawing = group({ class: used(name) ? kind : `${kind} unused` }, frame, centred(x, y, symbol));
    return link(href(name), undefined, drawing);
  }
  const way = (x1: number, y1: number, x2: number, y2: number, strong: boolean) =>
    group(
      { class: "gradients" },
      arrow(x1, y1, x2, y2, { "stroke-width": 1.5, class: strong ? undefined : "pale" }),
    );

  const steps = STEPS.flatMap(({ brick, factor, sign, below }, i) => {
    const [y, middle] = [tileY(i), brickY(i) + BRICK_HEIGHT / 2];
    const branch = BRANCHES[below];
    return [
      drawBrick(
        brick,
        { x: 10, y: brickY(i), width: 2 * (SPINE - 10), height: BRICK_HEIGHT },
        false,
        words.loss,
      ),
      way(SPINE, brickY(i) + BRICK_HEIGHT + 3, SPINE, y - TILE_HEIGHT / 2 - 2, used(factor ?? below)),
      factor ? formula(FACTOR - 40, middle + 5, sign!, { "text-anchor": "middle", class: "muted" }) : "",
      factor ? tile(factor, FACTOR, middle, VALUES[factor].kind === "weights") : "",
      branch ? way(SPINE + TILE_WIDTH / 2 + 4, y, END - TILE_WIDTH / 2 - 4, y, used(branch.to)) : "",
      branch ? tile(branch.times, TIMES, y, true) : "",
      branch ? tile(branch.to, END, y) : "",
      tile(below, SPINE, y),
      reused !== undefined && below === "dLoss_dz2"
        ? text(SPINE + TILE_WIDTH / 2 + 8, y + 19, words.reused(reused), { class: "muted" })
        : "",
    ];
  });
  const last = brickY(STEPS.length);
  return figure(
    {
      id,
      title: words.title,
      description: words.description(to),
      width: WIDTH,
      height: last + BRICK_HEIGHT + 6,
      links: true,
    },
    ...steps,
    drawBrick("W1", { x: 10, y: last, width: 2 * (SPINE - 10), height: BRICK_HEIGHT }, false, words.loss),
  );
}
