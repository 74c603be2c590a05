import type { laboratoryWords } from "../../../chapters/words/laboratory.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";

/** What the build gives the laboratory's script. */
export interface Given {
  readonly words: typeof laboratoryWords;
  /** That the pages show without an address. */
  readonly lesson: Lesson;
  /** On the button that copies. */
  readonly copy: string;
  /** The chapters that show one step, in reading order; a title is HTML. */
  readonly chapters: readonly { readonly name: string; readonly title: string }[];
  /** The file that makes the same runs in a terminal. */
  readonly program: string;
}

declare const GIVEN: Given;
export const given: Given = GIVEN;
