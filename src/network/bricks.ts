import { type Network, weightsOf } from "./network.ts";
import type { Op } from "./op.ts";
import { alongOf, type Kind, type MatrixName, type Name, slopeName } from "./values.ts";

/** A brick of the stack. */
export interface Brick {
  /** What it brings or makes: `X`, `W1`, `h1`, `loss`. */
  readonly name: Name;
  readonly kind: Kind;
  /** What it computes; data compute nothing. */
  readonly op?: Op;
  /** Values that it makes, on the way up and on the way back. */
  readonly values: readonly Name[];
}

/** The bricks of a network, from the bottom of the stack to its top. */
export function bricksOf({ given, forward, update }: Network): readonly Brick[] {
  const kindOf = new Map<Name, Kind>(given.map(({ name, kind }) => [name, kind]));
  const data: Name[] = given.filter(({ kind }) => kind === "data").map(({ name }) => name);
  const bricks = forward
    .filter(({ op }) => op.kind === "activations")
    .map((step): Brick => {
      const { makes, op, of } = step;
      const weights = of.find((name) => kindOf.get(name) === "weights");
      const back = op.back!(step).map((it) => it.makes);
      const next = update
        .filter((it) => it.of.includes(weights!) && it.op.kind === "weights")
        .map((it) => it.makes);
      return weights
        ? { name: weights, kind: "weights", op, values: [weights, makes, ...back, ...next] }
        : { name: makes, kind: "activations", op, values: [makes, ...back] };
    });
  const scalars = forward.filter(({ op }) => op.kind === "scalars");
  const loss = scalars.flatMap((step) => [step.makes, ...(step.op.back?.(step) ?? []).map((it) => it.makes)]);
  const owned = new Set(bricks.flatMap(({ values }) => values));
  return [
    { name: data[0]!, kind: "data", values: data },
    ...bricks,
    { name: "loss", kind: "scalars", op: scalars[0]!.op, values: loss.filter((name) => !owned.has(name)) },
  ];
}

/** The bricks that make any of some values, in the order of the values. */
export const bricksOfValues = (bricks: readonly Brick[], names: readonly Name[]): Brick[] => [
  ...new Set(names.flatMap((name) => bricks.find(({ values }) => values.includes(name)) ?? [])),
];

/** A stretch of the way back: past a brick, by what it multiplies the slope, to the slope below it. */
export interface Stretch {
  readonly brick: Brick;
  /** None at the loss, where the way begins. */
  readonly factor?: { readonly name: Name; readonly sign: "⊙" | "·" };
  readonly below: MatrixName;
  /** Where a way to weights leaves: what the slope is multiplied by, and what that gives. */
  readonly branch?: { readonly times: Name; readonly to: MatrixName };
}

/** The way of the slopes, from the loss down the stack. */
export function wayBack(network: Network): readonly Stretch[] {
  const bricks = bricksOf(network);
  const weights = weightsOf(network);
  const way: Stretch[] = [];
  for (const { makes, op, of } of network.backward) {
    const slope = of.find((name) => name.startsWith(slopeName("" as Name)));
    if (slope === undefined && way.length > 0) continue; // a factor, or what the ridge adds
    const other = of.find((name) => name !== slope)!;
    const brick = bricks.find(({ values }) => values.includes(makes))!;
    if (!weights.includes(alongOf(makes))) {
      const sign = op.written.form === "product" ? "·" : "⊙";
      way.push({ brick, ...(slope && { factor: { name: other, sign } }), below: makes as MatrixName });
    } else {
      const last = way.findIndex(({ below }) => below === slope);
      way[last] = { ...way[last]!, branch: { times: other, to: makes as MatrixName } };
    }
  }
  return way;
}
