import { type Matrix, multiply, sum } from "../math/matrix.ts";
import { networkOf, ratesOf, run, weightsOf } from "./network.ts";
import type { Trace } from "./stage.ts";
import { type MatrixName, slopeName, type Values } from "./values.ts";

/** The loss around the weights of a trace: along a line, or in a plane. */

/** A direction among all the weights that a step moves: of each of them a matrix of its shape, first layer first. */
export type Direction = readonly Matrix[];

/** The weights that a step moves, and biases where they are trained. */
const movedIn = ({ lesson }: Trace): MatrixName[] => weightsOf(networkOf(lesson));

/** The slopes of the loss along all of them. */
export const gradientOf = (trace: Trace): Direction => movedIn(trace).map((name) => trace[slopeName(name)]);

/** Σ a·b over all entries. */
export const dot = (a: Direction, b: Direction): number =>
  a.reduce((total, its, i) => total + sum(multiply(its, b[i]!)), 0);

/** k·a + b, entry by entry. */
export const timesPlus = (k: number, a: Direction, b: Direction): Direction =>
  a.map((its, i) => ({ ...its, data: its.data.map((x, n) => k * x + b[i]!.data[n]!) }));

/** The values that the network is given, its weights moved so far along each of the directions. */
function movedBy(
  trace: Trace,
  directions: readonly Direction[],
): (far: readonly number[]) => Partial<Values> {
  const names = movedIn(trace);
  const given = Object.fromEntries(networkOf(trace.lesson).given.map(({ name }) => [name, trace[name]]));
  return (far) => {
    const moved: Partial<Values> = { ...given };
    for (const [i, name] of names.entries()) {
      const { rows, cols, data } = trace[name];
      const its = Float64Array.from(data);
      for (const [k, direction] of directions.entries()) {
        const { data: along } = direction[i]!;
        for (let n = 0; n < its.length; n++) its[n]! += far[k]! * along[n]!;
      }
      moved[name] = { rows, cols, data: its };
    }
    return moved;
  };
}

/** The loss as a function of how far the weights are moved along each of the directions. */
export function lossAround(trace: Trace, ...directions: Direction[]): (...far: number[]) => number {
  const { forward } = networkOf(trace.lesson);
  const rates = ratesOf(trace.lesson, trace.y.rows);
  const moved = movedBy(trace, directions);
  return (...far) => run(forward, moved(far), rates).loss!;
}

/** The slopes of the loss where the weights are moved so far along a direction. */
export function gradientAlong(trace: Trace, direction: Direction, far: number): Direction {
  const { forward, backward } = networkOf(trace.lesson);
  const given = movedBy(trace, [direction])([far]);
  const values = run([...forward, ...backward], given, ratesOf(trace.lesson, trace.y.rows));
  return movedIn(trace).map((name) => values[slopeName(name)]!);
}
