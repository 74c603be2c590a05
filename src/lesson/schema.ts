import * as z from "zod/mini";
import type { Check } from "./check.ts";
import { FIELDS } from "./fields.ts";
import { laidOut } from "./laid-out.ts";
import { SCHEMA_ADDRESS } from "./lesson.ts";
import { allowedBy, CSV_MEANINGS, meaningOf } from "./meanings.ts";
import { CSV_FIELDS } from "./with-rows.ts";

/** The JSON Schema of lesson files: with it an editor completes and checks them. */

/** The name of its file, beside ready lessons and in a site. */
export const SCHEMA_FILE = "lesson.schema.json";

type Schemas = Readonly<Record<string, object>>;

function schemaOf(check: Check, meaning: string, usual?: unknown): object {
  const { $schema: _, ...schema } = z.toJSONSchema(check);
  const description = `${meaning[0]!.toUpperCase()}${meaning.slice(1)}: ${allowedBy(check)}`;
  return { description, ...schema, ...(usual !== undefined && { default: usual }) };
}

/** The fields of a group by their keys, or those of none. */
const fieldsOf = (group: string): Schemas =>
  Object.fromEntries(
    FIELDS.filter(({ at, notInFile }) => !notInFile && at.slice(0, at.indexOf(".") + 1) === group).map(
      ({ at, check, usual }) => [
        at.slice(group.length),
        // The title that is left out is another one for each lesson.
        schemaOf(check, meaningOf(at), at === "title" ? undefined : usual),
      ],
    ),
  );

const only = (fields: Schemas, keys: readonly string[]): Schemas =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)));
const object = (properties: Schemas, required: readonly string[] = []) => ({
  type: "object",
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
});

/**
 * What a group may say in one of several ways: by the fields that are in none of the lists, or by those of one.
 * @param optional may stand beside such a list
 */
function ways(fields: Schemas, lists: readonly (readonly string[])[], optional: readonly string[] = []) {
  const given = [...lists.flat(), ...optional];
  return [
    object(
      only(
        fields,
        Object.keys(fields).filter((key) => !given.includes(key)),
      ),
    ),
    ...lists.map((keys) => object(only(fields, [...keys, ...optional]), keys)),
  ];
}

const whenIs = (key: string, value: string, properties: Schemas) => ({
  if: { properties: { [key]: { const: value } }, required: [key] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { properties },
});

export function lessonSchema(): object {
  const csv = Object.fromEntries(
    (Object.keys(CSV_FIELDS) as (keyof typeof CSV_FIELDS)[]).map((key) => [
      key,
      schemaOf(CSV_FIELDS[key], CSV_MEANINGS[key]),
    ]),
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A lesson of Brick by Brick",
    description: "What is left out is as in the article that the book retells.",
    ...object({
      $schema: schemaOf(SCHEMA_ADDRESS, "where an editor finds what a lesson may say"),
      data: {
        description: "The observations: drawn from a seed, your own, or those of a CSV file",
        anyOf: [
          ...ways(fieldsOf("data."), [
            ["X", "labels"],
            ["X", "targets"],
          ]),
          object(only(csv, ["csv", "inputs", "label"]), ["csv", "inputs", "label"]),
          object(only(csv, ["csv", "inputs", "targets"]), ["csv", "inputs", "targets"]),
        ],
      },
      weights: {
        description: "The weights to start from: drawn from a seed, or your own",
        anyOf: ways(fieldsOf("weights."), [["W1", "W2"]], ["b1", "b2"]),
      },
      ...fieldsOf(""),
    }),
    allOf: [
      whenIs("loss", "cross-entropy", { outputActivation: { enum: ["sigmoid", "softmax"] } }),
      whenIs("outputActivation", "softmax", { outputs: { type: "integer", minimum: 2 } }),
    ],
  };
}

export const schemaText = (): string => `${laidOut(lessonSchema())}\n`;
