import type { Name } from "../src/network/trace.ts";

/** The pages on which the values of the backward pass stand; a gradient's numbers have an anchor of its name. */
const PAGES: Partial<Record<Name, string>> = {
  X: "xor.html",
  W2: "init.html",
  h1: "h1.html",
  dLoss_dh2: "dloss-dw2.html#dLoss_dh2",
  dh2_dz2: "dloss-dw2.html#dh2_dz2",
  dLoss_dz2: "dloss-dw2.html#dLoss_dz2",
  dLoss_dW2: "dloss-dw2.html#dLoss_dW2",
  dLoss_dh1: "dloss-dw1.html#dLoss_dh1",
  dh1_dz1: "dloss-dw1.html#dh1_dz1",
  dLoss_dz1: "dloss-dw1.html#dLoss_dz1",
  dLoss_dW1: "dloss-dw1.html#dLoss_dW1",
};

/** Where the numbers of a value stand. */
export const placeOf = (name: Name): string | undefined => PAGES[name];
