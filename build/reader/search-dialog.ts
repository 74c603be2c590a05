import { lead } from "./carry.ts";
import { dialog } from "./dialog.ts";
import { element } from "./element.ts";
import { load } from "./load.ts";
import type * as Search from "./search.ts";

/** The dialog of the search. It opens at once, and its line takes what is typed while the answers are on their way. */

let opening: (() => void) | undefined;
export function openSearch(): void {
  opening ??= searchDialog();
  opening();
}

/** @returns opens it */
function searchDialog(): () => void {
  const { searchLabel = "", close = "", missing = "" } = document.body.dataset;
  const input = element("input", {
    id: "search-words",
    type: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    maxlength: "100",
    autofocus: "",
  });
  const status = element("p", { class: "label", role: "status" });
  const hits = element("ol", { class: "hits" });
  const form = element(
    "form",
    { role: "search" },
    element("label", { class: "label", for: input.id }, searchLabel),
    input,
  );
  const box = dialog("search", { name: searchLabel, close }, form, status, hits);

  const links = (): HTMLAnchorElement[] => [...hits.querySelectorAll("a")];

  async function show(): Promise<void> {
    const search = await load<typeof Search>("search").catch(() => undefined);
    const answers = search?.answers(input.value);
    hits.replaceChildren(...(answers?.hits ?? []));
    hits.scrollTop = 0;
    status.textContent = answers?.says ?? missing; // the next letter tries again
  }

  input.addEventListener("input", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = input.value;
    await show();
    if (box.open && input.value === asked) links()[0]?.click();
  });
  // Up and down go from the line to the first hit, from hit to hit, and back.
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const stops = [input, ...links()];
    stops[stops.indexOf(document.activeElement as HTMLInputElement) + step]?.focus();
  });
  hits.addEventListener("click", ({ target, ctrlKey, metaKey, shiftKey }) => {
    if (ctrlKey || metaKey || shiftKey) return;
    box.close();
    // The browser goes nowhere from an address to the same.
    if ((target as Element).closest("a")?.href === location.href) lead();
  });

  return () => {
    box.showModal();
    input.select();
    show();
  };
}
