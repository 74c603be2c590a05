import type { Lesson } from "../lesson/lesson.ts";
import type { Matrix } from "../math/matrix.ts";
import type { Held } from "../network/held.ts";
import type { Name, Values } from "../network/values.ts";
import type { Site } from "./counted.ts";
import type { Refusal } from "./refusal.ts";

/** What a page asks of the worker that runs a reader's code, and what it is told. All of it is plain data. */

export type Job = StageJob | ProgramJob;

/** A stage of the book, with a reader's code in its place. */
export interface StageJob extends OfAny {
  readonly is: "stage";
  /** The place of the stage in the book, counted from 0. */
  readonly stage: number;
  /** What it makes for this lesson: the names, in order. */
  readonly makes: readonly Name[];
  /** Other lessons on the page. */
  readonly others: readonly Lesson[];
}

/** The program of the whole loop. */
export interface ProgramJob extends OfAny {
  readonly is: "program";
  /** Turns that are held against the book's. */
  readonly turns: number;
  /** Steps of a run of its own, after those; 0 for none. */
  readonly steps: number;
}

interface OfAny {
  readonly lesson: Lesson;
  readonly probes: readonly Lesson[];
  /** The loops and functions that count, by their numbers. */
  readonly sites: readonly Site[];
  /** Where the reader's code begins and ends in the script: lines, counted from 1. */
  readonly lines: readonly [first: number, last: number];
}

/** What is wrong with a reader's code: what the words of the page need. Lines are its own, counted from 1. */
export type Fault = Wrong & { readonly line?: number };
type Wrong =
  | { readonly is: "syntax"; readonly text: string }
  | Refusal
  /** `like` is a name that is there, and a slip away. */
  | { readonly is: "name"; readonly name: string; readonly like?: string }
  | { readonly is: "shapes"; readonly text: string }
  | { readonly is: "error"; readonly text: string }
  | { readonly is: "endless"; readonly isLoop: boolean }
  | { readonly is: "memory" | "deep" | "silent" | "blocked" | "part" | "unshown" }
  | { readonly is: "makes"; readonly got: readonly string[]; readonly expected: readonly string[] }
  | { readonly is: "needs"; readonly name: string }
  | { readonly is: "turns"; readonly got: string; readonly expected: number }
  | { readonly is: "steps"; readonly most: number }
  /** Of the field in which steps are asked for. */
  | { readonly is: "count"; readonly got: string; readonly most: number }
  | { readonly is: "unmade" | "promise"; readonly name: string }
  | { readonly is: "kind"; readonly name: string; readonly expected: "matrix" | "number" }
  | { readonly is: "shape"; readonly name: string; readonly got: string; readonly expected: string }
  | {
      /** `later`: of a value that a stage after this one makes of it. */
      readonly is: "finite" | "later";
      readonly name: string;
      readonly at?: readonly [number, number];
      readonly got: number;
    };

/** A value that the code makes, held against the book's. */
export interface Compared {
  readonly name: Name;
  readonly book: Matrix | number;
  readonly own: Matrix | number;
  /** What a task asks for, where that is not the book's. */
  readonly asked?: Matrix | number;
}

/** An entry that is not what is asked for. */
export interface Apart {
  readonly name: Name;
  /** Of a matrix. */
  readonly at?: readonly [row: number, col: number];
  readonly own: number;
  readonly asked: number;
}

/** What the checks find on one lesson. */
export interface Checked {
  readonly lesson: Lesson;
  /** The entry farthest from what is asked for, the book's or a task's; none where all is as asked. */
  readonly apart?: Apart;
  readonly held: readonly Held[];
  /** Where the code fails on this lesson alone. */
  readonly fault?: Fault;
}

export type Told =
  | { readonly is: "ready" }
  | { readonly is: "working" }
  | { readonly is: "fault"; readonly fault: Fault }
  /** All values of the lesson, and of the others in their order; and what was made, beside the book's. */
  | {
      readonly is: "values";
      readonly values: Partial<Values>;
      readonly others: readonly Partial<Values>[];
      readonly compared: readonly Compared[];
    }
  | { readonly is: "checked"; readonly checked: Checked }
  /** The loss before each of the first steps, by the program and by the book. */
  | { readonly is: "turns"; readonly own: readonly number[]; readonly book: readonly number[] }
  /** The losses of a run, some of them: at these steps. */
  | { readonly is: "run"; readonly steps: readonly number[]; readonly losses: readonly number[] }
  | { readonly is: "done" };
