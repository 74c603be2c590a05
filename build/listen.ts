import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { UsageError } from "../src/lesson/usage-error.ts";

export interface Listening {
  readonly url: string;
  /** Whether other machines can ask, too. */
  readonly isOpen: boolean;
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const FIRST_PORT = 8080;
const PORTS = 100;

/**
 * Answers requests: at the first free port, and of this machine alone, if nothing else is said. What goes wrong in an
 * answer ends that answer, never the program.
 * @throws UsageError where host or port is not to be had
 */
export async function listen(answer: Answer, port?: number, host = "127.0.0.1"): Promise<Listening> {
  const ports = port === undefined ? Array.from({ length: PORTS }, (_, i) => FIRST_PORT + i) : [port];
  for (const free of ports) {
    try {
      return await listenAt(answer, host, free);
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      const why = { EADDRINUSE: "which is taken", EACCES: "which needs more rights" }[code];
      if (!why) throw inWords(error, host);
      if (free === ports.at(-1)) throw new UsageError(`--port: got ${free}, ${why}; expected a free port`);
    }
  }
  throw new Error("there is a last port");
}

function inWords(error: unknown, host: string): unknown {
  const isNone = ["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EINVAL"].includes(
    (error as NodeJS.ErrnoException).code ?? "",
  );
  return isNone
    ? new UsageError(
        `--host: got ${JSON.stringify(host)}, which is no address of this machine; expected 127.0.0.1, 0.0.0.0 or another of its own`,
      )
    : error;
}

function listenAt(answer: Answer, host: string, port: number): Promise<Listening> {
  let isOpen = false;
  const server = createServer((request, response) => {
    if (!isOpen && !isLocal(request.headers.host)) return refuse(response, 403, "Ask for localhost.\n");
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, "That cannot be read now.\n");
    });
  });
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => {
      const { address, port } = server.address() as AddressInfo; // the port, for 0 stands for any
      isOpen = !/^127\.|^::1$/.test(address);
      const reached = { "0.0.0.0": "127.0.0.1", "::": "::1" }[address] ?? address;
      done({ url: `http://${isIPv6(reached) ? `[${reached}]` : reached}:${port}/`, isOpen, close });
    });
  });
}

/**
 * Whether a request was meant for this machine. A page of elsewhere whose name its owner points here (DNS rebinding)
 * asks for that name, and would read what only this machine may.
 */
const isLocal = (host = ""): boolean =>
  /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i.test(host);

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(words);
}

/** Ctrl-C, or a terminal that goes away, closes and ends the program as a success: it is how one leaves. */
export function closeOnInterrupt(close: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, async () => {
      await close();
      process.exit(0);
    });
}
