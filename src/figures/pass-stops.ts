import { exact, sumOf } from "../math/exact.ts";
import { at } from "../math/matrix.ts";
import { markOf } from "../network/marks.ts";
import { type Layer, layersOf, networkOf, weightsOf } from "../network/network.ts";
import type { Trace } from "../network/stage.ts";
import { type Cell, type MatrixName, type Name, nextName, slopeName } from "../network/values.ts";
import { followed } from "../typeset/equations.ts";
import { type Rounding, relation, type Shown, showScalar, withDigits } from "../typeset/format.ts";
import { drawnNodes, edgeWidth } from "./network.ts";

/**
 * The stops of one pass through a network: forward with row 0, first along the edges of one hidden neuron and then of
 * all, to the loss; back with the slopes; and the step. Made from the network, so they are those of its bricks.
 */

/** How numbers are rounded in the picture. */
export const roundingOf = ({ lesson }: Pick<Trace, "lesson">): Rounding =>
  withDigits(lesson, Math.min(lesson.digits, 4));
const shownIn = (trace: Trace, x: number): Shown => showScalar(x, roundingOf(trace));

/** A cell of a matrix. */
export type Entry = Cell & { readonly name: MatrixName };
const entry = (name: MatrixName, row: number, col: number): Entry => ({ name, row, col });

/** An input of the neuron that is followed, times its weight. */
export interface Term {
  readonly x: Entry;
  readonly w: Entry;
  readonly product: number;
  /** Of the numbers as shown. */
  readonly sign: "=" | "≈";
}

interface Stops {
  /** All of it at once. */
  whole: {
    readonly inputs: number;
    readonly x: readonly Entry[];
    readonly h: readonly Entry[];
    readonly y: readonly Entry[];
  };
  product: { readonly term: Term };
  bias: { readonly b: Entry };
  sum: {
    readonly layer: Layer;
    readonly z: Entry;
    readonly terms: readonly number[];
    /** How many of the inputs are not drawn. */
    readonly undrawn: number;
    readonly b?: Entry;
    readonly sign: "=" | "≈";
  };
  /** The sum meets the curve. */
  bend: { readonly z: Entry; readonly h: Entry; readonly brick: string };
  /** The other neurons of the layer. */
  others: { readonly layer: Layer; readonly h: readonly Entry[]; readonly undrawn: number };
  sums: { readonly layer: Layer; readonly senders: number; readonly z: readonly Entry[] };
  answers: { readonly layer: Layer; readonly h: readonly Entry[]; readonly brick: string };
  loss: { readonly h: readonly Entry[]; readonly y: readonly Entry[] };
  /** Along the sums of a layer. */
  slopes: {
    readonly layer: Layer;
    readonly slopes: readonly Entry[];
    /** The layer through whose weights they come; at the outputs they come from the loss. */
    readonly above?: Layer;
  };
  /** Along its weights. */
  weightSlopes: {
    readonly layer: Layer;
    readonly slope: Entry;
    readonly hasBiases: boolean;
    readonly hasRidge: boolean;
    /** Where it is a product of two numbers of row 0. */
    readonly of?: { readonly x: Entry; readonly slope: Entry; readonly sign: "=" | "≈" };
  };
  step: {
    readonly layers: readonly Layer[];
    readonly slope: Entry;
    /** Of the weight that is followed. */
    readonly change: number;
    readonly growth: Growth;
    readonly hasBiases: boolean;
    readonly loss: number;
  };
}

/** A stop: what is done there, and the value whose chapter tells of it. */
export type Stop = {
  [Does in keyof Stops]: { readonly does: Does; readonly name: Name } & Stops[Does];
}[keyof Stops];
export type StopOf<Does extends keyof Stops> = Extract<Stop, { does: Does }>;

/** How a product of numbers as shown is written before its result. */
function signOf(trace: Trace, of: readonly number[], result: number): "=" | "≈" {
  const found = of.reduce((product, x) => product.times(shownIn(trace, x).value), exact(1));
  return relation(found, shownIn(trace, result));
}

