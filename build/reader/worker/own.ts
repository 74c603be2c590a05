import type { Fault, StageJob } from "../../../src/code/job.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { type Matrix, shapeOf } from "../../../src/math/matrix.ts";
import type { Roles } from "../../../src/network/network.ts";
import { isMatrix } from "../../../src/network/quantities.ts";
import type { AnyPart } from "../../../src/network/stage.ts";
import type { Name, Values } from "../../../src/network/values.ts";
import { enter, spread, tick, within } from "./bounds.ts";
import { operations } from "./operations.ts";

/** A reader's code as a stage of the book. */

/** The code, as a function of the names around it (operations.ts). */
export type Code = (...around: unknown[]) => void;

/** Code that is no stage, or makes what no stage may. */
export class Refused extends Error {
  override name = "Refused";
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.is);
    this.fault = fault;
  }
}

/** A part as a reader declares it: nothing of it is known. */
export interface Declared {
  readonly needs: readonly Name[];
  readonly makes: readonly Name[];
  compute(values: object, lesson: Lesson, roles: Roles): Record<string, unknown>;
}

/** The parts that code declares, each time anew: nothing that it keeps outlives a call. */
export function declaredBy(code: Code, around: readonly unknown[]): Declared[] {
  const declared: Declared[] = [];
  const part = (it: Declared) => {
    declared.push(it);
    return it;
  };
  const [op, ...rest] = around;
  code(tick, enter, spread, op, part, ...rest);
  return declared;
}

/** What is around code that runs on numbers: lists of them ask for room by then (alone.ts). */
export const plainly = (): readonly unknown[] => [
  undefined,
  Math,
  Number,
  Float64Array,
  ...Object.values(operations),
];

/**
 * The parts of a reader's stage.
 * @param known the names of what the stages before it make
 * @throws Refused where they do not make what the book's stage makes; Stopped
 */
export function ownStage(code: Code, { makes, sites }: StageJob, known: readonly Name[]): AnyPart[] {
  const first = within(sites, () => declaredBy(code, plainly()).map(checked));
  const made = first.flatMap((it) => it.makes);
  if (String([...made].sort()) !== String([...makes].sort()))
    throw new Refused({ is: "makes", got: made, expected: makes });
  const there = new Set<string>(known);
  for (const { needs, makes } of first) {
    const missing = needs.find((name) => !there.has(name));
    if (missing) throw new Refused({ is: "needs", name: missing });
    for (const name of makes) there.add(name);
  }
  return first.map(({ needs, makes }, i) => ({
    needs,
    makes,
    compute(values: Values, lesson: Lesson, roles: Roles) {
      const given = Object.fromEntries(needs.map((name) => [name, copied(values[name])]));
      return within(sites, () => {
        const out = declaredBy(code, plainly())[i]!.compute(given, lesson, roles);
        return Object.fromEntries(makes.map((name) => [name, taken(name, out)])) as Partial<Values>;
      });
    },
  }));
}

/** A part, if it is one. */
function checked(it: unknown): { readonly needs: Name[]; readonly makes: Name[] } {
  const { needs, makes, compute } = Object(it) as Partial<Declared>;
  const isList = (list: unknown) => Array.isArray(list) && list.every((name) => typeof name === "string");
  if (!isList(needs) || !isList(makes) || typeof compute !== "function") throw new Refused({ is: "part" });
  return { needs: [...needs!], makes: [...makes!] };
}

/** A matrix of its own: whatever code does to it, the book's stays. */
const copied = (value: Matrix | number): Matrix | number =>
  typeof value === "number"
    ? value
    : Object.freeze({ rows: value.rows, cols: value.cols, data: Float64Array.from(value.data) });

/**
 * What code made under a name. To look at it may run more of that code.
 * @throws Refused where it is not what its name stands for
 */
export function taken(name: Name, made: unknown): Matrix | number {
  if (isPromise(made)) throw new Refused({ is: "promise", name });
  const value = Object(made)[name] as unknown;
  if (value === undefined) throw new Refused({ is: "unmade", name });
  if (isPromise(value)) throw new Refused({ is: "promise", name });
  if (!isMatrix(name)) {
    if (typeof value !== "number") throw new Refused({ is: "kind", name, expected: "number" });
    const wrong = notFinite(value);
    if (wrong) throw new Refused({ is: "finite", name, ...wrong });
    return value;
  }
  const { rows, cols, data } = Object(value) as Partial<Matrix>;
  const isWhole = (n: unknown): n is number => Number.isInteger(n) && (n as number) > 0;
  const numbers = Float64Array.from(Object(data) as ArrayLike<number>, Number);
  if (!isWhole(rows) || !isWhole(cols) || numbers.length !== rows * cols)
    throw new Refused({ is: "kind", name, expected: "matrix" });
  const matrix = { rows, cols, data: numbers };
  const wrong = notFinite(matrix);
  if (wrong) throw new Refused({ is: "finite", name, ...wrong });
  return matrix;
}

/** The first number of a value with which nobody can go on, and where it stands in a matrix. */
function notFinite(value: Matrix | number) {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : { got: value };
  const wrong = value.data.findIndex((x) => !Number.isFinite(x));
  const at = [Math.floor(wrong / value.cols), wrong % value.cols] as const;
  return wrong < 0 ? undefined : { got: value.data[wrong]!, at };
}

const isPromise = (it: unknown): boolean => typeof Object(it).then === "function";

/**
 * Whether a value has the shape of the book's.
 * @throws Refused where it has not
 */
export function checkShape(name: Name, own: Matrix | number | undefined, book: Matrix | number): void {
  if (typeof own !== "object" || typeof book !== "object" || shapeOf(own) === shapeOf(book)) return;
  throw new Refused({ is: "shape", name, got: shapeOf(own), expected: shapeOf(book) });
}
/**
 * Whether the page can go on with what later stages make.
 * @throws Refused for the first value with which it cannot
 */
export function checkLater(values: Partial<Values>): void {
  for (const [name, value] of Object.entries(values) as [Name, Matrix | number][]) {
    const wrong = notFinite(value);
    if (wrong) throw new Refused({ is: "later", name, ...wrong });
  }
}
