import { least, sum } from "d3-array";
import { scaleLinear } from "d3-scale";
import { at, type Matrix, toRows } from "../math/matrix.ts";
import { networkOf } from "../network/network.ts";
import { affine } from "../network/ops/affine.ts";
import { kindOf } from "../network/quantities.ts";
import type { Trace } from "../network/stage.ts";
import type { MatrixName, Name } from "../network/values.ts";
import { formula, lowered, number, numberOn, plainSymbol, widest, widthInPixels } from "./formula.ts";
import { type Attributes, cellOf, END, MIDDLE } from "./looks.ts";
import { boxAround, dot, figure, group, line, text } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/** The network: inputs, hidden neurons, outputs, and on every edge its weight. */

export interface Named {
  readonly name: MatrixName;
  readonly values: Matrix;
}

export interface Layer {
  readonly weights: Named;
  /** What the nodes add to their sums, if they do. */
  readonly biases?: Named;
  /** What stands in the nodes to which they lead, if anything yet. */
  readonly nodes?: Named;
}

/** The edges a chapter speaks of: all of a layer, or those from or into one node of it. */
export interface LitEdges {
  /** The name of its weights. */
  readonly layer: MatrixName;
  readonly from?: number;
  /** With `to` alone it is one inner product, and the node is ringed. */
  readonly to?: number;
  /** Those of another layer, lit with them. */
  readonly also?: Omit<LitEdges, "also">;
}

export interface NetworkData {
  readonly id: string;
  readonly inputs: Named;
  /** First to last. */
  readonly layers: readonly Layer[];
  readonly lit?: LitEdges;
  /** Whether every weight has its name on its edge: w₁, w₂ and so on, neuron by neuron. */
  readonly named?: boolean;
}

/** The network of a trace; in its nodes stand the values of these names. */
export function networkIn(
  trace: Trace,
  ...inNodes: readonly MatrixName[]
): Pick<NetworkData, "inputs" | "layers"> {
  const { forward } = networkOf(trace.lesson);
  const named = (name: Name): Named => ({ name: name as MatrixName, values: trace[name as MatrixName] });
  const sums = forward.filter(({ op }) => op === affine);
  const layers = sums.map(({ makes, of }) => {
    const values = [makes, ...forward.filter((step) => step.of[0] === makes).map((step) => step.makes)];
    const name = inNodes.find((it) => values.includes(it));
    const [, W, b] = of;
    return { weights: named(W!), ...(b && { biases: named(b) }), ...(name && { nodes: named(name) }) };
  });
  return { inputs: named(sums[0]!.of[0]!), layers };
}

/** What the text alternative may tell, every number as shown. */
export interface NetworkFacts {
  readonly inputs: readonly string[];
  readonly layers: readonly {
    readonly name: MatrixName;
    readonly weights: readonly (readonly string[])[];
    readonly biases?: { readonly name: MatrixName; readonly shown: readonly string[] };
    readonly nodes?: readonly string[];
  }[];
  readonly lit?: LitEdges;
}

export type NetworkWords = Told<NetworkFacts>;

/** Of a layer so many nodes are drawn; of a larger one the middle is left out. */
export const MOST_NODES = 8;
const NODE_HEIGHT = 28;
/** A node with nothing in it is round. */
const BARE_NODE = 22;
const LABEL_HEIGHT = 16;
/** Nodes nearer to each other than this leave no room for biases. */
const MOST_CROWDED = 60;
/** How wide an edge is to a pointer. */
const HIT = 14;
/** Parts of the way at which a label may stand. */
const PLACES = Array.from({ length: 41 }, (_, i) => i / 40);
/** From the top to the first row of nodes, which leaves room for the headings; and from the last to the bottom. */
const [HEADING, FOOT] = [58, 22];

/** What is added, with its sign. */
const signed = (shown: string): string => (/^[−-]/.test(shown) ? shown : `+${shown}`);

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
    const isFree = (t: number) =>
      t >= width / 2 &&
      t <= 1 - width / 2 &&
      placed.every(
        (it) => Math.abs(it.y - yAt(edge, t)) >= LABEL_HEIGHT || Math.abs(it.t - t) >= (it.width + width) / 2,
      );
    const cost = (t: number) => {
      const y = yAt(edge, t);
      const crossed = edges.filter((other) => {
        const [from, to] = [yAt(other, t - width / 2) - y, yAt(other, t + width / 2) - y];
        return (
          other !== edge && Math.min(from, to) < LABEL_HEIGHT / 2 && Math.max(from, to) > -LABEL_HEIGHT / 2
        );
      });
      return crossed.length + Math.abs(t - 0.5);
    };
    const best = least(PLACES.filter(isFree), cost);
    if (best !== undefined) placed.push({ t: best, y: yAt(edge, best), width });
    return best;
  });
}

