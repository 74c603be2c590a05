import type { Trace } from "../network/stage.ts";
import type { Exercise } from "./exercise.ts";
import { planOf, practice } from "./practice.ts";
import { type Source, sourceOf } from "./source.ts";

/** The exercises of a chapter: what makes them, and what tells them. */

type Maker = (source: Source) => Exercise<object> | undefined;
type AskedOf<Make> = Make extends (source: Source) => Exercise<infer Asked> | undefined ? Asked : never;

/** How exercises are told in one language: the question, what may be chosen, and a hint. */
export type WordsFor<Makers extends Record<string, Maker>, Writer> = {
  readonly [Id in keyof Makers]: (asked: AskedOf<Makers[Id]>, w: Writer) => Told;
};
export interface Told {
  readonly question: string;
  readonly hint: string;
  /** Why the answer is right, where the lines of working do not say it. */
  readonly reason?: string;
  /** Of options that are not lines. */
  readonly options?: Readonly<Record<string, string>>;
}

/** The exercises of a chapter, by what tells one from another. */
export type Makers = Readonly<Record<string, Maker>>;

/** A lesson's own numbers may be unfit for some exercise; so many small lessons are then tried in their place. */
const TRIES = 8;

/** An exercise by its name; whether it is on the lesson's own numbers. */
export interface Named extends Exercise<object> {
  readonly id: string;
  readonly isOnLesson: boolean;
}

/** The exercises of a chapter from a lesson, by their names. Where its numbers do not serve, small ones of the same bricks do. */
export function exercisesFrom(makers: Makers, trace: Trace, seed: number): readonly Named[] {
  const plan = planOf(trace);
  return Object.entries(makers).flatMap(([id, make], i) => {
    for (let t = 0; t <= TRIES; t++) {
      const from = t === 0 ? trace : practice(plan, 100 * seed + t);
      const made = make(sourceOf(from, 1000 * seed + 10 * i + t));
      if (made) return [{ id, isOnLesson: t === 0, ...made }];
    }
    return [];
  });
}
