import { onOneLine } from "../../../src/lesson/check.ts";
import { lessonLine } from "../../../src/lesson/command.ts";
import { examined } from "../../../src/lesson/faults.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import type { Standing } from "../../command.ts";
import { csvBeside, type Flags, readFrom } from "../../flags.ts";
import { classesLine } from "./classes-line.ts";

/** So many lines are said of one field at most, and of so many fields. */
const MOST = 10;
const MOST_FIELDS = 100;

/**
 * `lesson check FILE`: says all that is wrong with a lesson file, or the lesson.
 * @throws UsageError where there is something
 */
export async function checkLesson({ operands, texts }: Flags, { here, say }: Standing): Promise<void> {
  const [file] = operands;
  if (file === undefined)
    throw new UsageError("lesson check: got no file, expected npm run lesson -- check FILE");
  const [option] = texts.keys();
  if (option !== undefined) throw new UsageError(`--${option}: got it beside check, expected a file alone`);
  const read = readFrom(here);
  const text = read(
    file,
    (why) =>
      new UsageError(`lesson check: got ${JSON.stringify(file)}, ${why}; expected a lesson file (JSON)`),
  );
  const { faults, lesson, classes } = examined(text, file, csvBeside(file, read));
  if (lesson) {
    say(`${file}: ${lessonLine(lesson)}`);
    for (const line of classesLine(classes)) say(line);
    return;
  }
  const ofField = new Map<string, string[]>();
  for (const fault of faults) {
    const field = "field" in fault ? fault.field.replace(/\[.*/, "") : fault.message.replace(/:.*/, "");
    const lines = ofField.get(field);
    if (lines) lines.push(fault.message);
    else ofField.set(field, [fault.message]);
  }
  for (const [field, lines] of [...ofField].slice(0, MOST_FIELDS)) {
    for (const line of lines.slice(0, MOST)) say(onOneLine(line));
    if (lines.length > MOST) say(onOneLine(`${field}: and ${lines.length - MOST} more`));
  }
  if (ofField.size > MOST_FIELDS) say(`and more in ${ofField.size - MOST_FIELDS} other fields`);
  const count = faults.length === 1 ? "1 mistake" : `${faults.length} mistakes`;
  throw new UsageError(`${file}: got ${count}, expected none`);
}
