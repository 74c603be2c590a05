import { copyButton } from "./clipboard.ts";
import { button } from "./element.ts";
import { load } from "./load.ts";
import { whenNear } from "./near.ts";
import { onDemand } from "./notice.ts";
import { RENEWED } from "./renewed.ts";
import type * as Take from "./take.ts";

/** Under each figure and display formula that comes near, a button to take it away. What that takes is loaded then. */
export function taking(): void {
  /** The buttons, and what each takes. */
  const made = new Map<HTMLElement, HTMLElement>();
  // With another brick a live page has other formulas; it leaves alone what scripts have added.
  addEventListener(RENEWED, () => {
    for (const [button, of] of made) {
      if (of.isConnected) continue;
      button.remove();
      made.delete(button);
    }
  });
  whenNear(".formula, .drawing:has(svg.figure), .player", (it) => {
    const { tex = "", picture = "" } = document.body.dataset;
    const taker = it.matches(".formula")
      ? copyButton(tex, async () => (await load<typeof Take>("take")).texOf(it))
      : button(
          picture,
          onDemand<typeof Take>("take", (script) => script.takePicture(it)),
        );
    taker.className = "take";
    taker.dataset.added = "";
    it.after(taker);
    made.set(taker, it);
  });
}
