import { LIKE_FORMULAS, MARGIN, OF_PAGE } from "../../../src/figures/taken.ts";

/** A figure as a file of its own: what is seen of it, and nothing that a page around it would have to give. */

export type Look = "light" | "dark";

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What a part takes from the part around it, if it does not say otherwise: written where it is another. */
const INHERITED = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-dasharray",
  "stroke-opacity",
  "fill-opacity",
  "fill-rule",
  "paint-order",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "text-anchor",
] as const;
/** What is so where a file does not say it. */
const INITIAL: Readonly<Record<string, string>> = {
  fill: "#000000",
  stroke: "none",
  "stroke-width": "1",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-dasharray": "none",
  "stroke-opacity": "1",
  "fill-opacity": "1",
  "fill-rule": "nonzero",
  "paint-order": "normal",
  "font-style": "normal",
  "font-weight": "400",
  "text-anchor": "start",
};
/** Lights of the moment: of what is pointed at or chosen, and of what has just changed. */
const PASSING = ["same", "chosen", "feeds", "changed"];

/**
 * @param look the paper that it stands on, whatever that of the page is
 * @param note stands under it, where it is not empty
 */
export function pictureOf(figure: SVGSVGElement, look: Look, note: string): Picture {
  // A copy is looked at where the figure stands, so that the rules of the page reach it, but out of sight.
  const room = document.createElement("div");
  room.style.cssText = `color-scheme:${look};background:var(--paper);position:fixed;left:-9999px;top:0`;
  const copy = figure.cloneNode(true) as SVGSVGElement;
  for (const it of copy.querySelectorAll("*")) it.classList.remove(...PASSING);
  for (const use of copy.querySelectorAll("use")) use.replaceWith(usedBy(use));
  if (note) copy.append(underneath(copy, note));
  room.append(copy);
  figure.after(room);
  try {
    const { x, y, width, height } = frameOf(copy);
    const changes = [...written(copy, INITIAL)];
    for (const change of changes) change();
    const paper = colour(getComputedStyle(room).backgroundColor);
    const sheet = document.createElementNS(copy.namespaceURI!, "rect");
    for (const [name, value] of Object.entries({ x, y, width, height, fill: paper }))
      sheet.setAttribute(name, String(value));
    copy.querySelector(":scope > desc")?.after(sheet);
    for (const [name, value] of Object.entries({ width, height, viewBox: `${x} ${y} ${width} ${height}` }))
      copy.setAttribute(name, String(value));
    copy.setAttribute("role", "img");
    return { svg: `${new XMLSerializer().serializeToString(copy)}\n`, width, height };
  } finally {
    room.remove();
  }
}

/** Room for all that is drawn: a figure may reach over its own edges. */
function frameOf(copy: SVGSVGElement): DOMRect {
  const { x, y, width, height } = copy.viewBox.baseVal;
  const box = copy.getBBox();
  const [left, top] = [Math.floor(Math.min(x, box.x)) - MARGIN, Math.floor(Math.min(y, box.y)) - MARGIN];
  return new DOMRect(
    left,
    top,
    Math.ceil(Math.max(x + width, box.x + box.width)) + MARGIN - left,
    Math.ceil(Math.max(y + height, box.y + box.height)) + MARGIN - top,
  );
}

function underneath({ viewBox, namespaceURI }: SVGSVGElement, text: string): Element {
  const { x, y, height } = viewBox.baseVal;
  const line = document.createElementNS(namespaceURI!, "text");
  for (const [name, value] of Object.entries({ x, y: y + height + 16, class: "muted", "font-size": 12 }))
    line.setAttribute(name, String(value));
  line.textContent = text;
  return line;
}

/** What stands elsewhere in the page, and is shown here. */
function usedBy(use: SVGUseElement): Element {
  const group = document.createElementNS(use.namespaceURI!, "g");
  const used = document.querySelector(use.getAttribute("href") ?? "none")?.cloneNode(true) as Element | null;
  used?.removeAttribute("id");
  group.append(used ?? "");
  return group;
}

/** What makes an element, and all in it, look the same without the page. Looks are read before the first is changed. */
function* written(element: Element, around: Readonly<Record<string, string>>): Generator<() => void> {
  const style = getComputedStyle(element);
  if (style.display === "none" || element.matches(".hit")) {
    yield () => element.remove();
    return;
  }
  const looks: Record<string, string> = { opacity: style.opacity };
  for (const name of INHERITED) looks[name] = look(name, style.getPropertyValue(name));
  const isFormula = /KaTeX/.test(style.fontFamily) && element.localName === "text";
  const length = isFormula ? Math.round((element as SVGTextElement).getComputedTextLength() * 10) / 10 : 0;
  const isDrawn = !element.matches("title, desc");
  if (isDrawn) for (const child of element.children) yield* written(child, looks);
  yield () => {
    for (const { name } of [...element.attributes])
      if (OF_PAGE.test(name) && !(name === "aria-labelledby" && element.matches("svg:has(> title)")))
        element.removeAttribute(name);
    for (const name of ["opacity", ...INHERITED]) element.removeAttribute(name);
    if (!isDrawn) return;
    if (looks.opacity !== "1") element.setAttribute("opacity", looks.opacity!);
    for (const name of INHERITED) if (looks[name] !== around[name]) element.setAttribute(name, looks[name]!);
    if (length > 0) {
      element.setAttribute("textLength", String(length));
      element.setAttribute("lengthAdjust", "spacingAndGlyphs");
    }
    if (element.localName === "a") element.replaceWith(asGroup(element));
  };
}

/** A link leads nowhere from a picture. */
function asGroup(link: Element): Element {
  const group = document.createElementNS(link.namespaceURI!, "g");
  for (const { name, value } of link.attributes) group.setAttribute(name, value);
  group.append(...link.childNodes);
  return group;
}

/** A computed value as an attribute. */
function look(name: string, value: string): string {
  if (name === "fill" || name === "stroke") return colour(value);
  if (name === "font-family")
    return /KaTeX_\w+/.test(value) ? `${RegExp.lastMatch}, ${LIKE_FORMULAS}` : value;
  return value.replace(/(\d)px/g, "$1").replace(/(\d), /g, "$1 ");
}

/** Programs that draw know #0b5aa2 where they may not know rgb(11 90 162). */
const colour = (value: string): string =>
  value.replace(
    /^rgb\((\d+), (\d+), (\d+)\)$/,
    (_, ...parts) =>
      `#${parts
        .slice(0, 3)
        .map((part) => Number(part).toString(16).padStart(2, "0"))
        .join("")}`,
  );

/** The same in pixels, `scale` of them to a unit. */
export async function pngOf({ svg, width, height }: Picture, scale: number): Promise<Blob> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = url;
    await image.decode();
  } finally {
    URL.revokeObjectURL(url);
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * scale, height * scale];
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture")))),
  );
}
