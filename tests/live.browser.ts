import { carried } from "../build/reader/carry.ts";
import { chapters, LESSON, pageOf, partsOf, stages } from "../build/reader/live/book.ts";
import { lessonOf } from "../build/reader/live/lesson.ts";
import { liveWords } from "../chapters/words/live.ts";
import { partOf } from "../src/book/chapter.ts";
import { wholeMain } from "../src/book/page.ts";
import { formatAddress, parseAddress, startOf, stateOf } from "../src/lesson/address.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { stageJson } from "../src/network/json.ts";
import { traceOf } from "../src/network/stage.ts";
import { withEntries } from "../src/training/steps.ts";

/** What the tests ask a browser of the live code, which it has in the bundle of a page. */

/** The `<main>` of a page as the live code writes it for the site's own lesson. */
const mainHtml = (name: string): string => wholeMain(partsOf(pageOf(name)!, traceOf(stages, LESSON))());

/** The `<main>` of a page that has never shown other numbers than those of an address, links with the address in them. */
async function freshMain(name: string, address: string): Promise<string> {
  const state = parseAddress(address, LESSON);
  const trace = traceOf(stages, await lessonOf(state, liveWords));
  const html = wholeMain(partsOf(pageOf(name)!, trace)());
  const its = formatAddress(state, LESSON);
  return html.replace(
    /(<a [^>]*href=")([^"]*)(?=")/g,
    (_, before, href) => before + carried(href, its).replaceAll("&", "&amp;"),
  );
}

/** Every stage of a lesson as JSON, every digit of it; by way of the lesson's address. */
function everyStage(lesson: Lesson): string[] {
  const state = parseAddress(formatAddress(stateOf(lesson), LESSON), LESSON);
  const trace = traceOf(stages, withEntries(startOf(state, LESSON), state, LESSON));
  return chapters.map((chapter) => stageJson(chapter.name, partOf(chapter, lesson), { ...trace, lesson }));
}

export const asked = { mainHtml, freshMain, everyStage };
Object.assign(globalThis, { asked });
