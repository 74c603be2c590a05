import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand, type Surroundings } from "../build/command.ts";
import { filesInNumpy } from "../build/in-numpy.ts";
import { COMMANDS } from "../build/kit/commands.ts";
import { csv } from "../build/kit/export/csv.ts";
import type { Content, Source } from "../build/kit/export/format.ts";
import { FORMATS } from "../build/kit/export/index.ts";
import { json } from "../build/kit/export/json.ts";
import { npz } from "../build/kit/export/npz.ts";
import { onePage } from "../build/kit/export/one-page.ts";
import { stageFiles } from "../build/kit/export/stage-files.ts";
import { picturesOf } from "../build/kit/export/svg.ts";
import { tex, textInTex } from "../build/kit/export/tex.ts";
import { toldValues } from "../build/kit/export/told.ts";
import { valuesOf } from "../build/kit/export/values.ts";
import { report } from "../build/usage.ts";
import { chapters, stages } from "../chapters/index.ts";
import { partOf } from "../src/book/chapter.ts";
import { STAGE_FILES } from "../src/book/stage-files.ts";
import { DEFAULT_LESSON, parseLesson } from "../src/lesson/lesson.ts";
import { networkOf } from "../src/network/network.ts";
import { quantitiesOf } from "../src/network/quantities.ts";
import { type Trace, traceOf } from "../src/network/stage.ts";
import type { Value } from "../src/network/values.ts";
import { setFormula } from "../src/typeset/formulas.ts";
import { plainTex } from "../src/typeset/plain.ts";
import { BOOK, bookFile, bookPages } from "./book.ts";
import { htmlFaults } from "./html-faults.ts";
import { ROOT, remove, source, temporaryFolder } from "./project.ts";
import { runPython } from "./python.ts";

/** What is taken away, read by what did not make it: Python reads numbers, notebooks and pictures. */

const folder = temporaryFolder();
afterAll(() => remove(folder));

const kept: { lesson: object }[] = JSON.parse(source("tests/fixtures/bricks.json"));
/** Each brick in each place; enough rows for numbers as bytes; whole numbers, −0, a slope at a corner; large ones. */
const LESSONS = [
  {},
  ...kept
    .slice(0, 160)
    .filter((_, i) => i % 23 === 0)
    .map(({ lesson }) => lesson),
  { data: { rows: 40 }, hidden: 10, bias: true, ridge: 0.1, activation: "relu" },
  {
    title: "Класс <10B> & “friends” 50 %",
    data: {
      X: [
        [1, 2],
        [0, 0],
        [-1e6, 0.5],
      ],
      targets: [[0], [1], [-3]],
    },
    weights: {
      W1: [
        [0.5, -0.25],
        [-0.25, 0.1],
      ],
      W2: [[1e6], [-2]],
    },
    activation: "leaky-relu",
    outputActivation: "identity",
    digits: 3,
  },
  { data: { rows: 9 }, outputs: 8, hidden: 12, digits: 15, outputActivation: "softmax", ridge: 0.3 },
];
const traces = LESSONS.map((it) => traceOf(stages, parseLesson(it)));
const sourceOf = (trace: Trace): Source => ({
  root: ROOT,
  lesson: trace.lesson,
  trace,
  command: "npm run build",
});

// --- Python ---

