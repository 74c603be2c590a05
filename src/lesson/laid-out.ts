const WIDTH = 80;

/** JSON as one writes it by hand: what fits on a line stands on it, and each row of a matrix has a line of its own. */
export function laidOut(value: unknown, indent = "", room = WIDTH): string {
  const line = onOneLine(value);
  if (typeof value !== "object" || value === null || (!isTall(value) && indent !== "" && line.length <= room))
    return line;
  const isList = Array.isArray(value);
  if (isList && !value.some((it) => typeof it === "object")) return line; // a row of numbers
  const inner = `${indent}  `;
  const entries = Object.entries(value).map(([key, it]) => {
    const name = isList ? "" : `${JSON.stringify(key)}: `;
    return inner + name + laidOut(it, inner, WIDTH - inner.length - name.length - 1);
  });
  const [open, close] = isList ? "[]" : "{}";
  return entries.length === 0 ? line : `${open}\n${entries.join(",\n")}\n${indent}${close}`;
}

/** Whether there is a matrix in it, of more than one row and column. */
const isTall = (value: object): boolean =>
  Array.isArray(value)
    ? value.length > 1 && value.every((row) => Array.isArray(row) && row.length > 1)
    : Object.values(value).some((it) => typeof it === "object" && it !== null && isTall(it));

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, it]) => `${JSON.stringify(key)}: ${onOneLine(it)}`);
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
}
