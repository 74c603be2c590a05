import { drawnData, drawnWeights, type Entries, type State } from "./address.ts";
import type { PanelName } from "./fields.ts";

/** What becomes of a state when a reader changes one thing of it: what can no longer be true goes. */

/** The fields as they are; of data and weights that are given there is no seed. */
export function fieldsOf({
  data,
  weights,
  hidden,
  learningRate,
  ridge,
  digits,
  step,
  entries,
}: State): Readonly<Partial<Record<PanelName, number>>> {
  return {
    ...("seed" in data && { "data-seed": data.seed, rows: data.rows }),
    ...("X" in data && { rows: data.X.length }),
    ...("seed" in weights && { "weight-seed": weights.seed }),
    hidden,
    "learning-rate": entries.alpha ?? learningRate,
    ridge: entries.lambda ?? ridge,
    digits,
    step,
  };
}

const without = (entries: Entries, gone: (name: string) => boolean): Entries =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => !gone(name)));
const ofData = (name: string) => /^[Xy]\./.test(name);
const ofWeights = (name: string) => name.startsWith("W");
/** The row of data that an entry belongs to. */
const rowOf = (name: string) => Number(name.split(".")[1]);

/** Numbers in a row of data that a seed draws. */
const INPUTS_DRAWN = 2;

/** The state with weights of any shape: given ones, and entries of them, fit one alone. */
const withDrawnWeights = (state: State): State => ({
  ...state,
  weights: drawnWeights(state.weights),
  entries: without(state.entries, ofWeights),
});

/** The state with another value in one field. A seed takes the place of numbers that were given. */
export function withField(state: State, field: PanelName, value: number): State {
  const { data, weights, entries } = state;
  const drawn = drawnData(data);
  const isOther = "X" in data && data.X[0]!.length !== INPUTS_DRAWN;
  if (isOther && (field === "data-seed" || field === "rows"))
    return withField({ ...withDrawnWeights(state), data: drawn }, field, value);
  switch (field) {
    case "data-seed":
      return { ...state, data: { ...drawn, seed: value }, entries: without(entries, ofData) };
    case "rows":
      return {
        ...state,
        data: { ...drawn, rows: value },
        entries: without(entries, (name) => ofData(name) && (!("seed" in data) || rowOf(name) >= value)),
      };
    case "weight-seed": {
      const round = "seed" in weights ? weights.round : undefined;
      return {
        ...state,
        weights: { seed: value, ...(round !== undefined && { round }) },
        entries: without(entries, ofWeights),
      };
    }
    case "hidden":
      return { ...withDrawnWeights(state), hidden: value };
    case "learning-rate":
      return { ...state, learningRate: value, entries: without(entries, (name) => name === "alpha") };
    case "ridge":
      return { ...state, ridge: value, entries: without(entries, (name) => name === "lambda") };
    case "digits":
      return { ...state, digits: value };
    case "step":
      return { ...state, step: value };
  }
}

/**
 * The state with one number changed where it stands: `X.0.1`, `y.0.1`, `W1.0.2`, `alpha`, `lambda`. After some steps
 * of training a rate is changed for what comes, not for the steps that lie behind.
 */
export function withEntry(state: State, cell: string, value: number): State {
  const { step, entries } = state;
  if (step === 0 && cell === "alpha") return withField(state, "learning-rate", value);
  if (step === 0 && cell === "lambda") return withField(state, "ridge", value);
  const [table, row, col] = cell.split(".");
  // The targets are one-hot: a 1 in the second place, or a 0 in the first, is label 1.
  if (table === "y")
    return { ...state, entries: { ...entries, [`y.${row}`]: col === "1" ? value : 1 - value } };
  return { ...state, entries: { ...entries, [cell]: value } };
}

/** Whether a number can be changed where it stands. */
export const canChange = (cell: string): boolean => /^(?:X|y|W1|W2)\.\d+\.\d+$|^alpha$|^lambda$/.test(cell);
