import type { State } from "../../../src/lesson/address.ts";
import { fieldsOf } from "../../../src/lesson/choices.ts";
import { rateNamed } from "../../../src/lesson/fields.ts";
import type { Trace } from "../../../src/network/stage.ts";
import type { MatrixName } from "../../../src/network/values.ts";
import { type NumberFormat, showExact, toTyped } from "../../../src/typeset/format.ts";

/** A number as it stands in a field, which reads it again. */
export const typedText = (x: number, as: NumberFormat): string => toTyped(showExact(x, as), as);

/** The number of a cell that can be changed; undefined where there is no such entry. */
export function valueIn(state: State, trace: Trace, cell: string): number | undefined {
  const rate = rateNamed(cell);
  if (rate) return fieldsOf(state)[rate.name];
  const [name, row, col] = cell.split(".") as [MatrixName, string, string];
  const { cols = 0, data } = trace[name] ?? {}; // there may be no biases
  return Number(col) < cols ? data?.[Number(row) * cols + Number(col)] : undefined;
}
