// The laboratory: a network that the reader sets up and trains on the page. Loaded when its button is pressed.

import { parseSettings } from "../../src/training/settings.ts";
import { openLaboratory } from "./train/laboratory.ts";

/** What each laboratory does when its button opens and closes it. */
const opened = new WeakMap<HTMLElement, { readonly box: HTMLElement; pause(): void }>();

/** Opens the laboratory in its place, at first with the settings written there, or closes it again. */
export function toggle(place: HTMLElement, button: HTMLElement): void {
  const known = opened.get(place);
  if (known) {
    known.pause();
    known.box.hidden = !known.box.hidden;
  } else {
    const box = document.createElement("div");
    place.append(box);
    opened.set(place, { box, ...openLaboratory(box, parseSettings(JSON.parse(place.dataset.start!))) });
  }
  button.setAttribute("aria-expanded", String(!opened.get(place)!.box.hidden));
}
