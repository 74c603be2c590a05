import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { got } from "../../../src/lesson/check.ts";
import { LESSON_FILE, lessonLine, quoted } from "../../../src/lesson/command.ts";
import { linesOfCsv } from "../../../src/lesson/csv.ts";
import { columnsOfCsv } from "../../../src/lesson/csv-rows.ts";
import { type Typed, valueAt, valuesOf, withValues } from "../../../src/lesson/fields.ts";
import { laidOut } from "../../../src/lesson/laid-out.ts";
import { leastFile } from "../../../src/lesson/least-file.ts";
import { type LessonFile, told } from "../../../src/lesson/lesson.ts";
import { SCHEMA_FILE } from "../../../src/lesson/schema.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { parseWithRows, withRows } from "../../../src/lesson/with-rows.ts";
import type { Standing } from "../../command.ts";
import { csvBeside, type Flags, lessonOf, parsedWith, type Read, readFrom } from "../../flags.ts";
import { classesLine } from "./classes-line.ts";
import { CSV_OPTIONS } from "./commands.ts";
import { onTerminal } from "./conversation.ts";
import { interviewed } from "./interview.ts";
import { refuseTaken, writeNew } from "./write-new.ts";

type Terminal = Pick<NodeJS.Process, "stdin" | "stdout">;

/**
 * `lesson new`: writes a lesson file of what options say; where they say nothing, of what a person at a terminal answers.
 * @throws UsageError, LessonError: then nothing is written
 */
export async function newLesson(
  { out = LESSON_FILE, lessonFile, fields, texts }: Flags,
  { root, here, say }: Standing,
  terminal: Terminal | undefined = process.stdin.isTTY ? process : undefined,
): Promise<void> {
  refuseTaken(out, here);
  const read = readFrom(here);
  const readCsv = csvBeside("", read);
  const parse = (json: unknown) => parseWithRows(json, readCsv);

  const typed = new Map([...fields, ...columnsTyped(texts, read)]);
  const file =
    lessonFile === undefined
      ? ({} as LessonFile)
      : leastFile(lessonOf({ lessonFile, fields: new Map() }, read).lesson);
  // Numbers of one's own take the place of those drawn, and of other ones.
  const begun = told({
    ...file,
    data: typed.has("data.X") || typed.has("data.csv") ? undefined : file.data,
    weights: typed.has("weights.W1") ? undefined : file.weights,
  });
  parsedWith(parse, begun, typed, lessonFile);
  const said = withValues(begun, valuesOf(typed));
  // Who names fields on the command line has said what they want: lines that are pasted are no answers.
  const json =
    terminal && typed.size === 0
      ? await onTerminal(terminal.stdin, terminal.stdout, (talk) =>
          interviewed({ json: said, parse, read: readCsv, ...talk }),
        )
      : said;

  const lesson = parse(json);
  const path = resolve(here, out);
  const named = withItsCsv(leastFile(lesson), json, (csv) => wayFrom(path, resolve(here, csv)));
  const made = { $schema: schemaFrom(path, root), ...named };
  writeNew(out, here, `${laidOut(made)}\n`);
  say(`wrote ${out}: ${lessonLine(lesson)}`);
  for (const line of classesLine(withRows(json, readCsv).classes)) say(line);
  say(`to build it: npm run build -- --lesson ${quoted(out)}`);
}

/** What is typed of a CSV file, as fields. Without names, its last column is the label and the others are inputs. */
function columnsTyped(texts: ReadonlyMap<string, string>, read: Read): Map<string, Typed> {
  const csv = texts.get("csv");
  if (csv === undefined) {
    const stray = Object.values(CSV_OPTIONS).find((name) => texts.has(name));
    if (stray !== undefined) throw new UsageError(`--${stray}: got it without --csv, expected both`);
    return new Map();
  }
  const text = read(csv, (why) => new UsageError(`--csv: got ${got(csv)}, ${why}; expected a CSV file`));
  const columns = columnsOfCsv(text, csv);
  const namesIn = (name: string) => {
    const typed = texts.get(name);
    return typed === undefined ? undefined : (linesOfCsv(typed, ",").lines[0]?.cells ?? []);
  };
  const targets = namesIn(CSV_OPTIONS["data.targets"]);
  const label = texts.get(CSV_OPTIONS["data.label"])?.trim() ?? (targets ? undefined : columns.at(-1));
  const inputs =
    namesIn(CSV_OPTIONS["data.inputs"]) ?? columns.filter((it) => it !== label && !targets?.includes(it));
  const values = { "data.csv": csv, "data.inputs": inputs, "data.label": label, "data.targets": targets };
  return new Map(
    Object.entries(told(values)).map(([place, value]) => [
      place,
      { name: `--${CSV_OPTIONS[place as keyof typeof CSV_OPTIONS]}`, text: String(value), value },
    ]),
  );
}

/** A file that names its CSV file as the JSON does, in the place of the rows, and of the outputs that follow from them. */
function withItsCsv(file: LessonFile, json: unknown, way: (path: string) => string): object {
  const data = valueAt(json, "data") as { csv?: string } | undefined;
  if (data?.csv === undefined) return file;
  const { outputs: _, ...others } = file;
  const said = valueAt(json, "outputs") === undefined ? others : file;
  return { ...said, data: { ...data, csv: way(data.csv) } };
}

/** A path as it is written in a file: from that file's folder, with slashes. */
function wayFrom(file: string, path: string): string {
  const way = relative(dirname(file), path);
  return isAbsolute(way) ? way : way.split(sep).join("/");
}

/** Where an editor finds the schema: on another disk, by its address. */
function schemaFrom(file: string, root: string): string {
  const schema = join(root, "lessons", SCHEMA_FILE);
  const way = wayFrom(file, schema);
  if (isAbsolute(way)) return pathToFileURL(schema).href;
  return way.startsWith("../") ? way : `./${way}`;
}
