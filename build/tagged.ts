import { type ChildNode, type Element, isTag, isText, type Text } from "domhandler";
import { DomUtils } from "htmlparser2";
import { asHtml, elements, hasClass, parseHtml } from "./html-tree.ts";
import { mathText } from "./math-text.ts";

/**
 * HTML as a browser makes a good PDF of it. A formula is a picture that has its text: of MathML beside a drawn formula
 * Chromium tags nothing. And a space at the end of a line stays, which Chromium would leave out of tags and outline.
 */
export function forPaper(html: string): string {
  const document = parseHtml(html);
  // A display is one picture, and what is set in it none of its own.
  for (const it of elements(document, (it) => hasClass(it, "formula"))) asPicture(it);
  for (const it of elements(document, (it) => hasClass(it, "katex"))) asPicture(it);
  // What is left is drawn as it is: worksheets have no other formulas.
  for (const it of elements(document, ({ name }) => name === "math"))
    Object.assign(it.attribs, { role: "img", "aria-label": mathText(it) });
  for (const it of elements(document, ({ name }) => RUNNING.has(name))) withSpaces(it);
  return asHtml(document.children).replace(
    "</head>",
    "<style>:where([data-spaces]){white-space:pre-wrap}</style></head>",
  );
}

function asPicture(formula: Element): void {
  const drawn = elements(formula.children, (it) => hasClass(it, "katex-html"));
  if (drawn.every(({ attribs }) => !attribs["aria-hidden"])) return;
  formula.attribs.role = "img";
  formula.attribs["aria-label"] = equationsIn(formula).join("; ");
  for (const it of drawn) delete it.attribs["aria-hidden"];
  for (const it of elements(formula.children, (it) => hasClass(it, "katex-mathml")))
    DomUtils.removeElement(it);
}

/** A formula in text; of a display the equations, each of which begins with its left side. */
function equationsIn(formula: Element): string[] {
  const inText = (it: Element) =>
    elements(it.children, ({ name }) => name === "math")
      .map(mathText)
      .join(" ");
  const sides = elements(formula.children, (it) =>
    ["left", "sign", "right"].some((side) => hasClass(it, side)),
  );
  if (sides.length === 0) return [inText(formula)];
  const equations: string[][] = [];
  for (const side of sides)
    if (hasClass(side, "left") || equations.length === 0) equations.push([inText(side)]);
    else equations.at(-1)!.push(inText(side));
  return equations.map((it) => it.join(" "));
}

/** What holds running text. */
const RUNNING: ReadonlySet<string> = new Set([
  "h1",
  "h2",
  "h3",
  "p",
  "li",
  "td",
  "th",
  "figcaption",
  "dt",
  "dd",
]);
/** What stands in a line of it. A style sheet may make a line of anything else. */
const INLINE: ReadonlySet<string> = new Set([
  "a",
  "b",
  "br",
  "code",
  "em",
  "strong",
  "sub",
  "sup",
  "svg",
  "var",
  "wbr",
]);
const isInline = (it: Element): boolean =>
  INLINE.has(it.name) ||
  (it.name === "span" && (!it.attribs.class || /^(?:number|whole|katex)\b/.test(it.attribs.class)));
/** It is alone in its line. */
const isLabel = (it: Element): boolean => hasClass(it, "label");

/** What has no text of its own in the line. */
const isWhole = (it: Element): boolean => hasClass(it, "katex") || it.name === "svg";

/** Only spaces that are seen are left, and those are kept. */
function withSpaces(block: Element): void {
  const inside = (nodes: readonly ChildNode[]): boolean =>
    nodes.filter(isTag).every((it) => isLabel(it) || (isInline(it) && (isWhole(it) || inside(it.children))));
  if (block.attribs.class || !inside(block.children)) return;
  block.attribs["data-spaces"] = "";
  let last: Text | undefined;
  let isSpaced = true;
  const visit = (node: ChildNode): void => {
    if (isText(node)) {
      node.data = node.data.replace(/[ \t\r\n]+/g, " ");
      if (isSpaced) node.data = node.data.trimStart();
      if (node.data === "") return;
      isSpaced = node.data.endsWith(" ");
      last = node;
    } else if (isTag(node) && !isWhole(node)) {
      for (const it of node.children) visit(it);
      if (node.name === "br" || isLabel(node)) isSpaced = true;
    } else if (isTag(node)) {
      isSpaced = false;
      last = undefined;
    }
  };
  for (const it of block.children) visit(it);
  if (last && isSpaced) last.data = last.data.trimEnd();
}
