/** Cells in columns, each as wide as its widest, set to the right. */
export function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(cell.length, most[i] ?? 0)),
    [],
  );
  return rows.map((row) => row.map((cell, i) => cell.padStart(widths[i]!)).join("  "));
}
