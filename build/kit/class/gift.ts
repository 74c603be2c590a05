import { mistakeWords } from "../../../chapters/words/mistakes.ts";
import { quizWords } from "../../../chapters/words/quiz.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import type { Ask, Worksheet } from "../../../src/worksheets/worksheet.ts";
import { type Blank, blanksOf, toleranceOf } from "./blanks.ts";
import { categoryPath } from "./moodle-category.ts";
import { askHtml, givensHtml, stageLabel } from "./question-text.ts";
import type { QuizFormat } from "./quiz.ts";

/** GIFT, Moodle's text format, which other platforms read, too. It has one answer a question, so a question is a blank. */
export const gift: QuizFormat = {
  does: "GIFT: for each number a question",
  file: "gift.txt",
  *write(variants, { title, isPool }) {
    yield `// ${quizWords.category}\n\n`;
    let open: string | undefined;
    for (const { name, worksheet } of variants)
      for (const { name: stage, asks } of worksheet.stages) {
        const label = stageLabel(stage, worksheet.lesson);
        const category = isPool ? categoryPath(title, label) : categoryPath(title, name, label);
        if (category !== open) yield `$CATEGORY: ${inCategory(category)}\n\n`;
        open = category;
        for (const ask of asks)
          yield questions(ask, worksheet, (blank) => `${blank} · ${isPool ? quizWords.variant(name) : name}`);
      }
  },
};

function questions(ask: Ask, worksheet: Worksheet, nameOf: (blank: string) => string): string {
  const givens = `${givensHtml([ask], worksheet)}<p>${quizWords.rule(worksheet.digits)} ${quizWords.comma}</p>`;
  return blanksOf(ask, worksheet)
    .flat()
    .map(
      (
        blank,
      ) => `::${escaped(nameOf(blank.name))}::[html]${escaped(`${givens}<p>${askHtml(ask, blank, worksheet)}</p>`)}{#
${answers(blank).join("\n")}
}

`,
    )
    .join("");
}

const answers = (blank: Blank): string[] => {
  const tolerance = toleranceOf(blank);
  return [
    `=${blank.answer}:${tolerance}`,
    ...blank.mistaken.map(
      ({ answer, mistake }) => `=%0%${answer}:${tolerance}#${escaped(escapeHtml(mistakeWords[mistake]))}`,
    ),
  ];
};

/** Text between signs that mean something; an empty line would end the question. */
const escaped = (text: string): string => text.replace(/\s+/gu, " ").replace(/[\\~=#{}:]/g, "\\$&");

/** Moodle reads escapes in the name of a category, and never writes them back: there can be none. */
const inCategory = (path: string): string => path.replaceAll("\\", "∖");
