import { createHash } from "node:crypto";
import { escapeHtml } from "../../../../src/typeset/html.ts";
import { mediaTypeOf } from "../../../media-types.ts";
import { type Chapter, fileOf, propertiesOf } from "./chapter.ts";
import { xhtml } from "./xhtml.ts";

/** What an EPUB 3 says of itself: its package, its table of contents, and where they are. */

export interface Described {
  readonly title: string;
  readonly language: string;
  /** What tells the book from others. */
  readonly key: string;
  readonly summary: string;
  /** In words, who can read it how. */
  readonly accessibility: string;
}

export const CONTAINER = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`;

/** It must say when it was changed, and the same lesson is the same book at any time: the first day that a zip can name. */
const MODIFIED = "1980-01-01T00:00:00Z";

/** @param pictures the names of their files */
export function packageOf(chapters: readonly Chapter[], pictures: readonly string[], its: Described): string {
  const meta = (property: string, value: string) =>
    `<meta property="${property}">${escapeHtml(value)}</meta>`;
  const items = chapters.map((it) => {
    const properties = propertiesOf(it).join(" ");
    return `<item id="${it.name}" href="${fileOf(it)}" media-type="application/xhtml+xml"${properties && ` properties="${properties}"`}/>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${its.language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:${uuidOf(its.key)}</dc:identifier>
<dc:title>${escapeHtml(its.title)}</dc:title>
<dc:language>${its.language}</dc:language>
<dc:description>${escapeHtml(its.summary)}</dc:description>
${meta("dcterms:modified", MODIFIED)}
${ACCESSIBLE.map(([property, value]) => meta(`schema:${property}`, value)).join("\n")}
${meta("schema:accessibilitySummary", its.accessibility)}
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="book.css" media-type="text/css"/>
${[...items, ...pictures.map(pictureItem)].join("\n")}
</manifest>
<spine>
${chapters.map(({ name }) => `<itemref idref="${name}"/>`).join("\n")}
</spine>
</package>
`;
}

const pictureItem = (name: string): string =>
  `<item id="picture-${name}" href="${name}" media-type="${mediaTypeOf(name)}"/>`;

/** Figures have their descriptions and formulas their text: all of it can be read without seeing it. */
const ACCESSIBLE: readonly (readonly [property: string, value: string])[] = [
  ["accessMode", "textual"],
  ["accessMode", "visual"],
  ["accessModeSufficient", "textual"],
  ["accessibilityFeature", "MathML"],
  ["accessibilityFeature", "alternativeText"],
  ["accessibilityFeature", "displayTransformability"],
  ["accessibilityFeature", "readingOrder"],
  ["accessibilityFeature", "structuralNavigation"],
  ["accessibilityFeature", "tableOfContents"],
  ["accessibilityHazard", "none"],
];

/** A name-based UUID, version 5 (RFC 9562), in a namespace of this book's own. */
function uuidOf(name: string): string {
  const hash = createHash("sha1").update(NAMESPACE).update(name).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
const NAMESPACE = Buffer.from("5c1d3f0e8a374a6f9b52e0c47d61b8a2", "hex");

/** @param label of a chapter: its number and title */
export function navOf(
  chapters: readonly Chapter[],
  label: (chapter: Chapter) => string,
  contents: string,
  language: string,
): string {
  const link = (href: string, text: string) => `<a href="${href}">${escapeHtml(text)}</a>`;
  const items = chapters.map((it) => {
    const inside = it.headings.map(({ id, title }) => `<li>${link(`${fileOf(it)}#${id}`, title)}</li>`);
    const list = inside.length > 0 ? `<ol>${inside.join("")}</ol>` : "";
    return `<li>${link(fileOf(it), label(it))}${list}</li>`;
  });
  return xhtml(
    language,
    contents,
    `<nav epub:type="toc" role="doc-toc">
<h1>${escapeHtml(contents)}</h1>
<ol>
${items.join("\n")}
</ol>
</nav>
<nav epub:type="landmarks" hidden="hidden">
<ol>
<li><a epub:type="bodymatter" href="${fileOf(chapters[0]!)}">${escapeHtml(label(chapters[0]!))}</a></li>
</ol>
</nav>`,
  );
}
