import { scaleLinear } from "d3-scale";
import { at, toRows } from "../math/matrix.ts";
import { kindOf } from "../network/quantities.ts";
import type { Name } from "../network/values.ts";
import { formula, plainSymbol, widest } from "./formula.ts";
import { cellOf, END, MIDDLE } from "./looks.ts";
import { labelPlaces, MOST_NODES, type Named, type NetworkData, slotsOf } from "./network.ts";
import { boxAround, dot, figure, group, line, text } from "./svg.ts";
import type { Show, Words } from "./told.ts";

/** The network once more, small enough to stand beside the text: what is pointed at there is lit here. */

export interface CompanionWords extends Words {
  /** What can be done, said under it. */
  readonly hint: string;
}

/** As wide as the margin. */
const WIDTH = 256;
const SIZE = 12;
const NODE_HEIGHT = 20;
const BARE_NODE = 16;
/** From the top to the first row of nodes, and from the last to the bottom. */
const [HEADING, FOOT] = [36, 12];
/** How wide an edge is to a pointer. */
const HIT = 10;
/** How wide a weight is written, for most lessons: so the places are the same whatever the weights. */
const LABEL = widest(["−0.000"], SIZE);
/** Edges between two layers past which their weights are not written on them, not even on the one pointed at. */
const MOST_LABELS = 24;

/** With the values of the first observation, in as many decimals as `short` gives. */
export function companion(
  { inputs, layers }: Omit<NetworkData, "id" | "lit">,
  words: Words,
  short: Show,
): string {
  const shown = ({ values }: Named) => toRows(values)[0]!.map(short);
  const numbers = shown(inputs);
  const counts = [numbers.length, ...layers.map(({ weights }) => weights.values.cols)];
  const most = Math.min(Math.max(...counts), MOST_NODES);
  const step = Math.min(48, 176 / most);
  const slots = counts.map((count) => slotsOf(count, most, HEADING, step));
  const weights = layers.flatMap((layer) => [...layer.weights.values.data]);
  const thickness = scaleLinear([0, Math.max(...weights.map(Math.abs)) || 1], [0.6, 4]);

  // Across: numbers and nodes as wide as they need, and between them the edges share what is left.
  const start = widest(numbers, SIZE) + 8;
  const across = layers.map(({ nodes }) =>
    nodes ? Math.max(34, widest(shown(nodes), SIZE) + 12) : BARE_NODE,
  );
  const left = WIDTH - 1 - start - 4 - across.reduce((a, b) => a + b);
  const reach = Math.max(48, left / layers.length);
  let end = start + 4;
  const columns = layers.map((layer, l) => {
    const [from, to] = [end, end + reach];
    end = to + across[l]!;
    return { ...layer, from, to, across: across[l]!, sources: slots[l]!, targets: slots[l + 1]! };
  });
  type Column = (typeof columns)[number];

  const edgesOf = ({ weights: { name, values }, from, to, sources, targets }: Column) =>
    sources.nodes.flatMap((a) =>
      targets.nodes.map((b) => ({
        cell: cellOf(name, a.index, b.index),
        w: at(values, a.index, b.index),
        x1: from,
        y1: a.y,
        x2: to,
        y2: b.y,
      })),
    );
  const edges = columns.map(edgesOf);
  /** The weight of an edge stands on it while it is lit. */
  const labelsOf = (its: ReturnType<typeof edgesOf>) => {
    if (its.length > MOST_LABELS) return [];
    const places = labelPlaces(
      its,
      its.map(() => LABEL / reach),
    );
    return its.flatMap(({ cell, w, x1, y1, x2, y2 }, i) => {
      const t = places[i];
      if (t === undefined) return [];
      const [x, y] = [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t + 4];
      return [formula(x, y, short(w), { ...cell, class: "weight halo" }, SIZE)];
    });
  };
  const nodesOf = ({ nodes, to, across, targets }: Column) => {
    const texts = nodes && shown(nodes);
    const height = texts ? NODE_HEIGHT : BARE_NODE;
    return targets.nodes.map(({ index, y }) => {
      const cell = nodes && cellOf(nodes.name, 0, index);
      const middle = to + across / 2;
      return (
        boxAround(middle, y, across, height, { rx: height / 2, class: "paper", ...cell }) +
        (texts ? formula(middle, y + 4, texts[index]!, { ...cell }, SIZE) : "")
      );
    });
  };
  const elided = ({ gaps }: Column["targets"], x: number) =>
    gaps.map(({ y }) => text(x, y + 5, "⋮", { class: "muted", ...MIDDLE }));
  const heading = (name: Name, x: number) =>
    group({ class: kindOf(name) }, formula(x, 13, plainSymbol(name), MIDDLE, 14));
  const middleOf = ({ to, across }: Column) => to + across / 2;
  return figure(
    { id: "companion", ...words, width: end + 1, height: HEADING + (most - 1) * step + FOOT },
    group(
      { stroke: "none", "stroke-width": HIT, class: "weights" },
      ...edges
        .flat()
        .map(({ cell, w, ...its }) => line(its.x1, its.y1, its.x2, its.y2, { class: "hit", ...cell })),
    ),
    group(
      { stroke: "currentColor", class: "weights" },
      ...edges.flat().map(({ cell, w, ...its }) =>
        line(its.x1, its.y1, its.x2, its.y2, {
          class: "edge",
          "stroke-width": thickness(Math.abs(w)).toFixed(1),
          "stroke-dasharray": w < 0 ? "5 3" : undefined,
          ...cell,
        }),
      ),
    ),
    group(
      { class: "data", ...END },
      ...slots[0]!.nodes.map(
        ({ index, y }) =>
          formula(start - 6, y + 4, numbers[index]!, cellOf(inputs.name, 0, index), SIZE) +
          dot(start + 1, y, 3),
      ),
    ),
    group({ class: "activations", stroke: "currentColor", ...MIDDLE }, ...columns.flatMap(nodesOf)),
    group({ class: "weights", ...MIDDLE }, ...edges.flatMap(labelsOf)),
    ...elided(slots[0]!, start + 1),
    ...columns.flatMap((column) => elided(column.targets, middleOf(column))),
    heading(inputs.name, start + 1),
    ...columns.map(({ weights, from, to }) => heading(weights.name, (from + to) / 2)),
    ...columns.map((column) => (column.nodes ? heading(column.nodes.name, middleOf(column)) : "")),
  );
}
