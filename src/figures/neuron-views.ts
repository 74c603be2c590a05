/**
 * A network with a picture in each neuron of what it puts out over the plane of its two inputs: where the pictures
 * stand, what their shades mean, and the line on which a neuron's sum z is 0. No DOM and no canvas here.
 */

/** Of a layer wider than this, the first neurons and the last are shown. */
const MOST = 8;

/** The neurons of a layer that are shown, from the top; undefined stands for those left out between two. */
export function shownOf(width: number): readonly (number | undefined)[] {
  if (width <= MOST) return Array.from({ length: width }, (_, i) => i);
  return [...Array.from({ length: MOST - 1 }, (_, i) => i), undefined, width - 1];
}

export interface Place {
  readonly layer: number;
  readonly neuron: number;
  /** Its middle. */
  readonly x: number;
  readonly y: number;
}

export interface Plan {
  readonly height: number;
  /** Of each picture, which is a square. */
  readonly size: number;
  readonly places: readonly Place[];
  /** Where neurons are left out. */
  readonly gaps: readonly { readonly x: number; readonly y: number }[];
}

/** From one picture to the next below it: room for the fewest and for the most. */
const PITCH = { most: 84, least: 46 };
const [LARGEST, BETWEEN] = [64, 8];
/** Over the pictures, for the names of the columns, and beside the last, for a number. */
const [HEAD, SIDE] = [24, 4];

/**
 * Where everything stands, the layers from left to right.
 * @param widths the inputs, then the neurons of each layer
 */
export function planOf(widths: readonly number[], width: number): Plan {
  const columns = widths.map(shownOf);
  const most = Math.max(...columns.map(({ length }) => length));
  const pitch = Math.min(PITCH.most, Math.max(PITCH.least, 260 / most));
  const size = Math.floor(Math.min(LARGEST, pitch - BETWEEN, width / (2 * widths.length - 1)));
  const middle = HEAD + (most * pitch) / 2;
  const step = (width - size - 2 * SIDE) / (columns.length - 1);
  const places: Place[] = [];
  const gaps: { x: number; y: number }[] = [];
  for (const [layer, column] of columns.entries())
    for (const [i, neuron] of column.entries()) {
      const at = {
        x: SIDE + size / 2 + layer * step,
        y: middle + (i - (column.length - 1) / 2) * pitch,
      };
      if (neuron === undefined) gaps.push(at);
      else places.push({ layer, neuron, ...at });
    }
  return { height: HEAD + most * pitch, size, places, gaps };
}

/** What the lightest and the darkest shade stand for, and the h at which the sum z is 0. */
export interface Shades {
  readonly low: number;
  readonly high: number;
  readonly zero: number;
}

/** @param name of the activation; undefined for inputs, which are on both sides of 0 */
export function shadesOf(name: string | undefined, values: ArrayLike<number>): Shades {
  if (name === "sigmoid" || name === "softmax") return { low: 0, high: 1, zero: 0.5 };
  if (name === "tanh") return { low: -1, high: 1, zero: 0 };
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return { low: name === "relu" ? 0 : -most, high: most || 1, zero: 0 };
}

/** A piece of a line: from x, y to x, y, in shares of the picture from the left and from the top. */
export type Piece = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * The line between values above a level and all others, piece by piece, one for each cell that it crosses and two
 * where it crosses twice.
 * @param values row by row from the top left, nodes² of them
 */
export function levelLine(values: ArrayLike<number>, nodes: number, level: number): Piece[] {
  const pieces: Piece[] = [];
  const last = nodes - 1;
  for (let row = 0; row < last; row++)
    for (let col = 0; col < last; col++) {
      const at = row * nodes + col;
      // The corners around the cell, from the top left clockwise.
      const corners = [
        [col, row, values[at]!],
        [col + 1, row, values[at + 1]!],
        [col + 1, row + 1, values[at + nodes + 1]!],
        [col, row + 1, values[at + nodes]!],
      ] as const;
      const crossed: number[] = [];
      for (let k = 0; k < 4; k++) {
        const [[x1, y1, a], [x2, y2, b]] = [corners[k]!, corners[(k + 1) % 4]!];
        if (a > level === b > level) continue;
        const t = (level - a) / (b - a);
        crossed.push((x1 + t * (x2 - x1)) / last, (y1 + t * (y2 - y1)) / last);
      }
      for (let i = 0; i + 3 < crossed.length; i += 4)
        pieces.push([crossed[i]!, crossed[i + 1]!, crossed[i + 2]!, crossed[i + 3]!]);
    }
  return pieces;
}
