import { parseMark } from "../../../src/network/marks.ts";

/** The marked numbers of the page, in its text, formulas, tables and figures. */
export interface Marked {
  /** Where a number stands, in the order of the page. */
  all(mark: string): readonly Element[];
  /** Every mark, in the order of the page. */
  marks(): Iterable<string>;
  /** The page was patched. */
  forget(): void;
}

/** Looked up once for each state of the page. */
export function markedNumbers(): Marked {
  let known: Map<string, Element[]> | undefined;
  const index = (): Map<string, Element[]> => {
    if (known) return known;
    known = new Map();
    for (const element of document.querySelectorAll<HTMLElement | SVGElement>("main [data-cell]")) {
      const mark = element.dataset.cell!;
      const same = known.get(mark);
      if (same) same.push(element);
      else known.set(mark, [element]);
    }
    return known;
  };
  return {
    all: (mark) => index().get(mark) ?? [],
    marks: () => index().keys(),
    forget() {
      known = undefined;
    },
  };
}

/** The mark of the number at a place of the page, if there is one that the network knows. */
export function markAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  const mark = target.closest<HTMLElement | SVGElement>("[data-cell]")?.dataset.cell;
  return mark !== undefined && parseMark(mark) ? mark : undefined;
}
