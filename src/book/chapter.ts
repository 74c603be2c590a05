import type { Direction } from "../figures/stack.ts";
import type { Lesson } from "../lesson/lesson.ts";
import { networkOf } from "../network/network.ts";
import { madeBy, neededBy, partsOf, type Stage, type Trace } from "../network/stage.ts";
import type { Name } from "../network/values.ts";
import type { Experiment } from "./experiment.ts";
import { fileNamed } from "./file.ts";
import type { LaboratoryStart } from "./laboratory.ts";
import type { Others } from "./telling.ts";
import type { Writer } from "./writer.ts";

/** What is the same for every lesson, or follows from its bricks. */
export type OfLesson<T> = T | ((lesson: Lesson) => T);
export const ofLesson = <T extends object | string>(it: OfLesson<T>, lesson: Lesson): T =>
  typeof it === "function" ? (it as (lesson: Lesson) => T)(lesson) : it;

/** What a page says, in one language. It writes what the facts hold, and computes nothing. */
export interface Prose<Facts> {
  readonly title: OfLesson<string>;
  /** One sentence, for the contents and for search engines. */
  readonly summary: OfLesson<string>;
  /** What each value that the chapter's stage makes means, for the page of symbols. */
  readonly meanings?: OfLesson<Readonly<Partial<Record<Name, string>>>>;
  /** The body in Markdown: prose, TeX between `$`, figures as SVG. */
  page(facts: Facts, w: Writer): string;
  /** What to try in the page's laboratory, in plain text. */
  toTry?(facts: Facts, w: Writer): string;
}

/** A page of the book: what it has to tell, apart from the words that tell it. */
export interface Page<Facts = unknown> {
  /** Also the name of its file: `z1` is `z1.html`. */
  readonly name: string;
  /** Its numbers are the same for every lesson: a live page has its title alone. */
  readonly isFixed?: true;
  /** Every number and every choice that the prose needs, and no words. */
  facts(trace: Trace, others: Others): Facts;
  readonly prose: Prose<Facts>;
}

/** A chapter: a stage and its page. Its file is named for its place in the index and its name: `02-z1.ts`. */
export interface Chapter<Facts = unknown> extends Page<Facts> {
  readonly stage: Stage;
  /** Which way it goes through the stack. */
  readonly direction: Exclude<Direction, "training">;
  /** The stage in symbols, in plain Unicode, line by line: `z₁ = X W₁`. */
  readonly formula: OfLesson<readonly string[]>;
  /** Other lessons on the page, by what stands before their entries in `data-cell`: `four` for `four:W1.0.1`. */
  readonly others?: Readonly<Record<string, Lesson>>;
}

/** A chapter that trains: no stage of the one step, but runs of many, perhaps kept as an experiment. */
export interface TrainingChapter<Facts = unknown> extends Page<Facts> {
  readonly direction: "training";
  readonly experiment?: Experiment;
  /** Where a reader may train: what is set there at first, or the lesson that the page shows. */
  readonly laboratory?: LaboratoryStart;
}

export type AnyChapter = Chapter | TrainingChapter;

/** The title of a page, as HTML. */
export const titleOf = ({ prose }: Pick<Page, "prose">, lesson: Lesson): string =>
  ofLesson(prose.title, lesson);

/** Whether a page is a chapter, with a number of its own. */
export const isChapter = (page: Page | AnyChapter): page is AnyChapter => "direction" in page;
/** Whether a page is a chapter with a stage. */
export const hasStage = (page: Page | AnyChapter): page is Chapter => "stage" in page;

/** What a chapter needs and makes for a lesson. */
export function partOf(
  { stage }: Pick<Chapter, "stage">,
  lesson: Lesson,
): { readonly needs: Name[]; readonly makes: Name[] } {
  const parts = partsOf([stage], networkOf(lesson));
  return { needs: neededBy(parts), makes: madeBy(parts) };
}

/** The chapter whose stage makes a value. */
export const homeOf = (chapters: readonly AnyChapter[], name: Name): Chapter | undefined =>
  chapters.filter(hasStage).find(({ stage }) => madeBy(stage.flat()).includes(name));

/** The page on which the numbers of a value stand; what goes backward has an anchor of its name there. */
export function placeIn(chapters: readonly AnyChapter[], name: Name): string | undefined {
  const home = homeOf(chapters, name);
  return home && `${home.name}.html${home.direction === "backward" ? `#${name}` : ""}`;
}

/**
 * What finds the number of a chapter by its name.
 * @throws Error where there is no chapter of that name
 */
export const numberIn =
  (book: readonly AnyChapter[]) =>
  (name: string): number => {
    const number = book.findIndex((chapter) => chapter.name === name);
    if (number < 0)
      throw new Error(`there is no chapter ${name}: the index names ${book.map((it) => it.name).join(", ")}`);
    return number;
  };

/** A chapter's file: `chapters/02-z1.ts`. `book` is all chapters in reading order. */
export const fileOf = ({ name }: AnyChapter, book: readonly AnyChapter[]): string =>
  fileNamed(name, numberIn(book)(name));