/** The nodes of a layer from above: past eight the middle is left out, its place undefined. */
const inPlaces = (count: number): (number | undefined)[] =>
  Array.from({ length: Math.min(count, MOST_NODES) }, (_, place) =>
    place === MOST_NODES - 1 ? count - 1 : count > MOST_NODES && place === MOST_NODES - 2 ? undefined : place,
  );
/** Which nodes of a layer are drawn. */
export const drawnNodes = (count: number): number[] => inPlaces(count).filter((index) => index !== undefined);

/** Where the nodes of a layer stand, centred on the middle of a column for `most`, and where its middle is left out. */
export function slotsOf(count: number, most: number, top: number, step: number) {
  const places = inPlaces(count);
  const all = places.map((index, place) => ({ index, y: top + ((most - places.length) / 2 + place) * step }));
  return {
    nodes: all.flatMap(({ index, y }) => (index === undefined ? [] : { index, y })),
    gaps: all.filter(({ index }) => index === undefined),
  };
}

/** How wide an edge is, by the largest size of a weight. */
export const edgeWidth = (largest: number) => scaleLinear([0, largest || 1], [0.8, 5]);

/** The network as parts of a drawing, and where its layers stand in it. */
export interface NetworkDrawing {
  readonly drawn: readonly string[];
  readonly told: NetworkFacts;
  readonly width: number;
  readonly height: number;
  /** Where edges begin, at the inputs. */
  readonly start: number;
  readonly layers: readonly {
    readonly x: number;
    readonly nodes: readonly { readonly index: number; readonly y: number }[];
  }[];
}

/** The figure, with the values of the first observation. `show` gives the numbers; few decimals keep it narrow. */
export function network(data: NetworkData, words: NetworkWords, show: Show): string {
  const { drawn, told, width, height } = drawNetwork(data, show);
  return figure({ id: data.id, ...tell(words, told), width, height }, ...drawn);
}

