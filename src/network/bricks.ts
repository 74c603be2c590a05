import { type Network, weightsOf } from "./network.ts";
import type { Op, Step } from "./op.ts";
import { alongOf, isSlope, type Kind, type Name, nextName, type SlopeName } from "./values.ts";

/** A brick of the stack. */
export interface Brick {
  /** The value that it is named by: `X`, `W1`, `h1`, `loss`. */
  readonly name: Name;
  readonly kind: Kind;
  /** What it computes; data have none. */
  readonly op?: Op;
  /** All values that belong to it, on the way up and on the way back. */
  readonly values: readonly Name[];
}

/** The bricks of a network, from the bottom of the stack to its top. */
export function bricksOf(network: Network): readonly Brick[] {
  const { given, forward } = network;
  const weights = weightsOf(network);
  const data = given.filter(({ kind }) => kind === "data").map(({ name }) => name);
  const valuesOf = (step: Step): Name[] => [
    step.makes,
    ...(step.op.back?.(step) ?? []).map(({ makes }) => makes),
  ];
  const bricks = forward
    .filter(({ op }) => op.kind === "activations")
    .map((step): Brick => {
      const { makes, op, of } = step;
      const [W, b] = weights.filter((name) => of.includes(name));
      return W
        ? {
            name: W,
            kind: "weights",
            op,
            values: [W, ...(b ? [b] : []), ...valuesOf(step), nextName(W), ...(b ? [nextName(b)] : [])],
          }
        : { name: makes, kind: "activations", op, values: valuesOf(step) };
    });
  const owned = bricks.flatMap(({ values }) => values);
  const scalars = forward.filter(({ op }) => op.kind === "scalars");
  const loss = scalars.flatMap(valuesOf).filter((name) => !owned.includes(name));
  return [
    { name: data[0]!, kind: "data", values: data },
    ...bricks,
    { name: "loss", kind: "scalars", op: scalars[0]!.op, values: loss },
  ];
}

/** The bricks to which these values belong, in the order of the values. */
export const bricksOfValues = (bricks: readonly Brick[], names: readonly Name[]): Brick[] => [
  ...new Set(names.flatMap((name) => bricks.find(({ values }) => values.includes(name)) ?? [])),
];

/** A stretch of the way back: the slope passes a brick, is multiplied by its factor, and becomes the slope below it. */
export interface Stretch {
  readonly brick: Brick;
  /** None at the loss, where the way begins, and none through a softmax, which mixes the entries of a row. */
  readonly factor?: { readonly name: Name; readonly sign: "⊙" | "·" };
  readonly below: SlopeName;
  /** Where a way to weights leaves: what the slope is multiplied by, and what that gives. */
  readonly branch?: { readonly times: Name; readonly to: SlopeName };
  /** Where a way to biases leaves: the slope along them, a sum over the rows. */
  readonly biases?: SlopeName;
}

/** The way of the slopes, from the loss down the stack. */
export function wayBack(network: Network): readonly Stretch[] {
  const bricks = bricksOf(network);
  const weights = weightsOf(network);
  const way: Stretch[] = [];
  for (const { makes, op, of } of network.backward) {
    const slope = of.find(isSlope);
    if (!isSlope(makes) || (!slope && way.length > 0)) continue; // a factor, or what the ridge adds
    const other = of.find((name) => name !== slope);
    if (weights.includes(alongOf(makes))) {
      const last = way.findIndex(({ below }) => below === slope);
      way[last] = { ...way[last]!, ...(other ? { branch: { times: other, to: makes } } : { biases: makes }) };
    } else {
      // Where the loss hands on the slope along the logits, the way passes over the brick between.
      const brick = slope ? bricks.find(({ values }) => values.includes(makes))! : bricks.at(-1)!;
      const sign = op.written.form === "product" ? "·" : "⊙";
      const factor = slope && other && op.written.form !== "rowwise" ? { name: other, sign } : undefined;
      way.push({ brick, ...(factor && { factor }), below: makes } as Stretch);
    }
  }
  return way;
}
