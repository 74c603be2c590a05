import type { Mark, MarkedSheet } from "./marking.ts";
import type { Mistake } from "./mistakes.ts";

/** What a class answered, blank by blank, and which mistakes its students made. */
export interface Tally {
  /** Students with an answer, and all. */
  readonly handedIn: number;
  readonly students: number;
  /** The points of those with an answer, together. */
  readonly points: number;
  readonly most: number;
  /** By the names of blanks, in the order of the sheet. */
  readonly blanks: ReadonlyMap<string, Counts>;
  /** How many students made each, the commonest first. */
  readonly mistakes: readonly (readonly [name: Mistake, students: number])[];
}
export type Counts = Record<"right" | "carried" | "wrong" | "empty", number>;

const columnOf = (is: Mark["is"]): keyof Counts =>
  is === "right" || is === "carried" || is === "empty" ? is : "wrong";

export const isHandedIn = ({ asks }: MarkedSheet): boolean =>
  asks.some(({ blanks }) => blanks.some(({ mark }) => mark.is !== "empty"));

/** Counts as students come; of who handed in nothing, no blank is counted. */
export function tally(): { add(marks: MarkedSheet): void; now(): Tally } {
  const blanks = new Map<string, Counts>();
  const mistakes = new Map<Mistake, number>();
  let [students, handedIn, points, most] = [0, 0, 0, 0];
  return {
    add(marks) {
      students++;
      most = marks.most;
      if (!isHandedIn(marks)) return;
      handedIn++;
      points += marks.points;
      const made = new Set<Mistake>();
      for (const { blank, mark } of marks.asks.flatMap((it) => it.blanks)) {
        const counts = blanks.get(blank) ?? { right: 0, carried: 0, wrong: 0, empty: 0 };
        counts[columnOf(mark.is)]++;
        blanks.set(blank, counts);
        if (mark.is === "mistake") made.add(mark.name);
      }
      for (const it of made) mistakes.set(it, (mistakes.get(it) ?? 0) + 1);
    },
    now: () => ({
      handedIn,
      students,
      points,
      most,
      blanks,
      mistakes: [...mistakes].sort(([, a], [, b]) => b - a),
    }),
  };
}
