import { type Entries, entryNamed, isOf, refuseMissing, type State } from "./address.ts";
import { check } from "./check.ts";
import { inputsOf } from "./datasets.ts";
import {
  ACTIVATIONS,
  CHOICES,
  type Choice,
  type ChoiceName,
  FIELDS,
  LOSSES,
  OUTPUT_ACTIVATIONS,
  PANEL,
  type PanelName,
  rateNamed,
  valueAt,
  withValues,
} from "./fields.ts";
import { drawnData, drawnWeights, refuseUnfit, withoutBiases } from "./lesson.ts";

/** The state of a page after a reader has changed one thing in it. Whatever contradicts the change is dropped. */

/** The values of the panel's fields. Data and weights that are given have no seed. */
export function fieldsOf(state: State): Readonly<Partial<Record<PanelName, number>>> {
  const { data, entries } = state;
  const values = PANEL.map(({ name, at, cell }) => [name, entries[cell?.name ?? ""] ?? valueAt(state, at)]);
  return { ...Object.fromEntries(values), ...("X" in data && { rows: data.X.length }) };
}

const without = (entries: Entries, gone: (name: string) => boolean): Entries =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => !gone(name)));
/** The row of data that an entry belongs to. */
const rowOf = (name: string) => Number(name.split(".")[1]);

/** The state with drawn weights, which fit any shape: given ones, and single entries, fit only their own. */
const withDrawnWeights = (state: State): State => ({
  ...state,
  weights: drawnWeights(state.weights),
  entries: without(state.entries, (name) => isOf("weights", name)),
});

/** The state with another brick. What cannot stand beside it gives way. */
export function withBrick(before: State, name: ChoiceName, value: Choice): State {
  const { at } = CHOICES.find((it) => it.name === name)!;
  // One output after a softmax would always be 1. Targets of one column stay as they are, and are refused beside it.
  const isAlone = value === "softmax" && before.outputs === 1 && !("targets" in before.data);
  const state = isAlone ? withField(before, "outputs", 2) : before;
  const next = withValues(state, [[at, value]]) as State;
  const { outputActivation, loss, weights, entries } = next;
  // Squares go with every output; cross-entropy only with outputs that are probabilities.
  const isProbability = outputActivation === "softmax" || outputActivation === "sigmoid";
  const fits = loss === "squared" || isProbability;
  const bias = at === "trainBias" && value === false ? true : next.bias;
  return {
    ...next,
    ...(!fits && (at === "loss" ? SIGMOIDS : { loss: "squared" })),
    bias,
    trainBias: bias ? next.trainBias : true,
    ...(!bias && {
      weights: withoutBiases(weights),
      entries: without(entries, (entry) => /^b\d/.test(entry)),
    }),
  };
}

/** Whether there are biases, and whether a step changes them: two fields of a lesson, one choice. */
export const BIASES = {
  none: { bias: false, trainBias: true },
  trained: { bias: true, trainBias: true },
  held: { bias: true, trainBias: false },
} as const;

/** The places of the network at which one of several bricks stands. */
export const PLACES = {
  activation: ACTIVATIONS,
  "output-activation": OUTPUT_ACTIVATIONS,
  loss: LOSSES,
  biases: Object.keys(BIASES) as (keyof typeof BIASES)[],
} as const;
export type Place = keyof typeof PLACES;
/** What can stand there. */
export type BrickName = (typeof PLACES)[Place][number];
export const placeNames = Object.keys(PLACES) as Place[];

type Bricks = Pick<State, "activation" | "outputActivation" | "loss" | "bias" | "trainBias">;

/** The brick that stands at a place. */
export function brickAt(
  { activation, outputActivation, loss, bias, trainBias }: Bricks,
  place: Place,
): BrickName {
  if (place === "biases") return !bias ? "none" : trainBias ? "trained" : "held";
  return { activation, "output-activation": outputActivation, loss }[place];
}

