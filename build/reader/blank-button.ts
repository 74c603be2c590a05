import { button, element } from "./element.ts";
import { onDemand } from "./notice.ts";

/** A button under the lesson, where a page works out numbers: it prints the page with room for them. */
export function blankButton(): void {
  const { blank } = document.body.dataset;
  if (!blank) return;
  const print = onDemand<{ printBlank(): void }>("blank", (it) => it.printBlank());
  document
    .querySelector(".lesson")!
    .append(element("p", { class: "blank", "data-added": "" }, button(blank, print)));
}
