/** What a page says of code that is put into its editor and run there. It is read by a function that runs in the page. */

export interface Seen {
  readonly fault: string;
  /** The line that is marked, counted from 1. */
  readonly line: number | null;
  /** The values that differ from the book's; null where none are shown. */
  readonly differ: readonly string[] | null;
  /** Lesson by lesson, what each column says. */
  readonly checks: readonly Readonly<Record<string, string>>[];
  readonly checksSay: string;
  readonly label: string | null;
  readonly title: string;
  readonly status: string;
  readonly ms: number;
}

/** Opens the editor of a page, and gives the book's code. */
export async function openEditor(): Promise<string> {
  document.querySelector<HTMLElement>(".change-code")!.click();
  for (;;) {
    const area = document.querySelector<HTMLTextAreaElement>(".area");
    if (area?.value) {
      const back = document.querySelector<HTMLElement>(".workbench .actions button:nth-child(2)")!;
      if (!back.hidden) {
        back.click(); // from a draft of this tab
        await settled();
      }
      return area.value;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** When the page no longer says that it runs. */
async function settled(): Promise<void> {
  const status = document.querySelector(".workbench .status")!;
  const running = status.textContent;
  while (running && status.textContent === running)
    await new Promise<void>((done) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        done();
      });
      observer.observe(status, { childList: true, characterData: true, subtree: true });
    });
}

/** Writes codes into the open editor, one after another, runs each with Ctrl+Enter and reads what the page says then. */
export async function runEach(codes: readonly string[]): Promise<Seen[]> {
  const one = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
  const [area, status] = [one<HTMLTextAreaElement>(".area"), one(".workbench .status")];
  const all: Seen[] = [];
  for (const code of codes) {
    const start = performance.now();
    for (const it of [".values", ".checks"]) one(`.workbench ${it}`).replaceChildren();
    area.value = code;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }),
    );
    await settled();
    const { textContent: fault } = one(".workbench .fault");
    const marked = one(".marked-line");
    const label = one(".code-label");
    const values = one(".workbench .values");
    const heads = [...document.querySelectorAll(".workbench .checks thead tr > *")].map(
      (it) => it.textContent,
    );
    all.push({
      fault,
      line: marked.hidden ? null : Number(marked.style.getPropertyValue("--line-number")) + 1,
      differ: values.firstChild
        ? [...values.querySelectorAll("tr")]
            .filter((row) => row.querySelector(".fails"))
            .map((row) => row.querySelector("th")!.textContent)
        : null,
      checks: [...document.querySelectorAll(".workbench .checks tbody")].map((lesson) =>
        Object.fromEntries(
          [...lesson.lastElementChild!.children].flatMap((cell, i) =>
            [...cell.children].map((said) => {
              const way = said.firstElementChild!.textContent;
              return [`${heads[i]}, ${way}`, said.textContent.slice(way.length).trim()];
            }),
          ),
        ),
      ),
      checksSay: [...document.querySelectorAll(".workbench .checks p")]
        .map((it) => it.textContent)
        .join("\n"),
      label: label.hidden ? null : label.querySelector("span")!.textContent,
      title: document.title,
      status: status.textContent,
      ms: performance.now() - start,
    });
  }
  return all;
}
