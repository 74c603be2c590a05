import { markingWords as words } from "../../../chapters/words/marking.ts";
import { mistakeWords as mistakes } from "../../../chapters/words/mistakes.ts";
import { list } from "../../../chapters/words/prose.ts";
import { got, onOneLine } from "../../../src/lesson/check.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { marksOf } from "../../../src/worksheets/marking.ts";
import { tally } from "../../../src/worksheets/tally.ts";
import type { Worksheet } from "../../../src/worksheets/worksheet.ts";
import { asTyped, type Standing } from "../../command.ts";
import type { Flags } from "../../flags.ts";
import { paperOf } from "../paper.ts";
import { type Answers, answersIn, headsIn, refuseStrangers, tableIn } from "./answers.ts";
import { ASKED } from "./asked.ts";
import { classFrame, formatOf } from "./frame.ts";
import { markedFiles } from "./marked-files.ts";
import { jsonOf } from "./marked-json.ts";
import type { Outlet } from "./outlet.ts";
import { blanksOf } from "./overview.ts";
import { linesFor, linesOfClass, type Saying } from "./report.ts";
import { type Entry, keyOf, readRoster, readText } from "./roster.ts";
import { isAnother, type Salt, type Sheets, saltOf } from "./seeds.ts";
import { type Class, chosenIn, classLesson, type Student, studentsOf } from "./students.ts";

/** `npm run class -- check`: marks what students answered, each held against numbers of their own. */
export async function checkClass(flags: Flags, around: Standing): Promise<void> {
  const { here, say } = around;
  const path = flags.texts.get("answers");
  if (path === undefined) throw new UsageError("--answers: got none, expected --answers FILE");
  const kept = saltOf(flags, here);
  const salt = saltIn(kept);
  const said: Class = { lesson: classLesson(flags, here), chosen: chosenIn(flags), salt };
  const paper = paperOf(flags.texts.get("paper"));
  const file = onOneLine(path);
  const table = tableIn(readText(path, here, "--answers"), file);
  const its = asMade(flags, said, kept.sheets, headsIn(table));
  const { lesson, chosen } = its;
  const tolerance = toleranceIn(flags, lesson.digits);
  const worksheet = anySheet(its);
  const sheet =
    chosen.length < ASKED.length ? `a sheet of ${list(chosen)} (--stages)` : "this lesson's sheet";
  const answers = answersIn(table, file, blanksOf(worksheet), sheet);
  const roster = rosterIn(flags, here);
  if (roster) refuseStrangers(answers.entries, roster, file);

  const { decimal } = formatOf(lesson);
  const saying: Saying = { words, mistakes, digits: lesson.digits, decimal };
  const files =
    flags.out === undefined
      ? undefined
      : await markedFiles(flags.out, classFrame(worksheet), answers, saying, paper, around);
  const outlets: Outlet[] = [flags.json ? jsonOf(say) : linesOn(say, saying), ...(files ? [files] : [])];
  if (!flags.json) {
    if (isAnother(kept, lesson)) say(words.another);
    const { path: salted } = kept;
    const digits = lesson.digits === said.lesson.digits ? undefined : lesson.digits;
    const stages = String(chosen) === String(said.chosen) ? undefined : chosen;
    if (digits !== undefined || stages) say(words.asMade(digits, stages));
    else if (salted === undefined && !(flags.fields.has("digits") && flags.texts.has("stages")))
      say(words.unknown(lesson.digits, chosen.length < ASKED.length ? chosen : undefined));
  }
  const counted = tally();
  try {
    for (const student of studentsOf(answers.entries, its)) {
      const typed = answers.texts.get(student.key)!;
      const marks = marksOf(student.worksheet, typed, { tolerance, decimalComma: decimal === "comma" });
      counted.add(marks);
      for (const it of outlets) it.student(student, marks);
    }
    for (const it of outlets) it.end(counted.now());
  } finally {
    for (const it of outlets) it.drop?.();
  }
  if (flags.json) return;
  for (const line of [...notAsked(answers, blanksOf(worksheet)), ...absent(answers, roster)]) say(line);
  if (files) say(`${asTyped(files.path, here)}: ${files.names.join(", ")}`);
}

const linesOn = (say: (line: string) => void, saying: Saying): Outlet => ({
  student(student, marks) {
    for (const line of linesFor(student, marks, saying)) say(line);
    say("");
  },
  end(tally) {
    for (const line of linesOfClass(tally, saying)) say(line);
  },
});

/** Blanks are the same on every sheet of a class. */
const anySheet = (its: Class): Worksheet =>
  ([...studentsOf([{ name: "", line: 0 }], its)] as [Student])[0].worksheet;

/**
 * What no option says is as in the sheets that were made: of several kinds, in the last that have these blanks.
 * @throws UsageError where they have other decimals each
 */
function asMade(
  { fields, texts }: Flags,
  said: Class,
  sheets: readonly Sheets[],
  heads: readonly string[],
): Class {
  const [saysDigits, saysStages] = [fields.has("digits"), texts.has("stages")];
  const fitting = sheets
    .filter(({ digits }) => !saysDigits || digits === said.lesson.digits)
    .filter(({ chosen }) => !saysStages || String(chosen) === String(said.chosen))
    .map(({ digits, chosen }): Class & { blanks: readonly string[] } => {
      const its = {
        ...said,
        lesson: { ...said.lesson, digits },
        chosen: ASKED.filter((it) => chosen.includes(it)),
      };
      return { ...its, blanks: blanksOf(anySheet(its)).map((it) => it.toLowerCase()) };
    });
  const having = fitting.filter(({ blanks }) => heads.every((it) => blanks.includes(it)));
  const exact = having.filter(({ blanks }) => blanks.length === heads.length);
  const likely = [exact, having, fitting].find((it) => it.length > 0) ?? [said];
  const digits = [...new Set(likely.map(({ lesson }) => lesson.digits))];
  if (digits.length > 1)
    throw new UsageError(
      `--digits: got none, expected ${digits.join(" or ")}: sheets with these blanks were made with each`,
    );
  return likely.at(-1)!;
}

/** @throws UsageError where the class has none yet: no student has numbers */
function saltIn({ text, path }: Salt): string {
  if (text === undefined)
    throw new UsageError(
      `${path}: it is not there, expected what npm run class kept there when it made the sheets, or --salt TEXT: without it nobody's numbers are known`,
    );
  return text;
}

function toleranceIn({ texts }: Flags, digits: number): number {
  const text = texts.get("tolerance");
  const decimals = text === undefined ? digits : /^\d{1,2}$/.test(text) ? Number(text) : -1;
  if (decimals < 0 || decimals > digits)
    throw new UsageError(
      `--tolerance: got ${got(text)}, expected a whole number from 0 to ${digits}, the decimals of the sheet`,
    );
  return decimals;
}

function rosterIn({ texts }: Flags, here: string): readonly Entry[] | undefined {
  const path = texts.get("roster");
  return path === undefined ? undefined : readRoster(path, here).entries;
}

const SOME = 6;

function notAsked({ blanks }: Answers, all: readonly string[]): string[] {
  const missing = all.filter((it) => !blanks.includes(it));
  return missing.length > 0 ? [words.notAsked(missing.length, missing.slice(0, SOME))] : [];
}

function absent({ texts }: Answers, roster: readonly Entry[] = []): string[] {
  const names = roster.filter((it) => !texts.has(keyOf(it))).map(({ name }) => onOneLine(name));
  const more = names.length > SOME ? [words.others(names.length - SOME)] : [];
  return names.length > 0 ? [words.absent([...names.slice(0, SOME), ...more])] : [];
}
