import { mistakeWords } from "../../../chapters/words/mistakes.ts";
import { quizWords } from "../../../chapters/words/quiz.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { type Blank, toleranceOf } from "./blanks.ts";
import { categoryPath } from "./moodle-category.ts";
import { questionsOf, stageLabel } from "./question-text.ts";
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
        for (const { blank, html } of asks.flatMap((it) =>
          questionsOf(stage, it, worksheet, quizWords.comma),
        ))
          yield question(`${blank.name} · ${isPool ? quizWords.variant(name) : name}`, html, blank);
      }
  },
};

function question(name: string, html: string, { answer, mistaken }: Blank): string {
  const tolerance = toleranceOf({ answer });
  const mistakes = mistaken.map(
    (it) =>
      `=%0%${it.answer}:${tolerance}#${escaped(escapeHtml(quizWords.perhaps(mistakeWords[it.mistake])))}\n`,
  );
  return `::${escaped(name)}::[html]${escaped(html)}{#\n=${answer}:${tolerance}\n${mistakes.join("")}}\n\n`;
}

/** Text between signs that mean something; an empty line would end the question. */
const escaped = (text: string): string => text.replace(/\s+/gu, " ").replace(/[\\~=#{}:]/g, "\\$&");

/** Moodle reads escapes in the name of a category, and never writes them back: there can be none. */
const inCategory = (path: string): string => path.replaceAll("\\", "∖");
