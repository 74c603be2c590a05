import { extname, resolve } from "node:path";
import { forwardPass, stages } from "../../../chapters/index.ts";
import { book } from "../../../chapters/pages.ts";
import { got } from "../../../src/lesson/check.ts";
import { lessonLine } from "../../../src/lesson/command.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { traceOf } from "../../../src/network/stage.ts";
import { checkGradients } from "../../checks.ts";
import { asTyped, type Standing } from "../../command.ts";
import { type Flags, lessonOf, readFrom } from "../../flags.ts";
import { progressOn } from "../../progress.ts";
import { paperOf } from "../paper.ts";
import type { Format } from "./format.ts";
import { FORMATS } from "./index.ts";
import { placeFor } from "./place.ts";
import { zipped } from "./zip.ts";

/** `npm run export`: a lesson as a file that another program opens. */

/** What the command does, and its formats, a line each. */
export async function told(): Promise<string> {
  const formats = await Promise.all(
    Object.entries(FORMATS).map(async ([name, load]) => {
      const { does, needs } = await load();
      return `  ${name.padEnd(7)}${does}${needs ? `; needs ${needs}` : ""}`;
    }),
  );
  return ["takes a lesson away, as one of", ...formats].join("\n");
}

/** @throws UsageError, LessonError, CheckError: one line, and nothing is written */
export async function run(flags: Flags, { root, here, say }: Standing): Promise<void> {
  const name = formatOf(flags.texts.get("format"), flags.out);
  const format = await FORMATS[name]!();
  const out = flags.out ?? (format.isFolder ? `lesson-${name}` : `lesson.${name}`);
  refuseEnding(name, format, out);
  const paper = paperOf(flags.texts.get("paper"));
  if (flags.texts.has("paper") && name !== "pdf")
    throw new UsageError(`--paper: got it beside the format ${name}, expected pdf`);
  const { lesson, command } = lessonOf(flags, readFrom(here));
  // First: what may not be written over is found out before anything is made.
  const place = placeFor(resolve(here, out), root);
  const trace = traceOf(stages, lesson);
  checkGradients(book, forwardPass, trace, () => {});
  const progress = progressOn();
  const made = await format
    .make({ root, lesson, trace, command, paper, progress })
    .finally(() => progress.end());
  const isZip = extname(out).toLowerCase() === ".zip";
  if (typeof made === "string" || made instanceof Uint8Array) place.writeFile(made);
  else if (isZip) place.writeFile(zipped(made));
  else place.writeFolder(made);
  const files = made instanceof Map && !isZip ? ` (${made.size} files)` : "";
  say(`${asTyped(resolve(here, out), here)}: ${format.does}${files}`);
  say(`lesson: ${lessonLine(lesson)}`);
}

/** The format that was asked for, or the one that the name of the file ends in. */
function formatOf(typed: string | undefined, out: string | undefined): string {
  const names = Object.keys(FORMATS).join(" ");
  if (typed !== undefined) {
    if (!Object.hasOwn(FORMATS, typed))
      throw new UsageError(`--format: got ${got(typed)}, expected one of ${names}`);
    return typed;
  }
  if (out === undefined) throw new UsageError(`--format: got none, expected one of ${names}`);
  const ending = extname(out).slice(1).toLowerCase();
  if (Object.hasOwn(FORMATS, ending)) return ending;
  throw new UsageError(
    `--out: got ${got(out)}, whose ending is no format's; expected --format, one of ${names}`,
  );
}

/** A name that says another thing than what is in the file is a slip. */
function refuseEnding(name: string, { isFolder }: Format, out: string): void {
  const ending = extname(out).slice(1).toLowerCase();
  if (!isFolder && ending !== name)
    throw new UsageError(`--out: got ${got(out)}, expected a name that ends in .${name}`);
  if (isFolder && Object.hasOwn(FORMATS, ending))
    throw new UsageError(
      `--out: got ${got(out)}, expected a folder or a name that ends in .zip: ${name} is several files`,
    );
}
