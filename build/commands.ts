import { join, resolve } from "node:path";
import { lessonLine } from "../src/lesson/command.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import { asTyped, type Commands, type Standing } from "./command.ts";
import { EXTRAS, type Flags, lessonOf, readLesson } from "./flags.ts";
import type { Listening } from "./listen.ts";
import { publish, recover } from "./publish.ts";

/** `build`, `start` and `dev`. What only one of them needs is loaded by it. */

const { out, port, host } = EXTRAS;
export const COMMANDS: Commands = {
  build: { extras: { out }, does: "builds the site", run: build },
  start: { extras: { out, port, host }, does: "builds the site and serves it to this machine", run: start },
  dev: { extras: { port, host }, does: "serves the site, and renews it as a file is saved", run: dev },
};

const folderOf = ({ out }: Flags, { root, here }: Standing): string =>
  out === undefined ? join(root, "dist") : resolve(here, out);

async function build(flags: Flags, around: Standing): Promise<void> {
  const { root, here, say } = around;
  const { lesson, command } = theLesson(flags, here);
  const folder = folderOf(flags, around);
  recover(folder, root);
  const { site, complete } = await import("./site.ts");
  const made = await unlessStray(async () => complete(await site({ root, lesson, command })));
  publish(made, folder, root);
  const seconds = (performance.now() / 1000).toFixed(1);
  say(`${asTyped(folder, here)}: ${made.pages.size} pages in ${seconds} s, gradient checks passed`);
  say(`lesson: ${lessonLine(lesson)}`);
}

/** Makes something. Fails, too, with what a chapter throws meanwhile in a promise that nobody waits for. */
async function unlessStray<Made>(make: () => Promise<Made>): Promise<Made> {
  const event = "unhandledRejection";
  let stop = (): void => {};
  const stray = new Promise<never>((_, fail) => {
    process.on(event, fail);
    stop = () => process.off(event, fail);
  });
  // What was thrown meanwhile is told a turn later: it may be why the making failed.
  const turn = () => new Promise((done) => setImmediate(done));
  return Promise.race([make().finally(turn).finally(stop), stray]);
}

async function start(flags: Flags, around: Standing): Promise<void> {
  const { serve } = await import("./serve.ts");
  // First: a port that is not to be had is found out before the book is built.
  const server = await serve(folderOf(flags, around), flags.port, flags.host);
  try {
    await build(flags, around);
  } catch (error) {
    await server.close();
    throw error;
  }
  await announce(server, around);
}

async function dev(flags: Flags, around: Standing): Promise<void> {
  const { root, here, say } = around;
  const { develop } = await import("./dev.ts");
  const lessonFile = flags.lessonFile === undefined ? undefined : resolve(here, flags.lessonFile);
  const lesson = () => theLesson(flags, here);
  const { port, host } = flags;
  await announce(await develop({ root, lesson, lessonFile, port, host, say }), around);
}

async function announce({ url, isOpen, close }: Listening, { say }: Standing): Promise<void> {
  const { closeOnInterrupt } = await import("./listen.ts");
  closeOnInterrupt(close);
  if (isOpen) say("Other machines that reach this one can read it, too.");
  say(`${url}  (Ctrl-C ends)`);
}

const theLesson = (flags: Flags, here: string): { lesson: Lesson; command: string } =>
  lessonOf(flags, (path) => readLesson(path, here));
