import { createInterface } from "node:readline/promises";
import { UsageError } from "../../../src/lesson/usage-error.ts";

/** Questions to a person, and the answers. */
export interface Conversation {
  /**
   * @param usual what Enter stands for
   * @throws Ended
   */
  ask(question: string, usual?: string): Promise<string>;
  say(line: string): void;
}

/** No answer comes any more. */
export class Ended extends UsageError {
  constructor() {
    super("lesson new: ended before the last question, so nothing is written");
  }
}

/** Holds a conversation on a terminal, where Ctrl-C and Ctrl-D end it. */
export async function onTerminal<T>(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  hold: (conversation: Conversation) => Promise<T>,
): Promise<T> {
  const lines = createInterface({ input, output });
  // An iterator keeps what is typed, or pasted, before it is asked for.
  const typed = lines[Symbol.asyncIterator]();
  try {
    return await hold({
      async ask(question, usual) {
        output.write(`${question}\n`);
        lines.setPrompt(usual === undefined ? "> " : `[${usual}] `);
        lines.prompt();
        const { value, done } = await typed.next();
        if (!done) return value;
        output.write("\n");
        throw new Ended();
      },
      say: (line) => void output.write(`${line}\n`),
    });
  } finally {
    lines.close();
  }
}
