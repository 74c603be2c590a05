import { fromFunction, type Matrix } from "../math/matrix.ts";

/** The plane from −reach to reach along both axes, looked at in `nodes` places along each. */
export interface Plane {
  readonly nodes: number;
  readonly reach: number;
}

/** Where to look, row by row from the top left. (nodes²×2) */
export function nodesOf({ nodes, reach }: Plane): Matrix {
  const along = (i: number) => ((2 * i) / (nodes - 1) - 1) * reach;
  return fromFunction(nodes * nodes, 2, (n, axis) =>
    axis === 0 ? along(n % nodes) : -along(Math.floor(n / nodes)),
  );
}