/** Reads what is in a folder, and says what it finds: of numbers their shapes and their bytes. */
const READER = `
import contextlib, csv, glob, io, json, os, re, sys, warnings
import xml.etree.ElementTree as tree
import numpy as np
warnings.simplefilter("ignore")

def told(value):
    value = np.asarray(value)
    return [list(value.shape), value.astype("<f8").tobytes().hex()]

def arrays(path):
    found = np.load(path)
    return {name: [str(found[name].dtype)] + told(found[name]) for name in found.files}

def tables(path):
    found = {}
    for file in glob.glob(path + "/*.csv"):
        name = os.path.basename(file)[:-4]
        with open(file, newline="") as text:
            rows = list(csv.reader(text, strict=True))
        if name == "scalars":
            assert rows[0] == ["name", "value"], rows[0]
            found.update({name: told(float(value)) for name, value in rows[1:]})
        else:
            found[name] = told(np.loadtxt(file, delimiter=",", ndmin=2))
            assert told(np.array(rows, float)) == found[name], name
    return found

def ran(path, spoil):
    """Runs the cells. With spoil, each number that is held is wrong by a little, and how many pass is told."""
    scope, passed, held = {}, 0, 0
    for cell in json.load(open(path, encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        exec("".join(cell["source"]), scope)
        if cell["id"] == "setup" and spoil:
            agree = scope["agree"]
            def spoilt(ours, book, atol):
                nonlocal passed, held
                book = np.array(book, float)
                for place in {0, book.size - 1}:
                    wrong = book.copy()
                    wrong.flat[place] += 1e-6 * (np.abs(book).max() or 1)
                    held += 1
                    try:
                        agree(ours, wrong, atol)
                        passed += 1
                    except AssertionError:
                        pass
                try:
                    agree(np.ravel(ours), book, atol)
                    passed += book.ndim == 2
                except AssertionError:
                    pass
            scope["agree"] = spoilt
    return [passed, held]

def notebook(path, spoil=False):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return ran(path, spoil)
    except Exception as error:
        return type(error).__name__ + ": " + str(error)[:200]

SVG = "{http://www.w3.org/2000/svg}"
def picture(text):
    try:
        root = tree.fromstring(text)
    except tree.ParseError as error:
        return "no XML: " + str(error)
    words = [(root.find(SVG + name).text or "").strip() for name in ("title", "desc")]
    if root.tag != SVG + "svg" or not all(words):
        return "no title or description"
    for it in root.iter():
        if it.tag in (SVG + "style", SVG + "image", SVG + "script", SVG + "use", SVG + "a"):
            return "a " + it.tag[len(SVG):]
        for name, value in it.attrib.items():
            if name.endswith("href") or name in ("class", "style", "tabindex") or "url(" in value or "currentColor" in value:
                return name + "=" + value
    return "fine"

here = sys.argv[1] if len(sys.argv) > 1 else "."
print(json.dumps({
    "npz": {path: arrays(path) for path in glob.glob("**/*.npz", recursive=True)},
    "csv": {path: tables(path) for path in glob.glob("**/csv", recursive=True) + glob.glob("**/*-csv", recursive=True)},
    "notebook": {path: notebook(path) for path in glob.glob("**/*.ipynb", recursive=True)},
    "spoilt": {path: notebook(path, True) for path in glob.glob("**/lesson.ipynb", recursive=True)},
    "picture": {path: picture(open(path, encoding="utf-8").read()) for path in glob.glob("**/*.svg", recursive=True)},
}))
`;
type Told = Readonly<Record<string, readonly [...unknown[]]>>;
interface Answer {
  readonly npz: Readonly<Record<string, Told>>;
  readonly csv: Readonly<Record<string, Told>>;
  readonly notebook: Readonly<Record<string, readonly [number, number] | string>>;
  readonly spoilt: Readonly<Record<string, readonly [number, number] | string>>;
  readonly picture: Readonly<Record<string, string>>;
}
let answer: Answer;

const write = (path: string, content: Content): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const unzipped = (zip: Uint8Array, into: string): void => {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) write(`${into}/${name}`, bytes);
};

/** What Python tells of a value. */
function told(value: Value): [number[], string] {
  const numbers = typeof value === "number" ? [value] : value.data;
  const bytes = Buffer.alloc(8 * numbers.length);
  for (const [i, x] of numbers.entries()) bytes.writeDoubleLE(x, 8 * i);
  return [typeof value === "number" ? [] : [value.rows, value.cols], bytes.toString("hex")];
}
const toldOf = (trace: Trace, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, told(trace[name as keyof Trace] as Value)]));
const namesOf = ({ lesson }: Trace): string[] => [...quantitiesOf(networkOf(lesson)).keys()];

