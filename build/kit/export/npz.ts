import type { Value } from "../../../src/network/values.ts";
import type { Format } from "./format.ts";
import { type NamedValue, shapeOf, valuesOf } from "./values.ts";
import { zipped } from "./zip.ts";

/** Every value to the last bit: `np.load("lesson.npz")["W1"]`. */
export const npz: Format = {
  does: "every value for NumPy's np.load, by its name",
  make: async ({ trace }) => npzOf(valuesOf(trace)),
};

/** As `np.savez` writes it: nothing is compressed. */
export const npzOf = (values: readonly NamedValue[]): Uint8Array =>
  zipped(new Map(values.map(({ name, value }) => [`${name}.npy`, npy(value)])), 0);

/**
 * Version 1.0 of NumPy's format: a magic string, the length of the header, the header, filled up with blanks so that the
 * numbers begin at a multiple of 64, and the numbers, row by row.
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
function npy(value: Value): Uint8Array {
  const shape = shapeOf(value);
  const numbers = typeof value === "number" ? Float64Array.of(value) : value.data;
  const tuple = `(${shape.join(", ")})`;
  const about = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  const before = 10;
  const length = Math.ceil((before + about.length + 1) / 64) * 64 - before;
  const header = `${about.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(before + length + 8 * numbers.length);
  bytes.set([0x93, ...Buffer.from("NUMPY"), 1, 0, length & 0xff, length >> 8]);
  bytes.set(Buffer.from(header, "latin1"), before);
  const view = new DataView(bytes.buffer);
  for (const [i, x] of numbers.entries()) view.setFloat64(before + length + 8 * i, x, true);
  return bytes;
}
