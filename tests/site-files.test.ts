import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleConfig } from "html-validate";
import { beforeAll, expect, test } from "vitest";
import { parseAddress } from "../src/lesson/address.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { htmlFaults } from "./html-faults.ts";
import { LEAVES, withSites } from "./sites.ts";

/** The built site as files: their HTML, links, titles and typography. */

const folders = withSites();
/** The pages of each book, by file. */
let all: Map<string, Map<string, string>>;
const books = () => all;
beforeAll(() => {
  const pagesIn = (folder: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".html"))
      .map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);
  all = new Map([...folders].map(([lesson, folder]) => [lesson, new Map(pagesIn(folder))]));
});

/** What a printer would mend on a page: long numbers without a comma, straight quotes, hyphens for minus signs, % alone on a line. */
function misset(html: string): string[] {
  const text = html
    .replace(/<(pre|code|script)\b.*?<\/\1>/gs, " ")
    .replace(/<[^>]*>/g, "|")
    .replace(/seed[|, ]*(\d+)|\(20\d\d\)|(?<=[a-z], )20\d\d/gi, "seed"); // names and years, not numbers
  const faults = text.matchAll(/(?<![\d.,])\d{4,}|['"]|(?<=\d) %|(?<=[\s(·=])-(?=\d)/g);
  return [...faults].map(({ index }) => text.slice(Math.max(0, index - 20), index + 20));
}

/** Whether a page of the article's site takes an address. */
function isAddress(fragment: string): boolean {
  try {
    parseAddress(fragment, DEFAULT_LESSON);
    return true;
  } catch {
    return false;
  }
}

test("every internal link, anchor and address leads somewhere", () => {
  for (const [lesson, pages] of books()) {
    const ids = new Map(
      [...pages].map(([file, html]) => [
        file,
        new Set([...html.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]!)),
      ]),
    );
    const lost = [...pages].flatMap(([file, html]) =>
      [...html.matchAll(/(?:href|src)="([^"]*)"/g)]
        .map((m) => m[1]!)
        .filter((link) => !link.startsWith("https://"))
        .filter((link) => {
          const [path, anchor] = link.split("#") as [string, string?];
          const target = path === "" ? file : path;
          const exists =
            pages.has(target) ||
            target.includes(".json") ||
            /\.(css|js|svg|png|txt|py|ipynb|npz|tex|zip|xlsx)$/.test(target);
          if (anchor?.includes("=")) return !exists || !isAddress(anchor.replaceAll("&amp;", "&"));
          return !exists || (anchor !== undefined && !ids.get(target)?.has(anchor));
        })
        .map((link) => `${lesson}: ${file} → ${link}`),
    );
    expect(lost).toEqual([]);
  }
});

test("the HTML is valid", async () => {
  const rules: RuleConfig = {
    "require-sri": "off",
    // Markdown writes its tables' alignment so.
    "attribute-boolean-style": "off",
  };
  for (const [file, html] of books().get("article")!)
    expect((await htmlFaults(html, rules)).slice(0, 5), file).toEqual([]);
  const broken = "<!doctype html><html lang=en><head><title>x</title></head><body><p><div></p></body></html>";
  expect(await htmlFaults(broken, rules)).not.toEqual([]);
});

test("every page carries the policy, and neither an inline script nor a style element", () => {
  for (const [lesson, pages] of books())
    for (const [file, html] of pages) {
      expect(html, `${lesson}: ${file}`).toContain(
        `content="default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; worker-src data:; font-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'"`,
      );
      expect(html).not.toMatch(/<style|<script(?! src="[\w.]+" defer><\/script>)/);
      expect(html).not.toMatch(/ on\w+="/);
    }
});

test("a lesson's title is text, never markup", () => {
  const html = books().get("given data and weights, other bricks")!.get("z1.html")!;
  expect(html).toContain("Class 10B &lt;b&gt;&amp;amp; “friends”");
});

test("numbers and quotes are set as a printer sets them: 102,696, −1, ’", () => {
  const faults = LEAVES.flatMap(({ lesson, file }) =>
    misset(books().get(lesson)!.get(file)!).map((fault) => `${lesson}: ${file}: ${fault}`),
  );
  expect(faults).toEqual([]);
  const wrong =
    "<p>In <b>102696</b> steps it's at -1, in 1000.5 too, 5 %. <pre>102696</pre> Seed 2017 (2017)";
  expect(misset(wrong)).toHaveLength(5);
});

test("each page has its own title and description", () => {
  const of = (pattern: RegExp) =>
    [...books().get("article")!.values()].map((html) => pattern.exec(html)?.[1]);
  for (const pattern of [/<title>([^<]+)<\/title>/, /name="description" content="([^"]+)"/]) {
    const all = of(pattern);
    expect(all.every(Boolean)).toBe(true);
    expect(new Set(all).size).toBe(all.length);
  }
});
