import { type Check, issuesIn } from "./check.ts";
import { FIELDS, type TABLE } from "./fields.ts";
import type { CSV_FIELDS } from "./with-rows.ts";

/** What the fields of a lesson file mean, for who writes one: in an editor, or asked for each. */

type Place = keyof typeof TABLE;
/** Those of which the list of options says nothing. */
type Unsaid = {
  [At in Place]: (typeof TABLE)[At] extends { help: string } | { notInFile: true } ? never : At;
}[Place];

/** What the list of options does not say, or says of options. */
const OWN: Readonly<Record<Unsaid, string> & Partial<Record<Place, string>>> = {
  title: "what the lesson is called",
  "data.seed": "seed of the data drawn",
  "data.rows": "observations drawn",
  "data.X": "rows of your own, each with its inputs",
  "data.labels": "the label of each row, from 0 to outputs − 1",
  "data.targets": "the targets of each row, one for each output, in place of a label",
  "weights.seed": "seed of the weights drawn",
  "weights.W1": "weights of your own, a row for each input and a column for each hidden neuron",
  "weights.b1": "the bias of each hidden neuron",
  "weights.W2": "weights of your own, a row for each hidden neuron and a column for each output",
  "weights.b2": "the bias of each output",
  activation: "activation of the hidden neurons",
  outputActivation: "activation of the outputs",
  loss: "how outputs are held against targets",
};

export const CSV_MEANINGS: Readonly<Record<keyof typeof CSV_FIELDS, string>> = {
  csv: "where the rows are, seen from this file",
  inputs: "the columns that are inputs",
  label: "the label of each row, words or numbers from 0",
  targets: "the columns that are targets, one for each output, in place of a label",
};

export const meaningOf = (at: string): string =>
  OWN[at as Place] ?? FIELDS.find((field) => field.at === at)?.help ?? "";

/** What a check allows, in its own words. */
export const allowedBy = (check: Check): string => issuesIn(check, undefined)[0]!.message;
