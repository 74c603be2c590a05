import type { CodeWords } from "../../../chapters/words/code.ts";
import { type CodeTask, withEdits } from "../../../src/book/task.ts";
import { button, element } from "../element.ts";

/** The tasks of a stage: a press opens one, and the checks tell when it is done. */
export interface Tasks {
  readonly box: HTMLElement;
  /** The code that the open task asks for, where it is not the book's own; undefined without a task, too. */
  readonly asked: string | undefined;
  /** Offers those that there are for some code of the book. */
  offer(book: string): void;
  /** Says whether the open task is solved. */
  tell(isSolved: boolean): void;
}

export function createTasks(
  all: readonly CodeTask[],
  words: CodeWords["tasks"],
  write: (code: string) => void,
): Tasks {
  let book = "";
  let open: CodeTask | undefined;
  const list = element("p", { class: "actions" });
  const asks = element("p", { tabindex: "-1" });
  const hint = element("details", {}, element("summary", {}, words.hint), element("p"));
  const verdict = element("p", { role: "status" });
  const task = element("div", { hidden: "" }, asks, hint, verdict);
  const box = element(
    "section",
    { class: "tasks", "aria-label": words.title },
    element("p", { class: "label" }, words.title),
    list,
    task,
  );
  const solution = button(words.solution, () => open && write(askedOf(open) ?? book));
  task.append(element("p", {}, solution));

  const askedOf = ({ asked }: CodeTask) => asked && withEdits(book, asked);
  const isThere = (it: CodeTask) =>
    withEdits(book, it.begins) !== undefined && (!it.asked || askedOf(it) !== undefined);

  function begin(it: CodeTask | undefined): void {
    open = it;
    task.hidden = !it;
    for (const [i, one] of [...list.children].entries())
      one.setAttribute("aria-pressed", String(offered[i] === it));
    if (!it) return;
    asks.textContent = it.words.asks;
    hint.open = false;
    hint.lastElementChild!.textContent = it.words.hint;
    verdict.textContent = "";
    write(withEdits(book, it.begins)!);
    asks.focus();
  }

  let offered: readonly CodeTask[] = [];
  return {
    box,
    get asked() {
      return open && askedOf(open);
    },
    offer(code) {
      if (code === book) return;
      book = code;
      offered = all.filter(isThere);
      const faults = offered.filter(({ kind }) => kind === "fault");
      list.replaceChildren(
        ...offered.map((it) =>
          button(it.kind === "fault" ? words.fault(faults.indexOf(it) + 1) : words.write, () => begin(it)),
        ),
      );
      box.hidden = offered.length === 0;
      begin(undefined);
    },
    tell(isSolved) {
      if (!open) return;
      verdict.className = isSolved ? "agrees" : "";
      verdict.textContent = isSolved ? words.solved : words.unsolved;
    },
  };
}
