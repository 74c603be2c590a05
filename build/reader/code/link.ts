import { encodeDifference } from "../../../src/code/difference.ts";
import { fragmentOf, pageAt, splitFragment } from "../carry.ts";

/** A link to this page with code of a reader's own: as a difference against the book's. */

/** What the address says, if it says any; it does not stay there. */
export const codeOfAddress = (): string | undefined => splitFragment(location.hash).code;

export async function linkTo(book: string, own: string): Promise<string> {
  const { address } = splitFragment(location.hash);
  const code = `code=${await encodeDifference(book, own)}`;
  return pageAt([address, code].filter(Boolean).join("&"));
}

/** The address without the code: what a reader does from here on is not the link's. */
export function leaveCode(): void {
  const { code: _, ...rest } = splitFragment(location.hash);
  history.replaceState(null, "", pageAt(fragmentOf(rest)));
}
