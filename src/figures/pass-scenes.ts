import { at } from "../math/matrix.ts";
import { markOf } from "../network/marks.ts";
import type { Layer } from "../network/network.ts";
import type { Trace } from "../network/stage.ts";
import { type Kind, type Name, nextName } from "../network/values.ts";
import { plainSymbol } from "./formula.ts";
import { drawnNodes } from "./network.ts";
import type { Entry, Stop } from "./pass-stops.ts";
import type { Show } from "./told.ts";

/** What moves at each stop of a pass, for the script that plays it (build/reader/pass.ts): plain data, no geometry. */

/**
 * A place in the picture, by a mark: `h1.0.1` is the node, `h1.0.1^` its point on the curve, `W1.0.1@0.5` half-way along
 * the edge, `W1.0.1#` the number on it; `h1` alone is the heading over the nodes.
 */
type Place = string;

/** A number on its way. */
export interface Move {
  readonly by: readonly Place[];
  /** What it says, and what it says from a part of the way on. */
  readonly says: readonly [before: string, after: string];
  readonly turn: number;
  readonly kind: Kind;
  /** The part of the stop's time at which it begins. */
  readonly begin?: number;
  /** The last stop at which it still stands where it arrived; without it, it is gone when it has. */
  readonly until?: number;
  /** The entry that it is in the end. */
  readonly cell?: string;
}

export interface Scene {
  /** On the slider. */
  readonly at: string;
  /** The edges that it speaks of, by their marks, or by the name of their weights and a point. None: all. */
  readonly lit: readonly string[];
  /** The entries that stand in the picture from here on. */
  readonly shows: readonly string[];
  readonly moves: readonly Move[];
  /** Points that run along all edges of a layer at once, between two parts of the way. */
  readonly flow?: {
    readonly along: string;
    readonly from: number;
    readonly to: number;
    readonly kind: Kind;
    /** Not into this neuron. */
    readonly but?: number;
    readonly end?: number;
  };
}

/** What the picture is played from. */
export interface PassNumbers {
  readonly scenes: readonly Scene[];
  /** How many pixels the edges grow in the step. */
  readonly grows: Readonly<Record<string, number>>;
}

/** Where on its edge a product waits for the others. */
const WAITS = 0.74;
/** The part of its time in which points run ahead of what they bring. */
const AHEAD = 0.4;

