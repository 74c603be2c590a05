import type { Writer } from "../src/book/writer.ts";
import { ELSEWHERE, type Ending, isChaotic, NUDGE } from "./experiments/seeds.ts";
import { power } from "./words/prose.ts";

/** What the chapters with runs from many seeds have in common. */

/** The loss of a network that answers one half to everything. */
export const HALF_LOSS = 0.25;

const UNRESTED = "No general statement on this page rests on a chaotic run.";

/** What makes a run chaotic. */
export const chaosTold = (w: Writer): string =>
  `How much hangs on the last digits? Every run from many seeds was made a second time, with ${power(w, NUDGE)} added to each weight and bias before the first step. If its data loss then ends elsewhere, by more than ${w.exact(100 * ELSEWHERE)} % of it, the run is **chaotic**: so small a change makes another run of it, and its end is luck. The other runs are **steady**. ${UNRESTED}`;

/** The same on later pages that count such runs. */
export const chaosAgain = (w: Writer): string =>
  `As in ${w.link("vanishing")}, every run from many seeds was made a second time from nudged weights: a run that then ends elsewhere is **chaotic**, any other **steady**. ${UNRESTED}`;

export const chaoticOf = (runs: readonly Ending[]): number => runs.filter(isChaotic).length;
