import { escapeHtml } from "../../src/typeset/html.ts";

/** What XML 1.0 cannot hold, however it is written: control characters, halves of pairs, U+FFFE and U+FFFF. */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** Text as XML, between tags or in an attribute. */
export const escapeXml = (text: string): string => escapeHtml(text.replace(NO_CHARACTER, "\uFFFD"));
