/**
 * The length of a vector, √Σx². Our own, since `Math.hypot` differs from engine to engine; scaled by the largest
 * entry, so that no square overflows. Infinite or NaN where an entry is.
 */
export function norm(entries: readonly number[]): number {
  const largest = entries.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  return largest * Math.sqrt(entries.reduce((sum, x) => sum + (x / largest) * (x / largest), 0));
}
