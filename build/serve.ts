import type { ServerResponse } from "node:http";
import sirv from "sirv";
import { type Listening, listen } from "./listen.ts";

/**
 * Serves a built site to this machine.
 * @throws UsageError where the port is not to be had
 */
export function serve(folder: string, port?: number): Promise<Listening> {
  // `dev` looks a file up when it is asked for: the next build may replace the folder at any time.
  const files = sirv(folder, { dev: true });
  return listen((request, response) => files(request, response, () => notFound(response)), port);
}

/** What an address without a page shows. */
export function notFound(response: ServerResponse): void {
  response.writeHead(404, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>No such page</title>
<h1>There is no page at this address</h1>
<p>It may have moved, or the address has a slip in it. <a href="/">All pages start here.</a></p>
</html>
`);
}
