/**
 * Sine and cosine from + − × alone, for the same bits in every engine (see src/math/elementary.ts for why).
 * The angle is counted in full turns, so that bringing it near 0 loses nothing.
 */

/** [cos 2πt, sin 2πt], with an error under 1e-15. */
export function turn(t: number): [cos: number, sin: number] {
  const quarters = Math.floor(4 * t + 0.5);
  const x = 2 * Math.PI * (t - quarters / 4); // at most π/4 in size
  const [c, s] = [cosine(x), sine(x)];
  switch (quarters & 3) {
    case 0:
      return [c, s];
    case 1:
      return [-s, c];
    case 2:
      return [-c, -s];
    default:
      return [s, -c];
  }
}

/** 1 − x²/2! + x⁴/4! − …; the first term left out, x¹⁸/18!, is under 2⁻⁵⁸. */
const cosine = (x: number) => series(x * x, 1, 17);

/** x − x³/3! + x⁵/5! − …; the first term left out, x¹⁹/19!, is under 2⁻⁶³. */
const sine = (x: number) => x * series(x * x, 2, 18);

/** 1 − xx/(n(n + 1))·(1 − xx/((n + 2)(n + 3))·(1 − …)), while n is below `end`. */
const series = (xx: number, n: number, end: number): number =>
  n < end ? 1 - (xx / (n * (n + 1))) * series(xx, n + 2, end) : 1;
