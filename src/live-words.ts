import type { Field } from "./choices.ts";

/** The words of a page on which numbers can be changed. */
export interface LiveWords {
  /** On the button that opens the panel, and the panel's name. */
  readonly change: string;
  readonly fields: Readonly<Record<Field, string>>;
  /** On the button beside a seed. */
  readonly another: string;
  /** In place of a seed where the numbers are given. */
  readonly given: string;
  readonly file: string;
  readonly save: string;
  readonly copyLink: string;
  readonly back: string;
  readonly hint: string;
  /** While steps of training are taken. */
  readonly wait: string;
  /** After a change, for a screen reader. */
  readonly changed: (loss: string) => string;
  readonly refused: (reason: string) => string;
  /** Names the box in which one number is changed. */
  readonly edit: (cell: string) => string;
  readonly less: string;
  readonly more: string;
  /** Where what was typed is no number. */
  readonly noNumber: (text: string) => string;
}
