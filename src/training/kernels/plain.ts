import { columns } from "../column.ts";
import { activate, timesSlope } from "./brick.ts";
import { combine } from "./combine.ts";
import { backFromTwo, isSlopeKnown } from "./delta.ts";
import type { Kernels, MakeKernels } from "./kernels.ts";
import { products } from "./products.ts";

const LOOPS: Omit<Kernels, "columns"> = {
  forward({ brick, inputs, outputs }, { data: W, cols }) {
    combine(outputs, inputs, W, 1, cols);
    activate(brick, outputs);
  },
  gradient({ inputs, deltas }, { data: G }) {
    products(G, 0, inputs, deltas);
  },
  backward({ ones, deltas }, { brick, outputs: h, deltas: below }, { data: W, cols }, { data: G }) {
    if (cols === 2 && isSlopeKnown(brick)) {
      backFromTwo(below, G, h, deltas[0]!, deltas[1]!, W, brick.name === "tanh");
    } else {
      products(G, 0, h, deltas);
      combine(below, deltas, W, cols, 1);
      timesSlope(brick, below, h);
    }
    products(G, h.length * cols, ones, deltas);
  },
};

/** Loops that every engine runs. */
export const plain: MakeKernels = ({ rows }) => ({ ...LOOPS, columns: (count) => columns(count, rows) });
