import { escapeHtml } from "../../../src/typeset/html.ts";
import type { Paper } from "../paper.ts";

/** What stands around a sheet, a key or the overview: one file that asks for no other. */

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface Outside {
  readonly language: string;
  readonly title: string;
  readonly styles: string;
  readonly paper: Paper;
  /** Millimetres of a box to write into. */
  readonly box: number;
}

/** A text at the foot of each page, where the browser can: a page that has lost its sheet is still somebody's. */
export const footOf = (text: string, page = ""): string => {
  const font = "font:8pt sans-serif";
  return `@page ${page}{@bottom-left{content:${quoted(text)};${font}}${page ? "" : `@bottom-right{content:counter(page);${font}}`}}`;
};

/** A text in CSS inside HTML. */
const quoted = (text: string): string =>
  `"${text.replace(/["\\<>&\p{Cc}]/gu, (it) => `\\${it.codePointAt(0)!.toString(16)} `)}"`;

/** @param foot CSS of the foot of the pages */
export const documentStart = (
  { language, title, styles, paper, box }: Outside,
  feet: Iterable<string>,
): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>
${styles}@page{size:${paper};margin:15mm 16mm 17mm}:root{--box:${box}mm}
${[...feet].join("\n")}
</style>
</head>
<body>
<main>
`;
export const DOCUMENT_END = "</main>\n</body>\n</html>\n";
