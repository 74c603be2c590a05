import { type AnyChapter, hasStage, type Page, partOf } from "../src/book/chapter.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { networkOf } from "../src/network/network.ts";
import { NAMES } from "../src/network/quantities.ts";
import type { Name } from "../src/network/values.ts";

/**
 * What a page works out, and all that is made after it: the answers, for who prints it without them. None on a page that
 * only draws what is given.
 */
export function answersOf(page: Page | AnyChapter, lesson: Lesson): readonly Name[] {
  if (!hasStage(page)) return [];
  const given = networkOf(lesson).given.map(({ name }): Name => name);
  const first = NAMES.findIndex((name) => !given.includes(name) && partOf(page, lesson).makes.includes(name));
  return first < 0 ? [] : NAMES.slice(first).filter((name) => !given.includes(name));
}
