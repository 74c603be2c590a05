import { sigmoidInPlace, sigmoidPrime, tanhInPlace, tanhPrime } from "../elementary.ts";
import type { Column } from "./column.ts";

export type ActivationName = "sigmoid" | "tanh";

/** A function of each neuron, and its derivative, from the value h that the function gave. */
export interface Activation {
  /** z becomes h. */
  apply(column: Column): void;
  /** dLoss/dh becomes dLoss/dz: times the slope at h. */
  timesSlope(delta: Column, h: Column): void;
}

export const ACTIVATIONS: Record<ActivationName, Activation> = {
  sigmoid: {
    apply: sigmoidInPlace,
    timesSlope(delta, h) {
      for (let n = 0; n < h.length; n++) delta[n] = delta[n]! * sigmoidPrime(h[n]!);
    },
  },
  tanh: {
    apply: tanhInPlace,
    timesSlope(delta, h) {
      for (let n = 0; n < h.length; n++) delta[n] = delta[n]! * tanhPrime(h[n]!);
    },
  },
};
