import { copyButton } from "./clipboard.ts";
import { button } from "./element.ts";
import { load } from "./load.ts";
import { whenNear } from "./near.ts";
import { unlessMissing } from "./notice.ts";
import type * as Take from "./take.ts";

/** Under each figure and display formula that comes near, a button to take it away. What that takes is loaded then. */
export const taking = (): void =>
  whenNear(".formula, .drawing, .player", (it) => {
    const { tex = "", picture = "" } = document.body.dataset;
    const script = () => load<typeof Take>("take");
    const made = it.matches(".formula")
      ? copyButton(tex, async () => (await script()).texOf(it))
      : button(
          picture,
          unlessMissing(async () => (await script()).takePicture(it)),
        );
    made.className = "take";
    made.dataset.added = "";
    it.after(made);
  });
