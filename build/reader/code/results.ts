import type { CodeWords } from "../../../chapters/words/code.ts";
import type { Apart, Checked, Compared } from "../../../src/code/job.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import type { Matrix } from "../../../src/math/matrix.ts";
import type { Held } from "../../../src/network/held.ts";
import { element } from "../element.ts";

/** What came of a run, in tables: what the code makes beside the book's, and what the checks say. */

/** How the tables write numbers and lessons. */
export interface Writing {
  readonly words: CodeWords;
  number(x: number): string;
  lesson(lesson: Lesson): string;
}

/** So many entries stand in the table; those that differ come first. */
const MOST = 12;

const cell = (text: string, className = "") => element("td", className ? { class: className } : {}, text);
const head = (text: string) => element("th", { scope: "col" }, text);
const rowHead = (text: string) => element("th", { scope: "row" }, text);

function table(
  caption: string,
  className: string,
  heads: readonly string[],
  rows: readonly HTMLElement[],
): HTMLElement {
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    element(
      "table",
      { class: className },
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...heads.map((it) => (it ? head(it) : cell(""))))),
      ...(rows[0]?.matches("tbody") ? rows : [element("tbody", {}, ...rows)]),
    ),
  );
}

interface Entry {
  name(): string;
  readonly book: number;
  readonly own: number;
  readonly asked?: number;
}

/** How an entry stands to what is asked for: the book's, or a task's. */
type Likeness = "same" | "close" | "differs";
/** As near as this, two numbers may be one that was worked out in another way. */
const CLOSE = 1e-12;
const likenessOf = ({ book, own, asked = book }: Entry): Likeness =>
  asked === own ? "same" : Math.abs(own - asked) <= CLOSE * Math.abs(asked) ? "close" : "differs";
const isSame = (it: Entry) => likenessOf(it) === "same";
const looksOf = { same: "agrees", close: "", differs: "fails" };

/** Whether what the code makes is what the book makes, to the last bit. */
export const areEqual = (it: Compared): boolean => entriesOf(it).every(({ book, own }) => own === book);

function entriesOf({ name, book, own, asked }: Compared): Entry[] {
  if (typeof book === "number")
    return [
      { name: () => name, book, own: own as number, ...(asked !== undefined && { asked: asked as number }) },
    ];
  return Array.from(book.data, (x, i) => ({
    name: () => entryName(name, [Math.floor(i / book.cols), i % book.cols]),
    book: x,
    own: (own as Matrix).data[i]!,
    ...(asked !== undefined && { asked: (asked as Matrix).data[i]! }),
  }));
}
const entryName = (name: string, at: readonly number[] | undefined) =>
  at ? `${name}[${at.join(",")}]` : name;

/** An entry that is not as asked, in words. */
export const apartTold = (
  { name, at, own, asked }: Apart,
  where: string,
  { words, number }: Writing,
): string => words.tasks.unsolved(entryName(name, at), where, number(own), number(asked));

/** What the code makes, beside the book's. */
export function valuesTable(compared: readonly Compared[], { words, number }: Writing): HTMLElement {
  const { values } = words;
  const entries = compared.flatMap(entriesOf);
  const isAsked = entries.some(({ asked }) => asked !== undefined);
  const differing = entries.filter((it) => !isSame(it));
  if (differing.length === 0) {
    const names = compared.map(({ name }) => name).join(", ");
    return element("p", { class: "agrees" }, `✓ ${values.allSame(names, isAsked)}`);
  }
  const shown = new Set([...differing, ...entries.filter(isSame)].slice(0, MOST));
  const inOrder = entries.filter((it) => shown.has(it));
  const rows = inOrder.map((it) =>
    element(
      "tr",
      {},
      rowHead(it.name()),
      cell(number(it.book)),
      ...(isAsked ? [cell(number(it.asked ?? it.book))] : []),
      cell(number(it.own)),
      cell(values[likenessOf(it)], looksOf[likenessOf(it)]),
    ),
  );
  const rest = entries.filter((it) => !shown.has(it));
  const more =
    rest.length > 0
      ? [element("p", {}, values.more(rest.length, rest.filter((it) => !isSame(it)).length))]
      : [];
  return element(
    "div",
    {},
    table(
      values.caption,
      "check",
      [values.entry, values.book, ...(isAsked ? [values.asked] : []), values.own, ""],
      rows,
    ),
    ...more,
    ...(inOrder.some((it) => likenessOf(it) === "close")
      ? [element("p", { class: "hint" }, values.near)]
      : []),
  );
}

