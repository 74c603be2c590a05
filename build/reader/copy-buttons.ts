import { copyButton } from "./clipboard.ts";

/** A button beside each box of code that has none yet: with another brick a live page has other code. */
export function copyButtons(): void {
  for (const box of document.querySelectorAll(".code > pre:last-child")) {
    const button = copyButton(document.body.dataset.copy!, () => box.textContent!, box.ariaLabel!);
    button.classList.add("copy");
    button.dataset.added = ""; // a live page keeps it
    box.after(button);
  }
}
