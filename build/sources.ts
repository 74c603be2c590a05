import { posix } from "node:path";
import type { Tree } from "@lezer/common";
import { classHighlighter, highlightTree } from "@lezer/highlight";
import { parser } from "@lezer/javascript";
import type { Frame } from "../src/book/program.ts";
import type { CutPart, Sources } from "../src/book/telling.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { networkOf, type Roles } from "../src/network/network.ts";
import { escapeHtml } from "../src/typeset/html.ts";
import { ChapterError } from "./author.ts";

/**
 * The code that pages show, cut from the very files that ran and highlighted: for each chapter its stage, between
 * the marks, and the operations that the stage calls, with those that they call in turn.
 */

/** Lines that end as they do in the repository: Git, or an editor, may have given them the ends of Windows. */
export const unixLines = (text: string): string => text.replaceAll("\r\n", "\n");

const { roles: ROLES } = networkOf(DEFAULT_LESSON);
const typescript = parser.configure({ dialect: "ts" });
const MARKED = /^\/\/ <(stage|shown)>\n([\s\S]*?)\n\/\/ <\/\1>$/m;

/**
 * @param chapters by the name under which a page asks for the code, the file in `chapters/`, without its suffix
 * @param read gives the text of a file, seen from the project's folder
 * @throws ChapterError where a file has nothing between marks
 */
export function readSources(chapters: ReadonlyMap<string, string>, read: (path: string) => string): Sources {
  const readText = (path: string): string => unixLines(read(path));
  const modules = new Map<string, Module>();
  const open = (path: string): Module => {
    const module = modules.get(path) ?? moduleOf(path, readText(path));
    modules.set(path, module);
    return module;
  };
  // Chapters call the same few operations: each is parsed and highlighted once.
  const pieces = new Map<string, Piece>();
  const piece = (code: string): Piece => {
    const known = pieces.get(code) ?? pieceOf(code);
    pieces.set(code, known);
    return known;
  };
  /** Code that calls bricks by their places, with the functions that stand there now, and where they come from. */
  const withBricks = (code: string) => {
    const imports = new Map<string, string>();
    const named = code.replace(/\b(hidden|output)\.(activation|slope)\b/g, (_, role: keyof Roles, what) => {
      const file = `src/network/ops/${ROLES[role].name}.ts`;
      const name = new RegExp(`^  ${what}: (\\w+),`, "m").exec(readText(file))![1]!;
      imports.set(name, open(file).imports.get(name) ?? file);
      return name;
    });
    return { code: named, imports };
  };
  const stages: Record<string, string> = {};
  const parts: Record<string, CutPart[]> = {};
  const frames: Record<string, Frame> = {};
  const operations: Record<string, { name: string; html: string }[]> = {};
  for (const [name, file] of chapters) {
    const path = posix.join("chapters", `${file}.ts`);
    const text = readText(path);
    const stage = MARKED.exec(text)?.[2];
    if (!stage && isChapter(file) && !text.includes(".source(")) continue; // its page shows no code
    if (!stage) throw new ChapterError(`chapters/${file}.ts: nothing between // <stage> and // </stage>`);
    stages[name] = piece(stage).html();
    parts[name] = [...withBricks(stage).code.matchAll(PART)].map((part) => cutPart(part, piece));
    const frame = FRAME.exec(stage);
    if (frame)
      frames[name] = {
        before: piece(frame[1]!).html(),
        after: piece(frame[2]!).html(),
        uses: wordsIn(frame[2]!),
      };
    const { code, imports } = withBricks(stage);
    const { functions, imports: others } = moduleOf(path, text);
    const home = { functions, imports: new Map([...others, ...imports]) };
    operations[name] = [...calledFrom(code, home, open, piece)].map(([called, { html }]) => ({
      name: called,
      html: html(),
    }));
  }
  return { stages, parts, frames, operations };
}

/** A part as the formatter leaves it: what it makes, its second parameter, its body. */
const PART =
  /^(?:export )?const \w+ = part\(\{\n.*?^ {2}makes: \[([^\]]*)\],\n.*?^ {2}compute\([^,)]*?(?:\{[^}]*\}|_)(?:, ([^,)]*|\{[^}]*\}))?(?:, [^)]*)?\) \{\n(.*?)^ {2}\},\n\}\);/gms;
