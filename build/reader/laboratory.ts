// The laboratory: a network that the reader sets up and trains on the page. Loaded when its button is pressed.

import { parseSettings } from "../../src/training/settings.ts";
import { openLaboratory } from "./laboratory/laboratory.ts";

/** What has been opened once: where it is, and how to make it pause. */
const opened = new WeakMap<HTMLElement, { readonly box: HTMLElement; pause(): void }>();

/** Opens the laboratory of a section, at first with the settings in `start`, or closes it again. */
export function toggle(section: HTMLElement, button: HTMLElement, start: string): void {
  const known = opened.get(section);
  if (known) {
    known.pause();
    known.box.hidden = !known.box.hidden;
  } else {
    const box = document.createElement("div");
    section.append(box);
    opened.set(section, { box, ...openLaboratory(box, parseSettings(JSON.parse(start))) });
  }
  button.ariaExpanded = String(!opened.get(section)!.box.hidden);
}
