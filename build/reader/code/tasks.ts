import type { CodeWords } from "../../../chapters/words/code.ts";
import { type CodeTask, type Posed, posed, ruledOut } from "../../../src/book/task.ts";
import { button, element } from "../element.ts";

/** The tasks of a stage: a press opens one, and the checks tell when it is done. */
export interface Tasks {
  readonly box: HTMLElement;
  /** The code that the open task asks for, where it is not the book's own; undefined without a task, too. */
  readonly asked: string | undefined;
  /** What code calls though the open task rules it out. */
  ruledOut(code: string): string | undefined;
  /** Offers those that there are for some code of the book. */
  offer(book: string): void;
  /** Says of the open task that it is solved, or why not. */
  tell(why: string | undefined): void;
}

export function createTasks(
  all: readonly CodeTask[],
  words: CodeWords["tasks"],
  write: (code: string) => void,
): Tasks {
  let book = "";
  let open: Posed | undefined;
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
  const solution = button(words.solution, () => open && write(open.solution));
  task.append(element("p", {}, solution));

  function begin(it: Posed | undefined): void {
    open = it;
    task.hidden = !it;
    for (const [i, one] of [...list.children].entries())
      one.setAttribute("aria-pressed", String(offered[i] === it));
    if (!it) return;
    asks.textContent = it.task.words.asks;
    hint.open = false;
    hint.lastElementChild!.textContent = it.task.words.hint;
    verdict.textContent = "";
    write(it.begins);
    asks.focus();
  }

  let offered: readonly Posed[] = [];
  return {
    box,
    get asked() {
      return open?.asked;
    },
    ruledOut: (code) => open && ruledOut(open, code),
    offer(code) {
      if (code === book) return;
      book = code;
      offered = posed(all, book);
      const numberOf = (it: Posed) =>
        offered.filter(({ task }) => task.kind === it.task.kind).indexOf(it) + 1;
      list.replaceChildren(
        ...offered.map((it) => button(words[it.task.kind](numberOf(it)), () => begin(it))),
      );
      box.hidden = offered.length === 0;
      begin(undefined);
    },
    tell(why) {
      if (!open) return;
      verdict.className = why === undefined ? "agrees" : "";
      verdict.textContent = why ?? words.solved;
    },
  };
}