/** The state with another brick at a place. */
export function withBrickAt(state: State, place: Place, brick: BrickName): State {
  if (place !== "biases") return withBrick(state, place, brick);
  const { bias, trainBias } = BIASES[brick as keyof typeof BIASES];
  return withBrick(withBrick(state, "bias", bias), "train-bias", trainBias);
}

/** What has given way: the other places at which another brick stands now. */
export const otherBricks = (before: Bricks, after: Bricks, place: Place): Place[] =>
  placeNames.filter((it) => it !== place && brickAt(before, it) !== brickAt(after, it));

/** Whether given rows have targets for so many outputs. */
const fitsOutputs = (data: State["data"], outputs: number): boolean =>
  "targets" in data
    ? data.targets[0]!.length === outputs
    : !("labels" in data) || data.labels.every((label) => label < Math.max(outputs, 2));
const SIGMOIDS = { outputActivation: "sigmoid" } as const;

/** The state with another value in one field. A seed takes the place of numbers that were given. */
export function withField(state: State, name: PanelName, value: number): State {
  const { data } = state;
  const drawn = drawnData(data);
  const { at, cell } = PANEL.find((it) => it.name === name)!;
  const hasOtherWidth = "X" in data && inputsOf(data) !== inputsOf(drawn);
  const isUnfit = at === "outputs" && !fitsOutputs(data, value);
  const isData = at.startsWith("data.") || isUnfit;
  const takesWeights =
    at === "hidden" || at === "outputs" || at === "weights.seed" || (isData && hasOtherWidth);
  const base = takesWeights ? withDrawnWeights(state) : state;
  const isGone = (entry: string) => {
    const isLabelBeyond =
      at === "outputs" && /^y\.\d+$/.test(entry) && base.entries[entry]! >= Math.max(value, 2);
    if (!isData) return entry === cell?.name || isLabelBeyond;
    return isOf("data", entry) && (at !== "data.rows" || !("seed" in data) || rowOf(entry) >= value);
  };
  const changed = {
    ...base,
    ...(isData && { data: drawn }),
    ...(at === "outputs" && value === 1 && state.outputActivation === "softmax" && SIGMOIDS),
    entries: without(base.entries, isGone),
  };
  return withValues(changed, [[at, value]]) as State;
}

/** The label of a row when one of its targets becomes 1, or 0 and so another one 1. */
function labelWith({ outputs }: State, col: number, value: number): number {
  if (outputs === 1) return value;
  if (value === 1) return col;
  return value === 0 ? Number(col === 0) : value;
}

/**
 * The state with one number changed where it stands: `X.0.1`, `y.0.1`, `W1.0.2`, `alpha`, `lambda`. After some steps
 * of training, a change of a rate holds for the steps to come, not for those already taken.
 */
export function withEntry(state: State, cell: string, value: number): State {
  const { step, entries } = state;
  const rate = rateNamed(cell);
  if (rate && step === 0) return withField(state, rate.name, value);
  const [table, row, col] = cell.split(".");
  if (table === "y" && !("targets" in state.data))
    return { ...state, entries: { ...entries, [`y.${row}`]: labelWith(state, Number(col), value) } };
  return { ...state, entries: { ...entries, [cell]: value } };
}

/**
 * Refuses a state with numbers that no address may have: they may have been typed on the page.
 * @throws LessonError where one is too large, or where there is none to be changed
 */
export function checkNumbers(state: State): void {
  for (const { name, at, check: type } of PANEL) {
    const value = valueAt(state, at);
    if (value !== undefined) check(type, value, name);
  }
  for (const [name, value] of Object.entries(state.entries)) {
    check(entryNamed(name)!.check, value, name);
    refuseMissing(name, state);
  }
  refuseUnfit(state);
}

/** Whether a number can be changed where it stands: a rate, or one of a matrix. */
export function canChange(cell: string): boolean {
  const [name, ...indices] = cell.split(".");
  const known = FIELDS.find((it) => it.cell?.name === name)?.cell;
  return known !== undefined && indices.length === (known.indices === 0 ? 0 : 2);
}
