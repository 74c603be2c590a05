import { highlight } from "../../../src/code/highlight.ts";
import { element } from "../element.ts";

/**
 * Code that can be changed where it stands: a text area without colour lies over the page's own lines, which are
 * highlighted anew with each key.
 */
export interface Editor {
  text: string;
  readonly area: HTMLTextAreaElement;
  /** Sets the lines anew, where the page may have set others. */
  show(): void;
  /** Marks a line, counted from 1; none without one. */
  mark(line: number | undefined): void;
  /** Puts other text in place of all, as a reader's own change that can be taken back. */
  replace(text: string): void;
  open(): void;
  close(): void;
}

/**
 * @param box the page's box of code
 * @param label names the field
 */
export function createEditor(box: HTMLElement, label: string, on: { change(): void; run(): void }): Editor {
  const pre = box.querySelector("pre")!;
  const code = pre.querySelector("code")!;
  const area = element("textarea", {
    class: "area",
    "data-added": "",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    autocorrect: "off",
    wrap: "off",
    "aria-label": label,
    "aria-describedby": "code-hint",
  });
  const numbers = element("div", { class: "line-numbers", "aria-hidden": "true", "data-added": "" });
  const marked = element("div", {
    class: "marked-line",
    "aria-hidden": "true",
    "data-added": "",
    hidden: "",
  });
  function show(): void {
    code.innerHTML = highlight(area.value);
    area.rows = area.value.split("\n").length;
    numbers.textContent = Array.from({ length: area.rows }, (_, i) => i + 1).join("\n");
  }

  const insert = (text: string) => {
    // Of what is done this way the browser's own undo knows.
    if (!document.execCommand("insertText", false, text))
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  };

  /** Where Escape was pressed last, Tab leaves. */
  let leaves = false;
  area.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey } = event;
    if (key === "Tab" && !leaves && !ctrlKey && !metaKey) {
      event.preventDefault();
      indent(shiftKey);
      return;
    }
    if (key === "Enter" && (ctrlKey || metaKey)) {
      event.preventDefault();
      on.run();
    } else if (key === "Enter" && !event.isComposing) {
      event.preventDefault();
      const before = area.value.slice(0, area.selectionStart);
      const line = before.slice(before.lastIndexOf("\n") + 1);
      insert(`\n${/^ */.exec(line)![0]}${/[{([]$/.test(line) ? "  " : ""}`);
    }
    if (key !== "Shift") leaves = key === "Escape";
  });
  area.addEventListener("blur", () => {
    leaves = false;
  });

  /** The lines of the selection two blanks in, or out; where nothing is selected, two blanks. */
  function indent(isOut: boolean): void {
    const { selectionStart: from, selectionEnd: to, value } = area;
    if (!isOut && !value.slice(from, to).includes("\n")) {
      insert("  ");
      return;
    }
    const begin = value.lastIndexOf("\n", from - 1) + 1;
    const lines = value.slice(begin, to);
    const moved = isOut ? lines.replace(/^ {1,2}/gm, "") : lines.replace(/^(?=.)/gm, "  ");
    if (moved === lines) return;
    area.setSelectionRange(begin, to);
    insert(moved);
    area.setSelectionRange(
      lines.includes("\n") ? begin : Math.max(begin, from - (lines.length - moved.length)),
      begin + moved.length,
    );
  }

  area.addEventListener("input", () => {
    show();
    on.change();
  });

  return {
    area,
    show,
    get text() {
      return area.value;
    },
    set text(text) {
      if (text === area.value) return;
      area.value = text;
      show();
    },
    mark(line) {
      marked.hidden = line === undefined;
      if (line !== undefined) marked.style.setProperty("--line-number", String(line - 1));
    },
    replace(text) {
      area.focus();
      area.select();
      insert(text);
      area.setSelectionRange(0, 0);
      pre.scrollLeft = 0;
    },
    open() {
      pre.append(marked, area);
      box.append(numbers);
    },
    close() {
      area.remove();
      numbers.remove();
      marked.remove();
    },
  };
}
