import { join, relative, resolve } from "node:path";
import type { Lesson } from "../src/lesson.ts";
import { lessonLine } from "./command.ts";
import { type Extra, type Flags, helpText, LESSON_FLAGS, lessonOf, parseFlags, readLesson } from "./flags.ts";
import { publish, recover } from "./publish.ts";
import { UsageError } from "./usage.ts";

/** `build`, `start` and `dev`. What only one of them needs is loaded by it. */

export interface Surroundings {
  /** The project's folder. */
  readonly root: string;
  /** The folder in which the program was started. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

interface Command {
  readonly extras: readonly Extra[];
  readonly does: string;
  run(flags: Flags, around: Standing): Promise<void>;
}

/** Paths are meant from where the person stands. */
type Standing = Surroundings & { readonly here: string };

const COMMANDS: Readonly<Record<string, Command>> = {
  build: { extras: ["out"], does: "builds the site", run: async (...how) => void (await build(...how)) },
  start: { extras: ["out", "port"], does: "builds the site and serves it to this machine", run: start },
  dev: { extras: ["port"], does: "serves the site, and renews it as a file is saved", run: dev },
};

async function build(flags: Flags, { root, here, say }: Standing): Promise<string> {
  const { lesson, command } = theLesson(flags, here);
  const folder = flags.out === undefined ? join(root, "dist") : resolve(here, flags.out);
  recover(folder, root);
  const { site, complete } = await import("./site.ts");
  const made = await complete(await site({ root, lesson, command }));
  publish(made, folder, root);
  const seconds = (performance.now() / 1000).toFixed(1);
  say(`${asTyped(folder, here)}: ${made.pages.size} pages in ${seconds} s, gradient checks passed`);
  say(`lesson: ${lessonLine(lesson)}`);
  return folder;
}

/** A path as short as it can be typed. */
function asTyped(path: string, here: string): string {
  const way = relative(here, path);
  return way === "" || way.startsWith("..") ? path : way;
}

async function start(flags: Flags, around: Standing): Promise<void> {
  const folder = await build(flags, around);
  const [{ serve }, { closeOnInterrupt }] = await Promise.all([import("./serve.ts"), import("./listen.ts")]);
  const { url, close } = await serve(folder, flags.port);
  closeOnInterrupt(close);
  around.say(`${url}  (Ctrl-C ends)`);
}

async function dev(flags: Flags, { root, here, say }: Standing): Promise<void> {
  const [{ develop }, { closeOnInterrupt }] = await Promise.all([import("./dev.ts"), import("./listen.ts")]);
  const lessonFile = flags.lessonFile === undefined ? undefined : resolve(here, flags.lessonFile);
  const { url, close } = await develop({
    root,
    lesson: () => theLesson(flags, here),
    lessonFile,
    port: flags.port,
    say,
  });
  closeOnInterrupt(close);
  say(`${url}  (Ctrl-C ends)`);
}

const theLesson = (flags: Flags, here: string): { lesson: Lesson; command: string } =>
  lessonOf(flags, (path) => readLesson(path, here));

/**
 * Does what a command line says.
 * @throws UsageError, LessonError, CheckError; what a build may throw
 */
export async function runCommand(
  [name = "", ...argv]: readonly string[],
  around: Surroundings,
): Promise<void> {
  const { env, cwd, say } = around;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new UsageError(`got ${name || "no command"}, expected ${Object.keys(COMMANDS).join(", ")}`);
  const kept = keptByNpm(env, name, [...LESSON_FLAGS, ...command.extras]);
  if (kept) throw new UsageError(`--${kept}: npm kept it to itself; write npm run ${name} -- --${kept} …`);
  const flags = parseFlags(argv, command.extras);
  if (flags.help) say(helpText(`npm run ${name} -- [options]\n${command.does}`, command.extras).trimEnd());
  // npm runs its scripts in the project's folder.
  else
    await command.run(flags, { ...around, here: (env.npm_lifecycle_event === name && env.INIT_CWD) || cwd });
}

/** An option typed before the `--`, which npm takes for one of its own and does not pass on. */
export const keptByNpm = (
  env: Surroundings["env"],
  name: string,
  flags: readonly string[],
): string | undefined =>
  env.npm_lifecycle_event === name
    ? flags.find((flag) => env[`npm_config_${flag.replaceAll("-", "_")}`] !== undefined)
    : undefined;
