import { type Entries, entryNamed, isOf, refuseMissing, type State } from "./address.ts";
import { check } from "./check.ts";
import { inputsOf } from "./datasets.ts";
import { FIELDS, PANEL, type PanelName, rateNamed, valueAt, withValues } from "./fields.ts";
import { drawnData, drawnWeights } from "./lesson.ts";

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

/** The state with another value in one field. A seed takes the place of numbers that were given. */
export function withField(state: State, name: PanelName, value: number): State {
  const { data } = state;
  const drawn = drawnData(data);
  const { at, cell } = PANEL.find((it) => it.name === name)!;
  const hasOtherWidth = "X" in data && inputsOf(data) !== inputsOf(drawn);
  const isData = at.startsWith("data.");
  const takesWeights = at === "hidden" || at === "weights.seed" || (isData && hasOtherWidth);
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
 * of training, a change of a rate holds for the steps to come, not for those already taken.
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
}

/** Whether a number can be changed where it stands: a rate, or one of a matrix. */
export function canChange(cell: string): boolean {
  const [name, ...indices] = cell.split(".");
  const known = FIELDS.find((it) => it.cell?.name === name)?.cell;
  return known !== undefined && indices.length === (known.indices === 0 ? 0 : 2);
}
