import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname, extname, join, sep } from "node:path";
import type { Lesson } from "../src/lesson/lesson.ts";
import {
  EVENTS_PATH,
  errorPage,
  type Mishap,
  mishapOf,
  RELOAD_PATH,
  RELOAD_SCRIPT,
  withReload,
} from "./dev-page.ts";
import { freshModule } from "./fresh-module.ts";
import { type Listening, listen } from "./listen.ts";
import { mediaTypeOf } from "./media-types.ts";
import { notFound } from "./serve.ts";
import type { Site, site } from "./site.ts";
import { watch } from "./watch.ts";

export interface Development {
  /** The project's folder. */
  readonly root: string;
  /** Reads the lesson anew. */
  readonly lesson: () => { lesson: Lesson; command: string };
  /** The files that it was read from; grows as it is read. */
  readonly files?: ReadonlySet<string>;
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** For the terminal. */
  readonly say: (text: string) => void;
}

/** The book after one change: a site, or why there is none. */
interface Version {
  readonly id: string;
  readonly site?: Site;
  readonly mishap?: Mishap;
}

const SOURCES = [".ts", ".css", ".js", ".json", ".svg", ".woff2", ""];
const HTML = mediaTypeOf("a.html");
const SCRIPT = mediaTypeOf("a.js");

/** Serves the book, each page rendered as it is asked for, and tells open pages of every change. */
export async function develop({
  root,
  lesson,
  files = new Set(),
  port,
  host,
  say,
}: Development): Promise<Listening> {
  const book = await freshModule<{ site: typeof site }>(root, "build/site.ts");
  const session = Date.now().toString(36);
  const readers = new Set<ServerResponse>();
  let latest = session;
  let changes = 0;
  let version: Promise<Version>;

  const renewed = async (id: string): Promise<Version> => {
    try {
      const read = lesson(); // at once: its files are to be watched from the start
      const { site } = await book.load();
      return { id, site: await site({ root, ...read }) };
    } catch (error) {
      return { id, mishap: told(error) };
    }
  };
  const told = (error: unknown): Mishap => {
    const mishap = mishapOf(error, root);
    say([mishap.message, mishap.details].filter(Boolean).join("\n"));
    return mishap;
  };
  /** Another version in place of the last. Open pages are told at once: they ask for it, and get it when it is made. */
  const turnTo = (make: (id: string) => Version | Promise<Version>): void => {
    const id = `${session}.${++changes}`;
    latest = id;
    version = version.then(() => make(id));
    for (const reader of readers) tell(reader, id);
  };
  const change = (): void => {
    const start = performance.now();
    turnTo(renewed);
    version.then(({ site }) => site && say(`renewed in ${Math.round(performance.now() - start)} ms`));
  };
  /** What a chapter throws where nobody waits for it: in a promise, or later. */
  const stray = (error: unknown): void => turnTo((id) => ({ id, mishap: told(error) }));

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").replace(/[?#].*/, "");
    if (path.endsWith(`/${RELOAD_PATH}`)) return send(response, 200, SCRIPT, RELOAD_SCRIPT);
    if (path.endsWith(`/${EVENTS_PATH}`)) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      readers.add(response);
      response.on("close", () => readers.delete(response));
      return tell(response, latest);
    }
    const { id, site, mishap } = await version;
    const name = path.slice(1) || "index.html";
    const isPage = ["", ".html"].includes(extname(name));
    if (!site) {
      const shown = mishap ?? { message: "", details: "" };
      return !isPage
        ? send(response, 503, "text/plain", shown.message)
        : send(response, 500, HTML, errorPage(shown, id));
    }
    const asset = site.assets.get(name);
    if (asset !== undefined) return send(response, 200, mediaTypeOf(name), asset);
    const script = site.scripts.get(name);
    const page = site.pages.get(name) ?? site.pages.get(`${name}.html`);
    if (!script && !page) return notFound(response, path);
    try {
      if (script) send(response, 200, SCRIPT, await script());
      else send(response, 200, HTML, withReload(page!(), id));
    } catch (error) {
      send(response, 500, HTML, errorPage(told(error), id));
    }
  };

  const trees = ["chapters", "lessons", "src", "build"].map((name) => join(root, name));
  const counts = (path: string): boolean =>
    files.has(path) ||
    (SOURCES.includes(extname(path)) && trees.some((tree) => path === tree || path.startsWith(tree + sep)));
  const folders = () => [root, ...[...files].map((file) => dirname(file))];
  let unwatch: (() => void) | undefined;
  let server: Listening | undefined;
  const close = async (): Promise<void> => {
    unwatch?.();
    for (const event of STRAY) process.off(event, stray);
    await Promise.all([server?.close(), version?.then(() => {})]);
    await book.close();
  };
  try {
    server = await listen(answer, port, host);
    version = renewed(session);
    unwatch = watch({ trees, folders }, counts, change, told);
  } catch (error) {
    await close();
    throw error;
  }
  for (const event of STRAY) process.on(event, stray);
  return { ...server, close };
}

const STRAY = ["unhandledRejection", "uncaughtException"] as const;

const tell = (reader: ServerResponse, id: string): void => void reader.write(`data: ${id}\n\n`);

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
}
