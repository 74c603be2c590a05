import { type Entries, entryNamed, isOf, refuseMissing, type State } from "./address.ts";
import { check } from "./check.ts";
import { inputsOf } from "./datasets.ts";
import { FIELDS, PANEL, type PanelName, rateNamed, valueAt, withValues } from "./fields.ts";
import { drawnData, drawnWeights } from "./lesson.ts";

/** What becomes of a state when a reader changes one thing of it: what can no longer be true goes. */

/** The fields of the panel as they are; of data and weights that are given there is no seed. */
export function fieldsOf(state: State): Readonly<Partial<Record<PanelName, number>>> {
  const { data, entries } = state;
  const values = PANEL.map(({ name, at, cell }) => [name, entries[cell?.name ?? ""] ?? valueAt(state, at)]);
  return { ...Object.fromEntries(values), ...("X" in data && { rows: data.X.length }) };
}

const without = (entries: Entries, gone: (name: string) => boolean): Entries =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => !gone(name)));
/** The row of data that an entry belongs to. */
const rowOf = (name: string) => Number(name.split(".")[1]);

/** The state with weights of any shape: given ones, and entries of them, fit one alone. */
const withDrawnWeights = (state: State): State => ({
  ...state,
  weights: drawnWeights(state.weights),
  entries: without(state.entries, (name) => isOf("weights", name)),
});

/** The state with another value in one field. A seed takes the place of numbers that were given. */
export function withField(state: State, name: PanelName, value: number): State {
  const { data } = state;
  const drawn = drawnData(data);
  const { at, cell } = PANEL.find((it) => it.name === name)!;
  const isOther = "X" in data && inputsOf(data) !== inputsOf(drawn);
  const isData = at.startsWith("data.");
  const takesWeights = at === "hidden" || at === "weights.seed" || (isData && isOther);
  const base = takesWeights ? withDrawnWeights(state) : state;
  const isGone = (entry: string) => {
    if (!isData) return entry === cell?.name;
    return isOf("data", entry) && (at !== "data.rows" || !("seed" in data) || rowOf(entry) >= value);
  };
  const changed = { ...base, ...(isData && { data: drawn }), entries: without(base.entries, isGone) };
  return withValues(changed, [[at, value]]) as State;
}

/**
 * The state with one number changed where it stands: `X.0.1`, `y.0.1`, `W1.0.2`, `alpha`, `lambda`. After some steps
 * of training a rate is changed for what comes, not for the steps that lie behind.
 */
export function withEntry(state: State, cell: string, value: number): State {
  const { step, entries } = state;
  const rate = rateNamed(cell);
  if (rate && step === 0) return withField(state, rate.name, value);
  const [table, row, col] = cell.split(".");
  // The targets are one-hot: a 1 in the second place, or a 0 in the first, is label 1.
  if (table === "y")
    return { ...state, entries: { ...entries, [`y.${row}`]: col === "1" ? value : 1 - value } };
  return { ...state, entries: { ...entries, [cell]: value } };
}

/**
 * Holds the numbers of a state, which may have been typed on the page, against what an address could have.
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
}

/** Whether a number can be changed where it stands: a rate, or one of a matrix. */
export function canChange(cell: string): boolean {
  const [name, ...indices] = cell.split(".");
  const known = FIELDS.find((it) => it.cell?.name === name)?.cell;
  return known !== undefined && indices.length === (known.indices === 0 ? 0 : 2);
}
