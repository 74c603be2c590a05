import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { BuildOptions } from "esbuild";
import { book, learn } from "../chapters/index.ts";
import { fileOf, hasStage } from "../src/book/chapter.ts";
import type { Lesson } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import { withoutTags } from "../src/typeset/html.ts";
import { bundled } from "./bundled.ts";
import { CheckError, probeLike } from "./checks.ts";
import { moduleOf, unixLines } from "./sources.ts";

/** The program that the chapter on the loop shows, put together from the parts of stages: run as it is shown. */

/** The page with the program. */
export const PROGRAM = "loop";
const LOOP = fileOf(book.find(({ name }) => name === PROGRAM)!, book);

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

/** The code in the first listing of a page. */
export function listingIn(page: string): string {
  const [, html = ""] = /<pre class="source"[^>]*><code>(.*?)<\/code>/s.exec(page) ?? [];
  return withoutTags(html).replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity]!);
}

/** The program with what it imports: what its chapters and bricks import, and what its bricks are. */
function withImports(root: string, listing: string, lesson: Lesson): string {
  const files = [
    ...book.filter(hasStage).map((it) => fileOf(it, book)),
    LOOP,
    ...Object.values(networkOf(lesson).roles).map(({ name }) => `src/network/ops/${name}.ts`),
  ];
  const used = new Set(listing.match(/\w+/g));
  const imports = new Map<string, string>();
  const add = (name: string, path: string) => {
    const own = name.replace(/^\w+ as /, "");
    if (used.has(own)) imports.set(own, `import { ${name} } from "./${posix.relative("chapters", path)}";`);
  };
  for (const file of files) {
    const module = moduleOf(file, unixLines(readFileSync(join(root, file), "utf8")));
    for (const [name, from] of module.imports) add(name, from);
    for (const name of module.functions.keys()) if (name !== "learn") add(name, file);
  }
  return [...imports.values(), listing].join("\n");
}

/** What the listing finds. */
export async function runListing(root: string, listing: string, lesson: Lesson): Promise<typeof learn> {
  const how: BuildOptions = { format: "cjs", platform: "node", conditions: ["browser"] };
  const code = await bundled(root, LOOP, how, { [LOOP]: withImports(root, listing, lesson) });
  const module = { exports: {} as { learn: typeof learn } };
  new Function("module", "exports", "require", code)(module, module.exports, undefined);
  return module.exports.learn;
}

/** So many turns are compared. */
const TURNS = 11;

/**
 * Runs the listing on the lesson and on a probe of the same bricks.
 * @throws CheckError where it does not find what the parts do, to the last bit
 */
export async function checkProgram(root: string, page: string, lesson: Lesson): Promise<void> {
  const shown = await runListing(root, listingIn(page), lesson);
  for (const it of [lesson, probeLike(lesson)]) {
    const others = shown(it, TURNS);
    for (const [step, turn] of learn(it, TURNS).entries()) {
      const other = others[step]!;
      for (const name of (Object.keys(turn) as (keyof typeof turn)[]).filter((it) => turn[it])) {
        const [byParts, byListing] = [turn, other].map((of) => JSON.stringify(bits(of[name])));
        if (byParts !== byListing)
          throw new CheckError(
            `${LOOP}: in the program shown ${name} of step ${step} is ${byListing}, by the parts ${byParts}`,
          );
      }
    }
  }
}

const bits = (value: Matrix | number): number[] => (typeof value === "number" ? [value] : [...value.data]);
