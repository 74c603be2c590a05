/** A mistake of the person at the keyboard: what is at fault, what was got, what is allowed, on one line. */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * Says what went wrong and returns the exit code: a usage error or a bad lesson is one line and 2, a failed
 * gradient check one line and 1; anything else is a mistake of the program and keeps its stack.
 * Told apart by name: in `npm run dev` the same class is there twice, in the program and in the bundle.
 */
export function report(error: unknown, say: (text: string) => void): number {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = { UsageError: 2, LessonError: 2, CheckError: 1 }[name];
  say(code === undefined ? (stack ?? message) : oneLine(message));
  return code ?? 1;
}

/** `… | head -1` closes the pipe: that is no error, and nobody is left to read one. */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}

/** File names and options may hold line breaks. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, " ");
