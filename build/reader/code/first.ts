import { codeWords as words } from "../../../chapters/words/code.ts";
import { type DifferenceError, decodeDifference } from "../../../src/code/difference.ts";
import type { Fault } from "../../../src/code/job.ts";
import { draftOf } from "./draft.ts";
import { codeOfAddress, leaveCode } from "./link.ts";

/** The text of highlighted code. */
export function textOf(html: string): string {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.textContent;
}

/**
 * What the editor holds at first, and why: what came with a link, or a draft, does not run before its reader says so.
 * @param books the book's code for the bricks that the page has, and for those that it is about to have
 */
export async function firstCode(books: readonly [string, ...string[]]): Promise<{
  /** The book's code that it changes. */
  readonly book: string;
  readonly code: string;
  readonly why: string;
  readonly isHeld: boolean;
}> {
  const inLink = codeOfAddress();
  const [now] = books;
  if (inLink === undefined) {
    for (const book of books) {
      const code = draftOf(book);
      if (code !== undefined) return { book, code, why: words.fromDraft, isHeld: true };
    }
    return { book: now, code: now, why: "", isHeld: false };
  }
  leaveCode();
  let reason: DifferenceError["reason"] = "hash";
  for (const book of books)
    try {
      const code = await decodeDifference(book, inLink);
      return { book, code, why: words.fromLink, isHeld: code !== book };
    } catch (error) {
      ({ reason = "broken" } = error as Partial<DifferenceError>);
      if (reason !== "hash") break;
    }
  return { book: now, code: now, why: words.brokenLink[reason], isHeld: false };
}

/** A fault with the name, of those that are there, that is one slip away from one that is not. */
export function nearestName(fault: Fault, names: readonly string[]): Fault {
  if (fault.is !== "name") return fault;
  const like = names.find((it) => !it.startsWith("$") && isNear(it, fault.name));
  return like ? { ...fault, like } : fault;
}

/** Whether one letter put in, left out, another, or in the place of its neighbour makes one word of the other. */
function isNear(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