const pictures = new Map(
  bookPages.flatMap((file) => [...picturesOf(bookFile(file), file.replace(".html", ""))]),
);
/** Lessons of which each page's own files are read, too. */
const STAGED = [0, 2, traces.length - 3];

beforeAll(async () => {
  for (const [i, trace] of traces.entries()) {
    write(`${i}/lesson.npz`, (await npz.make(sourceOf(trace))) as Uint8Array);
    for (const [name, text] of (await csv.make(sourceOf(trace))) as ReadonlyMap<string, string>)
      write(`${i}/csv/${name}`, text);
    write(`${i}/lesson.ipynb`, filesInNumpy(trace).get("loop.ipynb")!);
  }
  for (const i of STAGED)
    for (const chapter of chapters)
      for (const [name, content] of stageFiles(chapter, traces[i]!))
        if (name.endsWith(".zip")) unzipped(content as Uint8Array, `${i}/${name.replace(".zip", "")}`);
        else write(`${i}/${name}`, content);
  for (const [name, text] of pictures) write(`pictures/${name}`, text);
  const [[, drawn]] = pictures as unknown as [[string, string]];
  const wrong = {
    open: drawn.replace("</svg>", ""),
    mute: drawn.replace(/<desc.*?<\/desc>/, "<desc/>"),
    far: drawn.replace("</svg>", '<image href="https://example.org/x.png"/></svg>'),
    styled: drawn.replace("</svg>", '<g class="data"/></svg>'),
  };
  for (const [name, text] of Object.entries(wrong)) write(`wrong/${name}.svg`, text);
  answer = JSON.parse(runPython(READER, "", folder));
});

describe("numbers", () => {
  test("NumPy loads every value of the npz, its shape and its every bit", () => {
    for (const [i, trace] of traces.entries()) {
      const asLoaded = Object.entries(toldOf(trace, namesOf(trace))).map(([name, it]) => [
        name,
        ["float64", ...it],
      ]);
      expect(answer.npz[`${i}/lesson.npz`], String(i)).toEqual(Object.fromEntries(asLoaded));
    }
    const [first, other] = [traces[0]!, { ...traces[0]!, loss: traces[0]!.loss * (1 + 2 ** -52) }];
    expect(told(first.loss)).not.toEqual(told(other.loss));
  });

  test("Python's csv and np.loadtxt read the same from the CSV, as it stands", () => {
    for (const [i, trace] of traces.entries())
      expect(answer.csv[`${i}/csv`], String(i)).toEqual(toldOf(trace, namesOf(trace)));
  });

  test("the JSON has the lesson, and of every value kind, chapter, shape and digits", async () => {
    for (const trace of traces) {
      const text = (await json.make(sourceOf(trace))) as string;
      const it = JSON.parse(text);
      expect(Object.keys(it)).toEqual(["lesson", "command", "values"]);
      expect(parseLesson(it.lesson)).toEqual(trace.lesson);
      expect(Object.keys(it.values)).toEqual(namesOf(trace));
      for (const { name, kind, value } of valuesOf(trace)) {
        const { chapter, shape, value: rows, ...rest } = it.values[name];
        expect(rest).toEqual({ kind });
        expect(partOf(chapters.find((of) => of.name === chapter)!, trace.lesson).makes).toContain(name);
        // JSON has no −0.
        const numbers = (typeof value === "number" ? [value] : [...value.data]).map((x) => x + 0);
        expect([shape, [rows].flat(2)]).toEqual([told(value)[0], numbers]);
      }
    }
    const broken = { ...traces[0]!, loss: Number.NaN, loss_next: Number.POSITIVE_INFINITY };
    const { loss, loss_next } = JSON.parse((await json.make(sourceOf(broken))) as string).values;
    expect([loss.value, loss_next.value]).toEqual([null, null]);
  });

  test("the files beside a page hold what its stage takes and makes", () => {
    for (const i of STAGED)
      for (const chapter of chapters) {
        const { needs, makes } = partOf(chapter, traces[i]!.lesson);
        const expected = toldOf(traces[i]!, [...needs, ...makes]);
        expect(answer.csv[`${i}/${chapter.name}-csv`]).toEqual(expected);
        const loaded = Object.entries(answer.npz[`${i}/${chapter.name}.npz`]!);
        expect(Object.fromEntries(loaded.map(([name, [, ...it]]) => [name, it]))).toEqual(expected);
      }
  });
});

