import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { serve } from "../build/serve.ts";
import { complete, site } from "../build/site.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { codeEdits, hostile } from "./code-edits/index.ts";
import { runEdits } from "./code-edits/said.ts";
import { eventually, ROOT, remove, temporaryFolder } from "./project.ts";
import { writeFiles } from "./reading.ts";

/**
 * The edits of tests/code-edits in Firefox, from `file://` and over http: prints what does not come out as expected, and
 * ends with 1 where anything does not. Firefox is driven by Marionette, its own protocol: lengths and JSON on a socket.
 */

const PROGRAM = process.env.FIREFOX_PATH ?? "firefox-esr";

type Send = (command: string, parameters: object) => Promise<unknown>;

/** Starts Firefox with a profile of its own. */
async function start(profile: string): Promise<{ send: Send; end(): Promise<unknown> }> {
  writeFileSync(join(profile, "user.js"), 'user_pref("marionette.port", 0);\n');
  const firefox = spawn(PROGRAM, ["--headless", "--marionette", "--no-remote", "--profile", profile]);
  const failed = new Promise<never>((_, fail) => firefox.on("error", fail));
  const file = join(profile, "MarionetteActivePort");
  const port = await Promise.race([
    failed,
    eventually(
      () => (existsSync(file) ? Number(readFileSync(file, "utf8")) || undefined : undefined),
      PROGRAM,
    ),
  ]);
  const socket = connect(port, "127.0.0.1");
  const waiting = new Map<number, { done(value: unknown): void; fail(error: Error): void }>();
  let bytes = Buffer.alloc(0);
  socket.on("data", (more) => {
    bytes = Buffer.concat([bytes, more]);
    for (;;) {
      const colon = bytes.indexOf(":");
      const end = colon + 1 + Number(bytes.subarray(0, colon));
      if (colon < 0 || bytes.length < end) return;
      const message = JSON.parse(bytes.subarray(colon + 1, end).toString()) as unknown[];
      bytes = bytes.subarray(end);
      if (!Array.isArray(message)) continue; // it says what it is
      const [, id, error, value] = message as [1, number, { message: string } | null, unknown];
      if (error) waiting.get(id)?.fail(new Error(error.message));
      else waiting.get(id)?.done(value);
    }
  });
  let last = 0;
  const send: Send = (command, parameters) =>
    new Promise((done, fail) => {
      waiting.set(++last, { done, fail });
      const text = JSON.stringify([0, last, command, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  await send("WebDriver:NewSession", {});
  await send("WebDriver:SetTimeouts", { script: 300_000 });
  return {
    send,
    end() {
      socket.destroy();
      const ended = once(firefox, "exit");
      firefox.kill();
      return ended;
    },
  };
}

const [folder, profile] = [temporaryFolder(), temporaryFolder()];
writeFiles(
  await complete(await site({ root: ROOT, lesson: DEFAULT_LESSON, command: "npm run build" })),
  folder,
);
const served = await serve(folder, 0);
const { send, end } = await start(profile);
let wrong = 0;
try {
  for (const home of [pathToFileURL(folder).href, served.url.replace(/\/$/, "")])
    for (const [name, edits] of [...Object.entries(codeEdits), ["z1", hostile] as const]) {
      await send("WebDriver:Navigate", { url: `${home}/${name}.html` });
      const said = await runEdits(edits, async (expression) => {
        const script = `const done = arguments[0]; ${expression}.then(done, (error) => done({ error: String(error) }));`;
        const { value } = (await send("WebDriver:ExecuteAsyncScript", { script, args: [] })) as {
          value: unknown;
        };
        return value;
      });
      const others = said.filter((it) => it.found !== it.expected);
      wrong += others.length;
      console.log(
        `${home.split(":")[0]} ${name}: ${said.length - others.length} of ${said.length} as expected`,
      );
      for (const { edit, expected, found } of others)
        console.log(`  ${edit.what}\n    expected ${expected}\n    found    ${found}`);
    }
} finally {
  await end();
  await served.close();
  for (const it of [folder, profile]) remove(it);
}
process.exitCode = wrong > 0 ? 1 : 0;
