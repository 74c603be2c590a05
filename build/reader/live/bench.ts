import { hasStage, partOf } from "../../../src/book/chapter.ts";
import { stageListing } from "../../../src/book/writer.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import type { Name } from "../../../src/network/values.ts";
import { showScalar, toText } from "../../../src/typeset/format.ts";
import { chapters, pageOf, tellingOf } from "./book.ts";
import type { LivePage } from "./page.ts";

/** What the script that runs a reader's code needs of a live page. */
export interface Bench {
  readonly live: LivePage;
  /** The stage of the page, counted from 0 through the book. */
  readonly stage: number;
  /** What it makes for a lesson. */
  makes(lesson: Lesson): readonly Name[];
  /** Its code, as the page of a lesson shows it: highlighted HTML. */
  listing(lesson: Lesson): string;
  /** Other lessons on the page. */
  readonly others: readonly Lesson[];
  /** A number as the page would show it, in plain text; also one that no page shows. */
  number(x: number): string;
  /** A lesson in short pieces of text. */
  facts(lesson: Lesson): readonly string[];
  /** The names of operations whose code the book shows. */
  readonly operations: readonly string[];
}

export function benchOf(live: LivePage): Bench {
  const page = pageOf(document.body.dataset.page!)!;
  if (!hasStage(page)) throw new Error(`the page ${page.name} has no stage`);
  const { sources, words } = tellingOf(live.lesson);
  return {
    live,
    stage: chapters.indexOf(page),
    makes: (lesson: Lesson) => partOf(page, lesson).makes,
    listing: (lesson: Lesson) => stageListing(sources, page.name, lesson),
    others: Object.values(page.others ?? {}),
    number: (x) =>
      Number.isFinite(x)
        ? toText(showScalar(x, live.lesson.digits), tellingOf(live.lesson).format)
        : String(x),
    facts: (lesson) => words.lessonFacts(lesson),
    operations: Object.keys(sources.operations),
  };
}
