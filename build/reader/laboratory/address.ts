import type { laboratoryWords } from "../../../chapters/words/laboratory.ts";
import { decoded } from "../../../src/lesson/address.ts";
import { check, got, LessonError } from "../../../src/lesson/check.ts";
import { placed, TABLE, toSay, valueAt, withValues, written } from "../../../src/lesson/fields.ts";
import { handwritten } from "../../../src/math/numerals.ts";
import { RUN_TABLE } from "../../../src/training/fields.ts";
import { parseSettings, type Settings, USUAL } from "../../../src/training/settings.ts";
import { filled } from "./filled.ts";

/**
 * What the laboratory of a page is set to, as one field of an address says it: `lab=loop~set:moons~rows:100~hidden:5`.
 * It is told whole, as the lesson beside it may change; the names are those of lessons in an address. Another page's
 * laboratory has nothing to do with it.
 */

const FIELD = "~";
const VALUE = ":";

type Words = (typeof laboratoryWords)["address"];

/** What the form shows of a run, in the order in which it is told. */
const NAMES =
  "set data-seed rows X labels targets trained hidden weight-seed round W1 b1 W2 b2 learning-rate ridge bias gradient outputs activation output-activation loss train-bias";
const ALL = placed({ ...RUN_TABLE, "data.set": { ...RUN_TABLE["data.set"], name: "set" } });
const FIELDS = NAMES.split(" ").map((name) => ALL.find((it) => it.name === name)!);

export function setUpText(page: string, settings: Settings): string {
  const { data, trained } = settings;
  /** What is not told where it is so. */
  const { outputs, activation, outputActivation, loss, bias, trainBias, ridge, gradient } = USUAL;
  const usual = {
    ...{ outputs, activation, outputActivation, loss, bias, trainBias, ridge, gradient },
    trained: "rows" in data ? data.rows : trained,
  };
  const told = toSay(FIELDS, settings, (place) => valueAt(usual, place));
  return [page, ...told.map(([name, value]) => name + VALUE + written(value))].join(FIELD);
}

/** Whether such a field is that of a page. */
export const isSetUpOf = (page: string, lab: string): boolean => partsOf(lab)[0] === page;

const partsOf = (lab: string): string[] => decoded(lab).split(FIELD);

/**
 * The settings in such a field.
 * @throws LessonError: one line that names the field, what was got and what is allowed
 */
export function setUpIn(lab: string, words: Words): Settings {
  const values = partsOf(lab)
    .slice(1)
    .map((part) => {
      const [name, text] = part.split(VALUE);
      const field = FIELDS.find((it) => it.name === name);
      if (!field || text === undefined)
        throw new LessonError(
          "lab",
          filled(words.field, { got: got(part), names: FIELDS.map((it) => it.name).join(", ") }),
        );
      return [field.at, (field.read ?? handwritten)(text)] as const;
    });
  return withinForm(parseSettings(withValues({}, values)), words);
}

/** The form takes less than a run could have: what it cannot show is refused, too. */
function withinForm(settings: Settings, { layers }: Words): Settings {
  const { data, hidden } = settings;
  if ("rows" in data) check(TABLE["data.rows"].check, data.rows, "rows");
  for (const width of hidden) check(TABLE.hidden.check, width, "hidden");
  if (hidden.length > 2) throw new LessonError("hidden", filled(layers, { layers: hidden.length }));
  return settings;
}
