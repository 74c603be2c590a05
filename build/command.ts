import { relative } from "node:path";
import { got } from "../src/lesson/check.ts";
import { UsageError } from "../src/lesson/usage-error.ts";
import { type Extras, type Flags, helpText, LESSON_FLAGS, parseFlags } from "./flags.ts";

/** What a command of npm's is, and how one is run. */

export interface Surroundings {
  /** The project's folder. */
  readonly root: string;
  /** The folder in which the program was started. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

/** `here` is where the person stands: paths are meant from there. */
export type Standing = Surroundings & { readonly here: string };

export interface Command {
  /** Its options, beside those of a lesson. */
  readonly extras: Extras;
  /** What may stand beside them, as `FILE`. */
  readonly operand?: string;
  /** A few lines; those that take a while to find are asked for with `--help` alone. */
  readonly does: string | (() => Promise<string>);
  run(flags: Flags, around: Standing): Promise<void>;
}

/** A path as one types it: from here, unless that leads up. */
export function asTyped(path: string, here: string): string {
  const way = relative(here, path);
  return way === "" || way.startsWith("..") ? path : way;
}

/** By the words that call them: `build`, `class`, `class check`. */
export type Commands = Readonly<Record<string, Command>>;

/**
 * Does what a command line says.
 * @throws UsageError, LessonError; what the command may throw
 */
export async function runCommand(
  commands: Commands,
  argv: readonly string[],
  around: Surroundings,
): Promise<void> {
  const { env, cwd, say } = around;
  const [name = "", word = ""] = argv;
  // `class check` before `class`.
  const called = [`${name} ${word}`, name].find((it) => Object.hasOwn(commands, it));
  if (called === undefined) {
    const names = Object.keys(commands);
    const group = names.filter((it) => it.startsWith(`${name} `));
    if (word === "--help" && group.length > 0) return say(listOf(commands, group));
    const words = names.filter((it) => it.startsWith(`${name} `)).map((it) => it.slice(name.length + 1));
    if (words.length === 0) throw new UsageError(`got ${name || "no command"}, expected ${names.join(", ")}`);
    throw new UsageError(
      `${name}: got ${word ? got(word) : "nothing"} after it, expected ${words.join(" or ")}`,
    );
  }
  const { does, extras, operand, run } = commands[called]!;
  refuseKeptByNpm(env, name, [...LESSON_FLAGS, ...Object.keys(extras)]);
  const flags = parseFlags(argv.slice(called.split(" ").length), extras, operand ? 1 : 0);
  const typed = ["npm run", name, "--", called.slice(name.length + 1), operand, "[options]"];
  if (flags.help) {
    const told = typeof does === "string" ? does : await does();
    const more = Object.keys(commands).filter((it) => it.startsWith(`${called} `));
    if (more.length > 0) say(listOf(commands, more));
    say(helpText(`${typed.filter(Boolean).join(" ")}\n${told}`, extras).trimEnd());
  }
  // npm runs its scripts in the project's folder, and says where the person stands.
  else await run(flags, { ...around, here: (env.npm_lifecycle_event === name && env.INIT_CWD) || cwd });
}

/** Commands of two words, a line each. */
const listOf = (commands: Commands, names: readonly string[]): string =>
  names
    .map((it) => {
      const [name, ...word] = it.split(" ");
      const { does, operand } = commands[it]!;
      return `npm run ${[name, "--", ...word, operand, "--help"].filter(Boolean).join(" ")}: ${does}`;
    })
    .join("\n");

/** @throws UsageError for an option typed before the `--`: npm takes it for one of its own and does not pass it on */
export function refuseKeptByNpm(env: Surroundings["env"], name: string, flags: readonly string[]): void {
  if (env.npm_lifecycle_event !== name) return;
  const variable = (flag: string) => `npm_config_${flag.replaceAll("-", "_")}`;
  const kept = flags.find((flag) => env[variable(flag)] !== undefined);
  if (!kept) return;
  // Of a switch that is turned off npm says nothing but its name.
  const isOff = env[variable(kept)] === "" && flags.includes(`no-${kept}`);
  const typed = isOff ? `--no-${kept}` : `--${kept}`;
  throw new UsageError(`${typed}: npm kept it to itself; write npm run ${name} -- ${typed} …`);
}
