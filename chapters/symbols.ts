import type { Chapter, Page } from "../src/chapter.ts";
import { shapeOf } from "../src/matrix.ts";
import { type Name, VALUES } from "../src/trace.ts";
import { writer } from "../src/writer.ts";
import { legend } from "./legend.ts";

/** Every symbol with its meaning, shape, value and chapter; the list follows from what the stages make. */
export const symbols = (chapters: readonly Chapter[]): Page => ({
  name: "symbols",
  title: "Symbols",
  summary:
    "Every symbol of the book: what it means, its shape, its value, and where it is made.",
  page(trace, telling) {
    const w = writer(trace, telling);
    const { words } = telling;
    const value = (name: Name): string => {
      const it = trace[name];
      return typeof it === "number"
        ? w.scalar(name as "loss")
        : w.numbers(name as "X");
    };
    const shape = (name: Name): string => {
      const it = trace[name];
      const letters = VALUES[name].shape?.join("×");
      return typeof it === "number"
        ? "one number"
        : `${letters}, here ${shapeOf(it)}`;
    };
    const entry = (name: Name, chapter: Chapter) => `
<section class="symbol" id="symbol-${name}">

## $${w.sym(name)}$ <code>${name}</code>

${sentence(words.meanings[name])} <span class="facts">${shape(name)} · [${chapter.title}](${chapter.name}.html)</span>

$$
${value(name)}
$$

</section>`;
    return `
A formula names a thing by one or two letters, the code by a word. Here is every name, in the order in which the book
makes them. Values are those of this lesson.

${legend(words)}

## Sizes and rates

| symbol | code | meaning | here |
|:--|:--|:--|--:|
| $N$ | \`X.rows\` | rows: observations | ${trace.X.rows} |
| $D$ | \`X.cols\` | inputs of an observation | ${trace.X.cols} |
| $H$ | \`W1.cols\` | hidden neurons | ${trace.W1.cols} |
| $K$ | \`W2.cols\` | outputs, one for each label | ${trace.W2.cols} |
| $\\htmlClass{scalars}{\\alpha}$ | \`learningRate\` | learning rate: the length of a step | ${w.rate("alpha")} |
| $\\htmlClass{scalars}{\\lambda}$ | \`ridge\` | the price of large weights | ${w.rate("lambda")} |
| $\\sigma$ | \`sigmoid\` | the sigmoid, $1/(1 + e^{-z})$ | |
| $\\odot$ | \`multiply\` | elementwise product | |
| $\\top$ | \`transpose\` | rows become columns | |

<div class="symbols">
${chapters.flatMap((chapter) => chapter.stage.makes.map((name) => entry(name, chapter))).join("\n")}

</div>
`;
  },
});

const sentence = (words: string): string =>
  `${words[0]!.toUpperCase()}${words.slice(1)}.`;
