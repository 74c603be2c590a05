import { type Matrix, toRows } from "../math/matrix.ts";
import type { Trace } from "../network/stage.ts";
import type { Name } from "../network/values.ts";
import { texOf } from "../network/values.ts";

/**
 * Values in full double precision, in the forms that people paste: JSON, NumPy, TeX. Numbers that are not the book's
 * say so in a `note`.
 */

export type Value = Matrix | number;
export const toJsonValue = (value: Value): number | number[][] =>
  typeof value === "number" ? value : toRows(value);

export function asJson(names: readonly Name[], trace: Trace, note = ""): string {
  const lines = names.map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(toJsonValue(trace[name]))}`);
  if (note) lines.unshift(`  "note": ${JSON.stringify(note)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

export function asNumpy(names: readonly Name[], trace: Trace, note = ""): string {
  const line = (name: Name) => {
    const value = toJsonValue(trace[name]);
    const text = JSON.stringify(value);
    return `${name} = ${typeof value === "number" ? text : `np.array(${text})`}`;
  };
  return [...(note ? [`# ${note}`] : []), ...names.map(line)].join("\n");
}

export function asTex(names: readonly Name[], trace: Trace, note = ""): string {
  const number = (x: number) => String(x).replace(/e\+?(-?\d+)$/, "\\cdot 10^{$1}");
  const value = (it: Value) =>
    typeof it === "number"
      ? number(it)
      : `\\begin{bmatrix} ${toRows(it)
          .map((row) => row.map(number).join(" & "))
          .join(" \\\\ ")} \\end{bmatrix}`;
  const lines = names.map((name) => `${texOf(name)} = ${value(trace[name])}`);
  return [...(note ? [`% ${note}`] : []), ...lines].join("\n");
}
