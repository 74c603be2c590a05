import type { Mark, Marked, MarkedAsk } from "./marking.ts";
import type { Mistake } from "./mistakes.ts";

/** What is to be said of the answers to one matrix: what is wrong in the same way is told once. */
export interface Finding {
  readonly is: Exclude<Mark["is"], "right">;
  /** Of a mistake. */
  readonly name?: Mistake;
  readonly blanks: readonly Marked[];
}

const ORDER = ["mistake", "wrong", "unreadable", "empty", "carried"] as const satisfies Finding["is"][];

export function findingsIn({ blanks }: MarkedAsk): Finding[] {
  const found = new Map<string, { is: Finding["is"]; name?: Mistake; blanks: Marked[] }>();
  for (const it of blanks) {
    const { mark } = it;
    if (mark.is === "right") continue;
    const name = mark.is === "mistake" ? { name: mark.name } : {};
    const key = `${mark.is} ${name.name}`;
    const finding = found.get(key) ?? { is: mark.is, ...name, blanks: [] };
    found.set(key, finding);
    finding.blanks.push(it);
  }
  return [...found.values()].sort((a, b) => ORDER.indexOf(a.is) - ORDER.indexOf(b.is));
}
