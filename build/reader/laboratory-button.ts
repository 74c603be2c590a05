import { element } from "./element.ts";
import type * as Laboratory from "./laboratory.ts";
import { load } from "./load.ts";

/** Puts a button into the place of each laboratory, which loads what it opens. */
export function laboratories(): void {
  for (const place of document.querySelectorAll<HTMLElement>(".laboratory")) {
    const { open = "", about = "", failed = "", start = "" } = place.dataset;
    const button = element("button", { type: "button", class: "open", "aria-expanded": "false" }, open);
    const said = element("output");
    // Added: it stays when a live page is renewed.
    const section = element(
      "section",
      { "aria-label": open, "data-added": "" },
      element("p", {}, about),
      button,
      said,
    );
    let isLoading = false;
    button.addEventListener("click", async () => {
      if (isLoading) return; // the press before this one counts
      isLoading = true;
      const script = await load<typeof Laboratory>("laboratory").catch(() => undefined);
      isLoading = false;
      said.textContent = script ? "" : failed;
      script?.toggle(section, button, start);
    });
    place.append(section);
  }
}
