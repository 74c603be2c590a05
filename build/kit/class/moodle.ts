import { mistakeWords } from "../../../chapters/words/mistakes.ts";
import { quizWords } from "../../../chapters/words/quiz.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import type { Ask, AskedStage, Worksheet } from "../../../src/worksheets/worksheet.ts";
import { escapeXml } from "../xml.ts";
import { type Blank, blanksOf, toleranceOf } from "./blanks.ts";
import { equationOf, symbolOf } from "./equations.ts";
import { categoryPath } from "./moodle-category.ts";
import { areLinked, givensHtml, headingHtml, matrixHtml, rulesHtml, stageLabel } from "./question-text.ts";
import type { QuizFormat } from "./quiz.ts";

/**
 * Moodle's own XML: a question a stage, of the type “Embedded answers (Cloze)”, as it has a blank for every entry of a
 * matrix. Moodle tries the answers of a blank in their order, and takes a comma for a point.
 */
export const moodle: QuizFormat = {
  does: "Moodle XML: for each stage a question with a blank for each number",
  file: "moodle.xml",
  *write(variants, { title, isPool }) {
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n';
    const opened = new Set<string>();
    let open: string | undefined;
    for (const { name, worksheet } of variants)
      for (const stage of worksheet.stages) {
        const label = stageLabel(stage.name, worksheet.lesson);
        const category = categoryPath(title, isPool ? label : name);
        if (category !== open) yield categoryXml(category, opened.has(category) ? "" : aboutCategory(isPool));
        opened.add(category);
        open = category;
        yield questionXml(`${label} · ${isPool ? quizWords.variant(name) : name}`, stage, worksheet);
      }
    yield "</quiz>\n";
  },
};

const aboutCategory = (isPool: boolean): string =>
  `<p>${[...(isPool ? [quizWords.pool] : []), quizWords.category].join(" ")}</p>`;

/** Questions that follow stand in it; it is made where it is not there. */
const categoryXml = (path: string, about: string): string => `<question type="category">
<category><text>${escapeXml(path)}</text></category>
<info format="html">${textXml(about)}</info>
</question>
`;

function questionXml(name: string, { name: stage, asks }: AskedStage, worksheet: Worksheet): string {
  const isLinked = areLinked(asks, worksheet);
  const rule = isLinked ? quizWords.ruleOfLinked : quizWords.rule;
  const rules = rulesHtml(asks, worksheet, rule, quizWords.comma);
  const blanks = asks.map((ask) => blanksHtml(ask, worksheet)).join("");
  return `<question type="cloze">
<name><text>${escapeXml(name)}</text></name>
<questiontext format="html">${textXml(`${headingHtml(stage, worksheet.lesson)}${givensHtml(asks, worksheet)}${rules}${blanks}`)}</questiontext>
<generalfeedback format="html">${textXml(isLinked ? `<p>${quizWords.onward}</p>` : "")}</generalfeedback>
<penalty>0.3333333</penalty>
<hidden>0</hidden>
</question>
`;
}

const textXml = (html: string): string => `<text>${escapeXml(html)}</text>`;

function blanksHtml(ask: Ask, worksheet: Worksheet): string {
  const cells = blanksOf(ask, worksheet).map((row) => row.map(cloze));
  const { of, name } = ask;
  if (of === "shape") return `<p>${quizWords.shape(symbolOf(name), cells[0]![0]!, cells[0]![1]!)}</p>`;
  return `<p>${equationOf(name, worksheet)}</p>${matrixHtml(name, cells)}`;
}

/** A blank as Moodle reads it out of the text of a question (question/type/multianswer/questiontype.php). */
function cloze(blank: Blank): string {
  const tolerance = toleranceOf(blank);
  const mistaken = blank.mistaken.map(
    ({ answer, mistake }) =>
      `~%0%${answer}:${tolerance}#${inCloze(quizWords.perhaps(mistakeWords[mistake]))}`,
  );
  return `{1:NUMERICAL:=${blank.answer}:${tolerance}${mistaken.join("")}}`;
}

/** Words in a blank: they are HTML, and Moodle decodes entities once before it takes them for that. */
export const inCloze = (text: string): string =>
  escapeHtml(escapeHtml(text)).replace(/[~}{#\\]/g, (sign) => `&#${sign.codePointAt(0)};`);
