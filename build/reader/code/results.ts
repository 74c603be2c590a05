import type { CodeWords } from "../../../chapters/words/code.ts";
import type { Checked, Compared } from "../../../src/code/job.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
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

function table(caption: string, className: string, heads: readonly string[], rows: readonly HTMLElement[]) {
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    element(
      "table",
      { class: className },
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...heads.map((it) => (it ? head(it) : cell(""))))),
      element("tbody", {}, ...rows),
    ),
  );
}

interface Entry {
  name(): string;
  readonly book: number;
  readonly own: number;
}

const isSame = ({ book, own }: Entry) => Object.is(book + 0, own + 0);

function entriesOf({ name, book, own }: Compared): Entry[] {
  if (typeof book === "number" || typeof own === "number")
    return [{ name: () => name, book: book as number, own: own as number }];
  return Array.from(book.data, (x, i) => ({
    name: () => `${name}[${Math.floor(i / book.cols)},${i % book.cols}]`,
    book: x,
    own: own.data[i]!,
  }));
}

/** What the code makes, beside the book's. */
export function valuesTable(compared: readonly Compared[], { words, number }: Writing): HTMLElement {
  const { values } = words;
  const entries = compared.flatMap(entriesOf);
  const differing = entries.filter((it) => !isSame(it));
  if (differing.length === 0)
    return element(
      "p",
      { class: "agrees" },
      `✓ ${values.allSame(compared.map(({ name }) => name).join(", "))}`,
    );
  const shown = new Set([...differing, ...entries.filter(isSame)].slice(0, MOST));
  const inOrder = entries.filter((it) => shown.has(it));
  const rows = inOrder.map((it) =>
    element(
      "tr",
      {},
      rowHead(it.name()),
      cell(number(it.book)),
      cell(number(it.own)),
      isSame(it) ? cell(values.same, "agrees") : cell(values.differs, "fails"),
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
    table(values.caption, "check", [values.entry, values.book, values.own, ""], rows),
    ...more,
  );
}

/** What nudging and the tape say, lesson by lesson. */
export function checksTable(all: readonly Checked[], { words, number, lesson }: Writing): HTMLElement {
  const { checks } = words;
  const weights = [...new Set(all.flatMap(({ held }) => held.map((it) => it.weights)))];
  const ways = ["nudging", "tape"] as const;
  const heads = [checks.lesson, ...weights.flatMap((name) => ways.map((way) => `${name}, ${checks[way]}`))];
  const rows = all.map(({ lesson: its, held, fault }) => {
    const cells = weights.flatMap((name) => {
      const one = held.find((it) => it.weights === name);
      return ways.map((way) => {
        if (!one) return cell(fault ? "✗" : "–", fault ? "fails" : "muted");
        const tally = one[way];
        if (!tally) return cell(checks.unfollowed, "muted");
        const { agree, differ, untold } = tally;
        if (differ > 0) return cell(checks.differ(differ, agree + differ + untold), "fails");
        return agree > 0 ? cell(checks.agree(agree), "agrees") : cell(checks.untold, "muted");
      });
    });
    return element("tr", {}, rowHead(lesson(its)), ...cells);
  });
  const faults = all.flatMap(({ lesson: its, fault }) =>
    fault ? [element("p", { class: "fails" }, checks.failed(`${lesson(its)}: ${words.fault(fault)}`))] : [],
  );
  return element(
    "div",
    {},
    table(checks.caption, "check held", heads, rows),
    ...faults,
    element("p", {}, farthest()),
    element("p", { class: "hint" }, checks.about),
  );

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
    if (!most) return faults.length > 0 ? "" : checks.allAgree;
    const entry = `dLoss_d${most.weights}[${most.row},${most.col}]`;
    return checks.first(entry, lesson(most.its), number(most.slope), checks[most.way], number(most.found));
  }
}
