import type { Told } from "../../../src/code/job.ts";
import { now } from "./bounds.ts";

/** What the page is told: bound before the worker loses all that could send (alone.ts). */
export const post = postMessage.bind(globalThis) as (told: Told) => void;

/** Milliseconds between two signs that the work goes on: a page gives up a worker that says nothing (code/runner.ts). */
const BEAT = 500;
let last = now();

/** Says so, where it was not said for a while. */
export function beat(): void {
  if (now() - last <= BEAT) return;
  last = now();
  post({ is: "working" });
}
