import { book, chapters } from "../../../chapters/index.ts";
import { sheetWords } from "../../../chapters/words/worksheet.ts";
import { numberIn, ofLesson, titleOf } from "../../../src/book/chapter.ts";
import { wiring } from "../../../src/figures/wiring.ts";
import { DEFAULT_LESSON, type Lesson, titleOf as usualTitle } from "../../../src/lesson/lesson.ts";
import { layersOf } from "../../../src/network/network.ts";
import type { NumberFormat } from "../../../src/typeset/format.ts";
import { type Frame, frameOf } from "../../../src/worksheets/page.ts";
import type { Worksheet } from "../../../src/worksheets/worksheet.ts";

/** What the sheets of a class have in common: the book's words and formulas, and the network's picture. */

/** What is worked out has decimals alone: rounded on the way, it is no fraction. */
export const formatOf = ({ digits, decimal }: Lesson): NumberFormat => ({
  digits,
  decimal,
  fractions: false,
});

/** What a lesson is called, where it has a title of its own. */
const headingOf = (lesson: Lesson): string =>
  [usualTitle(lesson), DEFAULT_LESSON.title].includes(lesson.title) ? sheetWords.untitled : lesson.title;

/** @param worksheet of any student */
export function classFrame(worksheet: Worksheet): Frame {
  const { lesson, network, key } = worksheet;
  const numberOf = numberIn(book);
  const layers = layersOf(network);
  const [{ x }] = layers as [(typeof layers)[0]];
  const widths = [key.get(x)![0]!.length, ...layers.map(({ W }) => key.get(W)![0]!.length)];
  return frameOf(worksheet, {
    words: sheetWords,
    format: formatOf(lesson),
    heading: headingOf(lesson),
    figure: wiring({
      layers: [x, ...layers.map(({ h }) => h)].map((name, l) => ({ name, count: widths[l]! })),
      weights: layers.map(({ W }) => W),
      label: sheetWords.network(widths),
    }),
    stages: new Map(
      chapters.map((it) => [it.name, { number: numberOf(it.name), title: titleOf(it, lesson) }]),
    ),
    meanings: Object.assign(
      {},
      ...chapters.map(({ prose }) => prose.meanings && ofLesson(prose.meanings, lesson)),
    ),
  });
}
