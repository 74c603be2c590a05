import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "./usage.ts";

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const FIRST_PORT = 8080;
const LAST_PORT = 8179;

/**
 * Answers requests from this machine alone, at the port asked for or at the first free one.
 * @throws UsageError where the port is not to be had
 */
export async function listen(answer: RequestListener, port?: number): Promise<Listening> {
  if (port !== undefined) return listenAt(answer, port);
  for (let free = FIRST_PORT; free < LAST_PORT; free++) {
    try {
      return await listenAt(answer, free);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  return listenAt(answer, LAST_PORT);
}

function listenAt(answer: RequestListener, port: number): Promise<Listening> {
  const server = createServer(answer);
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return new Promise((done, fail) => {
    server.once("error", ({ code, message }: NodeJS.ErrnoException) => {
      const why = { EADDRINUSE: "which is taken", EACCES: "which needs more rights" }[code ?? ""];
      fail(why ? new UsageError(`--port: got ${port}, ${why}; expected a free port`) : new Error(message));
    });
    server.listen(port, HOST, () => {
      // The port, for 0 stands for any.
      done({ url: `http://${HOST}:${(server.address() as AddressInfo).port}/`, close });
    });
  });
}

/** Ctrl-C, or a terminal that goes away, closes and ends the program as a success: it is how one leaves. */
export function closeOnInterrupt(close: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, async () => {
      await close();
      process.exit(0);
    });
}
