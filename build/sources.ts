import { posix } from "node:path";
import type { CutPart, Source, Sources } from "../src/book/telling.ts";
import { highlight } from "../src/code/highlight.ts";
import { namesIn } from "../src/code/names.ts";
import { parse } from "../src/code/tree.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import { ChapterError } from "./author.ts";

/**
 * The code that pages show, cut from the very files that ran and highlighted: what stands between the
 * marks, a chapter's stage most often, and the operations that it calls, with those that they call in turn.
 */

/** Lines that end as they do in the repository: Git, or an editor, may have given them the ends of Windows. */
export const unixLines = (text: string): string => text.replaceAll("\r\n", "\n");

const MARKED = /^\/\/ <(stage|shown)>\n([\s\S]*?)\n\/\/ <\/\1>$/m;

/**
 * @param files by the names under which pages ask for their code; seen from the project's folder
 * @param read gives the text of a file
 * @throws ChapterError where a file has nothing between marks
 */
export function readSources(files: ReadonlyMap<string, string>, read: (path: string) => string): Sources {
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
  const cut: Record<string, Source> = {};
  const operations: Record<string, string> = {};
  const bricks: Record<string, { activation: string[]; slope: string[] }> = {};
  for (const [name, file] of files) {
    const text = readText(file);
    const shown = MARKED.exec(text)?.[2];
    if (!shown && isChapter(file) && !text.includes(`.source("${name}")`)) continue; // its page shows none
    if (!shown)
      throw new ChapterError(
        `${file}: no code between // <stage> and // </stage>, nor between // <shown> and // </shown>`,
      );
    const callsOf = (code: string, home = open(file)): string[] => {
      const called = calledFrom(code.replace(ROLE, "$1_$2"), home, open, piece);
      for (const [name, it] of called) {
        if ((operations[name] ?? it?.html()) !== it?.html())
          throw new ChapterError(`${file}: two operations called ${name}`);
        if (it) operations[name] = it.html();
      }
      return [...called.keys()];
    };
    const frame = frameIn(shown);
    cut[name] = {
      file,
      html: piece(shown).html(),
      parts: [...shown.matchAll(PART)].map((part) => ({ ...cutPart(part, piece), calls: callsOf(part[0]) })),
      ...(frame && {
        frame: {
          before: piece(frame.before).html(),
          after: piece(frame.after).html(),
          indent: frame.indent,
          uses: wordsIn(frame.after),
        },
      }),
      calls: callsOf(frame ? frame.before + frame.after : shown),
    };
    for (const [brick, { name: its }] of Object.entries(ACTIVATIONS)) {
      const path = `src/network/ops/${its}.ts`;
      const of = (what: string) => {
        const name = new RegExp(`^  ${what}: (\\w+),`, "m").exec(readText(path))![1]!;
        const from = open(path).imports.get(name) ?? path;
        return callsOf(name, { functions: new Map(), imports: new Map([[name, from]]) });
      };
      bricks[brick] ??= { activation: of("activation"), slope: of("slope") };
    }
  }
  return { cut, operations, bricks };
}

/** How the code of a stage calls a brick by its place. */
const ROLE = /\b(hidden|output)\.(activation|slope)\b/g;

/** A part as the formatter leaves it: what it needs and makes, its op, its second parameter, its body. */
const PART =
  /^(?:export )?const \w+ = part(?:OnTape)?\(\{\n {2}needs: \[([^\]]*)\],\n {2}makes: \[([^\]]*)\],\n(?: {2}op: "(\w+)",\n)?(?: {2}\/\*\*.*?\*\/\n)? {2}compute\([^,)]*?(?:\{[^}]*\}|_)(?:,\s+([^,)\s]+|\{[^}]*\}))?(?:,\s+[^)]+?)?,?\s*\) \{\n(.*?)^ {2}\},\n\}\);/gms;

/** What stands around the lines that run the stages of a turn, from the comment of their function on. */
function frameIn(code: string) {
  const [, before, indent, after] = /^(.*?)( +)\/\/ <turn>\n.*? +\/\/ <\/turn>\n(.*)$/s.exec(code) ?? [];
  if (before === undefined) return undefined;
  return { before: before.slice(before.lastIndexOf("\n/**") + 1), indent: indent!, after: after! };
}

/** The parts that a text declares: what tells each from its alternatives, and its text. */
export const partsIn = (text: string) =>
  [...text.matchAll(PART)].map(([whole, needs, makes, op]) => ({
    needs: namesListed(needs),
    makes: namesListed(makes),
    ...(op && { op }),
    text: whole,
  }));

const namesListed = (list = ""): string[] => list.match(/\w+/g) ?? [];

function cutPart(
  [whole, needs, makes, op, second, body]: RegExpExecArray,
  piece: (code: string) => Piece,
): Omit<CutPart, "calls"> {
  const rates = second?.startsWith("{") ? [`    const ${second} = lesson;`] : [];
  const statements = [...rates, ...body!.split(/(?<=;)\n(?= {4}\S)/).map((it) => it.trimEnd())];
  return {
    needs: namesListed(needs),
    makes: namesListed(makes),
    ...(op && { op }),
    html: piece(whole).html(),
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

/** Whether a file is a chapter's own, not that of an experiment. */
const isChapter = (file: string): boolean => /^chapters\/\d/.test(file);

interface Module {
  /** Where an imported name comes from; one with a name of its own here is called `theirs as ours`. */
  readonly imports: ReadonlyMap<string, string>;
  /** The source of each function, its comment included, `export` left out. */
  readonly functions: ReadonlyMap<string, string>;
}

// The formatter sees to it that imports and functions look like this; parsing whole modules takes longer than
// rendering a page.
const IMPORT = /^import \{([^}]*)\} from "(\.[^"]+)";$/gm;
const FUNCTION = /^(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export )?(function (\w+)[\s\S]*?^\})$/gm;

/** What a file imports and declares, types left out. */
export function moduleOf(path: string, text: string): Module {
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
): Map<string, Piece | undefined> {
  const found = new Map<string, Piece | undefined>();
  const visit = (it: Piece, at: Module) => {
    for (const name of it.names) {
      const [, role, what] = /^(hidden|output)_(activation|slope)$/.exec(name) ?? [];
      if (role) found.set(`${role}.${what}`, undefined);
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
  const tree = parse(code);
  let html: string | undefined;
  return {
    names: namesIn(code, tree),
    html: () => {
      html ??= highlight(code, tree);
      return html;
    },
  };
}
