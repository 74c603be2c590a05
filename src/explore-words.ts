import type { Block, Cell } from "./cells.ts";
import type { Lesson } from "./lesson.ts";

/** The words of the bar that says where a number comes from, and of what a screen reader hears of an entry. */
export interface ExploreWords {
  /** The bar's name. */
  readonly bar: string;
  /** A number's name in the bar: `z1[0,1]`, `loss`, `α`. */
  readonly name: (cell: Cell) => string;
  /** What an entry was made from, as a sentence: its row, its column, the rows of the batch, the neurons. */
  readonly from: (blocks: readonly Block[]) => string;
  /** Where a number comes from that nothing made: drawn from a seed, given, or chosen. */
  readonly given: (cell: Cell, lesson: Lesson) => string;
  /** Said of sources that the page does not show. */
  readonly elsewhere: (names: readonly string[]) => string;
  /** Said of numbers that are not the page's own lesson's. */
  readonly other: (lesson: Lesson) => string;
  /** The same in a name: what is called `what` is not the page's own lesson's. */
  readonly ofOther: (what: string, lesson: Lesson) => string;
  /** An entry for a screen reader: with its sum, or for what was not worked out with the words of `given`. */
  readonly entry: (cell: Cell, value: string, sum: string | undefined, given: string) => string;
  /** A matrix to walk in, and the keys that do. */
  readonly grid: (name: string, rows: number, cols: number) => string;
  readonly keys: string;
  readonly copy: (name: string) => string;
  readonly home: string;
  readonly edit: string;
  readonly close: string;
  readonly steps: StepWords;
}

/** The words of a stage that is played entry by entry. */
export interface StepWords {
  readonly start: string;
  /** The same with what is played, for a button beside its formula: a matrix, or all single numbers of a stage. */
  readonly startAt: (names: readonly Cell["name"][]) => string;
  /** What is played. */
  readonly name: (names: readonly Cell["name"][]) => string;
  readonly play: string;
  readonly pause: string;
  readonly previous: string;
  readonly next: string;
  readonly restart: string;
  readonly at: (index: number, count: number) => string;
}
