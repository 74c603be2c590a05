import { load } from "./load.ts";
import type * as Train from "./train.ts";

/** Shows the button of each laboratory, which loads what it opens. */
export function laboratories(): void {
  for (const place of document.querySelectorAll<HTMLElement>(".laboratory")) {
    const button = place.querySelector("button")!;
    const said = place.querySelector("output")!;
    button.addEventListener("click", async () => {
      const script = await load<typeof Train>("train").catch(() => undefined);
      said.textContent = script ? "" : place.dataset.failed!;
      script?.toggle(place, button);
    });
    place.hidden = false;
  }
}
