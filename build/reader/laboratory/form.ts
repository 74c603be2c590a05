import type { FieldName } from "../../../src/book/laboratory.ts";
import { check, LessonError } from "../../../src/lesson/check.ts";
import { BIASES, type BrickName, type Place, placeNames } from "../../../src/lesson/choices.ts";
import { DRAWN, type DrawnName, type FixedName } from "../../../src/lesson/datasets.ts";
import { PANEL } from "../../../src/lesson/fields.ts";
import { withoutBiases } from "../../../src/lesson/lesson.ts";
import { type Decimal, handwritten } from "../../../src/math/numerals.ts";
import type { GradientName } from "../../../src/training/gradient.ts";
import { type Settings, type SettingsFile, settingsFrom } from "../../../src/training/settings.ts";
import type { Points } from "./points.ts";

/** From what is typed into the form to the settings of a run. No DOM here. */

/** A set of the book, the points put on the plane, or rows of the page's own that are on no plane. */
export type SetName = DrawnName | FixedName | "own" | "given";
export const isDrawn = (set: SetName): set is DrawnName => set in DRAWN;

export const NUMBER_FIELDS = [
  "data.seed",
  "data.rows",
  "trained",
  "hidden",
  "second",
  "outputs",
  "weights.seed",
  "learningRate",
  "ridge",
] as const satisfies readonly FieldName[];
export type NumberField = (typeof NUMBER_FIELDS)[number];
/** Those that may be empty, by the fields of a lesson that have their limits. */
const LIKE: Partial<Record<NumberField, NumberField>> = { trained: "data.rows", second: "hidden" };

export interface Typed {
  readonly set: SetName;
  readonly bricks: Readonly<Record<Place, BrickName>>;
  readonly gradient: GradientName;
  readonly numbers: Readonly<Record<NumberField, string>>;
}

/** Fields at fault: what was got and what is allowed. */
export type Faults = ReadonlyMap<FieldName, string>;

/** The field of the form that gives a field of the settings. */
function fieldOf(name: string): FieldName {
  if (name.startsWith("weights.")) return "weights.seed";
  if (name === "outputActivation") return "output-activation";
  if (name === "bias" || name === "trainBias") return "biases";
  return [...NUMBER_FIELDS, ...placeNames].includes(name as Place) ? (name as FieldName) : "data.set";
}

/**
 * The settings typed; none where something is wrong with them, or where there is no point yet.
 * @param start what the form began with: from there come the rows that are on no plane, the weights that are given
 * where no seed is typed, and how far weights are rounded
 * @param between units and tenths, as the page writes numbers
 */
export function formSettings(
  { set, bricks, gradient, numbers }: Typed,
  points: Points,
  start: Settings,
  between?: Decimal,
): { readonly settings: Settings | undefined; readonly faults: Faults } {
  const faults = new Map<FieldName, string>();
  const attempt = <T>(make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      faults.set(fieldOf(error.field), error.reason);
      return undefined;
    }
  };
  /** With the limits of a lesson, so that a step of a run can be one. */
  const number = (name: NumberField): number | undefined => {
    const text = numbers[name].trim();
    const { check: type } = PANEL.find(({ at }) => at === (LIKE[name] ?? name))!;
    return LIKE[name] && text === ""
      ? undefined
      : attempt(() => check(type, handwritten(text, between), name));
  };
  const weights = () => {
    if ("W1" in start.weights && numbers["weights.seed"].trim() === "") {
      return bricks.biases === "none" ? withoutBiases(start.weights) : start.weights;
    }
    const round = "round" in start.weights ? start.weights.round : undefined;
    return { seed: number("weights.seed"), round };
  };
  const drawn = isDrawn(set);
  const file = {
    data:
      set === "own"
        ? points
        : set === "given"
          ? start.data
          : drawn
            ? { set, seed: number("data.seed"), rows: number("data.rows") }
            : { set },
    trained: drawn ? number("trained") : undefined,
    hidden: [number("hidden"), number("second")].filter((width) => width !== undefined),
    outputs: number("outputs"),
    activation: bricks.activation,
    outputActivation: bricks["output-activation"],
    loss: bricks.loss,
    ...BIASES[bricks.biases as keyof typeof BIASES],
    weights: weights(),
    learningRate: number("learningRate"),
    ridge: number("ridge"),
    gradient,
  } as SettingsFile;
  const complete = faults.size === 0 && !(set === "own" && points.labels.length === 0);
  return { settings: complete ? attempt(() => settingsFrom(file)) : undefined, faults };
}
