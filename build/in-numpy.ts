import { book, fileInNumpy } from "../chapters/index.ts";
import { programInNumpy } from "../chapters/loop-in-numpy.ts";
import { english } from "../chapters/words/english.ts";
import { notebookWords, programWords } from "../chapters/words/numpy.ts";
import type { Chapter } from "../src/book/chapter.ts";
import type { Trace } from "../src/network/stage.ts";
import { notebook, stageNotebook } from "./kit/export/notebook.ts";
import { PROGRAM } from "./program.ts";

export { PROGRAM };

const words = { chapter: english.chapter, program: programWords, notebook: notebookWords };

/** The loop in NumPy, as a program and as a notebook. */
export function filesInNumpy(trace: Trace): ReadonlyMap<string, string> {
  const loop = fileInNumpy(trace.lesson);
  const chapter = book.find(({ name }) => name === PROGRAM)!;
  return new Map([
    [`${PROGRAM}.py`, `${programInNumpy(loop, programWords).join("\n")}\n`],
    [`${PROGRAM}.ipynb`, notebook(trace, book, chapter, loop, words)],
  ]);
}

/** One stage in a notebook of its own. */
export const stageInNumpy = (chapter: Chapter, trace: Trace): string =>
  stageNotebook(chapter, trace, book, words);
