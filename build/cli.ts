import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Lesson } from "../src/lesson.ts";
import { lessonLine } from "./command.ts";
import { type Extra, type Flags, helpText, LESSON_FLAGS, lessonOf, parseFlags, readLesson } from "./flags.ts";
import { publish, recover } from "./publish.ts";
import { report, UsageError } from "./usage.ts";

/** `build`, `start` and `dev`, as package.json calls them. What only one of them needs is loaded by it. */

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** npm runs its scripts in the project's folder; paths are meant from where the person stands. */
const HERE = (process.env.npm_lifecycle_event === process.argv[2] && process.env.INIT_CWD) || process.cwd();

interface Command {
  readonly extras: readonly Extra[];
  readonly does: string;
  run(flags: Flags): Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  build: { extras: ["out"], does: "builds the site", run: async (flags) => void (await build(flags)) },
  start: { extras: ["out", "port"], does: "builds the site and serves it to this machine", run: start },
  dev: { extras: ["port"], does: "serves the site, and renews it as a file is saved", run: dev },
};

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

async function build(flags: Flags): Promise<string> {
  const { lesson, command } = theLesson(flags);
  const folder = flags.out === undefined ? join(ROOT, "dist") : resolve(HERE, flags.out);
  recover(folder, ROOT);
  const { site, complete } = await import("./site.ts");
  const made = await complete(await site({ root: ROOT, lesson, command }));
  publish(made, folder, ROOT);
  const seconds = (performance.now() / 1000).toFixed(1);
  say(`${fromHere(folder)}: ${made.pages.size} pages in ${seconds} s, gradient checks passed`);
  say(`lesson: ${lessonLine(lesson)}`);
  return folder;
}

/** A path as short as it can be typed. */
function fromHere(path: string): string {
  const way = relative(HERE, path);
  return way === "" || way.startsWith("..") ? path : way;
}

async function start(flags: Flags): Promise<void> {
  const folder = await build(flags);
  const [{ serve }, { closeOnInterrupt }] = await Promise.all([import("./serve.ts"), import("./listen.ts")]);
  const { url, close } = await serve(folder, flags.port);
  closeOnInterrupt(close);
  say(`${url}  (Ctrl-C ends)`);
}

async function dev(flags: Flags): Promise<void> {
  const [{ develop }, { closeOnInterrupt }] = await Promise.all([import("./dev.ts"), import("./listen.ts")]);
  const lessonFile = flags.lessonFile === undefined ? undefined : resolve(HERE, flags.lessonFile);
  const { url, close } = await develop({
    root: ROOT,
    lesson: () => theLesson(flags),
    lessonFile,
    port: flags.port,
    say,
  });
  closeOnInterrupt(close);
  say(`${url}  (Ctrl-C ends)`);
}

const theLesson = (flags: Flags): { lesson: Lesson; command: string } =>
  lessonOf(flags, (path) => readLesson(resolve(HERE, path)));

async function main([name = "", ...argv]: readonly string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new UsageError(`got ${name || "no command"}, expected ${Object.keys(COMMANDS).join(", ")}`);
  const kept = keptByNpm(process.env, name, [...LESSON_FLAGS, ...command.extras]);
  if (kept) throw new UsageError(`--${kept}: npm kept it to itself; write npm run ${name} -- --${kept} …`);
  const flags = parseFlags(argv, command.extras);
  if (flags.help) say(helpText(`npm run ${name} -- [options]\n${command.does}`, command.extras).trimEnd());
  else await command.run(flags);
}

/** An option typed before the `--`, which npm takes for one of its own and does not pass on. */
const keptByNpm = (env: NodeJS.ProcessEnv, name: string, flags: readonly string[]): string | undefined =>
  env.npm_lifecycle_event === name
    ? flags.find((flag) => env[`npm_config_${flag.replaceAll("-", "_")}`] !== undefined)
    : undefined;

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error, (text) => process.stderr.write(`${text}\n`));
}
