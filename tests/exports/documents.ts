import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "../../build/chromium.ts";
import { pages } from "../../chapters/pages.ts";
import { titleOf } from "../../src/book/chapter.ts";
import { at } from "../../src/math/matrix.ts";
import type { Trace } from "../../src/network/stage.ts";
import { decimals, show } from "../../src/typeset/format.ts";
import { withoutTags } from "../../src/typeset/html.ts";
import { remove, temporaryFolder } from "../project.ts";
import { type Check, changed, changedIn, cut, namesOf } from "./check.ts";
import { EPUBCHECK } from "./programs.ts";

/** What is read: by LaTeX, by Poppler, by EPUBCheck, by a browser. */

const run = (program: string, args: readonly string[], cwd?: string) =>
  spawnSync(program, args, { encoding: "utf8", cwd, maxBuffer: 2 ** 28 });

/** The first number of every value, as the page shows it, without its sign. */
const shownIn = (trace: Trace): [name: string, text: string][] =>
  namesOf(trace).map((name) => {
    const value = trace[name];
    const x = Math.abs(typeof value === "number" ? value : at(value, 0, 0));
    return [name, show(x, decimals(Number.isInteger(x) ? 0 : trace.lesson.digits)).text.split("e")[0]!];
  });

/** The values of which a text does not have that number. */
const missingIn = (text: string, trace: Trace): string[] =>
  shownIn(trace)
    .filter(([, shown]) => !text.includes(shown))
    .map(([name, shown]) => `${name}: no ${shown}`);

export const tex: Check = {
  format: "tex",
  by: "pdflatex sets it, and its pages have numbers of every value",
  faults(path, trace) {
    const folder = temporaryFolder();
    try {
      const set = run(
        "pdflatex",
        ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", path],
        folder,
      );
      if (set.status !== 0) return [set.stdout.split("\n").find((line) => line.startsWith("!")) ?? "no PDF"];
      return missingIn(run("pdftotext", [join(folder, "lesson.pdf"), "-"]).stdout, trace);
    } finally {
      remove(folder);
    }
  },
  planted: {
    "a brace not closed": changed(/\\frac\{/, "\\frac"),
    "a number changed": (path) => {
      const text = readFileSync(path, "latin1");
      const [number] = /\d\.\d{6,}/.exec(text)!;
      changed(new RegExp(number.replace(".", "\\."), "g"), "7.7777777")(path);
    },
  },
};

interface Outline {
  readonly title: string;
  readonly kids: readonly Outline[];
}

export const pdf: Check = {
  format: "pdf",
  by: "Poppler finds numbers of every value, qpdf an outline, and it has tags and descriptions",
  faults(path, trace) {
    const text = run("pdftotext", [path, "-"]);
    if (text.status !== 0 || text.stderr !== "") return [text.stderr.trim().split("\n")[0]!];
    const info = run("pdfinfo", [path]).stdout;
    const read = run("qpdf", ["--json", "--json-key=outlines", path]);
    if (read.status !== 0) return [read.stderr.trim().split("\n")[0]!];
    const { outlines }: { outlines: readonly Outline[] } = JSON.parse(read.stdout);
    const titles = pages.map((it) => unescaped(withoutTags(titleOf(it, trace.lesson))));
    const raw = readFileSync(path, "latin1");
    const has: [string, boolean][] = [
      ["tags", /^Tagged: +yes$/m.test(info) && raw.includes("/S /H1")],
      ["its title", info.includes(trace.lesson.title)],
      ["a date of its own", /CreationDate: .* 1980/.test(info)],
      ["its language", raw.includes("/Lang (en)")],
      ["descriptions", (raw.match(/\/Alt [(<]/g)?.length ?? 0) > 200],
      ["its letters", !/ no +(?:yes|no) +(?:yes|no) +\d+ +\d+$/m.test(run("pdffonts", [path]).stdout)],
      ...titles.map((it): [string, boolean] => [
        `${it} in its outline`,
        outlines.some(({ title }) => title.endsWith(it)),
      ]),
    ];
    return [
      ...has.filter(([, it]) => !it).map(([what]) => `without ${what}`),
      ...missingIn(text.stdout, trace),
    ];
  },
  planted: {
    "cut in half": cut,
    "no tags": changed("/Marked true", "/Marked null"),
    "no outline": changed(/\/Outlines (?=\d+ 0 R)/, "/Outlinez "),
    "no descriptions": changed(/\/Alt /g, "/Art "),
  },
};

const unescaped = (html: string): string =>
  html.replace(
    /&(amp|lt|gt|quot);/g,
    (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name]!,
  );

export const epub: Check = {
  format: "epub",
  by: "EPUBCheck finds no fault, and it has numbers of every value",
  faults(path, trace) {
    const { stdout, stderr } = run("java", [...EPUBCHECK, path]);
    const said = (stdout + stderr).split("\n");
    const found = said.filter((line) => /^(?:FATAL|ERROR|WARNING)/.test(line));
    if (found.length > 0) return found.slice(0, 3);
    if (!said.includes("No errors or warnings detected.")) return [said.join(" ").slice(0, 300)];
    const text = run("unzip", ["-p", path, "EPUB/*.xhtml"]).stdout;
    return missingIn(text, trace);
  },
  planted: {
    "a tag not closed": changedIn("EPUB/z1.xhtml", "</section>", ""),
    "a link to nothing": changedIn("EPUB/index.xhtml", 'href="z1.xhtml"', 'href="z0.xhtml"'),
    "a chapter that is not named": changedIn("EPUB/package.opf", /<item id="z1"[^>]*>/, ""),
    "cut in half": cut,
  },
};

export const html: Check = {
  format: "html",
  by: "Chromium opens it offline: no request, no fault, no link to nothing, and numbers of every value",
  async faults(path, trace) {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ offline: true });
      const page = await context.newPage();
      const faults: string[] = [];
      const own = pathToFileURL(path).href;
      page.on("request", (it) => {
        if (it.url() !== own && !it.url().startsWith("data:")) faults.push(`asks for ${it.url()}`);
      });
      page.on("console", (it) => {
        if (it.type() === "error") faults.push(it.text());
      });
      page.on("pageerror", (it) => faults.push(String(it)));
      await page.goto(own);
      const { text, astray } = await page.evaluate(() => ({
        text: document.body.textContent ?? "",
        astray: [...document.querySelectorAll('a[href^="#"]')]
          .map((it) => it.getAttribute("href")!.slice(1))
          .filter((id) => !document.getElementById(id)),
      }));
      return [...faults, ...astray.map((id) => `leads to ${id}`), ...missingIn(text, trace)];
    } finally {
      await browser.close();
    }
  },
  planted: {
    "a picture from elsewhere": changed("</main>", '<img src="other.png"></main>'),
    "a script": changed("</main>", "<script>throw 1</script></main>"),
    "cut in half": cut,
  },
};
