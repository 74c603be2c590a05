/**
 * Numbers between two numbers. Stands in for d3-interpolate, of which scales of numbers need no more: without its
 * colours and paths a script is a fifth of d3 (build/scripts.ts).
 */
export const interpolateNumber =
  (a: number, b: number) =>
  (t: number): number =>
    a * (1 - t) + b * t;
export {
  interpolateNumber as interpolate,
  interpolateNumber as interpolateRound,
  interpolateNumber as piecewise,
};
