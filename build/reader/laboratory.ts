import { load } from "./load.ts";
import type * as Train from "./train.ts";

/** Puts a button into the place of each laboratory, which loads what it opens. */
export function laboratories(): void {
  for (const place of document.querySelectorAll<HTMLElement>(".laboratory")) {
    const { open = "", about = "", failed = "", start = "" } = place.dataset;
    const section = document.createElement("section");
    const button = document.createElement("button");
    const [sentence, said] = [document.createElement("p"), document.createElement("output")];
    section.ariaLabel = open;
    section.dataset.added = ""; // stays when a live page is renewed
    sentence.textContent = about;
    button.type = "button";
    button.className = "open";
    button.textContent = open;
    button.ariaExpanded = "false";
    button.addEventListener("click", async () => {
      const script = await load<typeof Train>("train").catch(() => undefined);
      said.textContent = script ? "" : failed;
      script?.toggle(section, button, start);
    });
    section.append(sentence, button, said);
    place.append(section);
  }
}
