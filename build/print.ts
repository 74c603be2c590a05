import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { type AnyChapter, type Chapter, fileOf, hasStage, partOf } from "../src/book/chapter.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { checkGradient } from "../src/network/gradient-check.ts";
import { stageJson } from "../src/network/json.ts";
import { runStages, type Trace } from "../src/network/stage.ts";
import { slopeName } from "../src/network/values.ts";
import { ChapterError, checkIndex } from "./author.ts";
import { mostNudged, weightsAlong } from "./checks.ts";
import { EXTRAS, helpText, lessonOf, parseFlags, type Read, readFrom } from "./flags.ts";
import { unixLines } from "./sources.ts";
import { stageText } from "./terminal/stage-text.ts";
import { runMain } from "./usage.ts";

/** Prints the stage or the training of a chapter's file, as the options say, and sets the exit code. */
export const printChapter = (file: string, argv: readonly string[]): Promise<void> =>
  runMain(async () => {
    const { text, passes, warning } = await chapterText(file, argv, { width: process.stdout.columns });
    process.stdout.write(text);
    if (warning !== undefined) process.stderr.write(`${warning}\n`);
    if (!passes) process.exitCode = 1;
  });

/** What is printed, and whether all gradients that it tells of pass their check. */
export interface Printed {
  readonly text: string;
  readonly passes: boolean;
  /** For whoever started it, where the text itself is for a program. */
  readonly warning?: string;
}

export interface Terminal {
  /** In characters. */
  readonly width?: number | undefined;
  /** Reads a lesson file. */
  readonly read?: Read;
}

const OPTIONS = { json: EXTRAS.json };

/**
 * What a chapter's file prints.
 * @throws UsageError, LessonError
 */
export async function chapterText(
  file: string,
  argv: readonly string[],
  { width = 80, read = readFrom() }: Terminal = {},
): Promise<Printed> {
  const { book } = await import("../chapters/pages.ts");
  const chapter = book.find((it: AnyChapter) => basename(fileOf(it, book)) === basename(file));
  if (!chapter) {
    checkIndex(dirname(dirname(file)), book);
    throw new ChapterError(`chapters/${basename(file)}: chapters/index.ts does not list it`);
  }
  if (!hasStage(chapter)) {
    const { trainingText } = await import("./print-training.ts");
    return { text: await trainingText(chapter, file, argv, read), passes: true };
  }
  const flags = parseFlags(argv, OPTIONS);
  if (flags.help)
    return { text: helpText(`npx tsx chapters/${basename(file)} [options]`, OPTIONS), passes: true };
  return stageOf(chapter, file, lessonOf(flags, read).lesson, flags.json, width);
}

/** Runs the book up to a chapter. */
async function stageOf(
  chapter: Chapter,
  file: string,
  lesson: Lesson,
  json: boolean,
  width: number,
): Promise<Printed> {
  const { chapters, forwardPass } = await import("../chapters/index.ts");
  const stages = chapters.slice(0, chapters.indexOf(chapter) + 1).map(({ stage }) => stage);
  const trace = { ...runStages(stages, lesson), lesson };
  const part = partOf(chapter, lesson);
  const checks = weightsAlong(lesson, part.makes).map((weights) => ({
    name: slopeName(weights),
    // A check reads the weights and this chapter's gradient: all made by now.
    entries: checkGradient(forwardPass, trace as Trace, weights, mostNudged(trace as Trace)),
  }));
  const wrong = checks.find(({ entries }) => entries.some(({ verdict }) => verdict === "differs"));
  return {
    text: json
      ? `${stageJson(chapter.name, part, trace)}\n`
      : stageText({ chapter, part, trace, width, source: unixLines(readFileSync(file, "utf8")), checks }),
    passes: wrong === undefined,
    ...(json &&
      wrong && {
        warning: `${wrong.name}: central differences find another gradient; see it without --json`,
      }),
  };
}