describe("notebooks", () => {
  test("run from the top, and agree with the book", () => {
    const all = Object.entries(answer.notebook);
    expect(all.length).toBe(traces.length + STAGED.length * chapters.length);
    expect(all.filter(([, found]) => typeof found === "string")).toEqual([]);
  });

  test("fail where one number is another, or a shape", () => {
    for (const [i, trace] of traces.entries()) {
      const [passed, held] = answer.spoilt[`${i}/lesson.ipynb`] as [number, number];
      expect(passed, String(i)).toBe(0);
      expect(held).toBeGreaterThanOrEqual(namesOf(trace).length);
    }
  });
});

describe("pictures", () => {
  test("are XML with a name and a description, and need nothing from elsewhere", () => {
    const all = Object.entries(answer.picture).filter(([path]) => path.startsWith("pictures"));
    expect(all.length).toBeGreaterThan(150);
    expect(all.filter(([, found]) => found !== "fine")).toEqual([]);
    // As many as the pages have, each by its page and id.
    const named = bookPages.flatMap((file) => bookFile(file).match(/<title id="/g) ?? []).length;
    expect(all.length).toBe(named);
  });

  test("each fault is seen", () => {
    const found = ["open", "mute", "far", "styled"].map((name) => answer.picture[`wrong/${name}.svg`]);
    expect(found[0]).toMatch(/^no XML/);
    expect(found.slice(1)).toEqual(["no title or description", "a image", "class=data"]);
  });

  test("words have the colour that a style sheet would give them", () => {
    const stack = pictures.get("z1-place.svg")!;
    // On a lit brick letters are paper, on another ink or the colour of their kind.
    expect(stack).toMatch(/<text [^>]*fill="#fcfbf8"/);
    expect(stack).toMatch(/<text [^>]*fill="#6a3d9a"[^>]*>loss</);
  });
});

// --- TeX ---

/** What is wrong with a document: of what only KaTeX knows, of letters outside ASCII, of what does not end. */
function faultsIn(text: string): string[] {
  const faults = [
    ...text.replace(/^%.*$/gm, "").matchAll(/\\(?:html\w*|num|class|mathchoice|allowbreak)\b|[^\t-~]/g),
  ].map(([it]) => it);
  const open: string[] = [];
  for (const [it, , what = ""] of text
    .replace(/\\[\\{}%]/g, "")
    .matchAll(/\\(begin|end)\{(\w+\*?)\}|[{}]/g)) {
    if (it === "{" || it.startsWith("\\begin")) open.push(what);
    else if (open.pop() !== what) faults.push(it);
  }
  return [...faults, ...open];
}

/** What KaTeX says a formula is, without what only spaces, marks or groups. */
const saidBy = (formula: string): string =>
  setFormula(`\\displaystyle ${formula}`)
    .replace(/<span class="katex-html"[\s\S]*/, "")
    .replace(/<\/?(?:mrow|mstyle|mpadded|span|semantics|math)\b[^>]*>|<mspace[^>]*>| \w+="[^"]*"/g, "")
    .replace(/<mtext>[^<]?<\/mtext>/g, "")
    .replace(/<msup><msub>(.*?)<\/msub>(.*?)<\/msup>/g, "<msubsup>$1$2</msubsup>")
    .replace(/\s+/g, " ");

describe("TeX", () => {
  test("is what any LaTeX knows, in ASCII, and all that opens ends", async () => {
    for (const trace of traces) expect(faultsIn((await tex.make(sourceOf(trace))) as string)).toEqual([]);
    const spoilt = ["\\num{1}", "{\\bf x", "\\begin{align*} \\end{aligned}", "≈", "\\htmlClass{a}{b}"];
    expect(spoilt.map((it) => faultsIn(it).length > 0)).toEqual(spoilt.map(() => true));
  });

  test("no page ends with what is equal, and its numbers on the next", async () => {
    const torn = (text: string) =>
      [...text.matchAll(/\\begin\{align\*\}\n(.*)\n/g)].filter(([, first]) => first!.endsWith("\\\\[.4em]"));
    for (const trace of traces) {
      const text = (await tex.make(sourceOf(trace))) as string;
      expect(text).toContain("\\\\*[.4em]\n");
      expect(torn(text)).toEqual([]);
    }
    expect(torn("\\begin{align*}\na \\\\[.4em]\n= b\n")).toHaveLength(1);
  });

  test("says what the page says", () => {
    for (const trace of [0, 3, traces.length - 2].map((i) => traces[i]!))
      for (const chapter of chapters)
        for (const { lines } of toldValues(chapter, trace))
          for (const { right } of lines) expect(saidBy(plainTex(right))).toBe(saidBy(right));
    expect(saidBy("\\frac{1}{2}")).not.toBe(saidBy("\\frac{2}{1}"));
  });

  test("has a title that LaTeX can set", () => {
    expect(textInTex("50 % of {Łódź} & Çağ – “Bücher” #1_a")).toBe(
      "50 \\% of \\{\\L{}\\'{o}d\\'{z}\\} \\& \\c{C}a\\u{g} -- ``B\\\"{u}cher'' \\#1\\_a",
    );
    expect(textInTex("Класс 10")).toBeUndefined();
    expect(textInTex("班")).toBeUndefined();
  });
});

// --- The one page ---

/** Links within a page that lead nowhere, ids that are there twice, and what would be asked for. */
function faultsOf(html: string): string[] {
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!);
  const seen = new Set<string>();
  const twice = ids.filter((id) => seen.has(id) || !seen.add(id));
  const refers = [
    ...[...html.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id!),
    ...[...html.matchAll(/ (?:aria-\w+by|for)="([^"]*)"/g)].flatMap(([, of]) => of!.split(" ")),
  ];
  const lost = refers.filter((id) => !seen.has(id));
  const asked = [
    ...html.matchAll(
      / (?:src|srcset|href)="(?!#|data:|https:)[^"]*"|<link [^>]*https:[^>]*>|url\((?!data:)[^)]*\)|@import|<script|<iframe|<form| on\w+="/g,
    ),
  ];
  return [...twice, ...lost, ...asked.map(([it]) => it)];
}

