import type { liveWords } from "../../../chapters/words/live.ts";
import { stateOf } from "../../../src/lesson/address.ts";
import { PANEL } from "../../../src/lesson/fields.ts";
import { writtenAs } from "../../../src/lesson/lesson.ts";
import { isRate } from "../../../src/network/quantities.ts";
import { traceOf } from "../../../src/network/stage.ts";
import { type NumberFormat, show, showExact, toText } from "../../../src/typeset/format.ts";
import { LESSON, stages } from "./book.ts";
import type { LivePage } from "./page.ts";
import { valueIn } from "./value.ts";

/** Marks the single numbers that the reader changed, wherever they stand, with the book's number in the title. */
export function markOwn(live: LivePage, words: typeof liveWords): void {
  const book = { state: stateOf(LESSON), trace: traceOf(stages, LESSON) };
  let marked: Element[] = [];

  function update(): void {
    for (const element of marked) {
      element.classList.remove("own");
      element.removeAttribute("title");
    }
    marked = [];
    // A label is a target of each output.
    const entries = Object.keys(live.state.entries).flatMap((name) =>
      /^y\.\d+$/.test(name)
        ? Array.from({ length: live.state.outputs }, (_, output) => `${name}.${output}`)
        : [name],
    );
    for (const cell of new Set([...entries, ...PANEL.flatMap(({ cell }) => cell?.name ?? [])])) {
      const was = valueIn(book.state, book.trace, cell);
      if (was === valueIn(live.state, live.trace, cell)) continue;
      for (const element of document.querySelectorAll(`main [data-cell="${cell}"]`)) {
        element.classList.add("own");
        if (was !== undefined && element instanceof HTMLElement)
          element.title = words.book(text(cell, was, writtenAs(LESSON, live.lesson)));
        marked.push(element);
      }
    }
  }
  live.onChange(update);
}

/** As the book's pages show it, in the signs of this one. */
const text = (cell: string, x: number, as: NumberFormat): string =>
  toText(isRate(cell) || Number.isInteger(x) ? showExact(x, as) : show(x, as), as);
