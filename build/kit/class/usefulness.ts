import type { Matrix } from "../../../src/math/matrix.ts";
import { alongOf, isSlope, type Name, nextName } from "../../../src/network/values.ts";
import { pointOf } from "../../../src/typeset/format.ts";
import type { Student } from "./students.ts";

/** Where sheets teach little, as their numbers say nothing at so many decimals: for the teacher, before they are copied. */
export interface Usefulness {
  look(student: Student): void;
  /** A line for each thing that is so for some students. */
  told(): string[];
}

/** The students of whom something is so: how many, and one of them. */
interface Found {
  readonly count: number;
  readonly first: string;
}

export function usefulness(): Usefulness {
  const [zero, dead] = [new Map<Name, Found>(), new Map<Name, Found>()];
  const idle = new Map<string, Found>();
  const still = new Map<"weights", Found>();
  const note = <Key>(found: Map<Key, Found>, key: Key, name: string): void => {
    const { count, first } = found.get(key) ?? { count: 0, first: name };
    found.set(key, { count: count + 1, first });
  };
  let [all, setting, rate] = [0, "", ""];
  const where = ({ count, first }: Found, every: string): string =>
    count === all ? `on ${every} sheet` : `on ${count} of ${all} sheets, as ${first}’s`;
  return {
    look({ name: student, worksheet, trace }) {
      const { stages, key, network, digits, lesson } = worksheet;
      const asked = stages.flatMap(({ asks }) => asks.map(({ name }) => name));
      all++;
      setting = `With ${digits} ${digits === 1 ? "decimal" : "decimals"}`;
      rate = `α = ${String(lesson.learningRate).replace(".", pointOf(lesson))}`;
      for (const name of asked.filter((it) => isSlope(it) && alongOf(it).startsWith("W")))
        if (key.get(name)!.every((row) => row.every((it) => it.eq(0)))) {
          const isDead = (trace[name] as Matrix).data.every((it) => it === 0);
          note(isDead ? dead : zero, name, student);
        }
      const biases = network.given.map(({ name }) => name).filter((it) => it.startsWith("b"));
      if (
        biases.length > 0 &&
        biases.every((it) =>
          key
            .get(it)!
            .flat()
            .every((x) => x.eq(0)),
        )
      )
        note(idle, biases.join(" and "), student);
      const steps = network.update.filter(
        ({ makes, of }) => asked.includes(makes) && makes === nextName(of[0]!),
      );
      const isStill = steps.every(({ makes, of }) =>
        key.get(makes)!.every((row, r) => row.every((it, c) => it.eq(key.get(of[0]!)![r]![c]!))),
      );
      if (steps.length > 0 && isStill) note(still, "weights", student);
    },
    told: () => [
      ...[...idle].map(
        ([names, found]) =>
          `Every number of ${names} is 0 ${where(found, "every")}: who forgets the biases finds the right numbers all the same`,
      ),
      ...[...dead].map(
        ([name, found]) => `Every number of ${name} is 0 ${where(found, "every")}, with any decimals`,
      ),
      ...[...zero].map(
        ([name, found]) =>
          `${setting} every number of ${name} is 0 ${where(found, "every")}: more --digits show more`,
      ),
      ...[...still.values()].map(
        (found) =>
          `${setting} and ${rate} no weight changes ${where(found, "any")}: a larger --learning-rate, or more --digits, shows the step`,
      ),
    ],
  };
}