describe("the book in one page", () => {
  let html: string;
  beforeAll(async () => {
    html = await onePage({ root: ROOT, lesson: DEFAULT_LESSON, command: "npm run build" });
  });

  test("has every page, each id once, and no link that leads nowhere or asks for anything", () => {
    expect(html.match(/<article id="[\w-]+">/g)).toHaveLength(bookPages.length);
    const missing = bookPages.filter((file) => !html.includes(`<article id="${file.replace(".html", "")}">`));
    expect(missing).toEqual([]);
    expect(faultsOf(html)).toEqual([]);
    expect(html.includes("default-src 'none'; style-src 'unsafe-inline'; font-src data:")).toBe(true);
    const spoilt = [
      html.replace('id="z1-', 'id="z2-'),
      html.replace("</main>", '<img src="x.png"></main>'),
      html.replace("</main>", '<a href="#nowhere">x</a></main>'),
      html.replace("url(data:font", "url(fonts/x.woff2) url(data:font"),
    ];
    expect(spoilt.map((it) => faultsOf(it).length > 0)).toEqual([true, true, true, true]);
  });

  test("leads on from each page to the next, to the one before and to the contents", () => {
    expect(html.match(/<nav\b[^>]*>/g)).toEqual(['<nav class="strip" aria-label="Contents">']);
    const turns = [
      ...html.matchAll(/<article id="([\w-]+)">[\s\S]*?<div class="turn">([\s\S]*?)<\/div>\n<\/article>/g),
    ];
    expect(turns).toHaveLength(bookPages.length);
    for (const [i, [, , links]] of turns.entries())
      expect([...links!.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)).toEqual(
        [turns[i - 1]?.[1], "index-contents", turns[i + 1]?.[1]].filter(Boolean),
      );
  });

  test("has all that the pages say, and nothing that waits for a script", () => {
    const words = (text: string) =>
      text
        .replace(/<svg[\s\S]*?<\/svg>/g, "")
        .replace(/<[^>]*>/g, " ")
        .split(/\s+/);
    const said = new Set(words(html));
    for (const file of bookPages) {
      const main = /<div class="body">([\s\S]*)<footer class="lesson">/.exec(bookFile(file))![1]!;
      const [all, missing] = [words(main), words(main).filter((it) => !said.has(it))];
      expect(missing.length / all.length, file).toBeLessThan(0.01);
    }
    expect(/class="(?:controls|laboratory)"|scripting|data-numbers/.exec(html)?.[0]).toBeUndefined();
  });

  test("is valid HTML", async () => {
    // The pages are held elsewhere (site-files.test.ts): here the smallest of them, and all around them.
    const page = /<article id="h2">[\s\S]*?<\/article>/.exec(html)![0];
    const around = (text: string) =>
      html
        .replace(/<style>[\s\S]*<\/style>/, "")
        .replace(/<main>[\s\S]*<\/main>/, () => `<main>${text}</main>`);
    const messages = (text: string) =>
      htmlFaults(around(text), {
        "attribute-boolean-style": "off",
        // Each page keeps its own: the chapters are the first level of an outline.
        "heading-level": ["error", { allowMultipleH1: true }],
        "no-style-tag": "off",
      });
    expect(await messages(page)).toEqual([]);
    expect(await messages('<h1 id="a">x</h1><p id="a">y')).not.toEqual([]);
  });
});

