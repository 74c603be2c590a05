/** How a long piece of work is getting on, for whoever waits for it. */
export interface Progress {
  /** How it stands now. */
  now(text: string): void;
  /** One piece is done. */
  done(text: string): void;
  /** Takes away what is no longer of interest. */
  end(): void;
}

/**
 * On a terminal one line that is written over; elsewhere, where nothing can be written over, a line for each piece
 * that is done.
 */
export function progressOn(
  stream: Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns"> = process.stderr,
): Progress {
  if (!stream.isTTY) return { now() {}, done: (text) => void stream.write(`${text}\n`), end() {} };
  const CLEAR = "\r\x1b[K";
  let shown = false;
  return {
    now(text) {
      shown = true;
      // A line that fills the terminal would break, and its first half could not be written over.
      stream.write(`${CLEAR}${text.slice(0, (stream.columns || 80) - 1)}`);
    },
    done() {},
    end: () => void (shown && stream.write(CLEAR)),
  };
}
