import { shellWords } from "../../../chapters/words/shell.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { script } from "../../scripts.ts";
import { complete, site } from "../../site.ts";
import { escapeXml } from "../xml.ts";
import type { Content, Format } from "./format.ts";

/** The book as a package of SCORM 1.2, which learning platforms take: unpacked, it opens as the site does. */
export const scorm: Format = {
  does: "the book as a SCORM 1.2 package for a learning platform",
  isFolder: true,
  async make({ root, lesson, command }) {
    const { pages, assets } = await complete(await site({ root, lesson, command }));
    const files = new Map<string, Content>([...pages].map(([name, render]) => [name, render()]));
    for (const [name, content] of assets) files.set(name, content);
    return inPackage(root, lesson, files);
  },
};

/** Of a title in a manifest. */
const MOST_CHARACTERS = 200;
/** The page that a platform opens, and the script on it. */
const PAGE = "scorm.html";
const SCRIPT = "scorm.js";

/** The files of a site, and what makes them a package. */
export async function inPackage(
  root: string,
  lesson: Lesson,
  files: ReadonlyMap<string, Content>,
): Promise<ReadonlyMap<string, Content>> {
  const title = `${shellWords.book}: ${lesson.title}`;
  const all = new Map(files).set(PAGE, page(title)).set(SCRIPT, await script(root, "scorm"));
  const listed = manifest([...title].slice(0, MOST_CHARACTERS).join(""), [...all.keys()]);
  return new Map<string, Content>([["imsmanifest.xml", listed], ...all]);
}

const page = (title: string): string => `<!doctype html>
<html lang="${shellWords.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; frame-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<script src="${SCRIPT}" defer></script>
</head>
<body style="margin: 0">
<iframe src="index.html" title="${escapeHtml(title)}" allow="clipboard-write" style="position: fixed; inset: 0; width: 100%; height: 100%; border: 0"></iframe>
</body>
</html>
`;

/** Without the schemas' places: they would have to lie in the package, and platforms read it without them. */
const manifest = (title: string, files: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="brick-by-brick" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata>
<schema>ADL SCORM</schema>
<schemaversion>1.2</schemaversion>
</metadata>
<organizations default="book">
<organization identifier="book">
<title>${escapeXml(title)}</title>
<item identifier="item" identifierref="files">
<title>${escapeXml(title)}</title>
</item>
</organization>
</organizations>
<resources>
<resource identifier="files" type="webcontent" adlcp:scormtype="sco" href="${PAGE}">
${files.map((file) => `<file href="${escapeXml(encodeURI(file))}"/>`).join("\n")}
</resource>
</resources>
</manifest>
`;
