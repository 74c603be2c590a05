/**
 * Where a value is no plain JSON, by its path, and what stands there; undefined where all of it is. JSON has no
 * NaN, no Infinity and no undefined, and would turn them into null or leave them out without a word.
 */
export function flawIn(value: unknown, path: string): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return;
  if (typeof value === "number")
    return Number.isFinite(value) ? undefined : `${path} is ${value}, expected a finite number or null`;
  if (Array.isArray(value)) return first(value.length, (i) => flawIn(value[i], `${path}[${i}]`));
  if (typeof value === "object" && isPlain(value)) {
    const entries = Object.entries(value);
    return first(entries.length, (i) => flawIn(entries[i]![1], `${path}.${entries[i]![0]}`));
  }
  return `${path} is ${kindOf(value)}, expected plain JSON`;
}

/** The first answer there is. */
function first(count: number, ask: (i: number) => string | undefined): string | undefined {
  for (let i = 0; i < count; i++) {
    const answer = ask(i);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

const isPlain = (value: object): boolean =>
  [null, Object.prototype].includes(Object.getPrototypeOf(value) as object | null);

const kindOf = (value: unknown): string =>
  typeof value === "object"
    ? `a ${value?.constructor?.name}`
    : value === undefined
      ? "undefined"
      : `a ${typeof value}`;
