import { type ChildNode, Element, isTag } from "domhandler";
import { DomUtils, parseDocument } from "htmlparser2";
import { pages } from "../../../chapters/pages.ts";
import { wholeMain } from "../../../src/book/page.ts";
import { ALONE } from "../../../src/figures/alone.ts";
import type { Attributes } from "../../../src/figures/looks.ts";
import { coordinates } from "../../../src/figures/svg.ts";
import { LIKE_FORMULAS, MARGIN, OF_PAGE } from "../../../src/figures/taken.ts";
import { writtenBook } from "../../site.ts";
import type { Format } from "./format.ts";

/** Every figure of the book as a picture of its own, named by its page and its id. */
export const svg: Format = {
  does: "every figure of the book as a picture",
  isFolder: true,
  async make(source) {
    const { partsOf } = await writtenBook(source);
    return new Map(pages.flatMap((page) => [...picturesOf(wholeMain(partsOf(page)), page.name)]));
  },
};

/** The pictures on a page. */
export function picturesOf(main: string, page: string): Map<string, string> {
  const { children } = parseDocument(main, { lowerCaseAttributeNames: false, recognizeSelfClosing: true });
  const figures = DomUtils.filter((it) => isTag(it) && isFigure(it), children) as Element[];
  const parts = new Map(
    (DomUtils.filter((it) => isTag(it) && it.attribs.id !== undefined, children) as Element[]).map((it) => [
      it.attribs.id!,
      it,
    ]),
  );
  return new Map(
    figures.map((figure) => [
      `${page}-${titleIn(figure)!.attribs.id!.replace(/-title$/, "")}.svg`,
      pictureOf(figure, parts),
    ]),
  );
}

const titleIn = (figure: Element): Element | undefined =>
  figure.children.filter(isTag).find(({ name }) => name === "title");

const classesOf = ({ attribs }: Element): string[] => attribs.class?.split(" ") ?? [];
/** The logo is none, and what is kept for other figures. */
const isFigure = (it: Element): boolean =>
  it.name === "svg" && classesOf(it).includes("figure") && titleIn(it) !== undefined;

/** What a style sheet would say of classes, beside what stands in the attributes of a figure (`ALONE`). */
const LOOKS: Readonly<Record<string, Attributes>> = {
  math: { "font-family": `KaTeX_Main, ${LIKE_FORMULAS}` },
  letter: { "font-family": `KaTeX_Math, ${LIKE_FORMULAS}`, "font-style": "italic" },
  named: { "font-weight": "600" },
  stop: { "stroke-width": "1", "stroke-dasharray": "2 3", opacity: "0.4" },
  "edge-of-paper": { stroke: ALONE.paper!.fill },
};
const INK = String(ALONE.ink!.color);
const PAPER = String(ALONE.paper!.fill);

/** The same drawing, on paper, with nothing in it that a page around it would have to give. */
function pictureOf(figure: Element, parts: ReadonlyMap<string, Element>): string {
  const [x, y, width, height] = figure.attribs.viewBox!.split(" ").map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const frame = [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN] as const;
  const drawn = alone(figure, { color: INK, isStroked: false, isLit: false }, parts)!;
  const sized = { width: coordinates(frame[2]), height: coordinates(frame[3]) };
  const sheet = new Element("rect", {
    ...{ x: coordinates(frame[0]), y: coordinates(frame[1]), ...sized, fill: PAPER, stroke: "none" },
  });
  const afterWords = drawn.children.findLastIndex((it) => isTag(it) && /^(?:title|desc)$/.test(it.name)) + 1;
  const label = figure.attribs["aria-labelledby"];
  const picture = new Element(
    "svg",
    {
      ...drawn.attribs,
      ...sized,
      viewBox: coordinates(...frame),
      role: "img",
      ...(label && { "aria-labelledby": label }),
    },
    [...drawn.children.slice(0, afterWords), sheet, ...drawn.children.slice(afterWords)],
  );
  return `${DomUtils.getOuterHTML(picture, { xmlMode: true, encodeEntities: "utf8" })}\n`;
}

/** What an element takes from those around it. */
interface Around {
  readonly color: string;
  readonly isStroked: boolean;
  readonly isLit: boolean;
}

/** A copy as it looks without the page; none of what only feels for a pointer. */
function alone(it: Element, around: Around, parts: ReadonlyMap<string, Element>): Element | undefined {
  const classes = classesOf(it);
  if (classes.includes("hit")) return undefined;
  const { color = around.color } = it.attribs;
  const attribs: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...it.attribs, ...looksOf(it, classes, around) }))
    if (!OF_PAGE.test(name)) attribs[name] = value === "currentColor" ? color : value;
  const inside: Around = {
    color,
    isStroked: attribs.stroke === undefined ? around.isStroked : attribs.stroke !== "none",
    isLit: classes.includes("lit"),
  };
  if (it.name === "use") {
    const used = parts.get(it.attribs.href!.slice(1));
    const copy = used && alone(used, inside, parts);
    if (copy) delete copy.attribs.id;
    return new Element("g", attribs, copy ? [copy] : []);
  }
  const children = it.children.flatMap((child): ChildNode[] => {
    if (!isTag(child)) return [child.cloneNode()];
    const copy = alone(child, inside, parts);
    return copy ? [copy] : [];
  });
  // A link leads nowhere from a picture.
  return new Element(it.name === "a" ? "g" : it.name, attribs, children);
}

function looksOf(it: Element, classes: readonly string[], around: Around): Record<string, string> {
  const looks = Object.assign({}, ...classes.map((name) => LOOKS[name])) as Record<string, string>;
  if (it.name !== "text") return looks;
  // Words have no outline but a halo, and the colour of what they name, but for those on a dark ground.
  if (around.isStroked && it.attribs.stroke === undefined) looks.stroke = "none";
  const isHalo = classes.includes("halo") && it.attribs["aria-hidden"] !== undefined;
  const isOwn = ["paper", "panel", "filled", "tint"].some((name) => classes.includes(name));
  if (!isOwn) looks.fill = isHalo || around.isLit ? PAPER : "currentColor";
  return looks;
}