export function stopsOf(trace: Trace): readonly Stop[] {
  const network = networkOf(trace.lesson);
  const layers = layersOf(network);
  const value = ({ name, row, col }: Entry) => at(trace[name], row, col);
  const rowOf = (name: MatrixName) => drawnNodes(trace[name].cols).map((col) => entry(name, 0, col));
  const brickOf = ({ h }: Layer) => network.forward.find(({ makes }) => makes === h)!.op.name;

  const [first, answers] = [layers[0]!, layers.at(-1)!];
  const { x, W, b, z, h } = first;
  const [, neuron] = followed(trace[W]);
  const terms = drawnNodes(trace[x].cols).map((i): Term => {
    const of = { x: entry(x, 0, i), w: entry(W, i, neuron) };
    const product = value(of.x) * value(of.w);
    return { ...of, product, sign: signOf(trace, [value(of.x), value(of.w)], product) };
  });
  const added = [...terms.map(({ product }) => product), ...(b ? [at(trace[b], 0, neuron)] : [])];
  const total = sumOf(added.map((it) => shownIn(trace, it).value));
  const bias = b && entry(b, 0, neuron);
  const others = rowOf(h).filter(({ col }) => col !== neuron);

  const forward = layers.slice(1).flatMap((layer): Stop[] => [
    { does: "sums", name: layer.z, layer, senders: trace[layer.x].cols, z: rowOf(layer.z) },
    { does: "answers", name: layer.h, layer, h: rowOf(layer.h), brick: brickOf(layer) },
  ]);
  const isTrained = ({ b }: Layer) => weightsOf(network).includes(b!);
  const isOneProduct = trace[x].rows === 1 && trace.lesson.ridge === 0;
  const back = [...layers].reverse().flatMap((layer, i): Stop[] => {
    const above = layers[layers.length - i];
    const [alongSums, alongWeights] = [slopeName(layer.z), slopeName(layer.W)];
    const [row, col] = layer === first ? [0, neuron] : [neuron, 0];
    const [from, slope] = [entry(layer.x, 0, row), entry(alongSums, 0, col)];
    const its = entry(alongWeights, row, col);
    return [
      { does: "slopes", name: alongSums, layer, slopes: rowOf(alongSums), ...(above && { above }) },
      {
        does: "weightSlopes",
        name: alongWeights,
        layer,
        slope: its,
        hasBiases: isTrained(layer),
        hasRidge: trace.lesson.ridge > 0,
        ...(isOneProduct && {
          of: { x: from, slope, sign: signOf(trace, [value(from), value(slope)], value(its)) },
        }),
      },
    ];
  });
  const next = nextName(W) as MatrixName;
  return [
    { does: "whole", name: x, inputs: trace[x].cols, x: rowOf(x), h: rowOf(answers.h), y: rowOf("y") },
    ...terms.map((term): Stop => ({ does: "product", name: z, term })),
    ...(bias ? [{ does: "bias", name: bias.name, b: bias } as const] : []),
    {
      does: "sum",
      name: z,
      layer: first,
      z: entry(z, 0, neuron),
      terms: added,
      undrawn: trace[x].cols - terms.length,
      ...(bias && { b: bias }),
      sign: relation(total, shownIn(trace, at(trace[z], 0, neuron))),
    },
    { does: "bend", name: h, z: entry(z, 0, neuron), h: entry(h, 0, neuron), brick: brickOf(first) },
    ...(others.length > 0
      ? [
          {
            does: "others",
            name: h,
            layer: first,
            h: others,
            undrawn: trace[h].cols - 1 - others.length,
          } as const,
        ]
      : []),
    ...forward,
    { does: "loss", name: "loss", h: rowOf(answers.h), y: rowOf("y") },
    ...back,
    {
      does: "step",
      name: next,
      layers,
      slope: entry(slopeName(W), 0, neuron),
      change: at(trace[next], 0, neuron) - at(trace[W], 0, neuron),
      growth: growthOf(trace),
      hasBiases: layers.some(isTrained),
      loss: trace.loss_next - trace.loss,
    },
  ];
}

/** The most that an edge is drawn to grow, in pixels; and a number that a smaller one still divides. */
const [MOST, FAR] = [4, 1e300];

/** How the edges that are drawn grow. */
interface Growth {
  /** How many times as large as it is the change of thickness is drawn; undefined where there is none. */
  readonly factor: number | undefined;
  /** Whether an edge would shrink beyond nothing at that factor: it is drawn to shrink to nothing. */
  readonly isCut: boolean;
  /** By the marks of the edges; less than none where one gets thinner. */
  readonly pixels: Readonly<Record<string, number>>;
}

/** All by one factor, 1, 2 or 5 times a power of ten: the largest at which they fit. */
function growthOf(trace: Trace): Growth {
  const layers = layersOf(networkOf(trace.lesson));
  const largest = Math.max(...layers.flatMap(({ W }) => Array.from(trace[W].data, Math.abs)));
  const width = edgeWidth(1);
  const grown = layers.flatMap(({ W }) =>
    drawnNodes(trace[W].rows).flatMap((row) =>
      drawnNodes(trace[W].cols).map((col) => {
        const [before, after] = [at(trace[W], row, col), at(trace[nextName(W) as MatrixName], row, col)];
        const pixels = (size: number) => (size / (largest || 1)) * (width(1) - width(0));
        const by = Math.max(-FAR, Math.min(FAR, pixels(Math.abs(after) - Math.abs(before))));
        return { mark: markOf(entry(W, row, col)), by, least: -pixels(Math.abs(before)) };
      }),
    ),
  );
  const most = Math.max(...grown.map(({ by }) => Math.abs(by)));
  if (most === 0) return { factor: undefined, isCut: false, pixels: {} };
  const [, power] = Math.min(FAR, MOST / most)
    .toExponential()
    .split("e");
  const factor = [5, 2, 1, 0.5].map((it) => Number(`${it}e${power}`)).find((it) => it * most <= MOST)!;
  return {
    factor,
    isCut: grown.some(({ by, least }) => by * factor < least),
    pixels: Object.fromEntries(grown.map(({ mark, by, least }) => [mark, Math.max(by * factor, least)])),
  };
}
