import { pages } from "../../../chapters/pages.ts";
import { titleOf } from "../../../src/book/chapter.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { withoutTags } from "../../../src/typeset/html.ts";
import { LESSON } from "./book.ts";

/** Before the book's name in the browser's title (build/shell.ts). */
const BETWEEN = " · ";

/** Makes the titles around a page those of a lesson: the browser's, in the strip of chapters, of previous and next. */
export function titlesOf(here: string): (lesson: Lesson) => void {
  const shown = new Map(pages.map((page) => [page, titleOf(page, LESSON)]));
  return (lesson) => {
    for (const [page, before] of shown) {
      const title = titleOf(page, lesson);
      if (title === before) continue;
      shown.set(page, title);
      const name = withoutTags(title);
      if (page.name === here && page !== pages[0])
        document.title = name + document.title.slice(document.title.lastIndexOf(BETWEEN));
      for (const link of document.querySelectorAll(`:is(.strip, .turn) a[href^="${page.name}.html"]`)) {
        const label = link.getAttribute("aria-label");
        if (label !== null)
          link.setAttribute(
            "aria-label",
            label.replace(withoutTags(before), () => name),
          );
        else {
          while (link.lastChild !== link.firstChild) link.lastChild!.remove(); // all but "Next"
          link.insertAdjacentHTML("beforeend", ` ${title}`);
        }
      }
    }
  };
}
