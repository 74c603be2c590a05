/**
 * TeX as any LaTeX with amsmath sets it, from the book's own, in which KaTeX's commands mark kinds, entries and digits.
 * What a page has set has no source any more: from there it is made of MathML (build/reader/taking/tex.ts).
 */

/** What becomes of the arguments of a command that only KaTeX knows. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => string>> = {
  htmlClass: ([, inside]) => inside!,
  htmlData: ([, inside]) => inside!,
  num: ([number]) => number!,
  // The page has a matrix in a frame of its own, MathML one in brackets.
  "html@mathml": ([, inside]) => inside!,
  // A derivative is a fraction in a display.
  mathchoice: ([displayed]) => displayed!,
  mathord: ([inside]) => `{${inside}}`,
};
const ARGUMENTS: Readonly<Record<string, number>> = { num: 1, mathord: 1, mathchoice: 4 };

const COMMAND = new RegExp(`\\\\(${Object.keys(COMMANDS).join("|")})(?![a-zA-Z])\\s*(?=\\{)`, "g");

/** @throws RangeError where braces do not match */
export function plainTex(source: string): string {
  let text = "";
  let at = 0;
  for (let found = next(source, at); found; found = next(source, at)) {
    const name = found[1]!;
    text += source.slice(at, found.index);
    at = found.index + found[0].length;
    const args: string[] = [];
    for (let i = 0; i < (ARGUMENTS[name] ?? 2); i++) {
      const end = endOfGroup(source, at);
      args.push(source.slice(at + 1, end - 1));
      at = end;
    }
    text += plainTex(COMMANDS[name]!(args));
  }
  return text + source.slice(at);
}

function next(source: string, from: number): RegExpExecArray | null {
  COMMAND.lastIndex = from;
  return COMMAND.exec(source);
}

/** Where a group in braces ends that begins at a place. */
function endOfGroup(source: string, start: number): number {
  let depth = 0;
  for (let i = start; i < source.length; i++) {
    if (source[i] === "\\") i++;
    else if (source[i] === "{") depth++;
    else if (source[i] === "}" && --depth === 0) return i + 1;
  }
  throw new RangeError(`expected a } for the { at ${start}: ${source.slice(start, start + 40)}`);
}
