import { labOf } from "./carry.ts";
import { element } from "./element.ts";
import type * as Script from "./laboratory.ts";
import { load } from "./load.ts";

/** Puts a button into the place of each laboratory, which loads what it opens; so does an address that sets one up. */
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
    const tell = (reason: string) => {
      said.textContent = reason;
    };
    let laboratory: Script.Opened | undefined;
    let isLoading = false;
    async function use(what: keyof Script.Opened): Promise<void> {
      if (isLoading) return; // the press before this one counts
      isLoading = true;
      const script = await load<typeof Script>("laboratory").catch(() => undefined);
      isLoading = false;
      if (!script) return tell(failed);
      laboratory ??= script.laboratoryIn(section, button, start, tell);
      laboratory[what]();
    }
    const heed = () => {
      if (laboratory || labOf().startsWith(document.body.dataset.page!)) use("heed");
    };
    button.addEventListener("click", () => use("toggle"));
    addEventListener("hashchange", heed);
    place.append(section);
    heed();
  }
}