const ofAll = ({ agree, differ, untold }: Held["nudging"]): number => agree + differ + untold;

/** What nudging and the tape say, lesson by lesson. */
export function checksTable(
  all: readonly Checked[],
  { words, number, lesson }: Writing,
  about: string,
): HTMLElement {
  const { checks } = words;
  const weights = [...new Set(all.flatMap(({ held }) => held.map((it) => it.weights)))];
  const ways = ["nudging", "tape"] as const;
  const differs = ({ held, fault }: Checked) =>
    fault || held.some((one) => ways.some((way) => (one[way]?.differ ?? 0) > 0));
  /** The page's own lesson, the probe with its bricks, and others where something is wrong. */
  const shown = all.filter((it, i) => i < 2 || differs(it));
  /** Each lesson, and under it what is said of its slopes. */
  const groups = shown.map(({ lesson: its, held, fault }) => {
    const cells = weights.map((name) => {
      const one = held.find((it) => it.weights === name);
      if (!one) return cell(fault ? "✗" : "–", fault ? "fails" : "muted");
      return element("td", {}, ...ways.map((way) => verdict(way, one[way], one.entries)));
    });
    const name = element("th", { scope: "rowgroup", colspan: String(weights.length) }, lesson(its));
    return element("tbody", {}, element("tr", {}, name), element("tr", {}, ...cells));
  });
  const faults = all.flatMap(({ lesson: its, fault }) =>
    fault ? [element("p", { class: "fails" }, checks.failed(`${lesson(its)}: ${words.fault(fault)}`))] : [],
  );
  return element(
    "div",
    {},
    table(checks.caption, "check held", weights, groups),
    ...faults,
    ...(all.length > shown.length ? [element("p", {}, checks.more(all.length - shown.length))] : []),
    element("p", {}, farthest()),
    element("p", { class: "hint" }, [about, ...signs()].join(" ")),
  );

  /** What the signs of this table mean. */
  function signs(): string[] {
    const tallies = shown.flatMap(({ held }) => held.flatMap((one) => ways.map((way) => one[way])));
    const wrong = tallies.find((it) => it && it.differ > 0);
    return [
      ...(all.length > 1 ? [checks.probes] : []),
      ...(wrong ? [checks.reads(wrong.differ, ofAll(wrong))] : []),
      ...(tallies.some((it) => it && it.untold > 0) ? [checks.coarse] : []),
      ...(tallies.some((it) => !it) ? [checks.lost] : []),
      ...(all.some(({ held }) => held.some((one) => ofAll(one.nudging) < one.entries)) ? [checks.few] : []),
    ];
  }

  function verdict(way: (typeof ways)[number], tally: Held["tape"], entries: number): HTMLElement {
    const [text, looks] = !tally
      ? [checks.unfollowed, "muted"]
      : tally.differ > 0
        ? [checks.differ(tally.differ, ofAll(tally)), "fails"]
        : tally.agree > 0
          ? [checks.agree(tally.agree, entries), "agrees"]
          : [checks.untold, "muted"];
    return element("div", { class: looks }, element("span", { class: "way" }, checks[way]), ` ${text}`);
  }

  /** In words: the slope that is farthest off. */
  function farthest(): string {
    const off = all.flatMap(({ lesson: its, held }) =>
      held.flatMap((one) =>
        ways.flatMap((way) => {
          const first = one[way]?.first;
          return first
            ? [{ ...first, its, way, weights: one.weights, off: Math.abs(first.slope - first.found) }]
            : [];
        }),
      ),
    );
    const [most] = off.sort((a, b) => b.off - a.off);
    if (!most) {
      if (faults.length > 0) return "";
      const isWhole = all.every(({ held }) => held.every((one) => one.tape && one.nudging.untold === 0));
      return isWhole ? checks.allAgree : checks.noneDiffers;
    }
    const entry = `dLoss_d${most.weights}[${most.row},${most.col}]`;
    return checks.first(entry, lesson(most.its), number(most.slope), checks[most.way], number(most.found));
  }
}

/** The losses of the first turns, beside the book's. */
export function turnsTable(
  own: readonly number[],
  book: readonly number[],
  { words, number }: Writing,
): HTMLElement {
  const { program, values } = words;
  const rows = own.map((loss, step) => {
    const isSame = loss === book[step];
    return element(
      "tr",
      {},
      rowHead(String(step)),
      cell(number(book[step]!)),
      cell(number(loss)),
      isSame ? cell(values.same, "agrees") : cell(values.differs, "fails"),
    );
  });
  return table(program.turns, "check", [program.step, values.book, values.own, ""], rows);
}