/** The same without its frame. */
export function drawNetwork(
  { inputs, layers, lit, named = false }: Omit<NetworkData, "id">,
  show: Show,
): NetworkDrawing {
  const shown = ({ values }: Named) => toRows(values)[0]!.map(show);
  const numbers = shown(inputs);
  const weights = layers.flatMap((layer) => [...layer.weights.values.data]);
  const thickness = edgeWidth(Math.max(...weights.map(Math.abs)));

  // Down: every layer centred on the same line.
  const counts = [numbers.length, ...layers.map((layer) => layer.weights.values.cols)];
  const most = Math.min(Math.max(...counts), MOST_NODES);
  const step = most <= 4 ? (named ? 116 : 84) : Math.max(40, 304 / most);
  const slots = counts.map((count) => slotsOf(count, most, HEADING, step));

  // Across: the inputs' numbers, then edges and nodes by turns; as wide as the numbers need.
  const start = widest(numbers) + 12;
  const before = layers.map((_, l) => sum(layers.slice(0, l), ({ weights }) => weights.values.data.length));
  /** What stands on an edge. */
  const label = (l: number, w: number, from: number, to: number) => {
    const name = `w${lowered(before[l]! + to * layers[l]!.weights.values.rows + from + 1)} = `;
    return (named ? name : "") + show(w);
  };
  const labels = layers.flatMap(({ weights: { values } }, l) =>
    [...values.data].map((w, i) => label(l, w, Math.floor(i / values.cols), i % values.cols)),
  );
  const reach = Math.max(120, widest(labels) + (named ? 88 : 72));
  let end = start + 6;
  const columns = layers.map(({ weights, biases, nodes }, l) => {
    const texts = nodes && shown(nodes);
    const [from, left] = [end, end + reach];
    const added = biases && { ...biases, shown: shown(biases) };
    const across = texts ? Math.max(40, widest(texts) + 18) : BARE_NODE;
    end = left + across;
    const ringed = lit?.layer === weights.name && lit.from === undefined ? lit.to : undefined;
    return {
      l,
      weights,
      added,
      nodes,
      texts,
      from,
      left,
      across,
      ringed,
      sources: slots[l]!,
      targets: slots[l + 1]!,
    };
  });
  type Column = (typeof columns)[number];

  function edgesOf({ l, weights: { name, values }, from: left, left: right, sources, targets }: Column) {
    const edges = sources.nodes.flatMap((from) =>
      targets.nodes.map((to) => ({
        cell: cellOf(name, from.index, to.index),
        w: at(values, from.index, to.index),
        label: label(l, at(values, from.index, to.index), from.index, to.index),
        isLit:
          !lit ||
          [lit, lit.also].some(
            (it) =>
              it?.layer === name &&
              (it.from ?? from.index) === from.index &&
              (it.to ?? to.index) === to.index,
          ),
        y1: from.y,
        y2: to.y,
      })),
    );
    const spoken = edges.filter(({ isLit }) => isLit);
    const wide = spoken.map(({ label }) => (widthInPixels(label) + 4) / (right - left));
    const places = labelPlaces(spoken, wide);
    const written = places.includes(undefined) ? [] : spoken.map((edge, i) => ({ ...edge, t: places[i]! }));
    return [
      // A thin edge is hard to hit: under each lies a wide one that no one sees until it is lit.
      ...edges.map(({ cell, y1, y2 }) =>
        line(left, y1, right, y2, { class: "hit", stroke: "none", "stroke-width": HIT, ...cell }),
      ),
      ...[...edges.filter(({ isLit }) => !isLit), ...spoken].map(({ cell, w, isLit, y1, y2 }) =>
        line(left, y1, right, y2, {
          class: isLit ? "edge" : "edge pale",
          "stroke-width": thickness(Math.abs(w)),
          "stroke-dasharray": w < 0 ? "7 4" : undefined,
          ...cell,
        }),
      ),
      ...written.map(({ cell, label, y1, y2, t }) =>
        numberOn(left + (right - left) * t, y1 + (y2 - y1) * t, label, cell),
      ),
    ];
  }

  /** Under each node what it adds. */
  const biasesOf = ({ added, texts, left, across, targets }: Column) =>
    added && step >= MOST_CROWDED
      ? targets.nodes.map(({ index, y }) =>
          number(
            left + across / 2,
            y + (texts ? NODE_HEIGHT : BARE_NODE) / 2 + 20,
            signed(added.shown[index]!),
            {
              ...MIDDLE,
              ...cellOf(added.name, 0, index),
              class: "halo",
            },
          ),
        )
      : [];

  const nodesOf = ({ nodes, texts, left, across, ringed, targets }: Column) =>
    targets.nodes.map(({ index, y }) => {
      const cell = nodes && cellOf(nodes.name, 0, index);
      const [middle, height] = [left + across / 2, texts ? NODE_HEIGHT : across];
      const box = (grow: number, its: Attributes) =>
        boxAround(middle, y, across + 2 * grow, height + 2 * grow, {
          rx: height / 2 + grow,
          stroke: "currentColor",
          ...its,
        });
      return (
        (ringed === index ? box(4, { fill: "none", "stroke-width": 1.5, class: "ring" }) : "") +
        box(0, { class: "paper", "stroke-width": 1.5, ...cell }) +
        (texts ? number(middle, y + 5, texts[index]!, { ...MIDDLE, ...cell }) : "")
      );
    });

  // Biases stand out over a small node, and under the last row.
  const { added, across } = columns.at(-1)!;
  const over = Math.max(0, (widest((added?.shown ?? []).map(signed)) - across) / 2);

  const elided = ({ gaps }: Column["targets"], x: number) =>
    gaps.map(({ y }) => text(x, y + 5, "⋮", { class: "muted", ...MIDDLE }));
  const heading = (name: Name, x: number) =>
    group({ class: kindOf(name) }, formula(x, 18, plainSymbol(name), { ...MIDDLE, "data-head": name }));
  const facts = columns.map(({ weights: { name, values }, added, texts }) => ({
    name,
    weights: toRows(values).map((row) => row.map(show)),
    ...(added && { biases: added }),
    ...(texts && { nodes: texts }),
  }));
  return {
    told: { inputs: numbers, layers: facts, ...(lit && { lit }) },
    width: end + 2 + over,
    height: HEADING + (most - 1) * step + FOOT + (added ? LABEL_HEIGHT : 0),
    start: start + 2,
    layers: columns.map(({ left, across, targets }) => ({ x: left + across / 2, nodes: targets.nodes })),
    drawn: [
      group({ class: "weights", stroke: "currentColor" }, ...columns.flatMap(edgesOf)),
      group(
        { class: "data" },
        ...slots[0]!.nodes.map(
          ({ index, y }) =>
            number(start - 8, y + 5, numbers[index]!, { ...END, ...cellOf(inputs.name, 0, index) }) +
            dot(start + 2, y, 4),
        ),
      ),
      ...columns.map((it) =>
        group({ class: it.nodes ? kindOf(it.nodes.name) : "activations" }, ...nodesOf(it)),
      ),
      group({ class: "weights" }, ...columns.flatMap(biasesOf)),
      ...elided(slots[0]!, start + 2),
      ...columns.flatMap(({ left, across, targets }) => elided(targets, left + across / 2)),
      heading(inputs.name, start + 2),
      ...columns.map(({ weights, from, left }) => heading(weights.name, (from + left) / 2)),
      ...columns.map(({ nodes, left, across }) => (nodes ? heading(nodes.name, left + across / 2) : "")),
    ],
  };
}
