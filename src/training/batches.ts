import { RandomState } from "../math/random.ts";
import type { Column } from "./column.ts";
import type { MakeKernels } from "./kernels/kernels.ts";
import { createPass, type Model, type Pass, rowsIn } from "./pass.ts";
import type { Shuffled } from "./settings.ts";

/**
 * Mini-batches without end, one a step: each epoch has all rows once, in the order of NumPy's
 * `RandomState(seed).permutation`, cut into pieces of `size`; the last may be shorter.
 * @param all the rows to draw from, as a pass over them
 */
export function* shuffledBatches(
  { size, seed }: Shuffled,
  model: Model,
  widths: readonly number[],
  all: Pass,
  make?: MakeKernels,
): Generator<Pass, never> {
  const { inputs, targets } = all;
  const N = rowsIn(all);
  const room = (rows: number) => createPass(model, widths, rows, make);
  const [piece, rest] = [room(size), room(N % size)];
  const random = new RandomState(seed);
  for (;;) {
    const order = Int32Array.from(random.permutation(N));
    for (let from = 0; from < N; from += size) {
      const rows = order.subarray(from, from + size);
      const pass = rows.length === size ? piece : rest;
      for (const [c, input] of inputs.entries()) gather(pass.inputs[c]!, input, rows);
      for (const [c, target] of targets.entries()) gather(pass.targets[c]!, target, rows);
      yield pass;
    }
  }
}

/** The chosen rows of a column, in the order chosen. */
function gather(out: Column, column: Column, rows: Int32Array): void {
  for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]!]!;
}
