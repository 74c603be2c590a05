import { turn } from "../math/turn.ts";

/** How the learning rate changes as the steps go on; `constant` and `cosine` have nothing to choose. */
export type Schedule = "constant" | "cosine" | StepSchedule | InverseSchedule;
/** Times `factor`, above 0 and at most 1, after each `every` steps. */
interface StepSchedule {
  readonly every: number;
  readonly factor: number;
}
/** Divided by 1 + decay·t; the decay is above 0. */
interface InverseSchedule {
  readonly decay: number;
}

/**
 * The share of the learning rate, 0 to 1, that step t takes, t = 0 … steps − 1. The cosine falls from 1 at the first step
 * to 0 after the last, and stays there.
 */
export function share(schedule: Schedule, t: number, steps: number): number {
  if (schedule === "constant") return 1;
  if (schedule === "cosine") return t < steps ? (1 + turn(t / (2 * steps))[0]) / 2 : 0;
  if ("decay" in schedule) return 1 / (1 + schedule.decay * t);
  return power(schedule.factor, Math.floor(t / schedule.every));
}

/** base^n for a whole n ≥ 0, by products: engines differ in the last bit of `**`. */
const power = (base: number, n: number): number =>
  n === 0 ? 1 : n % 2 === 1 ? base * power(base, n - 1) : power(base * base, n / 2);
