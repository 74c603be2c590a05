import { basename, dirname } from "node:path";
import { type TrainingChapter, titleOf } from "../src/book/chapter.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { historyJson } from "../src/training/history.ts";
import type { Settings } from "../src/training/settings.ts";
import { train } from "../src/training/train.ts";
import { withoutTags } from "../src/typeset/html.ts";
import { runExperiments } from "./experiments.ts";
import { type Read, readFrom } from "./flags.ts";
import { progressOn } from "./progress.ts";
import { historyText } from "./terminal/history-text.ts";
import { resultsText } from "./terminal/results-text.ts";
import { parseTrainingFlags, trainingHelp, typedSettings } from "./training-flags.ts";

/**
 * What a chapter that trains prints: with options that say what to train, that run; without, what its experiment
 * found, or the run that the options stand for when nothing is said.
 * @throws UsageError, LessonError: one line that names the option
 */
export async function trainingText(
  chapter: TrainingChapter,
  file: string,
  argv: readonly string[],
  read: Read = readFrom(),
): Promise<string> {
  const { help, json, settings, decimal = "point" } = parseTrainingFlags(argv, read);
  const { name, experiment } = chapter;
  const title = withoutTags(titleOf(chapter, DEFAULT_LESSON));
  if (help) return trainingHelp(usage(file, experiment !== undefined));
  if (experiment && !settings) {
    const results = (await runExperiments([experiment], dirname(dirname(file))))(experiment);
    return json ? `${JSON.stringify({ chapter: name, results })}\n` : resultsText(title, results);
  }
  const history = watched(settings ?? typedSettings());
  return json ? `${historyJson(name, history)}\n` : historyText(title, history, { decimal });
}

const usage = (file: string, hasResults: boolean): string =>
  `npx tsx chapters/${basename(file)} [options]\n${
    hasResults
      ? "prints what the chapter found; with any of these options but --json, trains a network"
      : "trains a network"
  } (in brackets: what holds if nothing is said)`;

/** A run that says how far it is, on a terminal. */
function watched(settings: Settings) {
  const progress = progressOn();
  let told = performance.now();
  const onProgress = (step: number) => {
    const now = performance.now();
    if (now - told < REPORT_EVERY) return;
    told = now;
    progress.now(`step ${step} of ${settings.steps}`);
  };
  try {
    return train(settings, { onProgress });
  } finally {
    progress.end();
  }
}
const REPORT_EVERY = 200; // milliseconds
