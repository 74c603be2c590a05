import type { Tree } from "@lezer/common";
import { blank, type Edit, edited, replace } from "./edits.ts";
import { parse } from "./tree.ts";
import { typesOff } from "./types.ts";

/**
 * Types that the parser cannot read: the text before the place where it stumbles, and the text there. One of them has
 * the piece that goes, in a group.
 */
const UNREAD: readonly (readonly [before: RegExp, there: RegExp])[] = [
  [/(!)\s*$/, /[-+*/%&|^<>?]*=(?!=)/y], // a[i]! += 1
  [/[\w$]\s*$/, /(!)\s*:/y], // let x!: number
  [/catch\s*\([^()]*$/, /(:\s*(?:any|unknown)\s*)\)/y], // catch (e: unknown)
  [/:\s*[\w$]+\s*$/, /(is\s[\s\S]{1,200}?)\s*=>/y], // (x): x is T =>
  [/\S\s*$/, /(\?)\s*[\],:]/y], // [A, B?]
  [/(\?)$/, /\(/y], // in a class, m?() {}
  [/(typeof)\s+$/, /import\s*\(/y], // typeof import("a")
];
/** At most so far back is looked for what goes. */
const BACK = 80;
/** One fault may hide the next. */
const ROUNDS = 8;

/**
 * The tree of a piece of code in which, at the same places, stands something that the parser reads wherever it cannot read
 * what an engine can, or a type.
 * @returns also what takes those types off
 */
export function parseMended(code: string): { tree: Tree; edits: Edit[] } {
  const edits: Edit[] = [];
  let text = code;
  let tree = parse(text);
  for (let round = 0; round < ROUNDS; round++) {
    const unread = unreadTypes(text, tree);
    const patterns = unreadPatterns(text, tree);
    if (!unread.length && !patterns.length) break;
    edits.push(...unread);
    if (patterns.length) {
      const isInPattern = (it: Edit) => patterns.some(({ from, to }) => from <= it.from && it.to <= to);
      edits.push(...typesOff(text, tree).edits.filter(isInPattern));
    }
    text = edited(text, [...unread, ...patterns]);
    tree = parse(text);
  }
  return { tree, edits };
}

/** Where the parser stumbled. */
function stumbles(tree: Tree): number[] {
  const found = new Set<number>();
  tree.iterate({
    enter({ type, from }) {
      if (type.isError) found.add(from);
    },
  });
  return [...found];
}

function unreadTypes(text: string, tree: Tree): Edit[] {
  return stumbles(tree).flatMap((from) => {
    const start = Math.max(0, from - BACK);
    for (const [before, there] of UNREAD) {
      there.lastIndex = from;
      const ahead = there.exec(text);
      const behind = ahead && before.exec(text.slice(start, from));
      if (!behind) continue;
      const at = ahead[1] ? from : start + behind.index;
      const type = (ahead[1] ?? behind[1])!;
      return [replace(at, at + type.length, blank(type))];
    }
    return [];
  });
}

/** Members that are assigned to in a pattern, [a[i], a[j]] = …: for the parser the pattern is a name. */
function unreadPatterns(text: string, tree: Tree): Edit[] {
  return stumbles(tree).flatMap((from) => {
    if (text[from] !== "=" || /[=>]/.test(text[from + 1] ?? "")) return [];
    const to = from - /\s*$/.exec(text.slice(Math.max(0, from - BACK), from))![0].length;
    const pattern = tree.resolveInner(to, -1).parent;
    if (pattern?.to !== to || !/^(?:Array|Object)Expression$/.test(pattern.name)) return [];
    return [replace(pattern.from, to, `_${blank(text.slice(pattern.from + 1, to))}`)];
  });
}
