import type { Direction } from "../figures/stack.ts";
import type { FigureWords } from "../figures/words.ts";
import type { Lesson } from "../lesson/lesson.ts";
import type { Verdict } from "../network/gradient-check.ts";
import type { PartNames, Trace } from "../network/stage.ts";
import type { Name, Rate } from "../network/values.ts";
import type { NumberFormat } from "../typeset/format.ts";
import type { ResultsOf } from "./experiment.ts";
import type { LaboratoryWords } from "./laboratory.ts";
import type { Frame, Statement } from "./program.ts";
import type { StageFile } from "./stage-files.ts";

/** Where a page finds numbers that are not those of its own trace. */
export interface Others {
  /** The trace of another lesson: the article's own, whatever the reader's, or a small batch. */
  readonly traceOf: (lesson: Lesson) => Trace;
  /** What an experiment found. */
  readonly resultsOf: ResultsOf;
}

/** What a page needs beside its numbers: the words outside the chapters, how numbers look, the code shown. */
export interface Telling extends Others {
  readonly words: Words;
  readonly format: NumberFormat;
  readonly sources: Sources;
  /** Whether the files beside the pages hold the numbers of this lesson. */
  readonly hasFiles: boolean;
  /** Whether the page stands in a document of its own, in which nothing opens another lesson: on paper, in one file. */
  readonly isAlone?: true;
  /** Where a reader has changed the code of the page's stage: what stands in its place. */
  readonly changed?: ChangedCode;
  /** The number of a chapter, by its name: prose refers to chapters by name, and numbers follow from the index. */
  readonly numberOf: (chapter: string) => number;
  /** The page on which the numbers of a value stand, and where on it. */
  readonly placeOf: (name: Name) => string | undefined;
}

/** The code that pages show, as highlighted HTML. */
export interface Sources {
  /** By the name under which pages ask for it: most often a chapter's. */
  readonly cut: Readonly<Record<string, Source>>;
  /** The operations that it calls, by their names. */
  readonly operations: Readonly<Record<string, string>>;
  /** What the functions of activations call, themselves among it, by the names of their bricks. */
  readonly bricks: Readonly<Record<string, Readonly<Record<"activation" | "slope", readonly string[]>>>>;
}

/** Code cut from a file that ran. */
export interface Source {
  /** Seen from the project's folder. */
  readonly file: string;
  readonly html: string;
  /** The statements of the parts of a stage, in their order. */
  readonly parts: readonly CutPart[];
  /** What stands around the parts in a program that is put together from them. */
  readonly frame?: Frame;
  /**
   * The names of the operations that it calls, and of those that they call; `hidden.slope` for what stands in a place.
   * Those of its parts are told with them.
   */
  readonly calls: readonly string[];
}

/** A part of a stage, cut from its file. What it needs, makes and does the work of tell it from its alternatives. */
export interface CutPart extends PartNames {
  readonly html: string;
  readonly calls: readonly string[];
  readonly statements: readonly Statement[];
}

/** Code of a reader's own. */
export interface ChangedCode {
  /** Highlighted. */
  readonly html: string;
  /** The names of the book's operations that it calls. */
  readonly calls: readonly string[];
}

/** The words that pages are written with beside the chapters' own: labels and figures. A translation is another set. */
export interface Words {
  readonly chapter: (number: number) => string;
  /** In the middle of a sentence. */
  readonly chapterInText: (number: number) => string;
  readonly directions: Readonly<Record<Direction, string>>;
  readonly kinds: Readonly<Record<"data" | "weights" | "activations" | "gradients" | "scalars", string>>;
  readonly figures: FigureWords;
  readonly laboratory: LaboratoryWords;

  // Labels that pages share
  readonly commands: string;
  readonly shapes: string;
  readonly question: string;
  readonly answer: string;
  readonly article: string;
  readonly code: (file: string) => string;
  /** Of code put together from that of the chapters of these numbers. */
  readonly program: (file: string, from: number, to: number) => string;
  readonly calls: (names: string) => string;
  readonly languages: LanguageWords;
  readonly everyEntry: (name: string) => string;
  readonly entryTable: { readonly entry: string; readonly sum: string };
  readonly precision: string;
  /** Where there are too many digits for the page. Without files, the numbers are a reader's own. */
  readonly precisionMany: (hasFiles: boolean) => string;
  readonly precisionNote: string;
  /** Before the links to the files that stand beside the page. */
  readonly files: string;
  /** What each of them is called. */
  readonly fileNames: Readonly<Record<StageFile, string>>;
  readonly formats: { readonly json: string; readonly numpy: string; readonly tex: string };
  readonly rounded: (as: NumberFormat) => string;
  readonly check: CheckWords;
  readonly changed: ChangedWords;

  // The lesson
  readonly lesson: string;
  /** In short pieces; `rate` may mark the rates for a page. */
  readonly lessonFacts: (lesson: Lesson, rate?: (rate: Rate, value: string) => string) => string[];
  readonly rebuild: string;
}

/** Of code that stands in two languages. */
export interface LanguageWords {
  readonly legend: string;
  readonly names: Readonly<Record<"typescript" | "numpy", string>>;
  /** Over NumPy: lines that stand alone, and lines of one stage, that run after those of the stages before it. */
  readonly same: string;
  readonly goesOn: string;
  /** Where the lines read the lesson's file: what file that is. */
  readonly file: (name: string) => string;
}

/** What a page says of numbers that code of a reader's own has made. */
export interface ChangedWords {
  /** Over the code. */
  readonly code: (file: string) => string;
  /** Over NumPy, which does not follow it. */
  readonly numpy: string;
  /** In the lesson's line, at the foot of a sheet, and with what is copied; in plain text. */
  readonly note: string;
  /** Under the command. */
  readonly command: string;
}

export interface CheckWords {
  readonly caption: (weights: string) => string;
  readonly weight: (name: string) => string;
  readonly analytic: string;
  /** The same where a reader's own code finds the slopes. */
  readonly changed: string;
  readonly numeric: string;
  readonly difference: string;
  readonly verdict: Readonly<Record<Verdict | "corner", string>>;
}