export function passNumbers(
  trace: Trace,
  stops: readonly Stop[],
  named: (stop: Stop) => string,
  show: Show,
): PassNumbers {
  const value = ({ name, row, col }: Entry) => show(at(trace[name], row, col));
  const index = (does: Stop["does"]) => stops.findIndex((it) => it.does === does);
  const [sum, step] = [index("sum"), index("step")];
  const followed = stops.flatMap((it) => (it.does === "bend" ? [it.h] : []))[0]!;
  const node = markOf(followed);
  const column = stops.flatMap((it) => (it.does === "product" ? [markOf(it.term.w)] : []));
  const waits = stops.flatMap((it): Move[] =>
    it.does === "product"
      ? [
          {
            by: [`${markOf(it.term.w)}@0`, `${markOf(it.term.w)}@${WAITS}`],
            says: [value(it.term.x), show(it.term.product)],
            turn: 0.5,
            kind: "activations",
            until: sum - 1,
          },
        ]
      : [],
  );
  /** A number that stands in its place when its time is over. */
  const appears = (place: Place, cell: Entry, kind: Kind, until: number): Move => ({
    by: [place],
    says: ["", value(cell)],
    turn: 0.9,
    kind,
    until,
    cell: markOf(cell),
  });
  /** Over nodes that hold something else for a while stands its name. */
  const headed = (layer: Layer, name: Name, kind: Kind, until: number): Move => ({
    by: [layer.h],
    says: ["", plainSymbol(name)],
    turn: 0.9,
    kind,
    until,
  });
  /** A sum drops on the curve, and comes back as the value. */
  const bends = (z: Entry, h: Entry, begin?: number): Move => ({
    by: [markOf(h), `${markOf(h)}^`, markOf(h)],
    says: [value(z), value(h)],
    turn: 0.5,
    kind: "activations",
    ...(begin && { begin }),
    cell: markOf(h),
  });

  function sceneOf(stop: Stop, i: number): Omit<Scene, "at"> {
    switch (stop.does) {
      case "whole":
        return { lit: [], shows: [], moves: [] };
      case "product":
        return { lit: [markOf(stop.term.w)], shows: [], moves: [waits[i - 1]!] };
      case "bias": {
        const { b } = stop;
        const by = [markOf(b), node];
        return {
          lit: column,
          shows: [],
          moves: [
            { by, says: [value(b), value(b)], turn: 1, kind: "weights", until: sum - 1, cell: markOf(b) },
          ],
        };
      }
      case "sum": {
        const { z, layer } = stop;
        const moves = waits.map(
          ({ by, says, kind }): Move => ({ by: [by[1]!, node], says: [says[1], ""], turn: 1, kind }),
        );
        return {
          lit: column,
          shows: [markOf(z)],
          moves: [...moves, appears(node, z, "activations", i), headed(layer, z.name, "activations", i)],
        };
      }
      case "bend":
        return { lit: column, shows: [markOf(stop.h)], moves: [bends(stop.z, stop.h)] };
      case "others": {
        const { layer, h } = stop;
        return {
          lit: [`${layer.W}.`],
          shows: h.map((it) => markOf(it)),
          moves: h.map((it) => bends({ ...it, name: layer.z }, it, AHEAD)),
          flow: { along: layer.W, from: 0, to: 1, kind: "activations", but: followed.col, end: AHEAD },
        };
      }
      case "sums": {
        const { layer, z } = stop;
        return {
          lit: [`${layer.W}.`],
          shows: [],
          moves: [
            ...z.map((it) => appears(markOf({ ...it, name: layer.h }), it, "activations", i)),
            headed(layer, layer.z, "activations", i),
          ],
          flow: { along: layer.W, from: 0, to: 1, kind: "activations" },
        };
      }
      case "answers": {
        const { layer, h } = stop;
        return {
          lit: [`${layer.W}.`],
          shows: h.map((it) => markOf(it)),
          moves: h.map((it) => bends({ ...it, name: layer.z }, it)),
        };
      }
      case "loss": {
        return {
          lit: [],
          shows: ["loss"],
          moves: [...stop.y, ...stop.h].map((it) => ({
            by: [markOf(it), "loss"],
            says: [value(it), value(it)],
            turn: 1,
            kind: it.name === "y" ? "data" : "activations",
          })),
        };
      }
      case "slopes": {
        const { layer, slopes, above } = stop;
        const moves = slopes.map((it): Move => {
          const its = appears(markOf({ ...it, name: layer.h }), it, "gradients", step - 1);
          return above ? its : { ...its, by: ["loss", ...its.by], says: [its.says[1], its.says[1]], turn: 1 };
        });
        return {
          lit: above ? [`${above.W}.`] : [],
          shows: [],
          moves: [...moves, headed(layer, stop.name, "gradients", step - 1)],
          ...(above && { flow: { along: above.W, from: 0.5, to: 0, kind: "gradients" } }),
        };
      }
      case "weightSlopes": {
        const { W } = stop.layer;
        const along = edges(trace, W).map((it) => ({ its: it, slope: { ...it, name: stop.slope.name } }));
        return {
          lit: [`${W}.`],
          shows: [],
          moves: along.map(({ its, slope }) => appears(`${markOf(its)}#`, slope, "gradients", step - 1)),
          flow: { along: W, from: 1, to: 0.5, kind: "gradients" },
        };
      }
      case "step": {
        const all = stop.layers.flatMap(({ W }) => edges(trace, W));
        return {
          lit: [],
          shows: [],
          moves: all.map((it): Move => {
            const next = { ...it, name: nextName(it.name) as Entry["name"] };
            return {
              by: [`${markOf(it)}#`],
              says: [value(it), value(next)],
              turn: 0.5,
              kind: "weights",
              until: i,
              cell: markOf(next),
            };
          }),
        };
      }
    }
  }
  return {
    scenes: stops.map((stop, i) => ({ at: named(stop), ...sceneOf(stop, i) })),
    grows: stops.flatMap((it) => (it.does === "step" ? [it.growth.pixels] : []))[0]!,
  };
}

/** The entries of the edges that are drawn. */
const edges = (trace: Trace, name: Entry["name"]): Entry[] =>
  drawnNodes(trace[name].rows).flatMap((row) =>
    drawnNodes(trace[name].cols).map((col) => ({ name, row, col })),
  );
