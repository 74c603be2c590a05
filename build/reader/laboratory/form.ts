import type * as z from "zod/mini";
import type { FieldName } from "../../../src/book/laboratory.ts";
import { DRAWN, type DrawnName, type FixedName } from "../../../src/lesson/datasets.ts";
import { check, FIELDS, LessonError } from "../../../src/lesson/lesson.ts";
import { handwritten } from "../../../src/math/numerals.ts";
import type { GradientName } from "../../../src/training/gradient.ts";
import { parseSettings, type Settings } from "../../../src/training/settings.ts";
import type { Points } from "./points.ts";

/** From what is typed into the form to the settings of a run. No DOM here. */

/** A set of the book, the points put on the plane, or rows of the page's own that are on no plane. */
export type SetName = DrawnName | FixedName | "own" | "given";
export const isDrawn = (set: SetName): set is DrawnName => set in DRAWN;

export type NumberField = Exclude<FieldName, "data.set" | "bias" | "gradient">;
export interface Typed {
  readonly set: SetName;
  readonly bias: boolean;
  readonly gradient: GradientName;
  readonly numbers: Readonly<Record<NumberField, string>>;
}

interface NumberType {
  readonly type: z.ZodMiniType<number>;
  readonly mayBeEmpty?: boolean;
}

/** With the limits of a lesson, so that a step of a run can be one. */
const NUMBERS: Readonly<Record<NumberField, NumberType>> = {
  "data.seed": { type: FIELDS["data.seed"] },
  "data.rows": { type: FIELDS["data.rows"] },
  trained: { type: FIELDS["data.rows"], mayBeEmpty: true },
  hidden: { type: FIELDS.hidden },
  second: { type: FIELDS.hidden, mayBeEmpty: true },
  "weights.seed": { type: FIELDS["weights.seed"] },
  learningRate: { type: FIELDS.learningRate },
  ridge: { type: FIELDS.ridge },
};
export const NUMBER_FIELDS = Object.keys(NUMBERS) as NumberField[];

/** Fields at fault: what was got and what is allowed. */
export type Faults = ReadonlyMap<FieldName, string>;

/** The field of the form that gives a field of the settings. */
function fieldOf(name: string): FieldName {
  if (name.startsWith("weights.")) return "weights.seed";
  return name in NUMBERS || name === "bias" ? (name as FieldName) : "data.set";
}

/**
 * The settings typed; none where something is wrong with them, or where there is no point yet.
 * @param start what the form began with: from there come the rows that are on no plane, the weights that are given
 * where no seed is typed, and how far weights are rounded
 */
export function formSettings(
  { set, bias, gradient, numbers }: Typed,
  points: Points,
  start: Settings,
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
  const number = (name: NumberField): number | undefined => {
    const { type, mayBeEmpty = false } = NUMBERS[name];
    const text = numbers[name].trim();
    return mayBeEmpty && text === "" ? undefined : attempt(() => check(type, handwritten(text), name));
  };
  const weights = (): unknown => {
    if ("W1" in start.weights && numbers["weights.seed"].trim() === "") return start.weights;
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
    bias,
    weights: weights(),
    learningRate: number("learningRate"),
    ridge: number("ridge"),
    gradient,
  };
  const complete = faults.size === 0 && !(set === "own" && points.labels.length === 0);
  return { settings: complete ? attempt(() => parseSettings(file)) : undefined, faults };
}
