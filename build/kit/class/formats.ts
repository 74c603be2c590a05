import { got } from "../../../src/lesson/check.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import type { QuizFormat } from "./quiz.ts";

/** The quiz formats by the names of `--format`, each loaded when it is asked for. */
const FORMATS: Readonly<Record<string, () => Promise<QuizFormat>>> = {};

/**
 * The format of that name.
 * @throws UsageError
 */
export async function formatNamed(name: string): Promise<QuizFormat> {
  if (!Object.hasOwn(FORMATS, name))
    throw new UsageError(`--format: got ${got(name)}, expected one of ${Object.keys(FORMATS).join(", ")}`);
  return FORMATS[name]!();
}
