import { type ChildNode, Element, isTag, Text } from "domhandler";
import { DomUtils } from "htmlparser2";
import { asXml, elements, hasClass, parseHtml } from "../../../html-tree.ts";
import { mathText } from "../../../math-text.ts";
import { inPieces } from "./pieces.ts";
import { xhtml } from "./xhtml.ts";

/** A page of the site as a chapter of an EPUB: XHTML with MathML, without what only a screen or a script needs. */
export interface Chapter {
  /** That of its page. */
  readonly name: string;
  readonly title: string;
  /** The places on it that a table of contents leads to. */
  readonly headings: readonly { readonly id: string; readonly title: string }[];
  readonly main: Element;
}

export const fileOf = ({ name }: Pick<Chapter, "name">): string => `${name}.xhtml`;

/**
 * @param html the `<main>` of a page
 * @param isFirst whether the lesson stands at its foot: at that of the others it would be the same
 */
export function chapterOf(name: string, html: string, isFirst: boolean): Chapter {
  const [main] = elements(parseHtml(html).children, (it) => it.name === "main");
  const all = (test: (it: Element) => boolean) => elements(main!.children, test);
  for (const it of all((it) => isOfScreens(it) || (hasClass(it, "lesson") && !isFirst)))
    DomUtils.removeElement(it);
  for (const it of all((it) => hasClass(it, "formula"))) inLines(it);
  for (const it of all((it) => hasClass(it, "katex"))) inMathMl(it);
  for (const it of all((it) => it.name === "math" && isInLine(it))) inPieces(it);
  for (const it of all((it) => it.name === "label")) become(it, "div", { class: "option" });
  for (const it of all(() => true)) withoutUse(it);
  for (const it of all((it) => it.name === "svg")) asEpubHasIt(it);
  return {
    name,
    title: textOf(all((it) => it.name === "h1")[0]!),
    headings: all((it) => it.name === "h2" && it.attribs.id !== undefined).map((it) => ({
      id: it.attribs.id!,
      title: textOf(it),
    })),
    main: main!,
  };
}

/** What stands in the margin of a screen, switches, and places where scripts put something. */
const isOfScreens = (it: Element): boolean =>
  ["place", "controls", "laboratory", "switch"].some((name) => hasClass(it, name)) ||
  ["input", "button"].includes(it.name);

function become(it: Element, name: string, attribs: Record<string, string>): void {
  it.name = name;
  it.attribs = attribs;
}

/** A display has its equations under each other, and what each goes on with. */
function inLines(formula: Element): void {
  const lines: Element[] = [];
  let isFull = true;
  for (const side of formula.children.filter(isTag)) {
    if (isFull) lines.push(new Element("div", { class: hasClass(side, "left") ? "line" : "line on" }));
    isFull = hasClass(side, "right");
    DomUtils.appendChild(lines.at(-1)!, side);
  }
  formula.children = [];
  for (const line of lines) DomUtils.appendChild(formula, line);
}

/** A formula as MathML alone, with its text for programs that do not know MathML. */
function inMathMl(formula: Element): void {
  const [math] = elements(formula.children, (it) => it.name === "math");
  math!.attribs.alttext = mathText(math!);
  for (const it of elements(math!.children, ({ name }) => name === "semantics"))
    DomUtils.replaceElement(it, it.children[0]!);
  DomUtils.replaceElement(formula, math!);
}

/** Whether a formula stands in a line of a display. */
const isInLine = ({ parent }: Element): boolean =>
  parent !== null && isTag(parent) && hasClass(parent, "right");

/** Attributes for scripts, and for boxes that scroll. */
function withoutUse(it: Element): void {
  const scrolls = it.attribs.tabindex !== undefined && it.name !== "svg";
  for (const name of Object.keys(it.attribs))
    if (
      name.startsWith("data-") ||
      name === "tabindex" ||
      (scrolls && (name === "role" || name === "aria-label")) ||
      (name === "style" && it.attribs.style!.includes("--"))
    )
      delete it.attribs[name];
}

/** In an EPUB a link in a drawing has a title, a drawing is no group, and what paints under what is told by the style sheet. */
function asEpubHasIt(drawing: Element): void {
  if (drawing.attribs.role !== "img") delete drawing.attribs.role;
  for (const it of elements(drawing.children, ({ attribs }) => attribs["paint-order"] !== undefined))
    delete it.attribs["paint-order"];
  for (const it of elements(drawing.children, ({ name }) => name === "a")) {
    const title = new Element("title", {}, [new Text(it.attribs["aria-label"] ?? textOf(it))]);
    DomUtils.prependChild(it, title);
  }
}

const textOf = (it: Element): string => {
  const told = (node: ChildNode): string =>
    isTag(node) ? (node.attribs.alttext ?? node.children.map(told).join("")) : DomUtils.getText(node);
  return told(it).replace(/\s+/g, " ").trim();
};

/**
 * The file of a chapter.
 * @param chapters of the book, by their names: a link to what is in none of them is only its text
 */
export function xhtmlOf(chapter: Chapter, chapters: ReadonlyMap<string, Chapter>, language: string): string {
  const { main, title } = chapter;
  for (const it of elements(
    main.children,
    ({ name, attribs }) => name === "a" && attribs.href !== undefined,
  )) {
    const href = inBook(it.attribs.href!, chapter, chapters);
    if (href === undefined) become(it, isInSvg(it) ? "g" : "span", {});
    else it.attribs.href = href;
  }
  return xhtml(
    language,
    title,
    `<section epub:type="chapter" role="doc-chapter">
${asXml(main.children)}
</section>`,
  );
}

const isInSvg = (it: Element): boolean =>
  it.name === "svg" || (it.parent !== null && isTag(it.parent) && isInSvg(it.parent));

/** Where a link of the site leads in the book. */
function inBook(href: string, { name }: Chapter, chapters: ReadonlyMap<string, Chapter>): string | undefined {
  if (/^https?:/.test(href)) return href;
  const [, page = name, id] = /^(?:([\w-]+)\.html)?(?:#(.*))?$/.exec(href) ?? [];
  const to = chapters.get(page);
  if (!to || (id === undefined && page === name)) return undefined;
  if (id === undefined) return fileOf(to);
  const isThere = elements(to.main.children, ({ attribs }) => attribs.id === id).length > 0;
  return isThere ? `${page === name ? "" : fileOf(to)}#${id}` : undefined;
}

/** What the package must say of a file that has it. */
export const propertiesOf = ({ main }: Chapter): string[] =>
  [
    ["mathml", "math"],
    ["svg", "svg"],
  ].flatMap(([property, tag]) =>
    elements(main.children, ({ name }) => name === tag).length > 0 ? [property!] : [],
  );
