import { activate } from "../activation.ts";
import { columns } from "../column.ts";
import { combine } from "./combine.ts";
import { backFromTwo, timesSlope } from "./delta.ts";
import type { Kernels, MakeKernels } from "./kernels.ts";
import { products } from "./products.ts";

const LOOPS: Omit<Kernels, "columns"> = {
  forward({ inputs, outputs }, { data: W, cols }, activation) {
    combine(outputs, inputs, W, 1, cols);
    for (let j = 0; j < cols; j++) activate(outputs[j]!, activation);
  },
  gradient({ inputs, deltas }, { data: G }) {
    products(G, 0, inputs, deltas);
  },
  backward({ ones, deltas }, { outputs: h, deltas: below }, { data: W, cols }, { data: G }, activation) {
    const tanh = activation === "tanh";
    if (cols === 2) {
      backFromTwo(below, G, h, deltas[0]!, deltas[1]!, W, tanh);
    } else {
      products(G, 0, h, deltas);
      combine(below, deltas, W, cols, 1);
      for (let k = 0; k < h.length; k++) timesSlope(below[k]!, h[k]!, tanh);
    }
    products(G, h.length * cols, ones, deltas);
  },
};

/** Loops that every engine runs. */
export const plain: MakeKernels = ({ rows }) => ({ ...LOOPS, columns: (count) => columns(count, rows) });
