import { element } from "./element.ts";

/** Tells a screen reader what became of a copy. */
const announcer = element("p", { role: "status", class: "unseen" });
document.body.append(announcer);

/**
 * A button that copies what `text` gives at the moment it is pressed, and says for a while whether it did. `what`
 * names that text for a screen reader, where the label alone does not.
 */
export const copyButton = (
  label: string,
  text: () => string | Promise<string>,
  what?: string,
): HTMLButtonElement => copyingButton(label, async () => copyText(await text()), what);

/** The same for what copies in its own way: `copy` gives whether it did, or fails. */
export function copyingButton(label: string, copy: () => Promise<boolean>, what?: string): HTMLButtonElement {
  const { copied = "", failed = "" } = document.body.dataset;
  const button = element("button", { type: "button" });
  const say = (word: string): void => {
    button.textContent = word;
    if (what) button.setAttribute("aria-label", `${word}: ${what}`);
  };
  say(label);
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener("click", async () => {
    (button.closest("dialog") ?? document.body).append(announcer); // nothing outside an open dialog is read out
    const outcome = (await copy().catch(() => false)) ? copied : failed;
    say(outcome);
    announcer.textContent = outcome;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(label);
      announcer.textContent = "";
    }, 1500);
  });
  return button;
}

/** The clipboard is closed to some pages, such as files in some browsers; a selection still works there. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement as HTMLElement | null;
    const area = element("textarea", { class: "unseen" }, text);
    (focused?.closest("dialog") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}
