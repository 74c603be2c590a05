import { parseMark } from "../../../src/network/marks.ts";
import { isMatrix } from "../../../src/network/quantities.ts";
import { element } from "../element.ts";
import { putBefore } from "./added.ts";
import { focusOnce } from "./focus.ts";
import { inMatrix } from "./lights.ts";
import { type Live, nameIn } from "./live.ts";
import type { Marked } from "./marked.ts";
import type { Origins } from "./origins.ts";

/**
 * Matrices to walk in with the keyboard, and to hear: beside a matrix a table that nobody sees, whose cells take the
 * focus and have names. KaTeX's own output is hidden from screen readers, so nothing in it may take the focus.
 *
 * A value has one table on a page, however often it stands there, beside the first matrix that shows it: one stop of
 * the Tab key for each value keeps a page of gradients at some fifteen stops, where one for each matrix would make
 * sixty. What stands in no matrix (the weights of a figure, the loss in a sentence) has its table there.
 */
export interface Walk {
  /** Makes the tables those of the page as it is now; the focus stays where it was. */
  update(): void;
  /** Makes the names those of the numbers as they are now. */
  rename(): void;
  /** Gives the focus back to the number that had it, if the page has taken its table away. */
  keepFocus(): void;
  /** The element that shows a number where its table stands. */
  shownAt(mark: string): Element | undefined;
  /** Puts the focus on a number. */
  focus(mark: string): void;
  /** Takes the focus out of the table it was in last, to the box beside it if that can have it. */
  out(): void;
}

export interface Walker {
  /** The focus has come to a number, or has left them all. */
  enter(mark: string): void;
  leave(): void;
  /** Asked to change a number, or for what can be done with it. */
  edit(mark: string): void;
  act(mark: string): void;
}

/** A value's numbers as they stand in one place of the page, row by row as one sees them. */
interface Place {
  /** Prefix and name. */
  readonly key: string;
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  /** What shows them, and before what the table goes. */
  readonly shown: Element;
  readonly before: Element;
}

interface Grid {
  readonly place: Place;
  readonly box: HTMLElement;
  readonly cells: Map<string, HTMLElement>;
}

