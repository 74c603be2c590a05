import * as z from "zod/mini";
import {
  type Check,
  integer,
  list,
  MAX_SIZE,
  NOT_NEGATIVE,
  object,
  oneOf,
  positive,
} from "../lesson/check.ts";
import { SETS } from "../lesson/datasets.ts";
import { asIs, integersIn, TABLE, type Table, whole } from "../lesson/fields.ts";
import type { DataFile } from "../lesson/lesson.ts";
import { GRADIENTS, type GradientName } from "./gradient.ts";

/** What may be chosen of a run, in the same kind of table as a lesson's: data and weights are those of a lesson. */

const MAX_LAYERS = 4;
const MAX_WIDTH = 128;
export const MAX_STEPS = 10_000_000;
export const MAX_ROWS = 10_000;

/** Step 0, each `every` steps and the last one; or just those listed. */
export type Steps = { readonly every: number } | { readonly at: readonly number[] };

const set = oneOf(SETS);
const { check: rows, ...counted } = whole(MAX_ROWS, 1);
const { check: seed } = TABLE["data.seed"];
const { check: X } = TABLE["data.X"];
const { check: labels } = TABLE["data.labels"];
const { check: targets } = TABLE["data.targets"];
const { value: _, ...round } = TABLE["weights.round"];
const widths = `whole numbers from 1 to ${MAX_WIDTH}`;
const often: Check<Steps> = z.union(
  [z.strictObject({ every: integer(1, MAX_STEPS) }), z.strictObject({ at: z.array(integer(0, MAX_STEPS)) })],
  `{ every: a whole number from 1 to ${MAX_STEPS} } or { at: a list of steps }`,
);
const named = <const T extends string>(...names: readonly T[]) =>
  ({ value: "NAME", check: oneOf(names), read: asIs }) as const;

/** In the order of the list of options. */
export const RUN_TABLE = {
  "data.set": { name: "data", value: "SET", check: set, read: asIs, usual: "article", help: SETS.join(", ") },
  seed: { ...TABLE.seed, help: "seed of data and weights" },
  "data.seed": TABLE["data.seed"],
  "weights.seed": TABLE["weights.seed"],
  "data.rows": { ...TABLE["data.rows"], check: rows, usual: 300, help: "rows drawn" },
  trained: {
    ...counted,
    check: rows,
    otherwise: "all",
    help: "of these, the first N are trained on, the others only looked at",
  },
  hidden: {
    value: "N,N…",
    check: list(integer(1, MAX_WIDTH), MAX_LAYERS, `a list of 1 to ${MAX_LAYERS} ${widths}`),
    read: integersIn,
    expected: `1 to ${MAX_LAYERS} ${widths}, with commas between`,
    usual: [3],
    help: "neurons in each hidden layer",
  },
  outputs: TABLE.outputs,
  bias: { ...TABLE.bias, help: "a bias for each neuron, which begins at 0; ridge and L1 leave it alone" },
  trainBias: TABLE.trainBias,
  activation: TABLE.activation,
  outputActivation: TABLE.outputActivation,
  loss: TABLE.loss,
  "weights.scale": {
    name: "scale",
    value: "S",
    check: positive(1000),
    usual: 1,
    help: "the first weights are S times as large",
  },
  steps: { ...whole(MAX_STEPS), usual: 1000, help: "steps" },
  batch: {
    value: "ROWS",
    check: z.union(
      [z.literal("all"), z.strictObject({ size: rows, seed: z.optional(seed) })],
      `"all" or { size: a whole number from 1 to ${MAX_ROWS}, seed }`,
    ),
    usual: "all",
    help: "rows of a step: all, first:N or shuffled:N[,SEED]",
  },
  learningRate: { ...TABLE.learningRate, usual: 0.15, help: "length of the step, α" },
  schedule: {
    value: "RULE",
    check: z.union(
      [
        z.literal(["constant", "cosine"]),
        z.strictObject({ every: integer(1, MAX_STEPS), factor: positive(1) }),
        z.strictObject({ decay: positive() }),
      ],
      `"constant", "cosine", { every: steps, factor: above 0, at most 1 } or { decay: above 0, at most ${MAX_SIZE} }`,
    ),
    usual: "constant",
    help: "of α: constant, cosine, step:EVERY,FACTOR or inverse:DECAY",
  },
  ridge: TABLE.ridge,
  l1: { value: "L", check: NOT_NEGATIVE, usual: 0, help: "price of the sizes of weights, λ₁" },
  clip: {
    value: "G",
    check: positive(),
    otherwise: "never",
    help: "the gradient is shortened to this length",
  },
  gradient: {
    ...named(...(Object.keys(GRADIENTS) as GradientName[])),
    usual: "exact",
    help: "exact; summed over the rows; or wrong, as in the article",
  },
  record: {
    name: "every",
    value: "N",
    check: often,
    otherwise: "a twentieth of all",
    help: "steps from one line to the next",
  },
  // What no option says.
  "data.X": TABLE["data.X"],
  "data.labels": TABLE["data.labels"],
  "data.targets": TABLE["data.targets"],
  unseen: { check: object({ set, seed, rows, X, labels, targets }) as Check<DataFile> },
  "weights.round": round,
  "weights.W1": TABLE["weights.W1"],
  "weights.b1": TABLE["weights.b1"],
  "weights.W2": TABLE["weights.W2"],
  "weights.b2": TABLE["weights.b2"],
  snapshots: { check: often, usual: { at: [] } },
} as const satisfies Table;
