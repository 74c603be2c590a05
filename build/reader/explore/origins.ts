import { homeOf, partOf, placeIn } from "../../../src/book/chapter.ts";
import { type Writer, writer } from "../../../src/book/writer.ts";
import { blocksOf, type Mark, markOf, parseMark, single } from "../../../src/network/marks.ts";
import { isMatrix, isRate, kindOf } from "../../../src/network/quantities.ts";
import type { Kind, Name } from "../../../src/network/values.ts";
import type { Origin, Worked } from "../../../src/typeset/equations.ts";
import type { Live } from "./live.ts";

/** What can be said of a number of the page. */
export interface Told extends Mark {
  readonly mark: string;
  readonly kind: Kind;
  /** The number as the page shows it, in HTML. */
  readonly value: string;
  /** How it was worked out; none for what is given, drawn or chosen. */
  readonly worked?: Worked;
  /** The marks of what it was made from. */
  readonly sources: readonly string[];
  /** Where it comes from, in words. */
  readonly words: string;
  /** The page of the chapter that makes it, where that is another page. */
  readonly href?: string;
}

export interface Origins {
  /** Undefined where the lesson, as it is now, has no such number. */
  tell(mark: string): Told | undefined;
  /**
   * The marks of what is worked out together with a number on this page: the entries of its matrix, row after row, or
   * the single numbers of its stage. None for what is given, or worked out on another page.
   */
  siblings(mark: string): string[];
  /** The numbers have changed. */
  forget(): void;
}

/** Where the numbers of a live page come from, by the equations of its chapters. */
export function originsOf(live: Live): Origins {
  const writers = new Map<string, Writer>();
  /** By prefix and name. */
  const known = new Map<string, Origin | undefined>();

  function writerOf(prefix: string): Writer {
    const w = writers.get(prefix) ?? writer(live.trace(prefix), live.telling, prefix);
    writers.set(prefix, w);
    return w;
  }

  function originOf({ prefix, cell: { name } }: Mark): Origin | undefined {
    if (isRate(name)) return undefined;
    const key = prefix + name;
    if (!known.has(key)) known.set(key, writerOf(prefix).origin(name));
    return known.get(key);
  }

  function isThere({ prefix, cell: { name, row, col } }: Mark): boolean {
    if (isRate(name)) return true;
    const value = live.trace(prefix)[name];
    // With another brick a value may be gone.
    return typeof value === "number" || (value !== undefined && row < value.rows && col < value.cols);
  }

  /** The chapter that makes a value, where it is another one. */
  const hrefOf = (name: Name): string | undefined =>
    homeOf(live.chapters, name)?.name === live.page.name ? undefined : placeIn(live.chapters, name);

  return {
    tell(mark) {
      const parsed = parseMark(mark);
      if (!parsed || !isThere(parsed)) return undefined;
      const { prefix, cell } = parsed;
      const { name, row, col } = cell;
      const { explore } = live.telling.words;
      const { lesson, changed } = live.trace(prefix);
      const origin = originOf(parsed);
      const cells = origin?.sources(row, col) ?? [];
      const worked = origin?.worked(row, col);
      const told = worked?.sign === "≠" ? explore.notFrom : explore.from;
      const isMade = !isRate(name) && changed?.includes(name);
      const given = () => (isMade ? explore.changed : explore.given(cell, lesson));
      const words = origin ? told(blocksOf(cells)) : given();
      const href = isRate(name) ? undefined : hrefOf(name);
      return {
        mark,
        prefix,
        cell,
        kind: kindOf(name),
        value: writerOf(prefix).number(cell),
        ...(worked && { worked }),
        sources: cells.map((it) => markOf(it, prefix)),
        words: prefix === "" ? words : `${explore.other(lesson)} ${words}`,
        ...(href && { href }),
      };
    },
    siblings(mark) {
      const parsed = parseMark(mark);
      const origin = parsed && originOf(parsed);
      if (!origin || hrefOf(origin.result) !== undefined) return [];
      const { prefix, cell } = parsed;
      if (!isMatrix(cell.name))
        return partOf(homeOf(live.chapters, origin.result)!, live.trace(prefix).lesson)
          .makes.filter((name) => !isMatrix(name))
          .map((name) => markOf(single(name), prefix));
      const { rows, cols } = origin;
      return Array.from({ length: rows * cols }, (_, i) =>
        markOf({ name: cell.name, row: Math.floor(i / cols), col: i % cols }, prefix),
      );
    },
    forget() {
      writers.clear();
      known.clear();
    },
  };
}