export function walk(live: Live, marked: Marked, origins: Origins, walker: Walker): Walk {
  let grids = new Map<string, Grid>();
  /** The cell that has the focus, or had it when the page took it away. */
  let focused: HTMLElement | undefined;
  /** The cell that had it last. */
  let last: HTMLElement | undefined;
  const { explore } = live.telling.words;
  const keys = element("p", { id: "walk-keys", hidden: "" }, explore.keys);
  document.body.append(keys);

  function gridFor(place: Place): Grid {
    const box = element("div", { class: "walk" });
    const table = element("table", { role: "grid", "aria-describedby": keys.id });
    const cells = new Map<string, HTMLElement>();
    for (const row of place.rows) {
      const line = table.insertRow();
      for (const mark of row) {
        const cell = line.insertCell();
        cell.setAttribute("role", "gridcell");
        cell.dataset.mark = mark;
        cell.tabIndex = cells.size === 0 ? 0 : -1;
        cells.set(mark, cell);
      }
    }
    box.append(table);
    box.addEventListener("keydown", (event) => press(event, place));
    box.addEventListener("focusin", ({ target }) => {
      focused = target as HTMLElement;
      last = focused;
      rename(focused);
      for (const cell of cells.values()) cell.tabIndex = cell === focused ? 0 : -1;
      walker.enter(focused.dataset.mark!);
    });
    box.addEventListener("focusout", ({ target, relatedTarget }) => {
      if (box.contains(relatedTarget as Node | null)) return;
      // A table that the page is taking away loses the focus too, and gets it back (update).
      queueMicrotask(() => {
        if (target !== focused || !focused?.isConnected) return;
        focused = undefined;
        walker.leave();
      });
    });
    return { place, box, cells };
  }

  function press(event: KeyboardEvent, { rows }: Place): void {
    const mark = (event.target as HTMLElement).dataset.mark!;
    const row = rows.findIndex((it) => it.includes(mark));
    const col = rows[row]!.indexOf(mark);
    const at = (r: number, c: number) => rows[r]?.[Math.min(c, rows[r].length - 1)];
    const [down, across] = [rows.length - 1, rows[row]!.length - 1];
    const moves: Record<string, string | undefined> = {
      ArrowUp: at(row - 1, col),
      ArrowDown: at(row + 1, col),
      ArrowLeft: rows[row]![col - 1],
      ArrowRight: rows[row]![col + 1],
      Home: event.ctrlKey ? at(0, 0) : at(row, 0),
      End: event.ctrlKey ? at(down, Number.POSITIVE_INFINITY) : at(row, across),
    };
    if (event.key in moves) {
      const next = moves[event.key];
      if (next !== undefined) focus(next);
    } else if (event.key === " ") walker.act(mark);
    else if (event.key === "Enter") live.canChange(mark) ? walker.edit(mark) : walker.act(mark);
    else if (event.key === "Escape") out();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function focus(mark: string): void {
    for (const { cells } of grids.values()) cells.get(mark)?.focus({ preventScroll: true });
  }

  function out(): void {
    const box = last?.closest(".walk");
    last?.blur();
    focusOnce([...grids.values()].find((grid) => grid.box === box)?.place.before);
  }

  function name({ place, box, cells }: Grid): void {
    const { prefix, cell } = parseMark(place.rows[0]![0]!)!;
    const { rows, cols } = isMatrix(cell.name) ? live.trace(prefix)[cell.name] : { rows: 1, cols: 1 };
    box.firstElementChild!.setAttribute(
      "aria-label",
      nameIn(live, prefix, explore.grid(place.name, rows, cols)),
    );
    for (const it of cells.values()) rename(it);
  }

  function rename(it: HTMLElement): void {
    const told = origins.tell(it.dataset.mark!);
    if (!told) return;
    const { cell, value, worked, words } = told;
    it.textContent = explore.entry(
      cell,
      plain(value),
      worked && worked.sign !== "≠" ? plain(worked.sum) : undefined,
      words,
    );
  }

  function update(): void {
    const had = focused?.dataset.mark;
    const old = grids;
    grids = new Map();
    for (const place of placesOf(marked)) {
      const kept = old.get(place.key);
      const isSame = kept && String(kept.place.rows) === String(place.rows);
      const grid = isSame ? { ...kept, place } : gridFor(place);
      putBefore(place.before, grid.box);
      if (!isSame) name(grid);
      grids.set(place.key, grid);
    }
    for (const [key, { box }] of old) if (grids.get(key)?.box !== box) box.remove();
    if (had !== undefined && document.activeElement !== focused) {
      focused = undefined;
      focus(had);
      if (!focused) walker.leave();
    }
  }

  return {
    update,
    keepFocus() {
      if (focused && !focused.isConnected) update();
    },
    rename() {
      for (const grid of grids.values()) name(grid);
    },
    shownAt(mark) {
      const { prefix, cell } = parseMark(mark)!;
      const place = grids.get(prefix + cell.name)?.place;
      const inText = marked.inText(mark);
      return inText.find((element) => place?.shown.contains(element)) ?? inText[0] ?? marked.all(mark)[0];
    },
    focus,
    out,
  };
}

/** Where the tables of a page go: one for each value, beside the first matrix that shows it, or else figure or text. */
function placesOf(marked: Marked): Place[] {
  const values = new Map<string, { name: string; marks: string[] }>();
  for (const mark of marked.marks()) {
    const parsed = parseMark(mark);
    if (!parsed) continue;
    const key = parsed.prefix + parsed.cell.name;
    const value = values.get(key) ?? { name: parsed.cell.name, marks: [] };
    value.marks.push(mark);
    values.set(key, value);
  }
  return [...values].flatMap(([key, { name, marks }]) => {
    const elements = marks.flatMap((mark) => marked.inText(mark)).filter((it) => !it.closest("details"));
    const [entry] = elements.filter(inMatrix).sort(inOrder);
    const matrix = entry?.closest(".matrix");
    const [first] = elements.sort(inOrder);
    if (matrix)
      return [{ key, name, rows: rowsOfMatrix(matrix), shown: matrix, before: entry!.closest(BLOCK)! }];
    if (!first) return [];
    const before = first.closest(BLOCK)!;
    return [{ key, name, rows: rowsOf(marks), shown: before, before }];
  });
}

const inOrder = (a: Element, b: Element): number =>
  a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;

/** What a table can stand before. */
export const BLOCK = "main .formula, main svg, main .scroll, main p, main ul";

/** The entries of a matrix as it stands, transposed or not; KaTeX sets it column by column. */
function rowsOfMatrix(matrix: Element): string[][] {
  const columns = [...matrix.querySelectorAll(".mtable > .col-align-r")]
    .map((column) => [...column.querySelectorAll<HTMLElement>("[data-cell]")].map((it) => it.dataset.cell!))
    .filter((column) => column.length > 0);
  return columns[0]!.map((_, r) => columns.map((column) => column[r]!));
}

/** Entries by their own rows. */
function rowsOf(marks: readonly string[]): string[][] {
  const rows = new Map<number, { col: number; mark: string }[]>();
  for (const mark of marks) {
    const { row, col } = parseMark(mark)!.cell;
    rows.set(row, [...(rows.get(row) ?? []), { col, mark }]);
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row.sort((a, b) => a.col - b.col).map(({ mark }) => mark));
}

/** HTML of a number as text: a power of ten keeps its sign that it is one. */
const plain = (html: string): string => html.replaceAll("<sup>", "^").replace(/<[^>]*>/g, "");
