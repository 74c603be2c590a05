/** Text as HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);

/** The text of HTML that has no entities: what stands between its tags. */
export const withoutTags = (html: string): string => html.replace(/<[^>]*>/g, "");

/** The id of a heading: its words in ASCII alone, so that it stands in an address as it is. */
export const slug = (words: string): string =>
  words
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.join("-") ?? "section";

/** A number in running text, tied to its cell and in the colour of its kind. */
export const markedNumber = (mark: string, kind: string, html: string): string =>
  `<span class="number ${kind}" data-cell="${mark}">${html}</span>`;

/** A number beside a sign of multiplication or division: in brackets where it has a slash of its own. */
export const factor = (number: string): string =>
  /\d\/\d/.test(withoutTags(number)) ? `(${number})` : number;

/** A block of HTML with Markdown inside: the empty lines hand the inside back to Markdown. */
export const block = (start: string, markdown: string): string =>
  `\n\n<${start}>\n\n${markdown.trim()}\n\n</${start.split(" ")[0]}>\n\n`;

/** A disclosure, closed at first, with Markdown inside. The summary is HTML. */
export const details = (className: string, summary: string, markdown: string): string =>
  `\n\n<details class="${className}">\n<summary>${summary}</summary>\n\n${markdown.trim()}\n\n</details>\n\n`;

/** Code in a box that can scroll, and so can take focus and has a name. */
export const code = (className: string, label: string, html: string): string =>
  `<div class="code"><pre class="${className}" tabindex="0" role="group" aria-label="${escapeHtml(label)}"><code>${preserveLines(html)}</code></pre></div>`;

/** An empty line, or one of blanks, would end a block of HTML in Markdown, and a comment is no text to those who copy. */
const preserveLines = (html: string): string => html.replace(/\n(?=\s*\n)/g, "\n<!---->");
