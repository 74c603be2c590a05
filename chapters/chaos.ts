import type { Writer } from "../src/writer.ts";
import {
  ELSEWHERE,
  type Ending,
  isChaotic,
  NUDGE,
} from "./experiments/seeds.ts";
import { power } from "./prose.ts";

/** What makes a run chaotic, on each page that counts such runs. */
export const chaosTold = (w: Writer): string =>
  `Does the last bit matter? Every run from many seeds was made a second time, with ${power(NUDGE)} added to each weight before the first step. A run whose loss then ends elsewhere, by more than ${w.exact(100 * ELSEWHERE)} % of it, is **chaotic**: another last bit makes another run of it, and its end is luck. The other runs are **steady**. Nothing said in general here rests on a chaotic run.`;

/** How many runs are chaotic. */
export const chaoticOf = (runs: readonly Ending[]): number =>
  runs.filter(isChaotic).length;
