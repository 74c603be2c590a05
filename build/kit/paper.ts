import { got } from "../../src/lesson/check.ts";
import { UsageError } from "../../src/lesson/usage-error.ts";

/** What is printed on. */

const PAPERS = ["a4", "letter"] as const;
export type Paper = (typeof PAPERS)[number];

export const PAPER_OPTION = {
  value: "SIZE",
  help: `paper of the PDF: ${PAPERS.join(" or ")} (${PAPERS[0]})`,
};

/**
 * What was typed behind `--paper`.
 * @throws UsageError
 */
export function paperOf(typed: string = PAPERS[0]): Paper {
  const paper = PAPERS.find((it) => it === typed.toLowerCase());
  if (!paper) throw new UsageError(`--paper: got ${got(typed)}, expected ${PAPERS.join(" or ")}`);
  return paper;
}
