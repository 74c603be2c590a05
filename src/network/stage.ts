import type { Lesson } from "../lesson/lesson.ts";
import { type Network, networkOf, type Roles } from "./network.ts";
import { isKnown, quantitiesOf } from "./quantities.ts";
import type { Name, Values } from "./values.ts";

/** What tells a part from its alternatives. */
export interface PartNames<Needs extends string = string, Makes extends string = string> {
  readonly needs: readonly Needs[];
  readonly makes: readonly Makes[];
  /** The op that it does the work of, where alternatives have the same names. */
  readonly op?: string;
}

/** A part of a stage: the names it takes, the names it adds, and a pure function between them. */
interface Part<Needs extends Name, Makes extends Name> extends PartNames<Needs, Makes> {
  /** `roles` are the bricks of the network: a part calls them by their places. */
  compute(values: Pick<Values, Needs>, lesson: Lesson, roles: Roles): Pick<Values, Makes>;
}

/** Any part, where only the names are known. */
export interface AnyPart extends PartNames<Name, Name> {
  compute(values: Values, lesson: Lesson, roles: Roles): Partial<Values>;
}

/** Declares a part: `Needs` and `Makes` are inferred from the lists of names. */
export const part = <const Needs extends Name, const Makes extends Name>(
  it: Part<Needs, Makes>,
): Part<Needs, Makes> => it;

/** What a chapter computes: places in order, and for each place the parts that may stand there. */
export type Stage = readonly (readonly AnyPart[])[];

/** For each place of the stages, the first part whose names and op the network has; names that no network has are a chapter's own. */
export const partsOf = <P extends PartNames<Name, Name>>(
  stages: readonly (readonly (readonly P[])[])[],
  network: Network,
): readonly P[] => {
  const names = quantitiesOf(network);
  const fits = ({ needs, makes, op }: P) =>
    [...needs, ...makes].every((name) => names.has(name) || !isKnown(name)) &&
    (!op || network.forward.some((step) => step.op.name === op));
  return stages.flat().flatMap((place) => place.find(fits) ?? []);
};

/** Whether two parts take, make and do the same. */
export const isSamePart = (a: PartNames, b: PartNames): boolean =>
  a.op === b.op && String([a.needs, a.makes]) === String([b.needs, b.makes]);
/** What tells a part from its alternatives, and nothing else of it. */
export const partNames = ({ needs, makes, op }: PartNames): PartNames => ({
  needs,
  makes,
  ...(op && { op }),
});

/** All that parts make. */
export const madeBy = (parts: readonly AnyPart[]): Name[] => parts.flatMap(({ makes }) => makes);

/** What parts need that none of them makes. */
export function neededBy(parts: readonly AnyPart[]): Name[] {
  const made = new Set(madeBy(parts));
  const needed = parts.flatMap(({ needs }) => needs);
  return [...new Set(needed)].filter((name) => !made.has(name));
}

/** A lesson and every value that its stages made. */
export interface Trace extends Values {
  readonly lesson: Lesson;
  /** What a reader's own code made of these, in place of the book's: of these alone an equation may not hold. */
  readonly changed?: readonly Name[];
}

/** Runs parts in order on top of the values given; a need that nothing made before is an error. */
export function runParts(
  parts: readonly AnyPart[],
  lesson: Lesson,
  given: Partial<Values> = {},
): Partial<Values> {
  const values: Partial<Values> = { ...given };
  const { roles } = networkOf(lesson);
  for (const { needs, makes, compute } of parts) {
    const missing = needs.find((name) => values[name] === undefined);
    if (missing)
      throw new Error(`the part that makes ${makes.join(", ")} needs ${missing}, made by none before it`);
    Object.assign(values, compute(values as Values, lesson, roles));
    const unmade = makes.find((name) => values[name] === undefined);
    if (unmade) throw new Error(`a part promises ${unmade} and does not make it`);
  }
  return values;
}

/** Runs the stages of a lesson. */
export function runStages(
  stages: readonly Stage[],
  lesson: Lesson,
  given: Partial<Values> = {},
): Partial<Values> {
  return runParts(partsOf(stages, networkOf(lesson)), lesson, given);
}

/** The parts that a change of one value reaches, by itself or through what they make of it. */
export function downstream(parts: readonly AnyPart[], value: Name): AnyPart[] {
  const changed = new Set([value]);
  return parts.filter(({ needs, makes }) => {
    const isReached = needs.some((name) => changed.has(name));
    if (isReached) for (const name of makes) changed.add(name);
    return isReached;
  });
}

/**
 * The whole trace of a lesson.
 * @throws Error where no stage makes a value of its network
 */
export function traceOf(stages: readonly Stage[], lesson: Lesson): Trace {
  const values = runStages(stages, lesson);
  const names = quantitiesOf(networkOf(lesson)).keys();
  const missing = [...names].find((name) => values[name] === undefined);
  if (missing) throw new Error(`no stage makes ${missing}`);
  return { ...(values as Values), lesson };
}
