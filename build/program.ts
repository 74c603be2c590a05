import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { BuildOptions } from "esbuild";
import { learn } from "../chapters/10-loop.ts";
import { book } from "../chapters/pages.ts";
import { fileOf, hasStage } from "../src/book/chapter.ts";
import { DEFAULT_LESSON, type Lesson } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import { withoutTags } from "../src/typeset/html.ts";
import { bundled } from "./bundled.ts";
import { CheckError, PROBE } from "./checks.ts";

/** The program that chapter 10 shows, put together from the parts of stages: run as it is shown. */

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

/** The code in the first listing of a page. */
export function listingIn(page: string): string {
  const [, html = ""] = /<pre class="source"[^>]*><code>(.*?)<\/code>/s.exec(page) ?? [];
  return withoutTags(html).replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity]!);
}

const IMPORT = /^import (?:type )?\{([^}]*)\} from "(\.[^"]+)";$/gm;

/** The program with what it imports, as the chapters and bricks that its parts are from import it. */
function moduleOf(root: string, listing: string): string {
  const { hidden, output } = networkOf(DEFAULT_LESSON).roles;
  const files = [
    ...book.filter((it) => hasStage(it) || it.name === "loop").map((it) => `chapters/${fileOf(it, book)}.ts`),
    ...[hidden, output].map(({ name }) => `src/network/ops/${name}.ts`),
  ];
  const used = new Set(listing.match(/\w+/g));
  const imports = new Map<string, string>();
  for (const file of files)
    for (const [, names, from] of readFileSync(join(root, file), "utf8").matchAll(IMPORT))
      for (const name of names!.split(",").map((it) => it.trim())) {
        const own = name.replace(/^\w+ as /, "");
        const path = posix.relative("chapters", posix.join(file, "..", from!));
        if (used.has(own)) imports.set(own, `import { ${name} } from "./${path}";`);
      }
  return [...imports.values(), listing].join("\n");
}

/** What the listing finds. */
export async function runListing(root: string, listing: string): Promise<typeof learn> {
  const file = `chapters/${fileOf(book.find(({ name }) => name === "loop")!, book)}.ts`;
  const how: BuildOptions = { format: "cjs", platform: "node", conditions: ["browser"] };
  const code = await bundled(root, file, how, { [file]: moduleOf(root, listing) });
  const module = { exports: {} as { learn: typeof learn } };
  new Function("module", "exports", "require", code)(module, module.exports, undefined);
  return module.exports.learn;
}

/** So many turns are compared. */
const TURNS = 11;

/**
 * Runs the listing on the lesson and on the probe.
 * @throws CheckError where it does not find what the parts do, to the last bit
 */
export async function checkProgram(root: string, page: string, lesson: Lesson): Promise<void> {
  const shown = await runListing(root, listingIn(page));
  for (const it of [lesson, PROBE]) {
    const others = shown(it, TURNS);
    for (const [step, turn] of learn(it, TURNS).entries()) {
      const other = others[step]!;
      for (const name of Object.keys(turn) as (keyof typeof turn)[]) {
        const [byParts, byListing] = [turn, other].map((of) => JSON.stringify(bits(of[name])));
        if (byParts !== byListing)
          throw new CheckError(
            `the program of chapter 10: at step ${step} ${name} is ${byListing}, by the parts ${byParts}`,
          );
      }
    }
  }
}

const bits = (value: Matrix | number): number[] => (typeof value === "number" ? [value] : [...value.data]);
