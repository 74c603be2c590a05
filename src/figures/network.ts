import { scaleLinear } from "d3-scale";
import { at, type Matrix } from "../math/matrix.ts";
import { kindOf } from "../network/quantities.ts";
import type { Name } from "../network/values.ts";
import { formula, number, numberOn, plainSymbol, widthInPixels } from "./formula.ts";
import { type Attributes, element, figure, group, line, text } from "./svg.ts";

/** The network: inputs, hidden neurons, outputs, and on every edge its weight. */

export type Layer = "W1" | "W2";

/** The edges a chapter speaks of: all of a layer, or those from or into one node of it. */
export interface LitEdges {
  readonly layer: Layer;
  readonly from?: number;
  /** With `to` alone it is one inner product, and the node is ringed. */
  readonly to?: number;
}

export interface NetworkData {
  readonly id: string;
  readonly X: Matrix;
  readonly W1: Matrix;
  readonly W2: Matrix;
  /** What stands in the hidden and the output nodes, if anything yet. */
  readonly hidden?: { readonly name: "z1" | "h1"; readonly values: Matrix };
  readonly output?: { readonly name: "z2" | "h2"; readonly values: Matrix };
  readonly lit?: LitEdges;
}

/** What the text alternative may tell, every number as shown. */
export interface NetworkFacts {
  readonly inputs: readonly string[];
  readonly W1: readonly (readonly string[])[];
  readonly W2: readonly (readonly string[])[];
  readonly hidden?: readonly string[];
  readonly output?: readonly string[];
  readonly lit?: LitEdges;
}

export interface NetworkWords {
  readonly title: string;
  readonly description: (facts: NetworkFacts) => string;
}

type Show = (x: number) => string;

const MOST_NODES = 8;
const NODE_HEIGHT = 28;
const LABEL_HEIGHT = 16;
/** How wide an edge is to a pointer. */
const HIT = 14;
/** Parts of the way at which a label may stand. */
const PLACES = Array.from({ length: 41 }, (_, i) => i / 40);
/** From the top to the first row of nodes, which leaves room for the headings; and from the last to the bottom. */
const [HEADING, FOOT] = [58, 22];

/** The nodes to draw of `count`, each with its place; past eight the middle is left out, and `gap` is its place. */
function slotsOf(count: number): { nodes: { index: number; slot: number }[]; gap?: number; length: number } {
  const all = (length: number) => Array.from({ length }, (_, slot) => ({ index: slot, slot }));
  if (count <= MOST_NODES) return { nodes: all(count), length: count };
  const last = { index: count - 1, slot: MOST_NODES - 1 };
  return { nodes: [...all(MOST_NODES - 2), last], gap: MOST_NODES - 2, length: MOST_NODES };
}

interface Edge {
  readonly y1: number;
  readonly y2: number;
}

/**
 * Where along each edge of a bundle its label stands, as a part of the way; undefined where it would lie on another
 * label. Of many places, one on as few other edges as can be, and then the most central.
 * @param wide how wide each label is, as a part of the way
 */
export function labelPlaces(edges: readonly Edge[], wide: readonly number[]): (number | undefined)[] {
  const yAt = ({ y1, y2 }: Edge, t: number) => y1 + (y2 - y1) * t;
  const placed: { t: number; y: number; width: number }[] = [];
  return edges.map((edge, i) => {
    const width = wide[i]!;
    let best: { t: number; cost: number } | undefined;
    for (const t of PLACES) {
      const y = yAt(edge, t);
      const onLabel = placed.some(
        (it) => Math.abs(it.y - y) < LABEL_HEIGHT && Math.abs(it.t - t) < (it.width + width) / 2,
      );
      if (onLabel || t < width / 2 || t > 1 - width / 2) continue;
      const crossed = edges.filter((other) => {
        const [from, to] = [yAt(other, t - width / 2) - y, yAt(other, t + width / 2) - y];
        return (
          other !== edge && Math.min(from, to) < LABEL_HEIGHT / 2 && Math.max(from, to) > -LABEL_HEIGHT / 2
        );
      }).length;
      const cost = crossed + Math.abs(t - 0.5);
      if (!best || cost < best.cost) best = { t, cost };
    }
    if (best) placed.push({ t: best.t, y: yAt(edge, best.t), width });
    return best?.t;
  });
}

