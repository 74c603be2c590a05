import { LessonError } from "../../../src/lesson/check.ts";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { filled } from "./filled.ts";
import { given } from "./given.ts";
import type { Points } from "./points.ts";
import { type Columns, likelyColumns, pointsOf, type Table, tableIn } from "./table.ts";

const { own } = given.words;

/**
 * Takes points from a file that is chosen, or dropped on the laboratory; which columns they are can be chosen after.
 * @param take told of new points
 * @param tell what is wrong with the file, or nothing any more
 */
export function filePart(
  box: HTMLElement,
  take: (points: Points) => void,
  tell: (reason: string | undefined) => void,
): void {
  const find = <T extends HTMLElement>(selector: string) => box.querySelector<T>(selector)!;
  const chooser = find<HTMLInputElement>("[name=file]");
  const select = (name: keyof Columns) => find<HTMLSelectElement>(`[name="column.${name}"]`);
  const scaled = find<HTMLInputElement>("[name=scaled]");
  let table: (Table & { readonly file: string }) | undefined;

  /** Does what may find a fault in the file, and tells it. */
  function attempt(act: () => void): void {
    tell(undefined);
    find(".taken").textContent = "";
    try {
      act();
    } catch (error) {
      if (!(error instanceof LessonError || error instanceof UsageError)) throw error;
      tell(error.message);
    }
  }

  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    const text = await file.text();
    attempt(() => {
      table = { ...tableIn(text, file.name, own.table), file: file.name };
      const likely = likelyColumns(table);
      for (const name of Object.keys(likely) as (keyof Columns)[])
        select(name).replaceChildren(
          ...table.names.map((text, i) => new Option(text, String(i), false, i === likely[name])),
        );
      find(".columns").hidden = false;
      takeColumns(table);
    });
  }

  function takeColumns(from: NonNullable<typeof table>): void {
    const place = (name: keyof Columns) => Number(select(name).value);
    const columns = { x1: place("x1"), x2: place("x2"), label: place("label") };
    const { points, meanings } = pointsOf(from, columns, scaled.checked, own.table);
    take(points);
    find(".taken").textContent = filled(own.taken, {
      file: from.file,
      rows: from.rows.length,
      meanings: meanings.map((written, label) => filled(own.meaning, { label, written })).join(" "),
    });
  }

  find(".file").addEventListener("change", ({ target }) => {
    if (target === chooser) read(chooser.files?.[0]);
    else if (table) {
      const from = table;
      attempt(() => takeColumns(from));
    }
  });
  chooser.addEventListener("click", () => {
    chooser.value = ""; // the same file can be chosen again
  });
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    read(event.dataTransfer?.files[0]);
  });
}
