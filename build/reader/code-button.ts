import { splitFragment } from "./carry.ts";
import { element } from "./element.ts";
import { DRAFT } from "./memory.ts";
import { onDemand } from "./notice.ts";

/** A button at the code of a page's stage, which opens it to be changed; what that takes is loaded then. */
export function codeButton(): void {
  const { code, page } = document.body.dataset;
  const box = document.querySelector(".typescript > .code");
  if (!code || !box) return;
  const open = onDemand<{ open(): Promise<void> }>("code", (it) => it.open());
  const button = element("button", { type: "button", class: "change-code", "data-added": "" }, code);
  button.addEventListener("click", open);
  box.append(button);
  try {
    if (splitFragment(location.hash).code || sessionStorage.getItem(DRAFT + page)) void open();
  } catch {
    // Without storage there is no draft.
  }
}
