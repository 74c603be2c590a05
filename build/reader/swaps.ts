import type { BrickLabel } from "./brick-buttons.ts";
import { element } from "./element.ts";

/**
 * A small button beside each brick of the stack that can be another one: the brick itself is a link to its chapter.
 * What it opens is loaded when it is pressed (live/chooser.ts).
 */
export function swaps(): void {
  const { bricks } = document.body.dataset;
  const place = document.querySelector(".place .where");
  if (bricks === undefined || !place) return;
  const buttons = (JSON.parse(bricks) as (BrickLabel | null)[]).flatMap((label, row) => {
    if (!label) return [];
    const [written, name] = label;
    const its = { "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": name };
    return element("button", { ...its, style: `--row: ${row}` }, written);
  });
  place.append(element("div", { class: "swaps", "data-added": "" }, ...buttons));
}
