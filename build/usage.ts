/**
 * Says what went wrong and returns the exit code: a usage error or a bad lesson is one line and 2; a failed gradient
 * check, a chapter's mistake, and what the system refuses, one line and 1; anything else is a mistake of the program
 * and keeps its stack.
 * Told apart by name: in `npm run dev` the same class is there twice, in the program and in the bundle.
 */
export function report(error: unknown, say: (text: string) => void): number {
  const it = error instanceof Error ? error : new Error(String(error));
  const code = { UsageError: 2, LessonError: 2, CheckError: 1, ChapterError: 1 }[it.name];
  const line = code === undefined ? (refusalOf(it) ?? chapterMistake(it)) : it.message;
  say(line === undefined ? (it.stack ?? it.message) : oneLine(line));
  return code ?? 1;
}

/** Why the system refuses, in words. */
const WHY: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the disk is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "no space left on the disk",
  EBUSY: "another program holds it",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
  ENOENT: "a link to nothing",
  ENOTDIR: "a file stands where a folder should",
  EISDIR: "a folder stands where a file should",
  ENAMETOOLONG: "the name is too long",
};
export const why = (code: string): string => `${WHY[code] ?? code} (${code})`;

/** What the system did not let the program do with a file. */
function refusalOf(error: Error): string | undefined {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  const reason = code === "ENOENT" ? "it is not there (ENOENT)" : why(code);
  return `${path ?? syscall}: ${reason}`;
}

/** What went wrong in a chapter, and where; undefined where no frame of the stack is a chapter's. */
function chapterMistake({ name, message, stack = "" }: Error): string | undefined {
  const [frame] = /\bchapters\/[^\s()]+\.ts:\d+:\d+/.exec(stack.slice(stack.indexOf("\n    at "))) ?? [];
  return frame && `${frame}: ${name}: ${message}`;
}

/** Runs a program to its end: what goes wrong is said, and tells in the exit code. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  endWithReader();
  try {
    await main();
  } catch (error) {
    process.exitCode = report(error, (text) => process.stderr.write(`${text}\n`));
  }
}

/** `… | head -1` closes the pipe: that is no error, and nobody is left to read one. */
function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && stream !== process.stderr)
        process.stderr.write(`what is printed cannot be written: ${why(error.code ?? error.message)}\n`);
      process.exit(error.code === "EPIPE" ? undefined : 1);
    });
}

/** File names and options may hold line breaks. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, " ");
