import type { ExplicitData } from "../../../src/lesson/datasets.ts";
import { DRAWN_ROWS } from "../../../src/lesson/datasets.ts";

/** Points that a reader puts on the plane, in the order they come. */
export interface Points {
  readonly X: readonly Point[];
  readonly labels: readonly (0 | 1)[];
}
export type Point = readonly [x1: number, x2: number];

/** Whether given rows are such points: of two inputs, and with labels 0 and 1. */
export const arePoints = (data: ExplicitData): boolean =>
  data.X[0]!.length === 2 && "labels" in data && data.labels.every((label) => label < 2);

export const NO_POINTS: Points = { X: [], labels: [] };
/** As many as a lesson may have rows. */
export const MOST_POINTS = DRAWN_ROWS;
/** As far as their plane goes at least, along both axes. */
export const REACH = 2;

export const withPoint = ({ X, labels }: Points, point: Point, label: 0 | 1): Points => ({
  X: [...X, point],
  labels: [...labels, label],
});

export const withoutLast = ({ X, labels }: Points): Points => ({
  X: X.slice(0, -1),
  labels: labels.slice(0, -1),
});

/** The point at a share of the plane's width from the left and of its height from the top, to a hundredth of 2. */
export const pointAt = (right: number, down: number, reach: number): Point => [
  coordinate(2 * right - 1, reach),
  coordinate(1 - 2 * down, reach),
];

function coordinate(share: number, reach: number): number {
  const fine = 100 * REACH; // places from the origin to the border
  return (Math.round(fine * Math.min(Math.max(share, -1), 1)) * reach) / fine + 0; // + 0 turns −0 into 0
}
