/**
 * A computation that a page reports on and that takes longer than a page should: runs of training with settings of
 * their own. The build runs each part once and keeps its result by its settings and its code.
 */
export interface Experiment<Settings = unknown, Result = unknown> {
  /** The name of its file: `chapters/experiments/NAME.ts`, which exports it as `experiment`. */
  readonly name: string;
  /** What is run, by name: plain JSON each. Parts know nothing of each other and may run side by side. */
  readonly parts: Readonly<Record<string, Settings>>;
  /**
   * Runs one part: a pure function of its settings. The result is plain JSON (no NaN, no Infinity, no typed array).
   * @param onProgress told now and then which share, 0 to 1, is done
   */
  run(settings: Settings, onProgress: (share: number) => void): Result;
}

/** The results of an experiment, by the names of its parts. */
export type Results<Result> = Readonly<Record<string, Result>>;

/** Finds the results of an experiment; they were computed before any page is written. */
export type ResultsOf = <Settings, Result>(experiment: Experiment<Settings, Result>) => Results<Result>;
