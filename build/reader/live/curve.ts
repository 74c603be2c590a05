import type { BrickName } from "../../../src/lesson/choices.ts";
import { log } from "../../../src/math/elementary.ts";
import { ACTIVATIONS } from "../../../src/network/ops/activations.ts";

/** How far from 0 a curve goes to both sides, and in how many steps; its box, and the room left in it. */
const [REACH, STEPS] = [3, 24];
const [WIDTH, HEIGHT, ROOM] = [34, 20, 2];

/** Those of a loss: over the miss, and over the output that should be 1. */
const LOSSES: Partial<Record<BrickName, (x: number) => number>> = {
  squared: (x) => x * x,
  "cross-entropy": (x) => -log((x + REACH + 0.2) / (2 * REACH + 0.2)),
};

/** The shape of a brick's function, small; nothing of what is no function of one number. */
export function drawn(brick: BrickName): string {
  const f = LOSSES[brick] ?? ACTIVATIONS[brick as keyof typeof ACTIVATIONS]?.activation;
  if (!f) return "";
  const values = Array.from({ length: STEPS + 1 }, (_, i) => f(((2 * i) / STEPS - 1) * REACH));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const y = (value: number) =>
    (HEIGHT - ROOM - ((value - least) / (most - least)) * (HEIGHT - 2 * ROOM)).toFixed(1);
  const points = values.map((value, i) => `${((i / STEPS) * WIDTH).toFixed(1)},${y(value)}`);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><path class="axis" d="M0 ${y(0)}H${WIDTH}"/><path d="M${points.join("L")}"/></svg>`;
}
