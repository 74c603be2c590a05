// Makes 5,000 exercises from random lessons of all bricks and holds every key and every mistake against other ways to
// find them: npx tsx tests/exercise-keys.ts [how many]

import fc from "fast-check";
import { stages } from "../chapters/index.ts";
import { planOf, practice } from "../src/exercises/practice.ts";
import { traceOf } from "../src/network/stage.ts";
import { faultsOf, isChoice, isNumber, madeFrom, plainValues } from "./exercise-oracles.ts";
import { lessons } from "./lessons.ts";

const most = Number(process.argv[2] ?? 5000);
const counts = new Map<string, number>();
const named = new Map<string, number>();
const faults: string[] = [];
let made = 0;
for (const [seed, lesson] of fc.sample(lessons, { numRuns: most, seed: 1 }).entries()) {
  if (made >= most) break;
  const own = traceOf(stages, lesson);
  for (const trace of [own, practice(planOf(own), seed + 1)])
    for (const it of madeFrom(trace, seed)) {
      made++;
      counts.set(it.name, (counts.get(it.name) ?? 0) + 1);
      const slips = isNumber(it)
        ? it.answer.mistakes.map(({ name }) => name)
        : isChoice(it)
          ? it.answer.options.flatMap(({ mistake }) => mistake ?? [])
          : [];
      for (const name of new Set(slips)) named.set(name, (named.get(name) ?? 0) + 1);
      faults.push(...faultsOf(it, plainValues(trace), trace));
    }
}
console.log(`${made} exercises of ${counts.size} kinds, ${faults.length} faults`);
console.log([...counts].map(([name, n]) => `${name} ${n}`).join(", "));
console.log(`mistakes named: ${[...named].map(([name, n]) => `${name} ${n}`).join(", ")}`);
for (const fault of faults.slice(0, 40)) console.log(fault.slice(0, 400));
process.exitCode = faults.length > 0 ? 1 : 0;
