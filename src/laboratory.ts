import { escapeHtml } from "./html.ts";
import type { GradientName } from "./training/gradient.ts";
import type { SettingsFile } from "./training/settings.ts";

/**
 * The place in a page where a reader may train a network. Without a script nothing is shown of it; the reader's
 * script puts a button there (build/reader/laboratory.ts), and the button loads the laboratory (build/reader/train.ts).
 */

/** The fields of its form, by the settings that they give. */
export type FieldName =
  | "data.set"
  | "data.seed"
  | "data.rows"
  | "trained"
  | "hidden"
  | "second"
  | "weights.seed"
  | "bias"
  | "gradient"
  | "learningRate"
  | "ridge";

/** Every word of it. The script has no others, so all are plain text; what stands in braces is filled in. */
export interface TrainerWords {
  readonly open: string;
  readonly about: string;
  /** The script does not load. */
  readonly failed: string;
  readonly fields: Readonly<Record<FieldName, string>>;
  /** What an empty field means. */
  readonly empty: { readonly trained: string; readonly second: string };
  readonly sets: Readonly<
    Record<"article" | "mirrored" | "corners01" | "corners11" | "moons" | "spiral" | "own", string>
  >;
  readonly gradients: Readonly<Record<GradientName, string>>;
  readonly groups: Readonly<Record<"data" | "network" | "training" | "own" | "run", string>>;
  readonly own: {
    readonly how: string;
    readonly label: string;
    readonly labels: readonly [string, string];
    readonly x1: string;
    readonly x2: string;
    readonly put: string;
    readonly undo: string;
    readonly clear: string;
    /** {ones}, {zeros} */
    readonly count: string;
    /** {most} */
    readonly full: string;
    /** {reach} */
    readonly outside: string;
  };
  readonly start: string;
  readonly pause: string;
  readonly step: string;
  readonly rewind: string;
  readonly pace: string;
  readonly fastest: string;
  /** What the run is at: {step}, {loss}, {right}, {rows}. */
  readonly at: string;
  readonly running: string;
  /** {step} */
  readonly diverged: string;
  /** What to try after that, by the gradient of the run. */
  readonly remedies: Readonly<Record<GradientName, string>>;
  /** {most} */
  readonly most: string;
  readonly noPoints: string;
  /** What a field holds that is none. */
  readonly noNumber: string;
  readonly numbers: {
    readonly caption: string;
    readonly step: string;
    readonly trained: string;
    readonly unseen: string;
    readonly loss: string;
    /** The loss of a run with a ridge, without it and with it. */
    readonly lossAlone: string;
    readonly lossWhole: string;
    readonly right: string;
    /** {right}, {rows} */
    readonly rightOf: string;
    readonly gradient: string;
    readonly weights: string;
    readonly overflow: string;
  };
  readonly figures: {
    readonly step: string;
    readonly accuracy: string;
    readonly trained: string;
    readonly unseen: string;
    /** The loss with its ridge. */
    readonly ridged: string;
    /** Before there is a point. {reach} */
    readonly plane: string;
    readonly planeSays: string;
    /** {step} */
    readonly boundary: string;
    /** {share}, in percent */
    readonly boundarySays: string;
    readonly lossTitle: string;
    readonly accuracyTitle: string;
    /** {step}, {lines} */
    readonly curveSays: string;
    /** {line}, {first}, {last} */
    readonly lineSays: string;
  };
  readonly terminal: string;
  /** {file} */
  readonly terminalRows: string;
  readonly record: string;
  readonly recordNote: string;
  /** {step} */
  readonly show: string;
  /** Why the chapters do not show a step; {most} */
  readonly notShown: Readonly<Record<"gradient" | "bias" | "layers" | "diverged" | "far", string>>;
}

/**
 * An empty place: the words in it are for the script to write.
 * @param start what the form holds at first
 * @param toTry what a reader of this page may do with it
 */
export const laboratory = (
  start: SettingsFile,
  { open, about, failed }: TrainerWords,
  toTry?: string,
): string => {
  const said = toTry ? `${about} ${toTry}` : about;
  const data = Object.entries({ start: JSON.stringify(start), open, about: said, failed });
  const attributes = data.map(([name, text]) => ` data-${name}="${escapeHtml(text)}"`);
  return `<div class="laboratory"${attributes.join("")}></div>`;
};
