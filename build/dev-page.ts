import { pathToFileURL } from "node:url";
import { escapeHtml } from "../src/typeset/html.ts";

/** What `npm run dev` adds to a page, and shows in place of one that has an error. */

/** As pages ask for them: the book may lie under a path. */
export const RELOAD_PATH = "dev/reload.js";
export const EVENTS_PATH = "dev/events";

/** Loads the page again when the server speaks of another version than the one the page was made of. */
export const RELOAD_SCRIPT = `const { src } = document.currentScript;
const version = new URL(src).searchParams.get("version");
new EventSource(new URL("events", src)).onmessage = ({ data }) => {
  if (data !== version) location.reload();
};
`;

const reloadTag = (version: string) => `<script src="${RELOAD_PATH}?version=${version}" defer></script>`;

/** A page that listens for its next version; its policy lets it. */
export const withReload = (html: string, version: string): string =>
  html.replace("</head>", () => `${reloadTag(version)}\n</head>`);

/** A page that tells what went wrong, until it is mended. */
export const errorPage = ({ message, details }: Mishap, version: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Error</title>
<style>
body { max-width: 60rem; margin: 10vh auto; padding: 0 1.5rem; font: 1.1rem/1.5 system-ui, sans-serif }
pre { overflow: auto; font: .95rem/1.6 ui-monospace, monospace; white-space: pre-wrap }
</style>
${reloadTag(version)}
</head>
<body>
<h1>This page cannot be made</h1>
<pre>${escapeHtml(message)}</pre>
<pre>${escapeHtml(details)}</pre>
<p>Mend it and save: the page comes back by itself.</p>
</body>
</html>
`;

/** What went wrong: in one line, with file and line where they are known; and what else helps to find it. */
export interface Mishap {
  readonly message: string;
  readonly details: string;
}

interface BuildFailure {
  readonly errors: readonly {
    readonly text: string;
    readonly location: { file: string; line: number; column: number; lineText: string } | null;
  }[];
}

/** Frames of packages, of Node, and of what loads the book. */
const OUTSIDE = /node:|node_modules|build\/(dev|fresh-module|listen)\.ts/;

/** An error as a person can use it: paths from the project's folder on, and only lines of the book. */
export function mishapOf(error: unknown, root: string): Mishap {
  if (isBuildFailure(error)) {
    const [{ text, location } = { text: String(error), location: null }] = error.errors;
    if (!location) return { message: text, details: "" };
    const { file, line, column, lineText } = location;
    return {
      message: `${file}:${line}:${column + 1}: ${text}`,
      details: `${lineText}\n${lineText.slice(0, column).replace(/\S/g, " ")}^`,
    };
  }
  if (!(error instanceof Error)) return { message: String(error), details: "" };
  if (["UsageError", "LessonError", "CheckError", "ChapterError"].includes(error.name))
    return { message: error.message, details: "" };
  const frames = (error.stack ?? "")
    .replaceAll(`${pathToFileURL(root).href}/`, "")
    .replaceAll(`${root}/`, "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !OUTSIDE.test(line));
  const where = /[^\s(]+:\d+:\d+/.exec(frames[0] ?? "")?.[0];
  return {
    message: `${where ? `${where}: ` : ""}${error.name}: ${error.message}`,
    details: frames.join("\n"),
  };
}

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && "errors" in error && Array.isArray(error.errors);
