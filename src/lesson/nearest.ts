import { onOneLine } from "./check.ts";

/** No name of a field, nor of a column, comes near this: of longer ones none is looked for. */
const LONGEST = 100;

/** The candidates that a name was likely meant to be: the nearest by letters, if they are near. */
export function nearest(name: string, candidates: Iterable<string>): string[] {
  const meant = plain(name.slice(0, LONGEST));
  const far = [...new Set(candidates)].map((it) => [it, distance(meant, plain(it))] as const);
  const least = Math.min(...far.map(([, letters]) => letters));
  // Of a short name, one letter may be wrong, of a longer one a third of them.
  return least <= Math.max(1, meant.length / 3) && least < meant.length
    ? far.filter(([, letters]) => letters === least).map(([it]) => it)
    : [];
}

/** `learning_rate` and `learning rate` are nobody's slips of the finger: they are `learningRate`. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, "");

/** How many letters have to be put in, taken out, replaced, or swapped with the next one. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  rows[0] = [...Array(b.length + 1).keys()];
  const at = (i: number, j: number) => rows[i]![j]!;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + Number(a[i - 1] !== b[j - 1]);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]![j] = Math.min(
        replaced,
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        isSwap ? at(i - 2, j - 2) + 1 : replaced,
      );
    }
  return at(a.length, b.length);
}

/** `; did you mean hidden?`, where a name is like one of those that there are, or else which these are. */
export function meant(name: string, names: readonly string[]): string {
  const likely = nearest(name, names);
  return likely.length > 0
    ? `; did you mean ${likely.map(onOneLine).join(" or ")}?`
    : `, expected ${names.map(onOneLine).join(", ")}`;
}
