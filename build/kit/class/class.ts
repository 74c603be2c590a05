import { count, FEW, list } from "../../../chapters/words/prose.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import type { Print } from "../../chromium.ts";
import { asTyped, type Standing } from "../../command.ts";
import type { Flags } from "../../flags.ts";
import { progressOn } from "../../progress.ts";
import { type Folder, folderAt } from "./folder.ts";
import { classFrame } from "./frame.ts";
import type { Making } from "./making.ts";
import { pdfNamed } from "./pdfs.ts";
import { makingOfQuiz } from "./quiz-file.ts";
import { isAnother, keepSalt, keepSheets, newSalt } from "./seeds.ts";
import { type Settings, settingsIn } from "./settings.ts";
import { makingOfSheets } from "./sheets.ts";
import { type Class, type Student, studentsOf } from "./students.ts";
import { usefulness } from "./usefulness.ts";

/** `npm run class`: sheets, keys and books of a class, or a quiz of it. */
export async function makeClass(flags: Flags, around: Standing): Promise<void> {
  const settings = settingsIn(flags, around.here);
  if (!settings.isPdf) return makeWith(settings, around);
  const { printing } = await import("../../chromium.ts");
  await printing((print) => makeWith(settings, around, print));
}

async function makeWith(settings: Settings, around: Standing, print?: Print): Promise<void> {
  const { here, root, say } = around;
  const { roster, out, format } = settings;
  const its: Class = { ...settings, salt: settings.salt.text ?? newSalt() };
  const students = () => studentsOf(roster.entries, its);

  // All once before anything is written: what is wrong with one student's numbers is said now.
  const looked = usefulness();
  let first: Student | undefined;
  for (const student of students()) {
    first ??= student;
    looked.look(student);
  }
  const frame = classFrame(first!.worksheet);
  const making =
    format === undefined
      ? await makingOfSheets(frame, settings, its, around)
      : await makingOfQuiz(frame, format, settings.isPool);
  const folder = folderAt(out, here, root, making.names, making.free);
  making.check?.(folder);
  folder.begin();
  keep(settings, its);

  const progress = progressOn();
  const made = await making
    .make(folder, students, { progress, ...(print && { print }) })
    .finally(() => folder.drop());
  const changed = folder.finish();
  progress.end();
  const { lesson, chosen, salt } = its;
  const { path } = settings.salt;
  if (path !== undefined && format === undefined)
    keepSheets(settings.salt, path, salt, lesson, { digits: lesson.digits, chosen });
  if (roster.isBare)
    say(`The roster has no header: each line is a name, the first one ${roster.entries[0]!.name}`);
  for (const line of [...added(first!, its.chosen), ...looked.told(), ...left(folder, making, changed)])
    say(line);
  const seconds = (performance.now() / 1000).toFixed(1);
  say(`${asTyped(folder.path, here)}: ${made} in ${seconds} s`);
  if (format === undefined) say(sizeOf(first!));
  if (isAnother(settings.salt, its.lesson))
    say("The lesson is another one than at the last run: every student has other numbers now");
  if (settings.salt.text === undefined && path !== undefined)
    say(
      `${asTyped(path, here)}: the secret behind the seeds; do not lose it, and do not show it to students`,
    );
}

/** How much work a sheet is. */
function sizeOf({ worksheet: { stages } }: Student): string {
  const boxes = stages.flatMap(({ asks }) => asks).reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  return `A sheet has ${count(FEW, boxes, "box", "boxes")}${stages.length > 1 ? "; --stages asks for some stages only" : ""}`;
}

/** @throws UsageError where another run was faster: its students have other numbers */
function keep({ salt: { path, text } }: Settings, { salt }: Class): void {
  if (path !== undefined && text === undefined && keepSalt(path, salt) !== salt)
    throw new UsageError(`${path}: another run put it there at the same moment; run again`);
}

/** What is asked though nobody chose it. */
function added({ worksheet: { stages } }: Student, chosen: readonly string[]): string[] {
  const more = stages.map(({ name }) => name).filter((name) => !chosen.includes(name));
  const [are, they] = more.length === 1 ? ["is", "it"] : ["are", "they"];
  return more.length > 0
    ? [`${list(more)} ${are} asked, too: printed, ${they} would give an answer away`]
    : [];
}

/** Files of students who have left the class, or of other numbers; first those PDFs whose pages are others now. */
function left({ others }: Folder, { kept = [] }: Making, changed: readonly string[]): string[] {
  const printed = new Set(changed.map(pdfNamed));
  const old = others.filter((name) => printed.has(name));
  const rest = others.filter((name) => !kept.includes(name) && !printed.has(name));
  return [
    ...some(old).map(
      (it) => `Printed by an earlier run, with other numbers than now: ${it}; --pdf prints them anew`,
    ),
    ...some(rest).map((it) => `Made by an earlier run, and no part of this one: ${it}`),
  ];
}

/** The first of them, and how many more there are. */
const some = ([first, ...rest]: readonly string[]): string[] =>
  first === undefined ? [] : [rest.length > 0 ? `${first} and ${count(FEW, rest.length, "other")}` : first];
