/**
 * Places for labels: each as near the place it wants as can be, none nearer to another than `gap`, all between
 * `low` and `high` (where there is room for them all). In the order given.
 */
export function pushedApart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const placed = [...wanted];
  let bound = low;
  for (const i of order) {
    placed[i] = Math.max(placed[i]!, bound);
    bound = placed[i]! + gap;
  }
  bound = high;
  for (const i of order.reverse()) {
    placed[i] = Math.min(placed[i]!, bound);
    bound = placed[i]! - gap;
  }
  return placed;
}