/** What stands around the lines that run the stages of a turn. */
const FRAME = /^(.*?) {4}\/\/ <turn>\n.*? {4}\/\/ <\/turn>\n(.*)$/s;

function cutPart([, makes, second, body]: RegExpExecArray, piece: (code: string) => Piece): CutPart {
  const rates = second?.startsWith("{") ? [`    const ${second} = lesson;`] : [];
  const statements = [...rates, ...body!.split(/(?<=;)\n(?= {4}\S)/).map((it) => it.trimEnd())];
  return {
    makes: makes!.match(/\w+/g) ?? [],
    statements: statements
      .filter((it) => !it.startsWith("    return "))
      .map((it) => ({
        html: piece(it).html(),
        makes: /^ {4}const (?:(\w+)|\{ ([^}]*) \}) =/.exec(it)?.slice(1).join().match(/\w+/g) ?? [],
        uses: wordsIn(it),
      })),
  };
}

/** Every word of a piece of code: its names are among them, those of shorthand properties too. */
const wordsIn = (code: string): string[] => [...new Set(code.match(/[A-Za-z_]\w*/g))];

/** Whether a file is a chapter's own: `17-again`, not `experiments/runs`. */
const isChapter = (file: string): boolean => /^\d/.test(file);

interface Module {
  /** Where an imported name comes from. */
  readonly imports: ReadonlyMap<string, string>;
  /** The source of each function, its comment included, `export` left out. */
  readonly functions: ReadonlyMap<string, string>;
}

// The formatter sees to it that imports and functions look like this; parsing whole modules takes longer than
// rendering a page.
const IMPORT = /^import \{([^}]*)\} from "(\.[^"]+)";$/gm;
const FUNCTION = /^(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export )?(function (\w+)[\s\S]*?^\})$/gm;

function moduleOf(path: string, text: string): Module {
  const imports = [...text.matchAll(IMPORT)].flatMap(([, names, from]) =>
    names!.split(",").map((name) => [name.trim(), posix.join(path, "..", from!)] as const),
  );
  const functions = [...text.matchAll(FUNCTION)].map(
    ([, comment = "", source, name]) => [name!, comment + source!] as const,
  );
  return { imports: new Map(imports), functions: new Map(functions) };
}

/** The functions that a piece of code calls, and those that they call, found where they are declared. */
function calledFrom(
  code: string,
  home: Module,
  open: (path: string) => Module,
  piece: (code: string) => Piece,
): Map<string, Piece> {
  const found = new Map<string, Piece>();
  const visit = (it: Piece, at: Module) => {
    for (const name of it.names) {
      const from = at.imports.get(name);
      const module = from?.startsWith("src/") ? open(from) : at;
      const source = module.functions.get(name);
      if (source === undefined || found.has(name)) continue;
      const called = piece(source);
      found.set(name, called);
      visit(called, module);
    }
  };
  visit(piece(code), home);
  return found;
}

/** A piece of code: the names it uses, and its HTML. */
interface Piece {
  readonly names: readonly string[];
  readonly html: () => string;
}

function pieceOf(code: string): Piece {
  const tree = typescript.parse(code);
  let html: string | undefined;
  return {
    names: namesIn(code, tree),
    html: () => {
      html ??= highlight(code, tree);
      return html;
    },
  };
}

/** The names that a piece of code uses and does not declare itself: some of them are functions. */
function namesIn(text: string, tree: Tree): string[] {
  const used = new Set<string>();
  const declared = new Set<string>();
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === "VariableName") used.add(text.slice(from, to));
      if (name === "VariableDefinition") declared.add(text.slice(from, to));
    },
  });
  return [...used].filter((name) => !declared.has(name));
}

/** The kinds of token that the style sheet sets apart. */
const SHOWN = new Set(["tok-keyword", "tok-comment", "tok-string", "tok-number", "tok-typeName"]);

/** Code as HTML, with a class for each kind of token. */
function highlight(text: string, tree: Tree): string {
  let html = "";
  let done = 0;
  highlightTree(tree, classHighlighter, (from, to, classes) => {
    const token = classes.split(" ").find((name) => SHOWN.has(name));
    html += escapeHtml(text.slice(done, from));
    const code = escapeHtml(text.slice(from, to));
    html += token ? `<span class="${token}">${code}</span>` : code;
    done = to;
  });
  return html + escapeHtml(text.slice(done));
}
