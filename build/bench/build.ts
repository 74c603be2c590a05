import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tex } from "@mdit/plugin-tex";
import { median } from "d3-array";
import MarkdownIt from "markdown-it";
import { pages } from "../../chapters/pages.ts";
import { markdownOf } from "../../src/book/page.ts";
import { DEFAULT_LESSON } from "../../src/lesson/lesson.ts";
import { sourcesOfPages } from "../site.ts";

/**
 * A cold `npm run build` against a bare script, run with node, that renders the same formulas with KaTeX and the
 * same Markdown with markdown-it and does nothing else. Turn by turn, so that both meet the same machine. The results
 * of experiments are there already: they are computed once, however often the book is built.
 */

const RUNS = 7;
const TARGET = 2.5;

const BARE = `
import { readFileSync, writeFileSync } from "node:fs";
import katex from "katex";
import MarkdownIt from "markdown-it";
const { markdown, formulas } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const parser = new MarkdownIt({ html: true });
const html = markdown.map((text) => parser.render(text));
for (const { source, displayMode } of formulas)
  html.push(katex.renderToString(source, { displayMode, trust: true, strict: false, macros: { "\\\\num": "#1" } }));
writeFileSync(process.argv[3], html.join("\\n"));
`;

export async function run(root: string): Promise<void> {
  const folder = mkdtempSync(join(root, "node_modules", ".bench-"));
  const out = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const [bare, content] = [join(folder, "bare.mjs"), join(folder, "content.json")];
    writeFileSync(bare, BARE);
    writeFileSync(content, JSON.stringify(await bookContent(root)));
    const time = (command: string, args: readonly string[]): number => {
      const start = performance.now();
      const { status, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
      if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
      return performance.now() - start;
    };
    const times = Array.from({ length: RUNS }, () => ({
      bare: time("node", [bare, content, join(out, "bare.html")]),
      build: time("npm", ["run", "build", "--", "--out", join(out, "site")]),
    }));
    const ratio = median(times.map(({ bare, build }) => build / bare))!;
    console.log(`\nCold build, median of ${RUNS} runs, turn by turn`);
    console.table({
      "bare KaTeX and markdown-it": { seconds: (median(times.map((t) => t.bare))! / 1000).toFixed(2) },
      "npm run build": { seconds: (median(times.map((t) => t.build))! / 1000).toFixed(2) },
    });
    console.log(`ratio ${ratio.toFixed(2)}, at most ${TARGET} wanted`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(out, { recursive: true, force: true });
  }
}

/** The Markdown of every page, and every formula in it. */
async function bookContent(root: string) {
  const { trace, telling } = await sourcesOfPages(root, DEFAULT_LESSON);
  const formulas: { source: string; displayMode: boolean }[] = [];
  const collect = new MarkdownIt({ html: true }).use(tex, {
    render: (source, displayMode) => {
      formulas.push({ source, displayMode });
      return "";
    },
  });
  const markdown = pages.map((page) => markdownOf(page, trace, telling));
  for (const text of markdown) collect.render(text);
  return { markdown, formulas };
}
