import { codeWords as words } from "../../../chapters/words/code.ts";
import type { Fault } from "../../../src/code/job.ts";
import { copyButton } from "../clipboard.ts";
import { button, element } from "../element.ts";
import { keepDraft } from "./draft.ts";
import { createEditor, type Editor } from "./editor.ts";
import { firstCode, nearestName } from "./first.ts";
import { linkTo } from "./link.ts";

/** What every bench stands on: the editor, its buttons, and what is wrong with the code. */
export interface Desk {
  readonly editor: Editor;
  /** The book's code, which the editor's may differ from. */
  readonly book: string;
  readonly isBooks: boolean;
  /** Whether the code waits for its reader to say that it may run. */
  readonly isHeld: boolean;
  /**
   * With other bricks the book's code is another: what was changed in the one before is put aside until they are back.
   * @returns whether it is
   */
  renew(book: string): boolean;
  readonly status: HTMLElement;
  /** The code runs now: not once more after a rest, and whoever it came from. */
  begin(): void;
  /** Puts other code in the editor, and runs it. */
  write(code: string): void;
  /** What is wrong with code that ran; nothing without a fault. */
  tell(fault: Fault | undefined, code?: string): void;
  /** Shows the buttons that there is a use for. */
  say(): void;
  readonly isOpen: boolean;
  /** Opens the editor where it was closed, and goes there. */
  focus(): void;
}

/** Milliseconds of rest after which changed code runs. */
const REST = 600;

/**
 * @param names around the code: one that is a slip away from one that is missing is named
 * @param asked the book's code for the bricks that were asked for: numbers of a late step are still on their way
 * @param on `run` when the code is to run, `changed` when it is another, or the book's is
 * @param parts what stands under the buttons
 */
export function createDesk(
  names: readonly string[],
  theBook: string,
  asked: string,
  on: { run(): void; changed(): void },
  ...parts: readonly HTMLElement[]
): Desk {
  const box = document.querySelector<HTMLElement>(".typescript > .code")!;
  let book = theBook;
  /** Code that came by itself is not run before its reader says so: where it came from. */
  let held: string | undefined;
  /** What was written for other bricks. */
  const aside = new Map<string, { readonly code: string; readonly held: string | undefined }>();
  let rest: ReturnType<typeof setTimeout> | undefined;

  const fault = element("p", { class: "fault", role: "alert" });
  const status = element("p", { class: "status", role: "status" });
  const older = element("p", { class: "hint" });
  const back = button(words.back, () => desk.write(book));
  const copy = copyButton(words.link, () => linkTo(book, editor.text));
  const close = button(words.close, () => {
    editor.close();
    foot.hidden = true;
    box.querySelector<HTMLElement>(".change-code")?.focus();
  });
  const foot = element(
    "div",
    { class: "workbench", "data-added": "" },
    element("p", { class: "hint", id: "code-hint" }, words.hint),
    element("div", { class: "actions" }, button(words.run, run, { class: "run" }), back, copy, close, status),
    fault,
    older,
    element(
      "details",
      {},
      element("summary", {}, words.can),
      element(
        "p",
        {},
        ...names.flatMap((name) => (/^\$|^part$/.test(name) ? [] : [element("code", {}, name), " "])),
      ),
    ),
    ...parts,
  );
  const editor = createEditor(box, words.field(document.body.dataset.page!), { change: changed, run });
  box.after(foot);

  function run(): void {
    desk.begin();
    on.run();
  }

  function changed(): void {
    clearTimeout(rest);
    desk.tell(undefined);
    keepDraft(desk.isBooks ? undefined : { book, own: editor.text });
    if (held === undefined) rest = setTimeout(run, REST);
    on.changed();
  }

  const desk: Desk = {
    editor,
    status,
    get book() {
      return book;
    },
    get isBooks() {
      return editor.text === book;
    },
    get isHeld() {
      return held !== undefined;
    },
    renew(next) {
      if (next === book) return false;
      const wasOwn = !desk.isBooks;
      if (wasOwn) aside.set(book, { code: editor.text, held });
      else aside.delete(book);
      const kept = aside.get(next);
      book = next;
      held = kept?.held;
      editor.text = kept?.code ?? next;
      clearTimeout(rest);
      desk.tell(undefined);
      status.textContent = held ?? (wasOwn && desk.isBooks ? words.aside : "");
      return true;
    },
    begin() {
      clearTimeout(rest);
      held = undefined;
    },
    write(code) {
      editor.replace(code);
      run();
    },
    tell(it, code) {
      fault.textContent = it ? words.fault(nearestName(it, names)) : "";
      const isBehind = it !== undefined && parts.some((part) => part.matches(".checks:not(:empty)"));
      older.textContent = isBehind ? words.older : "";
      foot.classList.toggle("behind", isBehind);
      editor.mark(it && code === editor.text ? it.line : undefined);
    },
    say() {
      back.hidden = copy.hidden = desk.isBooks;
      close.hidden = !desk.isBooks;
    },
    get isOpen() {
      return !foot.hidden;
    },
    focus() {
      editor.open();
      foot.hidden = false;
      editor.area.focus();
      box.scrollIntoView({ block: "nearest" });
    },
  };
  void firstCode([book, asked]).then((first) => {
    const { code, why, isHeld } = first;
    if (first.book === book) {
      editor.text = code;
      if (isHeld) held = why;
      status.textContent = why;
    } else if (isHeld) {
      aside.set(first.book, { code, held: why });
      status.textContent = words.aside;
    }
    on.changed();
  });
  return desk;
}
