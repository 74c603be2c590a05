import { formatAddress, stateOf } from "../../../src/lesson/address.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";

/**
 * The address of a lesson in a published book, whichever lesson that was built with: it says every field.
 * @param book the address of the book
 */
export function addressOf(lesson: Lesson, book: string): string {
  const { title, bias, trainBias } = lesson;
  const other = {
    data: { seed: -1, rows: -1 },
    weights: { seed: -1 },
    bias: !bias,
    trainBias: !trainBias,
  } as unknown as Lesson;
  return `${book}#${formatAddress({ ...stateOf(lesson), title }, other)}`;
}
