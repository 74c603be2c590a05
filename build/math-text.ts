import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { DomUtils } from "htmlparser2";

/**
 * MathML as one line of text, for those to whom it is read: `z_1 = X W_1`, `(a + b)/(2 N)`, and a matrix with its rows
 * apart by semicolons, `[1, 2; 3, 4]`.
 */
export const mathText = (math: Element): string => told(math).replace(/\s+/g, " ").trim();

function told(node: ChildNode): string {
  if (isText(node)) return node.data;
  if (!isTag(node)) return "";
  const parts = DomUtils.getChildren(node).filter(isTag);
  const part = (i: number): string => (parts[i] ? told(parts[i]) : "");
  const way = WAYS[node.name];
  return way ? way(part, node) : DomUtils.getChildren(node).map(told).join("");
}

type Way = (part: (i: number) => string, node: Element) => string;

const WAYS: Readonly<Record<string, Way>> = {
  mo: (_, node) => operator(DomUtils.getText(node)),
  mspace: () => " ",
  mphantom: () => "",
  annotation: () => "",
  mfrac: (part) => `${grouped(part(0))}/${grouped(part(1))}`,
  msub: (part) => scripted(part(0), part(1)),
  munder: (part) => scripted(part(0), part(1)),
  msup: (part) => scripted(part(0), "", part(1)),
  mover: (part) => scripted(part(0), "", part(1)),
  msubsup: (part) => scripted(part(0), part(1), part(2)),
  munderover: (part) => scripted(part(0), part(1), part(2)),
  msqrt: (part) => `√${grouped(part(0))}`,
  mtable: (_, node) => rows(node).join("; "),
  mtr: (_, node) => DomUtils.getChildren(node).filter(isTag).map(told).join(", "),
};

/** What stands at the foot and at the head of something; a sum keeps a distance from what is summed. */
const scripted = (base: string, foot: string, head = ""): string =>
  [base, foot && `_${grouped(foot)}`, head && `^${grouped(head)}`, base.trim() === "∑" ? " " : ""].join("");

const rows = (table: Element): string[] => DomUtils.getChildren(table).filter(isTag).map(told);

/** A number, a word or a sign needs no brackets. */
const grouped = (text: string): string => {
  const it = text.trim();
  return /^(?:[\d.,]*|\p{L}+|.)$/u.test(it) ? it : `(${it})`;
};

/** Signs between which and what stands beside them there is a space. */
const APART = /^[=≈≠<>≤≥+−⋅·×⊙→∈-]$/;

/** Signs that are not seen are left out. */
const operator = (sign: string): string =>
  APART.test(sign) ? ` ${sign} ` : sign.replace(/[\u2061-\u2064]/g, "");
