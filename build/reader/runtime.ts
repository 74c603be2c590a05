import type { Lesson } from "../../src/lesson/lesson.ts";

/** What code.ts needs to run a reader's code, as data: loaded beside it. */

export interface Given {
  /** The script of the worker (worker.ts), and the names around a reader's code in it. */
  readonly worker: string;
  readonly names: readonly string[];
  /** Lessons that see what the page's own cannot. */
  readonly probes: readonly Lesson[];
}
declare const GIVEN: Given;

export const given = GIVEN;
