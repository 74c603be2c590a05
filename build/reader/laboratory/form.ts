import type * as z from "zod/mini";
import type { FieldName } from "../../../src/laboratory.ts";
import { check, FIELDS, LessonError } from "../../../src/lesson.ts";
import { decimal, integerFrom } from "../../../src/numerals.ts";
import { DRAWN, type DrawnName, type FixedName } from "../../../src/training/datasets.ts";
import type { GradientName } from "../../../src/training/gradient.ts";
import { parseSettings, type Settings } from "../../../src/training/settings.ts";
import type { Points } from "./points.ts";

/** From what is typed into the form to the settings of a run. No DOM here. */

/** A set of the book, or the points put on the plane. */
export type SetName = DrawnName | FixedName | "own";
export const isDrawn = (set: SetName): set is DrawnName => set in DRAWN;

export type NumberField = Exclude<FieldName, "data.set" | "bias" | "gradient">;
export interface Typed {
  readonly set: SetName;
  readonly bias: boolean;
  readonly gradient: GradientName;
  readonly numbers: Readonly<Record<NumberField, string>>;
}

interface NumberType {
  readonly read: (text: string) => unknown;
  readonly type: z.ZodMiniType<number>;
  readonly mayBeEmpty?: boolean;
}

/** With the limits of a lesson, so that a step of a run can be one. */
const NUMBERS: Readonly<Record<NumberField, NumberType>> = {
  "data.seed": { read: integerFrom, type: FIELDS["data.seed"] },
  "data.rows": { read: integerFrom, type: FIELDS["data.rows"] },
  trained: { read: integerFrom, type: FIELDS["data.rows"], mayBeEmpty: true },
  hidden: { read: integerFrom, type: FIELDS.hidden },
  second: { read: integerFrom, type: FIELDS.hidden, mayBeEmpty: true },
  "weights.seed": { read: integerFrom, type: FIELDS["weights.seed"] },
  learningRate: { read: decimal, type: FIELDS.learningRate },
  ridge: { read: decimal, type: FIELDS.ridge },
};
export const NUMBER_FIELDS = Object.keys(NUMBERS) as NumberField[];

/** Fields at fault: what was got and what is allowed. */
export type Faults = ReadonlyMap<FieldName, string>;

/** The settings typed; none where something is wrong with them, or where there is no point yet. */
export function formSettings(
  { set, bias, gradient, numbers }: Typed,
  points: Points,
): { readonly settings: Settings | undefined; readonly faults: Faults } {
  const faults = new Map<FieldName, string>();
  const attempt = <T>(make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      faults.set(error.field as FieldName, error.reason);
      return undefined;
    }
  };
  const number = (name: NumberField): number | undefined => {
    const { read, type, mayBeEmpty = false } = NUMBERS[name];
    const text = numbers[name].trim();
    return mayBeEmpty && text === "" ? undefined : attempt(() => check(type, read(text), name));
  };
  const drawn = isDrawn(set);
  const file = {
    data:
      set === "own"
        ? points
        : drawn
          ? { set, seed: number("data.seed"), rows: number("data.rows") }
          : { set },
    trained: drawn ? number("trained") : undefined,
    hidden: [number("hidden"), number("second")].filter((width) => width !== undefined),
    bias,
    weights: { seed: number("weights.seed") },
    learningRate: number("learningRate"),
    ridge: number("ridge"),
    gradient,
  };
  const complete = faults.size === 0 && !(set === "own" && points.labels.length === 0);
  return { settings: complete ? attempt(() => parseSettings(file)) : undefined, faults };
}
