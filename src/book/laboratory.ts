import type { Place } from "../lesson/choices.ts";
import type { GradientName } from "../training/gradient.ts";
import type { SettingsFile } from "../training/settings.ts";
import { escapeHtml } from "../typeset/html.ts";

/**
 * The place in a page where a reader may train a network. Without a script nothing is shown of it; the reader's
 * script puts a button there (build/reader/laboratory-button.ts), and the button loads the laboratory
 * (build/reader/laboratory.ts).
 */

/** Its id, where a link to a set-up leads. */
export const PLACE = "laboratory";

/** The fields of its form, by the settings that they give. */
export type FieldName =
  | "data.set"
  | "data.seed"
  | "data.rows"
  | "trained"
  | "hidden"
  | "second"
  | "outputs"
  | "weights.seed"
  | Place
  | "gradient"
  | "learningRate"
  | "ridge";

/** What its form holds at first: settings, or those of the lesson that the page shows. */
export type LaboratoryStart = SettingsFile | "lesson";

/** What pages say of it. All is plain text. */
export interface LaboratoryWords {
  readonly open: string;
  readonly about: string;
  /** The script does not load. */
  readonly failed: string;
  readonly gradients: Readonly<Record<GradientName, string>>;
}

/**
 * An empty place: the words in it are for the script to write.
 * @param start what the form holds at first
 * @param toTry what a reader of this page may do with it
 */
export const laboratory = (
  start: LaboratoryStart,
  { open, about, failed }: LaboratoryWords,
  toTry?: string,
): string => {
  const said = toTry ? `${about} ${toTry}` : about;
  const data = Object.entries({ start: JSON.stringify(start), open, about: said, failed });
  const attributes = data.map(([name, text]) => ` data-${name}="${escapeHtml(text)}"`);
  return `<div class="laboratory" id="${PLACE}"${attributes.join("")}></div>`;
};
