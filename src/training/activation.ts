import { sigmoidInPlace, tanhInPlace } from "../math/elementary.ts";
import type { Settings } from "./settings.ts";

/** The function of the hidden neurons; its derivative is `slope` in kernels/delta.ts. */
export type Activation = Settings["activation"];

/** Applies the function of a neuron to all rows, in place: z becomes h. */
export function activate(column: Float64Array, activation: Activation): void {
  if (activation === "tanh") tanhInPlace(column);
  else sigmoidInPlace(column);
}
