import { sum } from "d3-array";
import type { Brick } from "../network/bricks.ts";
import type { Name } from "../network/values.ts";
import { drawBrick } from "./brick.ts";
import { formula, widest, widthInPixels } from "./formula.ts";
import { END } from "./looks.ts";
import { arrow, element, figure, group, link, text } from "./svg.ts";
import { type Told, tell } from "./told.ts";

/** The network as a stack of bricks: X at the bottom, the loss on top. */

/** Which way a chapter goes through the stack. */
export type Direction = "forward" | "backward" | "update" | "training";

interface Link {
  readonly href: string;
  /** The accessible name; what is written on the brick is part of it. */
  readonly name: string;
}

interface StackFacts {
  readonly bricks: readonly Brick[];
  readonly lit: readonly Brick[];
  readonly direction: Direction;
}

export interface StackWords extends Told<StackFacts> {
  /** What is written on the loss. */
  readonly loss: string;
}

/** Between two formulas that lead elsewhere: a finger hits one of them. */
const LINK_GAP = 14;

/** The small stack in the margin: the chapter's bricks lit, an arrow for the way it goes. */
export function stack(
  data: {
    readonly id: string;
    /** From the bottom to the top. */
    readonly bricks: readonly Brick[];
    readonly lit: readonly Brick[];
    readonly direction: Direction;
    /** By the names of bricks. */
    readonly links?: Partial<Record<Name, Link>>;
  },
  words: StackWords,
): string {
  const { id, bricks, lit, direction, links = {} } = data;
  const topDown = [...bricks].reverse();
  const [x, width, height, step] = [28, 120, 28, 38];
  const y = (i: number) => 10 + i * step;
  const centre = (brick: Brick) => y(topDown.indexOf(brick)) + height / 2;
  const [top, bottom] = [centre(topDown[0]!), centre(bricks[0]!)];
  const places = lit.map(centre);
  const drawings = topDown.map((brick, i) => {
    const to = links[brick.name];
    const drawing = drawBrick(brick, { x, y: y(i), width, height }, lit.includes(brick), words.loss);
    return link(to?.href, to?.name, drawing);
  });
  // The whole way is drawn pale, the way gone so far strong; an update goes no way, it enters the bricks.
  const way = (from: number, to: number, extra?: string) => arrow(8, from, 8, to, { class: extra });
  const upwards = (...arrows: string[]) => group({ class: "activations" }, ...arrows);
  const downwards = (...arrows: string[]) => group({ class: "gradients" }, ...arrows);
  const arrows = {
    forward: upwards(way(bottom, top, "pale"), way(bottom + 8, Math.min(...places, bottom))),
    backward: downwards(way(top, bottom, "pale"), way(top - 8, Math.max(...places, top))),
    // Up and down again and again: both ways whole.
    training: group({}, upwards(way(bottom, top)), downwards(arrow(168, top, 168, bottom))),
    update: downwards(...places.map((at) => arrow(2, at, 20, at))),
  };
  return figure(
    {
      id,
      ...tell(words, { bricks, lit, direction }),
      width: direction === "training" ? 176 : 152, // room for the arrow down on the right
      height: y(topDown.length - 1) + height + 6,
      links: Object.keys(links).length > 0,
    },
    arrows[direction],
    ...drawings,
  );
}

/** A formula beside a brick, a link to the chapter that computes it. */
interface BrickFormula {
  readonly href: string;
  /** Plain Unicode: z₁ = X W₁. */
  readonly formula: string;
}

export interface WholeStackWords extends Told<readonly Brick[]> {
  readonly loss: string;
  readonly forward: string;
  readonly backward: string;
}

/** The whole stack for the front page: forward formulas climb its left side, backward ones descend its right. */
export function wholeStack(
  data: {
    readonly id: string;
    readonly bricks: readonly Brick[];
    /** By the names of bricks. */
    readonly forward: Partial<Record<Name, readonly BrickFormula[]>>;
    readonly backward: Partial<Record<Name, readonly BrickFormula[]>>;
  },
  words: WholeStackWords,
): string {
  const { id, bricks, forward, backward } = data;
  const [width, height, row, lineHeight, size] = [74, 32, 52, 20, 15];
  /** A long formula has its right side on a line of its own: the drawing is narrow, and so is large on a phone. */
  const laid = ({ href, formula }: BrickFormula) => {
    const at = formula.indexOf(" = ");
    const isLong = at >= 0 && widthInPixels(formula, size) > 145;
    const lines = isLong ? [formula.slice(0, at + 2), formula.slice(at + 3)] : [formula];
    return { href, lines, width: widest(lines, size), height: lines.length * lineHeight + LINK_GAP };
  };
  type Laid = ReturnType<typeof laid>;
  const rows = [...bricks].reverse().map((brick) => ({
    brick,
    forward: (forward[brick.name] ?? []).map(laid),
    backward: (backward[brick.name] ?? []).map(laid),
  }));
  const roomFor = (formulas: readonly Laid[]) => Math.max(60, ...formulas.map((it) => it.width)) + 20;
  const x = roomFor(rows.flatMap((it) => it.forward));
  const column = (formulas: readonly Laid[], centre: number, at: number, anchor: string) => {
    let top = centre - sum(formulas, (it) => it.height) / 2;
    return formulas.map(({ href, lines, ...box }) => {
      const drawn = lines.map((content, i) =>
        formula(at, top + LINK_GAP / 2 + 15 + i * lineHeight, content, { "text-anchor": anchor }, size),
      );
      // All of it can be touched, between its letters too.
      const place = { x: anchor === "end" ? at - box.width : at, y: top, ...box };
      const hit = element("rect", { ...place, fill: "none", "pointer-events": "all" });
      top += box.height;
      return link(href, undefined, hit + drawn.join(""));
    });
  };
  let y = 44;
  const parts = { bricks: [] as string[], forward: [] as string[], backward: [] as string[] };
  for (const { brick, forward, backward } of rows) {
    const heights = [forward, backward].map((formulas) => sum(formulas, (it) => it.height) + 10);
    const room = Math.max(row, ...heights);
    const centre = y + room / 2;
    parts.bricks.push(drawBrick(brick, { x, y: centre - height / 2, width, height }, true, words.loss));
    parts.forward.push(...column(forward, centre, x - 18, "end"));
    parts.backward.push(...column(backward, centre, x + width + 18, "start"));
    y += room;
  }
  return figure(
    {
      id,
      ...tell(words, bricks),
      width: x + width + roomFor(rows.flatMap((it) => it.backward)),
      height: y + 4,
      links: true,
    },
    group(
      { class: "activations" },
      text(x - 18, 22, words.forward, END),
      arrow(x - 9, y, x - 9, 14),
      ...parts.forward,
    ),
    group(
      { class: "gradients" },
      text(x + width + 18, 22, words.backward),
      arrow(x + width + 9, 14, x + width + 9, y),
      ...parts.backward,
    ),
    ...parts.bricks,
  );
}
