import { element } from "./element.ts";

/**
 * A formula stands in a page twice, as MathML and as what is seen. What is copied has it once, as one would type it: a
 * line of it on a line, a matrix as [1 2; 3 4].
 */
export function copying(): void {
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!selection || selection.isCollapsed) return;
    const text = textOf(selection.getRangeAt(0).cloneRange());
    if (text === undefined) return;
    event.clipboardData!.setData("text/plain", text);
    event.preventDefault();
  });
}

/** Undefined where no formula is in it. */
function textOf(range: Range): string | undefined {
  const [first, last] = [formulaAt(range.startContainer), formulaAt(range.endContainer)];
  const part = range.toString().replaceAll("\u200b", "");
  // Of one number or sign, no more than that.
  if (first && first === last && /^[−\d.]*$/.test(part)) return part;
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const box = element("div", { class: "unseen" });
  const isInDisplay = elementAt(range.commonAncestorContainer)?.closest(".formula");
  box.innerHTML = isInDisplay ? `<div class="formula"></div>` : "";
  (box.firstElementChild ?? box).append(range.cloneContents());
  const formulas = box.querySelectorAll(".katex");
  if (formulas.length === 0) return undefined;
  for (const formula of formulas) formula.replaceWith(written(formula.querySelector("math")!));
  for (const display of box.querySelectorAll(".formula")) display.replaceWith(linesOf(display));
  document.body.append(box);
  // biome-ignore lint/performance/useDomNodeTextContent: where a block ends, a line ends
  const text = box.innerText;
  box.remove();
  return text;
}

const elementAt = (node: Node): Element | null => (node instanceof Element ? node : node.parentElement);
const formulaAt = (node: Node): Element | null | undefined => elementAt(node)?.closest(".katex");

/** A display: what follows a right side begins a line. */
const linesOf = (display: Element): HTMLElement =>
  element(
    "pre",
    {},
    [...display.children]
      .map(({ className, textContent }) => textContent.trim() + (className === "right" ? "\n" : " "))
      .join("")
      .trim(),
  );

/** What stands between the parts of an element of MathML. */
const BETWEEN: Readonly<Record<string, string>> = {
  mfrac: "/",
  msub: "_",
  munder: "_",
  msup: "^",
  mtr: " ",
  mtable: "; ",
};

/** MathML as one would type it. */
function written(node: Node): string {
  if (!(node instanceof Element)) return node.textContent!.replace(/[\u2061-\u2064]/g, "");
  const { localName: name, childNodes } = node;
  const parts = [...childNodes].map(written);
  if (name === "msubsup") return `${parts[0]}_${parts[1]}^${parts[2]}`;
  const isOfTwo = name === "mfrac" || name === "msup";
  const text = parts.map((it) => (isOfTwo && /[ +−]/.test(it) ? `(${it})` : it)).join(BETWEEN[name] ?? "");
  return name === "mo" && /[=≈≠<>+⊙]/.test(text) ? ` ${text} ` : text.replace(/\s+/g, " ");
}
