import type { Name } from "../network/values.ts";
import { formula, plainSymbol } from "./formula.ts";
import { MIDDLE } from "./looks.ts";
import { MOST_NODES, slotsOf } from "./network.ts";
import { coordinates, element, group, line, ring, text } from "./svg.ts";

/** The network without its numbers: how many of what there are, and who is joined to whom. In black and white. */
export interface Wiring {
  /** From the inputs to the outputs: how many of each, and what they put out. */
  readonly layers: readonly { readonly name: Name; readonly count: number }[];
  /** Between them. */
  readonly weights: readonly Name[];
  /** What it shows, for who does not see it. */
  readonly label: string;
}

const [ACROSS, DOWN, RADIUS, TOP] = [92, 26, 7, 40];

export function wiring({ layers, weights, label }: Wiring): string {
  const most = Math.min(Math.max(...layers.map(({ count }) => count)), MOST_NODES);
  const columns = layers.map((it, l) => ({
    ...it,
    x: 20 + l * ACROSS,
    ...slotsOf(it.count, most, TOP, DOWN),
  }));
  const edges = columns
    .slice(1)
    .flatMap((to, l) =>
      columns[l]!.nodes.flatMap((a) => to.nodes.map((b) => line(columns[l]!.x, a.y, to.x, b.y))),
    );
  const head = (name: Name, x: number) => formula(x, 16, plainSymbol(name), MIDDLE);
  const [width, height] = [40 + ACROSS * (layers.length - 1), TOP + (most - 1) * DOWN + 14];
  return element(
    "svg",
    {
      class: "wiring",
      viewBox: coordinates(0, 0, width, height),
      width,
      height,
      role: "img",
      "aria-label": label,
    },
    group({ stroke: "currentColor", "stroke-width": 0.7 }, ...edges),
    ...columns.flatMap(({ name, x, nodes, gaps }) => [
      ...nodes.map(({ y }) => ring(x, y, RADIUS, { class: "node" })),
      ...gaps.map(({ y }) => text(x, y + 4, "⋮", MIDDLE)),
      head(name, x),
    ]),
    ...weights.map((name, l) => head(name, (columns[l]!.x + columns[l + 1]!.x) / 2)),
  );
}
