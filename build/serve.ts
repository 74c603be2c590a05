import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { shellWords } from "../chapters/words/shell.ts";
import { FONTS } from "./fonts/signs.ts";
import { type Listening, listen } from "./listen.ts";
import { MEDIA_TYPES, mediaTypeOf } from "./media-types.ts";

/**
 * Serves a built site. Each file is read whole before it is answered: the next build may replace the folder at any
 * moment, and a reader may go away, with nothing left open.
 * @throws UsageError where host or port is not to be had
 */
export const serve = (folder: string, port?: number, host?: string): Promise<Listening> =>
  listen((request, response) => answer(folder, request, response), port, host);

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, headers, url = "/" } = request;
  if (method !== "GET" && method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" });
    return void response.end();
  }
  const path = url.replace(/[?#].*/s, "");
  const file = await found(folder, path);
  if (!file) return notFound(response, path);
  const { name, content } = file;
  const tag = createHash("sha1").update(content).digest("base64url");
  const about = {
    "content-type": mediaTypeOf(name),
    "cache-control": "no-cache", // may be kept, and is asked for anew
    etag: `"${tag}"`,
    "accept-ranges": "bytes",
    vary: "accept-encoding",
    ...(name.endsWith(".html") && { link: FONTS_OF_A_PAGE }),
  };
  const send = (status: number, more: Record<string, string>, body: Uint8Array): void => {
    response.writeHead(status, { ...about, ...more, "content-length": body.length });
    response.end(body);
  };
  if (headers["if-none-match"]?.includes(tag)) {
    response.writeHead(304, about);
    return void response.end();
  }
  const range = (headers["if-range"] ?? about.etag) === about.etag && rangeIn(headers.range, content.length);
  if (range === "none") return send(416, { "content-range": `bytes */${content.length}` }, new Uint8Array());
  if (range) {
    const { first, last } = range;
    const part = content.subarray(first, last + 1);
    return send(206, { "content-range": `bytes ${first}-${last}/${content.length}` }, part);
  }
  if (
    !/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(String(headers["accept-encoding"] ?? "")) ||
    isPacked(name)
  )
    return send(200, {}, content);
  send(200, { "content-encoding": "gzip", etag: `W/"${tag}"` }, await promisify(gzip)(content));
}

/**
 * Fetched with the page, so that its lines do not break anew when they arrive. Asked for by the page itself, they would
 * be an error where it is opened as a file.
 */
const FONTS_OF_A_PAGE = FONTS.filter(({ isOnEveryPage }) => isOnEveryPage)
  .map(({ file }) => `<fonts/${file}>; rel=preload; as=font; type=font/woff2; crossorigin`)
  .join(", ");

const isPacked = (name: string): boolean => name.endsWith(".woff2");

/** The file of an address. Names that begin with a dot are a build's own, or lead out of the folder. */
async function found(folder: string, path: string): Promise<{ name: string; content: Buffer } | undefined> {
  const name = decoded(path).slice(1) || "index.html";
  if (/(?:^|\/)\.|[\\\0]/.test(name)) return undefined;
  const names = MEDIA_TYPES[/\.\w+$/.exec(name)?.[0] ?? ""] ? [name] : [name, `${name}.html`];
  for (const attempt of ["first", "last"]) {
    for (const it of names) {
      try {
        return { name: it, content: await readFile(join(folder, it)) };
      } catch (error) {
        if (
          !["ENOENT", "ENOTDIR", "EISDIR", "ENAMETOOLONG"].includes(
            (error as NodeJS.ErrnoException).code ?? "",
          )
        )
          throw error;
      }
    }
    // Between the two renames of a build (publish.ts) there is no folder.
    if (attempt === "first") await setTimeout(GAP);
  }
  return undefined;
}
const GAP = 20; // milliseconds

/** An address as it is meant; of one that cannot be decoded, a name that no file has. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "/.";
  }
}

/**
 * The bytes that a header asks for, both ends among them; "none" where it asks for what lies behind the end. A header
 * that makes no sense, or asks for several stretches, asks for nothing (RFC 9110, 14.2).
 */
export function rangeIn(
  header: string | undefined,
  size: number,
): { readonly first: number; readonly last: number } | "none" | undefined {
  const [, from, to] = /^bytes=\s*(\d*)-(\d*)\s*$/.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || from + to === "") return undefined;
  if (from === "")
    return Number(to) && size ? { first: Math.max(0, size - Number(to)), last: size - 1 } : "none";
  const [first, last] = [Number(from), to === "" ? Number.POSITIVE_INFINITY : Number(to)];
  if (last < first) return undefined;
  return first < size ? { first, last: Math.min(last, size - 1) } : "none";
}

/** What an address without a page shows. */
export function notFound(response: ServerResponse, path: string): void {
  const { title, heading, why, home } = shellWords.noPage;
  const start = "../".repeat(path.split("/").length - 2) || "./"; // the site may lie under a path
  response.writeHead(404, { "content-type": MEDIA_TYPES[".html"] });
  response.end(`<!doctype html>
<html lang="${shellWords.language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<h1>${heading}</h1>
<p>${why} <a href="${start}">${home}</a></p>
</html>
`);
}
