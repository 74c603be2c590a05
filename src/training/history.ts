import { printed } from "../lesson/lesson.ts";
import { type Matrix, toRows } from "../math/matrix.ts";
import type { Settings } from "./settings.ts";

/** What a network was like after so many steps. */
export interface Entry {
  readonly step: number;
  /** Of the rows trained on: total = data + ridge + l1. Of unseen rows, if there are any, the data term. */
  readonly loss: {
    readonly data: number;
    readonly ridge: number;
    readonly l1: number;
    readonly total: number;
    readonly unseen?: number;
  };
  /** The share of rows, 0 to 1, whose answer is their label. Targets that are not those of labels have none. */
  readonly accuracy?: { readonly trained: number; readonly unseen?: number };
  /** √ΣW² of each layer, first to last, without its biases. */
  readonly weightNorms: readonly number[];
  /** The norm of the gradient over all rows trained on, layer by layer, biases among it, before clipping. */
  readonly gradientNorms: readonly number[];
}

/** The weights after so many steps, first layer first. */
export interface Snapshot {
  readonly step: number;
  readonly weights: readonly Matrix[];
}

/** A run, told by what was recorded of it. */
export interface History {
  readonly settings: Settings;
  readonly entries: readonly Entry[];
  readonly snapshots: readonly Snapshot[];
  /**
   * How it ended, and after how many steps. "diverged": that step made a weight NaN or infinite; nothing is
   * recorded of it. "stopped": a signal came.
   */
  readonly end: { readonly step: number; readonly how: "finished" | "diverged" | "stopped" };
  /** The weights at the end. */
  readonly weights: readonly Matrix[];
}

/** A run as JSON. What has grown too large for a number is null. */
export const historyJson = (chapter: string, { settings, entries, end, weights }: History): string =>
  JSON.stringify({
    chapter,
    settings: printed(settings, ["outputs", "outputActivation", "loss", "trainBias"]),
    history: entries,
    end: { ...end, weights: weights.map(toRows) },
  });
