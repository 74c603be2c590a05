import { element } from "./element.ts";
import { load } from "./load.ts";

/** Milliseconds that it stays. */
const STAYS = 6000;

let timer: ReturnType<typeof setTimeout> | undefined;
const box = element("p", { role: "status", class: "notice", "data-added": "" });

/** Says at the foot of the window that something could not be done. */
export function notice(text: string): void {
  if (!box.isConnected) document.body.append(box);
  box.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    box.textContent = "";
  }, STAYS);
}

/** For what a press or a key begins: a script that does not load is told, and the next press tries again. */
export const onDemand =
  <Module>(name: string, use: (script: Module) => unknown): (() => Promise<unknown>) =>
  () =>
    load<Module>(name)
      .then(use)
      .catch(() => notice(document.body.dataset.missing ?? ""));