/** The figure, with the values of the first observation. `show` gives the numbers; few decimals keep it narrow. */
export function network(data: NetworkData, words: NetworkWords, show: Show): string {
  const { id, X, W1, W2, hidden, output, lit } = data;
  const entries = (m: Matrix, r: number) => Array.from({ length: m.cols }, (_, c) => show(at(m, r, c)));
  const rows = (m: Matrix) => Array.from({ length: m.rows }, (_, r) => entries(m, r));
  const inputs = entries(X, 0);
  const inner = hidden && entries(hidden.values, 0);
  const outer = output && entries(output.values, 0);

  // Across: the inputs' numbers, edges, hidden nodes, edges, outputs; as wide as the numbers need.
  const pill = (texts?: readonly string[]) =>
    texts ? Math.max(40, ...texts.map((t) => widthInPixels(t) + 18)) : 22;
  const [hiddenWidth, outputWidth] = [pill(inner), pill(outer)];
  const longest = Math.max(...[...W1.data, ...W2.data].map((w) => widthInPixels(show(w))));
  const reach = Math.max(120, longest + 72);
  const x1 = Math.max(...inputs.map((t) => widthInPixels(t))) + 12;
  const x2 = x1 + 6 + reach;
  const x3 = x2 + hiddenWidth + reach;
  const width = x3 + outputWidth + 2;

  // Down: every layer centred on the same line.
  const layers = [slotsOf(W1.rows), slotsOf(W1.cols), slotsOf(W2.cols)] as const;
  const most = Math.max(...layers.map(({ length }) => length));
  const step = most <= 4 ? 84 : Math.max(40, 304 / most);
  const height = HEADING + (most - 1) * step + FOOT;
  const yOf = (length: number, slot: number) => HEADING + ((most - length) / 2 + slot) * step;

  const largest = Math.max(...W1.data.map(Math.abs), ...W2.data.map(Math.abs)) || 1;
  const thickness = scaleLinear([0, largest], [0.8, 5]);
  const isLit = (layer: Layer, from: number, to: number) =>
    !lit || (lit.layer === layer && (lit.from ?? from) === from && (lit.to ?? to) === to);

  function edgesBetween(layer: Layer, W: Matrix, a: 0 | 1, left: number, right: number): string[] {
    const [sources, targets] = [layers[a], layers[a + 1]!];
    const edges = sources.nodes.flatMap((s) =>
      targets.nodes.map((t) => ({
        cell: `${layer}.${s.index}.${t.index}`,
        w: at(W, s.index, t.index),
        lit: isLit(layer, s.index, t.index),
        y1: yOf(sources.length, s.slot),
        y2: yOf(targets.length, t.slot),
      })),
    );
    const named = edges.filter((edge) => edge.lit);
    const places = labelPlaces(
      named,
      named.map(({ w }) => (widthInPixels(show(w)) + 4) / (right - left)),
    );
    const labels = places.includes(undefined) ? [] : named.map((edge, i) => ({ ...edge, t: places[i]! }));
    return [
      // A thin edge is hard to hit: under each lies a wide one that no one sees until it is lit.
      ...edges.map(({ cell, y1, y2 }) =>
        line(left, y1, right, y2, { class: "hit", stroke: "none", "stroke-width": HIT, "data-cell": cell }),
      ),
      ...[...edges]
        .sort((p, q) => Number(p.lit) - Number(q.lit))
        .map(({ cell, w, lit, y1, y2 }) =>
          line(left, y1, right, y2, {
            class: lit ? "edge" : "edge pale",
            "stroke-width": thickness(Math.abs(w)),
            "stroke-dasharray": w < 0 ? "7 4" : undefined,
            "data-cell": cell,
          }),
        ),
      ...labels.map(({ cell, w, y1, y2, t }) =>
        numberOn(left + (right - left) * t, y1 + (y2 - y1) * t, show(w), { "data-cell": cell }),
      ),
    ];
  }

  function nodes(
    layer: 1 | 2,
    left: number,
    across: number,
    texts?: readonly string[],
    name?: string,
  ): string[] {
    const { nodes: visible, length } = layers[layer];
    return visible.map(({ index, slot }) => {
      const y = yOf(length, slot);
      const ringed = lit?.to === index && lit.from === undefined && lit.layer === (layer === 1 ? "W1" : "W2");
      const cell = name && `${name}.0.${index}`;
      const box = (grow: number, attributes: Attributes) => {
        const [w, h] = texts ? [across, NODE_HEIGHT] : [across, across];
        return element("rect", {
          x: left - grow,
          y: y - h / 2 - grow,
          width: w + 2 * grow,
          height: h + 2 * grow,
          rx: h / 2 + grow,
          stroke: "currentColor",
          ...attributes,
        });
      };
      return (
        (ringed ? box(4, { fill: "none", "stroke-width": 1.5, class: "ring" }) : "") +
        box(0, { class: "paper", "stroke-width": 1.5, "data-cell": cell }) +
        (texts
          ? number(left + across / 2, y + 5, texts[index]!, { "text-anchor": "middle", "data-cell": cell })
          : "")
      );
    });
  }

  const dots = ({ gap, length }: (typeof layers)[number], x: number) =>
    gap === undefined ? "" : text(x, yOf(length, gap) + 5, "⋮", { class: "muted", "text-anchor": "middle" });
  const heading = (name: Name, x: number, anchor = "middle") =>
    group({ class: kindOf(name) }, formula(x, 18, plainSymbol(name), { "text-anchor": anchor }));

  const facts = { inputs, W1: rows(W1), W2: rows(W2) };
  return figure(
    {
      id,
      title: words.title,
      description: words.description({
        ...facts,
        ...(inner && { hidden: inner }),
        ...(outer && { output: outer }),
        ...(lit && { lit }),
      }),
      width,
      height,
    },
    group(
      { class: "weights", stroke: "currentColor" },
      ...edgesBetween("W1", W1, 0, x1 + 6, x2),
      ...edgesBetween("W2", W2, 1, x2 + hiddenWidth, x3),
    ),
    group(
      { class: "data" },
      ...layers[0].nodes.map(({ index, slot }) => {
        const y = yOf(layers[0].length, slot);
        return (
          number(x1 - 8, y + 5, inputs[index]!, { "text-anchor": "end", "data-cell": `X.0.${index}` }) +
          element("circle", { cx: x1 + 2, cy: y, r: 4, fill: "currentColor" })
        );
      }),
    ),
    group(
      { class: "activations" },
      ...nodes(1, x2, hiddenWidth, inner, hidden?.name),
      ...nodes(2, x3, outputWidth, outer, output?.name),
    ),
    dots(layers[0], x1 + 2),
    dots(layers[1], x2 + hiddenWidth / 2),
    heading("X", x1 + 2),
    heading("W1", (x1 + 6 + x2) / 2),
    heading("W2", (x2 + hiddenWidth + x3) / 2),
    hidden ? heading(hidden.name, x2 + hiddenWidth / 2) : "",
    output ? heading(output.name, x3 + outputWidth / 2) : "",
  );
}
