import { checkTyped, got, LessonError, type Readable } from "../../../src/lesson/check.ts";
import { isTold } from "../../../src/lesson/command.ts";
import { linesOfCsv } from "../../../src/lesson/csv.ts";
import { columnsOfCsv } from "../../../src/lesson/csv-rows.ts";
import { depthOf, FIELDS, type Placed, valueAt, withValues } from "../../../src/lesson/fields.ts";
import { type Lesson, OWN_TITLE } from "../../../src/lesson/lesson.ts";
import { allowedBy, CSV_MEANINGS, meaningOf } from "../../../src/lesson/meanings.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { type Conversation, Ended } from "./conversation.ts";

/** What a lesson is asked for with. */
export interface Interview extends Conversation {
  /** The JSON of a lesson, to begin with. */
  readonly json: unknown;
  /** @throws LessonError, UsageError */
  parse(json: unknown): Lesson;
  /** Gives the text of a CSV file. */
  read(csv: string): string;
}

type Values = readonly (readonly [place: string, value: unknown])[];

const OPTIONS = FIELDS.filter(({ value, notInFile }) => value !== undefined && !notInFile);
const fieldAt = (at: string): Placed => FIELDS.find((field) => field.at === at)!;

/** Asks for what the book needs to know, field by field, and again where an answer is refused. Gives the JSON. */
export async function interviewed({ json, parse, read, ask, say }: Interview): Promise<unknown> {
  let file = json;
  let lesson = parse(file);
  const put = (values: Values): void => {
    const next = withValues(file, values);
    lesson = parse(next);
    file = next;
  };

  /** Asks until what is answered can be taken. */
  async function until<T>(
    question: string,
    usual: string | undefined,
    take: (answer: string) => T | Promise<T>,
  ): Promise<T> {
    for (;;)
      try {
        return await take((await ask(question, usual)).trim());
      } catch (error) {
        if (error instanceof Ended || !(error instanceof LessonError || error instanceof UsageError))
          throw error;
        say(error.message);
      }
  }

  const choose = <T extends string>(question: string, choices: readonly [T, ...T[]]): Promise<T> =>
    until(question, choices[0], (answer) => {
      const choice = answer === "" ? choices[0] : choices.find((it) => it === answer.toLowerCase());
      if (choice === undefined) throw new UsageError(`got ${got(answer)}, expected ${choices.join(" or ")}`);
      return choice;
    });

  const askFor = ({ at, check, choices }: Placed, usual = valueAt(lesson, at)): Promise<void> =>
    until(
      `${at}: ${meaningOf(at)}; ${isSwitch(choices) ? "yes or no" : allowedBy(check)}`,
      shown(usual),
      (answer) => {
        if (answer !== "") put([[at, readAt(at, answer)]]);
      },
    );

  async function typeRows(): Promise<void> {
    const X = await until(`data.X: ${meaningOf("data.X")}, as 0,1;1,1`, undefined, (answer) => {
      const X = readAt("data.X", answer) as number[][];
      parse(withValues(file, [["data", { X, labels: X.map(() => 0) }]]));
      return X;
    });
    const kind = await choose("labels, each the number of a class, or targets, any numbers", [
      "labels",
      "targets",
    ]);
    const at = `data.${kind}`;
    await until(
      `${at}: ${meaningOf(at)}, as ${kind === "labels" ? "1,0" : "0.1,0.9;1,0"}`,
      undefined,
      (answer) => {
        const values = readAt(at, answer);
        const K = kind === "labels" ? 1 + Math.max(...(values as number[])) : 0;
        const isFree = !("W2" in lesson.weights);
        put([
          ["data", { X, [kind]: values }],
          ...(K > lesson.outputs && isFree ? [["outputs", K] as const] : []),
        ]);
      },
    );
  }

  async function nameColumns(): Promise<void> {
    await until("data.csv: the CSV file with the rows, seen from here", undefined, async (csv) => {
      const columns = columnsOfCsv(read(csv), csv);
      say(`Its columns are ${columns.join(", ")}.`);
      const namesFor = (key: "inputs" | "label" | "targets", usual: readonly string[]) =>
        until(
          `data.${key}: ${CSV_MEANINGS[key]}${key === "label" ? "" : ", with commas between"}`,
          usual.join(","),
          (answer) => {
            const names = answer === "" ? usual : (linesOfCsv(answer, ",").lines[0]?.cells ?? []);
            const other = names.find((name) => !columns.includes(name));
            if (other !== undefined)
              throw new LessonError(
                `data.${key}`,
                `got ${got(other)}, expected one of ${columns.join(", ")}`,
              );
            return names;
          },
        );
      const inputs = await namesFor("inputs", columns.slice(0, -1));
      const kind = await choose("a label, in one column, or targets, columns of numbers", [
        "label",
        "targets",
      ]);
      const others = await namesFor(kind, columns.slice(-1));
      put([["data", { csv, inputs, [kind]: kind === "label" ? others[0] : others }]]);
    });
  }

  say("Enter takes what stands in brackets. Ctrl-C ends, and nothing is written.");
  const isFree = ({ at }: Placed) => !isTold(lesson, at) && (CONDITIONS[at]?.(lesson) ?? true);
  const { title = OWN_TITLE } = file as { readonly title?: string };
  await askFor(fieldAt("title"), title);
  if ("seed" in lesson.data) {
    const kind = await choose("data: drawn from a seed, rows that you type, or those of a csv file", [
      "drawn",
      "rows",
      "csv",
    ]);
    if (kind === "rows") await typeRows();
    if (kind === "csv") await nameColumns();
  }
  for (const field of [...OPTIONS].sort((a, b) => rank(a) - rank(b))) if (isFree(field)) await askFor(field);
  return file;
}

/** The data first, then the weights, then the rest. */
const rank = ({ at }: Placed): number => ["data.", "weights.", ""].findIndex((group) => at.startsWith(group));

/** When there is something to choose. */
const CONDITIONS: Readonly<Record<string, (lesson: Lesson) => boolean>> = {
  ...Object.fromEntries(
    OPTIONS.filter(({ at }) => at.includes(".")).map(({ at }) => [
      at,
      (lesson: Lesson) => "seed" in lesson[at.split(".")[0] as "data" | "weights"],
    ]),
  ),
  loss: ({ outputActivation }) => ["sigmoid", "softmax"].includes(outputActivation),
  trainBias: ({ bias }) => bias,
};

const isSwitch = (choices: Placed["choices"]): boolean => choices?.includes(true) ?? false;
const YES_OR_NO = new Map([
  ...["yes", "y", "true", "1"].map((it) => [it, true] as const),
  ...["no", "n", "false", "0"].map((it) => [it, false] as const),
]);
const shown = (value: unknown): string =>
  value === undefined ? "none" : typeof value === "boolean" ? (value ? "yes" : "no") : String(value);

/** The value of an answer. Blanks between numbers do not count. */
function readAt(at: string, answer: string): unknown {
  const field = fieldAt(at);
  const { check, read = undefined, choices } = field;
  const readable: Readable = isSwitch(choices)
    ? { check, read: (text) => YES_OR_NO.get(text.toLowerCase()) ?? text, expected: "yes or no" }
    : depthOf(field) > 0 && read
      ? { check, read: (text) => read(text.replaceAll(" ", "")) }
      : field;
  return checkTyped(readable, answer, at);
}
