import { distance, type Point } from "./svg.ts";

/** The line with fewer points, none of those left out farther from it than the tolerance (Ramer–Douglas–Peucker). */
export function simplified(places: readonly Point[], tolerance: number): Point[] {
  if (places.length < 3) return [...places];
  const [first, last] = [places[0]!, places.at(-1)!];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = distance(dx, dy);
  const away = ([x, y]: Point) =>
    length === 0
      ? distance(x - first[0], y - first[1])
      : Math.abs(dx * (y - first[1]) - dy * (x - first[0])) / length;
  let [far, most] = [0, 0];
  for (let i = 1; i < places.length - 1; i++) {
    const here = away(places[i]!);
    if (here > most) [far, most] = [i, here];
  }
  if (most <= tolerance) return [first, last];
  return [
    ...simplified(places.slice(0, far + 1), tolerance).slice(0, -1),
    ...simplified(places.slice(far), tolerance),
  ];
}
