import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname, extname, join, sep } from "node:path";
import type { Lesson } from "../src/lesson.ts";
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
import { notFound } from "./serve.ts";
import type { Site, site } from "./site.ts";
import { watch } from "./watch.ts";

export interface Development {
  /** The project's folder. */
  readonly root: string;
  /** Reads the lesson anew. */
  readonly lesson: () => { lesson: Lesson; command: string };
  readonly lessonFile?: string | undefined;
  readonly port?: number | undefined;
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
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const HTML = "text/html; charset=utf-8";

/** Serves the book, each page rendered as it is asked for, and tells open pages of every change. */
export async function develop({ root, lesson, lessonFile, port, say }: Development): Promise<Listening> {
  const book = await freshModule<{ site: typeof site }>(root, "build/site.ts");
  const session = Date.now().toString(36);
  const readers = new Set<ServerResponse>();
  let latest = session;
  let changes = 0;

  const renewed = async (id: string): Promise<Version> => {
    try {
      const { site } = await book.load();
      return { id, site: await site({ root, ...lesson() }) };
    } catch (error) {
      return { id, mishap: told(error) };
    }
  };
  const told = (error: unknown): Mishap => {
    const mishap = mishapOf(error, root);
    say([mishap.message, mishap.details].filter(Boolean).join("\n"));
    return mishap;
  };
  let version = renewed(session);

  const trees = ["chapters", "src", "build"].map((name) => join(root, name));
  const unwatch = watch(
    { trees, folders: [root, ...(lessonFile === undefined ? [] : [dirname(lessonFile)])] },
    (path) =>
      path === lessonFile ||
      (SOURCES.includes(extname(path)) && trees.some((tree) => path === tree || path.startsWith(tree + sep))),
    () => {
      const id = `${session}.${++changes}`;
      latest = id;
      const start = performance.now();
      version = version.then(() => renewed(id));
      version.then(({ site }) => site && say(`renewed in ${Math.round(performance.now() - start)} ms`));
      // Told at once: the answer waits for the new version, and meanwhile a page gets ready to load it.
      for (const reader of readers) tell(reader, id);
    },
  );

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").replace(/[?#].*/, "");
    if (path === RELOAD_PATH) return send(response, 200, TYPES[".js"]!, RELOAD_SCRIPT);
    if (path === EVENTS_PATH) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      readers.add(response);
      response.on("close", () => readers.delete(response));
      return tell(response, latest);
    }
    const { id, site, mishap } = await version;
    const name = path.slice(1) || "index.html";
    const type = TYPES[extname(name)];
    if (!site) {
      const shown = mishap ?? { message: "", details: "" };
      return type
        ? send(response, 503, "text/plain", shown.message)
        : send(response, 500, HTML, errorPage(shown, id));
    }
    const asset = site.assets.get(name);
    if (asset !== undefined) return send(response, 200, type ?? "application/octet-stream", asset);
    const script = site.scripts.get(name);
    const page = site.pages.get(name) ?? site.pages.get(`${name}.html`);
    if (!script && !page) return notFound(response);
    try {
      if (script) send(response, 200, TYPES[".js"]!, await script());
      else send(response, 200, HTML, withReload(page!(), id));
    } catch (error) {
      send(response, 500, HTML, errorPage(told(error), id));
    }
  };

  const { url, close } = await listen((request, response) => void answer(request, response), port);
  return {
    url,
    async close() {
      unwatch();
      await Promise.all([close(), version.then(book.close)]);
    },
  };
}

const tell = (reader: ServerResponse, id: string): void => void reader.write(`data: ${id}\n\n`);

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(body);
}
