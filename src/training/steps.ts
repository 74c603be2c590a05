import { entryNamed, explicit, formatAddress, isOf, type State, stateOf, titled } from "../lesson/address.ts";
import { LessonError } from "../lesson/check.ts";
import { type ExplicitData, rowsOf } from "../lesson/datasets.ts";
import { MOST_STEPS, valueAt } from "../lesson/fields.ts";
import { type ExplicitWeights, type Lesson, refuseUnfit, type SeededWeights } from "../lesson/lesson.ts";
import { type Matrix, toRows } from "../math/matrix.ts";
import { type InitialWeights, type Settings, type SettingsFile, settingsFrom } from "./settings.ts";
import { initialWeights } from "./weights.ts";

/** What `step=` in an address stands for: the run that takes a lesson's weights through so many steps. */

/** What a lesson says of a run. */
export const fileOfRun = ({
  title,
  digits,
  decimal,
  fractions,
  hidden,
  ...shared
}: Lesson): SettingsFile => ({
  ...shared,
  hidden: [hidden],
});

/** The run of a lesson: all rows in each step, by the gradient of the loss. */
export const runOf = (lesson: Lesson): Settings => settingsFrom({ ...fileOfRun(lesson), steps: MOST_STEPS });

/** Weights as a lesson gives them: of a run with biases each matrix has them in its last row. */
function given([first, second]: readonly Matrix[], bias: boolean): ExplicitWeights {
  const [W1, W2] = [toRows(first!), toRows(second!)];
  if (!bias) return { W1, W2 };
  const [b1, b2] = [W1.pop()!, W2.pop()!];
  return { W1, b1, W2, b2 };
}

/** The lesson with other weights, W1 (D×H) and W2 (H×K): those after some steps. */
export const withWeights = (lesson: Lesson, weights: readonly Matrix[]): Lesson => ({
  ...lesson,
  weights: given(weights, lesson.bias),
});

/** The rows of a lesson, given or drawn, written out. */
export const dataOf = ({ data, outputs }: Lesson): ExplicitData =>
  "X" in data ? data : explicit(rowsOf(data, outputs));
/** The same for its weights. */
export const weightsOf = (lesson: Lesson): ExplicitWeights =>
  "W1" in lesson.weights && (("b1" in lesson.weights && "b2" in lesson.weights) || !lesson.bias)
    ? lesson.weights
    : given(initialWeights(runOf(lesson)), lesson.bias);

/** The lesson with the single numbers that a state changes. Drawn data or weights that hold one become given. */
export function withEntries(lesson: Lesson, state: State, book: Lesson): Lesson {
  const names = Object.keys(state.entries);
  if (names.length === 0) return lesson;
  const changed = structuredClone({
    ...lesson,
    ...(names.some((name) => isOf("data", name)) && { data: dataOf(lesson) }),
    ...(names.some((name) => isOf("weights", name)) && { weights: weightsOf(lesson) }),
  });
  for (const name of names) {
    const path = entryNamed(name)!.place.split(".");
    const key = path.pop()!;
    const parent = path.length > 0 ? valueAt(changed, path.join(".")) : changed;
    (parent as Record<string, number>)[key] = state.entries[name]!;
  }
  underEntryNames(() => refuseUnfit(changed));
  return titled(changed, state, book);
}

/** Does work that may refuse a row of targets, which fitted before a number of it was changed, and names it as that number is. */
function underEntryNames(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    throw new LessonError(error.field.replace(/^data\.\w+\[(\d+)\]$/, "y.$1"), error.reason);
  }
}

/** The address that shows a run of the book's own shape after so many steps. */
export function addressOfStep(settings: Settings, step: number, book: Lesson): string {
  const { data, weights, hidden, learningRate, ridge } = settings;
  const { outputs, activation, outputActivation, loss, bias, trainBias } = settings;
  const state: State = {
    ...stateOf(book),
    ...{ outputs, activation, outputActivation, loss, bias, trainBias },
    data: "set" in data && data.set === "article" ? { seed: data.seed, rows: data.rows } : data,
    weights: "W1" in weights ? weights : withoutScale(weights),
    hidden: hidden[0]!,
    learningRate,
    ridge,
    step,
  };
  return formatAddress(state, book);
}

const withoutScale = ({ scale: _, ...weights }: InitialWeights): SeededWeights => weights;
