import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { CLASS, slipped } from "../../chapters/teachers.ts";
import { PICTURE } from "../../src/book/writer.ts";
import { parseLesson } from "../../src/lesson/lesson.ts";
import { launchChromium } from "../chromium.ts";
import { runCommand } from "../command.ts";
import { stagesOf, studentsOf } from "./class/students.ts";
import { COMMANDS } from "./commands.ts";

/**
 * The pictures of the page “For teachers”: what the commands make of its class, as it is printed. Beside them stands what
 * they were taken of, so that a test sees when they are old.
 *   npx tsx build/kit/pictures.ts
 */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const FOLDER = join(ROOT, "build/kit/pictures");

/** Students of the class. The salt is anybody's: nobody hands these sheets out. */
const NAMES = ["Ada Lovelace", "Emmy Noether", "王贞仪"];
const SALT = "a class that is only shown";
/** Stages that have room in a picture. */
const SHOWN = ["z1", "h1", "z2"];

/** What the pictures are taken of: HTML by the names of pictures. */
export async function pictured(): Promise<ReadonlyMap<string, string>> {
  const here = mkdtempSync(join(tmpdir(), "brick-by-brick-"));
  const run = (...argv: string[]) =>
    runCommand(COMMANDS, argv, { root: ROOT, cwd: here, env: {}, say: () => {} });
  const file = (name: string) => readFileSync(join(here, name), "utf8");
  try {
    writeFileSync(join(here, "lesson.json"), JSON.stringify(CLASS));
    writeFileSync(join(here, "names.csv"), ["name", ...NAMES, ""].join("\n"));
    const its = ["--lesson", "lesson.json", "--salt", SALT, "--stages", SHOWN.join()];
    await run("class", ...its, "--roster", "names.csv", "--out", "class", "--no-books");
    const [sheet] = readdirSync(join(here, "class/sheets")).sort();
    writeFileSync(join(here, "answers.csv"), answers());
    await run("class", "check", ...its, "--answers", "answers.csv", "--out", "marks");
    return new Map([
      ["sheet", file(`class/sheets/${sheet}`)],
      ["key", file(`class/keys/${sheet}`)],
      // A student's part: the class's stands before it.
      ["marks", file("marks/marks.html").replace(/<div class="own">[\s\S]*?(?=<div class="own" )/, "")],
    ]);
  } finally {
    rmSync(here, { recursive: true, force: true });
  }
}

/** What the students answered: all with the one mistake that the page tells of. */
function answers(): string {
  const entries = NAMES.map((name, i) => ({ name, line: i + 2 }));
  const rows = [...studentsOf(entries, { lesson: parseLesson(CLASS), salt: SALT, chosen: SHOWN })].map(
    ({ name, lesson, trace }) => ({ name, typed: slipped(trace, stagesOf(lesson), SHOWN) }),
  );
  const blanks = [...rows[0]!.typed.keys()];
  const lines = rows.map(({ name, typed }) => [name, ...blanks.map((it) => typed.get(it)!)]);
  return [["name", ...blanks], ...lines].map((line) => line.join(",")).join("\n");
}

/** What a picture was taken of, in short. */
export const digestOf = (html: string): string => createHash("sha256").update(html).digest("hex");

/** The first page of a document, as it is printed, or the upper part of it: grey, row by row, from 0 to 15. */
async function greysOf(browser: Browser, html: string): Promise<Uint8Array> {
  const page = await browser.newPage({ viewport: { width: 794, height: 1123 }, deviceScaleFactor: 2 });
  await page.emulateMedia({ media: "print" });
  await page.setContent(html.replace("<body>", '<body style="padding:15mm 16mm">'));
  await page.evaluate(() => {
    for (const it of document.querySelectorAll(".own ~ .own, article ~ article")) it.remove();
  });
  const png = await page.screenshot();
  await page.goto("about:blank");
  const greys = await page.evaluate(
    async ({ png, width, height }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const pen = canvas.getContext("2d")!;
      pen.imageSmoothingQuality = "high";
      pen.drawImage(image, 0, 0, width, (width * image.height) / image.width);
      const { data } = pen.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, i) => Math.round(data[4 * i + 1]! / 17));
    },
    { png: png.toString("base64"), ...PICTURE },
  );
  await page.close();
  return Uint8Array.from(greys);
}

/** A PNG of sixteen greys: the letters of a page in few bytes, which each reader of books shows. (W3C, PNG, 11) */
function pngOf(greys: Uint8Array): Uint8Array {
  const { width, height } = PICTURE;
  const line = width / 2; // two pixels a byte
  const rows = Buffer.alloc(height * (line + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < line; x++)
      rows[y * (line + 1) + 1 + x] = (greys[y * width + 2 * x]! << 4) | greys[y * width + 2 * x + 1]!;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 0, 0, 0, 0], 8);
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const data = deflateSync(rows, { level: 9, memLevel: 9 });
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = await pictured();
  const browser = await launchChromium();
  try {
    for (const [name, html] of all)
      writeFileSync(join(FOLDER, `${name}.png`), pngOf(await greysOf(browser, html)));
  } finally {
    await browser.close();
  }
  const of = Object.fromEntries([...all].map(([name, html]) => [name, digestOf(html)]));
  writeFileSync(join(FOLDER, "of.json"), `${JSON.stringify(of, null, 2)}\n`);
}
