import type { laboratoryWords } from "../../../chapters/words/laboratory.ts";
import { matrixIn, matrixText } from "../../../src/lesson/address.ts";
import { check, got, LessonError, FIELDS as LIMITS } from "../../../src/lesson/lesson.ts";
import { decimal, integerFrom } from "../../../src/math/numerals.ts";
import { parseSettings, type Settings } from "../../../src/training/settings.ts";
import { filled } from "./filled.ts";

/**
 * What the laboratory of a page is set to, as one field of an address says it: `lab=loop~set:moons~rows:100~hidden:5`.
 * It is told whole, as the lesson beside it may change; the names are those of lessons in an address. Another page's
 * laboratory has nothing to do with it.
 */

const FIELD = "~";
const VALUE = ":";

export function setUpText(page: string, settings: Settings): string {
  const { data, trained, hidden, bias, weights, learningRate, ridge, gradient } = settings;
  const drawn = "rows" in data ? data : undefined;
  const fields = {
    ...("X" in data ? { X: matrixText(data.X), labels: data.labels.join() } : { set: data.set }),
    ...(drawn && { "data-seed": drawn.seed, rows: drawn.rows }),
    ...(drawn && trained < drawn.rows && { trained }),
    hidden: hidden.join(),
    ...("W1" in weights
      ? { W1: matrixText(weights.W1), W2: matrixText(weights.W2) }
      : {
          "weight-seed": weights.seed,
          ...(weights.round !== undefined && { round: weights.round }),
        }),
    "learning-rate": learningRate,
    ...(ridge > 0 && { ridge }),
    ...(bias && { bias: 1 }),
    ...(gradient !== "exact" && { gradient }),
  };
  const told = Object.entries(fields).map(([name, value]) => `${name}${VALUE}${value}`);
  return [page, ...told].join(FIELD);
}

type Words = (typeof laboratoryWords)["address"];

type Read = (text: string) => unknown;
/** Where each field stands in the settings, and how its text is read. */
const FIELDS: Readonly<Record<string, readonly [path: string, read: Read]>> = {
  set: ["data.set", (text) => text],
  "data-seed": ["data.seed", integerFrom],
  rows: ["data.rows", integerFrom],
  X: ["data.X", matrixIn],
  labels: ["data.labels", (text) => text.split(",").map(integerFrom)],
  trained: ["trained", integerFrom],
  hidden: ["hidden", (text) => text.split(",").map(integerFrom)],
  "weight-seed": ["weights.seed", integerFrom],
  round: ["weights.round", integerFrom],
  W1: ["weights.W1", matrixIn],
  W2: ["weights.W2", matrixIn],
  "learning-rate": ["learningRate", decimal],
  ridge: ["ridge", decimal],
  bias: ["bias", (text) => text === "1" || text],
  gradient: ["gradient", (text) => text],
};

/** Whether such a field is that of a page. */
export const isSetUpOf = (page: string, lab: string): boolean => partsOf(lab)[0] === page;

function partsOf(lab: string): string[] {
  try {
    return decodeURIComponent(lab).split(FIELD);
  } catch {
    return lab.split(FIELD);
  }
}

/**
 * The settings in such a field.
 * @throws LessonError: one line that names the field, what was got and what is allowed
 */
export function setUpIn(lab: string, words: Words): Settings {
  const [, ...told] = partsOf(lab);
  const file: Record<string, unknown> = {};
  for (const field of told) {
    const [name = "", text] = field.split(VALUE);
    const known = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!known || text === undefined)
      throw new LessonError(
        "lab",
        filled(words.field, { got: got(field), names: Object.keys(FIELDS).join(", ") }),
      );
    const [path, read] = known;
    const [part, key] = path.split(".") as [string, string?];
    file[part] = key ? { ...(file[part] as object), [key]: read(text) } : read(text);
  }
  return withinForm(parseSettings(file), words);
}

/** The form takes less than a run could have: what it cannot show is refused, too. */
function withinForm(settings: Settings, { layers }: Words): Settings {
  const { data, hidden } = settings;
  if ("rows" in data) check(LIMITS["data.rows"], data.rows, "rows");
  for (const width of hidden) check(LIMITS.hidden, width, "hidden");
  if (hidden.length > 2) throw new LessonError("hidden", filled(layers, { layers: hidden.length }));
  return settings;
}
