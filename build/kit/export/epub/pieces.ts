import { Element, isTag, Text } from "domhandler";
import { DomUtils } from "htmlparser2";
import { mathText } from "../../../math-text.ts";

/**
 * A long formula in pieces, between which a line can break: no reading device breaks MathML, and of what reaches over the
 * edge of a page nothing is seen. A piece that is wide by itself is set smaller.
 */

/** Signs and digits that surely have room beside each other. */
const ROOM = 30;
/** Smaller than this share nothing is set. */
const SMALLEST = 0.55;

/** Before these a line breaks. */
const SIGNS: ReadonlySet<string> = new Set(["+", "−", "⊙", "⋅", "·"]);

export function inPieces(math: Element): void {
  if (widthOf(math) <= ROOM) return;
  const [line] = innermost(math);
  const pieces = cut(line!.children.filter(isTag));
  const set = pieces.map((nodes) => {
    const its = new Element("math", { ...math.attribs }, [
      new Element("mrow", {}, [new Element(line!.name, { ...line!.attribs }, nodes)]),
    ]);
    its.attribs.alttext = mathText(its);
    const width = widthOf(its);
    if (width > ROOM) its.attribs.style = `font-size:${Math.max(SMALLEST, ROOM / width).toFixed(2)}em`;
    return its;
  });
  for (const [i, it] of set.entries()) {
    if (i > 0) DomUtils.prepend(math, new Text(" "));
    DomUtils.prepend(math, it);
  }
  DomUtils.removeElement(math);
}

/** Where a formula has more than one part, through what only groups. */
function innermost(it: Element): Element[] {
  const [only, ...others] = it.children.filter(isTag);
  const groups = only && others.length === 0 && ["mrow", "mstyle", "mpadded"].includes(only.name);
  return groups ? innermost(only) : [it];
}

/** Before signs between which no bracket is open, and between matrices. */
function cut(nodes: readonly Element[]): Element[][] {
  const pieces: Element[][] = [[]];
  let depth = 0;
  for (const it of nodes) {
    const text = it.name === "mo" ? DomUtils.getText(it).trim() : "";
    const last = pieces.at(-1)!;
    const isSign = SIGNS.has(text) && last.length > 0;
    if (depth === 0 && (isSign || (hasTable(it) && last.some(hasTable)))) {
      // At the beginning of a formula it would be taken for that of a number.
      if (isSign) it.attribs.form = "infix";
      pieces.push([it]);
    } else last.push(it);
    if (text === "(") depth++;
    if (text === ")") depth--;
  }
  return pieces;
}

const hasTable = (it: Element): boolean => it.name === "mtable" || it.children.filter(isTag).some(hasTable);

/** About how wide it is, in digits. */
function widthOf(it: Element): number {
  const parts = it.children.filter(isTag);
  const widths = parts.map(widthOf);
  const sum = widths.reduce((all, width) => all + width, 0);
  if (parts.length === 0) return DomUtils.getText(it).length;
  if (it.name === "mtable" || it.name === "mfrac") return Math.max(...widths);
  if (it.name === "mtr") return sum + 1.5 * (parts.length - 1);
  return sum;
}
