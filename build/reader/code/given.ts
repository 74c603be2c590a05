import type { Lesson } from "../../../src/lesson/lesson.ts";

/** What the build gives the script that runs a reader's code. */
export interface Given {
  /** The script of the worker (worker.ts), and the names around a reader's code in it. */
  readonly worker: string;
  readonly names: readonly string[];
  /** Lessons that see what the page's own cannot. */
  readonly probes: readonly Lesson[];
}