// --- The command ---

describe("npm run export", () => {
  const root = join(folder, "project");
  const here = join(folder, "here");
  mkdirSync(root, { recursive: true });
  mkdirSync(here, { recursive: true });
  const ran = async (...argv: string[]) => {
    const said: string[] = [];
    const around: Surroundings = { root, cwd: here, env: {}, say: (line) => void said.push(line) };
    try {
      await runCommand(COMMANDS, ["export", ...argv], around);
      return { said, refused: "" };
    } catch (error) {
      const lines: string[] = [];
      expect(report(error, (line) => void lines.push(line))).toBe(2);
      return { said, refused: lines.join("\n") };
    }
  };
  const read = (name: string) => readFileSync(join(here, name));
  const there = () => readdirSync(here).sort();

  test("writes a file or a folder, named for its format, or a zip; the same bytes each time", async () => {
    expect((await ran("--format", "npz", "--hidden", "4")).said[0]).toMatch(/^lesson\.npz: /);
    await ran("--out", "sub/numbers.json");
    await ran("--format", "csv");
    await ran("--format", "csv", "--out", "csv.zip");
    expect(there()).toEqual(["csv.zip", "lesson-csv", "lesson.npz", "sub"]);
    expect(JSON.parse(read("sub/numbers.json").toString()).values.loss.value).toBe(traces[0]!.loss);
    const files = unzipSync(read("csv.zip"));
    expect(Object.keys(files).sort()).toEqual(
      readdirSync(join(here, "lesson-csv"))
        .filter((it) => !it.startsWith("."))
        .sort(),
    );
    expect(Buffer.from(files["W1.csv"]!)).toEqual(read("lesson-csv/W1.csv"));
    const before = read("csv.zip");
    await ran("--format", "csv", "--out", "csv.zip");
    expect(read("csv.zip")).toEqual(before);
    // Every date in it is the first that a zip can name.
    expect(before.readUInt32LE(10)).toBe(0x00210000);
  });

  test("writes over what it wrote, never over what somebody else did or has changed", async () => {
    await ran("--format", "json");
    const old = read("lesson.json");
    expect((await ran("--format", "json", "--hidden", "5")).refused).toBe("");
    expect(read("lesson.json")).not.toEqual(old);
    writeFileSync(join(here, "lesson.json"), "my own notes");
    expect((await ran("--format", "json")).refused).toMatch(
      /lesson\.json: it is there already, and is not known as an export/,
    );
    expect(read("lesson.json").toString()).toBe("my own notes");

    expect((await ran("--format", "csv", "--bias")).refused).toBe("");
    expect((await ran("--format", "csv")).refused).toBe("");
    expect(readdirSync(join(here, "lesson-csv"))).not.toContain("b1.csv");
    writeFileSync(join(here, "lesson-csv/X.csv"), "1,2\n");
    expect((await ran("--format", "csv")).refused).toMatch(
      /it holds X\.csv, which is not known as an export: /,
    );
    expect(read("lesson-csv/X.csv").toString()).toBe("1,2\n");
    mkdirSync(join(here, "mine"));
    writeFileSync(join(here, "mine/essay.txt"), "mine");
    expect((await ran("--format", "csv", "--out", "mine")).refused).toContain("it holds essay.txt");
    expect((await ran("--format", "json", "--out", "mine/essay.txt/a.json")).refused).toMatch(
      /cannot be written: .*\(ENOTDIR\)/,
    );
    expect(readdirSync(join(here, "mine"))).toEqual(["essay.txt"]);
    expect(there().filter((name) => name.includes("tmp"))).toEqual([]);
  });

  test("refuses in one line what it cannot do, and writes nothing", async () => {
    const before = there();
    mkdirSync(join(root, "dist"));
    const names = Object.keys(FORMATS).join(" ");
    const refused = [
      [[], `--format: got none, expected one of ${names}`],
      [["--format", "doc"], `--format: got "doc", expected one of ${names}`],
      [["--format", "toString"], `--format: got "toString", expected one of ${names}`],
      [
        ["--out", "numbers"],
        `--out: got "numbers", whose ending is no format's; expected --format, one of ${names}`,
      ],
      [
        ["--format", "npz", "--out", "numbers.json"],
        '--out: got "numbers.json", expected a name that ends in .npz',
      ],
      [
        ["--out", "x.csv"],
        '--out: got "x.csv", expected a folder or a name that ends in .zip: csv is several files',
      ],
      [["--format", "json", "--hidden", "65"], "--hidden: got 65, expected a whole number from 1 to 64"],
      [
        ["--format", "json", "--out", "../project/dist/lesson.json"],
        /lesson\.json: it lies in .*dist, and the next build replaces that/,
      ],
    ] as const;
    for (const [argv, line] of refused) {
      const { refused, said } = await ran(...argv);
      if (typeof line === "string") expect(refused).toBe(line);
      else expect(refused).toMatch(line);
      expect(said).toEqual([]);
    }
    expect(there()).toEqual(before);
  });

  test("lists its formats", async () => {
    const { said } = await ran("--help");
    for (const name of Object.keys(FORMATS))
      expect(said.join()).toMatch(new RegExp(`^  ${name} +\\S.*`, "m"));
  });
});

test("each page with a stage offers its files, which are small, and no other page does", () => {
  for (const file of bookPages) {
    const name = file.replace(".html", "");
    const links = [...bookFile(file).matchAll(/<a href="([\w-]+\.(?:json|zip|npz|tex|ipynb|xlsx))"/g)].map(
      ([, it]) => it!,
    );
    const isStage = chapters.some((it) => it.name === name);
    const expected = isStage
      ? Object.values(STAGE_FILES).map((ending) => name + ending)
      : name === "loop"
        ? ["loop.ipynb"]
        : [];
    expect(links, file).toEqual(expected);
    for (const it of links) expect(bookFile(it).length).toBeGreaterThan(100);
    const trace = traces[0]!;
    if (isStage) {
      const chapter = chapters.find((it) => it.name === name)!;
      for (const [it, content] of stageFiles(chapter, trace)) {
        expect(content.length).toBeLessThan(8000);
        expect(Buffer.from(content)).toEqual(readFileSync(join(BOOK, it)));
      }
    }
  }
});
