import { parseMark } from "../../../src/network/marks.ts";

/** The marked numbers of the page, in its text, formulas, tables and figures. */
export interface Marked {
  /** Where a number stands: in the text, in its order, then beside it, also on the edge or node that it belongs to. */
  all(mark: string): readonly Element[];
  /** Where it stands in the text. */
  inText(mark: string): readonly Element[];
  /** Whether it stands in a formula. */
  isInFormula(mark: string): boolean;
  /** Every mark, in the same order. */
  marks(): Iterable<string>;
  /** The page was patched. */
  forget(): void;
}

/** Looked up once for each state of the page. */
export function markedNumbers(): Marked {
  let known: Record<"own" | "beside", Map<string, Element[]>> | undefined;
  const index = () => {
    if (known) return known;
    known = { own: new Map(), beside: new Map() };
    for (const element of marked("main [data-cell]:not(.place *)"))
      add(known.own, element.dataset.cell!, element);
    for (const element of marked(".network [data-cell]")) {
      const mark = element.dataset.cell!;
      add(known.own, mark, element);
      if (!element.matches("text")) add(known.beside, belongsTo(mark), element);
    }
    return known;
  };
  let inFormulas: Set<string> | undefined;
  const own = (mark: string) => index().own.get(mark) ?? [];
  return {
    all: (mark) => [...new Set([...own(mark), ...(index().beside.get(belongsTo(mark)) ?? [])])],
    inText: (mark) => own(mark).filter((it) => !it.closest(".place")),
    isInFormula(mark) {
      inFormulas ??= new Set(
        [...index().own.keys()].filter((it) => own(it).some((at) => at.closest(".formula"))),
      );
      return inFormulas.has(mark);
    },
    marks: () => index().own.keys(),
    forget() {
      known = inFormulas = undefined;
    },
  };
}

const marked = (selector: string) => document.querySelectorAll<HTMLElement | SVGElement>(selector);

function add(to: Map<string, Element[]>, key: string, element: Element): void {
  const same = to.get(key);
  if (same) same.push(element);
  else to.set(key, [element]);
}

/** In a network a slope and a new weight belong to the edge of their weight; a sum, its bias and its slopes to its node. */
const belongsTo = (mark: string): string =>
  mark
    .replace(/^d[^_]+_d/, "")
    .replace("_next", "")
    .replace(/^[bzh]/, "");

/** The mark of the number at a place of the page, if there is one that the network knows. */
export function markAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  const mark = target.closest<HTMLElement | SVGElement>("[data-cell]")?.dataset.cell;
  return mark !== undefined && parseMark(mark) ? mark : undefined;
}
