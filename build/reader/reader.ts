// What every page runs on top of what is there without it: the light switch, copy buttons, open disclosures in
// print, no tab stop where nothing scrolls, the same entry lit wherever it stands, and runs to be played.

import { copyButton } from "./clipboard.ts";
import { players } from "./player.ts";

const words = document.body.dataset;

/** Storage may be refused, as in a private window or for a file. */
function remembered(): string | null {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Then it holds for this page only.
  }
}

function lightSwitch(): void {
  const root = document.documentElement;
  const isDark = () =>
    (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) ===
    "dark";
  const button = document.createElement("button");
  const show = () => {
    button.textContent = isDark() ? "☀" : "☾";
    button.setAttribute("aria-pressed", String(isDark()));
  };
  button.className = "theme";
  button.type = "button";
  button.setAttribute("aria-label", words.themeLabel ?? "");
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(root.dataset.theme);
    show();
  });
  show();
  document.querySelector(".bar")?.append(button);
}

function copyButtons(): void {
  for (const code of document.querySelectorAll("pre > code")) {
    // The zero-width spaces only keep empty lines open.
    const button = copyButton(words.copy ?? "", () => (code.textContent ?? "").replaceAll("\u200b", ""));
    button.classList.add("copy");
    code.parentElement?.parentElement?.append(button);
  }
}

function openForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}

/** Boxes that could scroll take focus; where nothing overflows, that would be a stop for nothing. */
function stopsOnlyWhereItScrolls(): void {
  const boxes = document.querySelectorAll<HTMLElement>("[role=group][tabindex]");
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const box = target as HTMLElement;
      box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
    }
  });
  for (const box of boxes) watch.observe(box);
}

/** Pointing at an entry lights it wherever it stands: formulas, figures, text. */
function sameEntryLit(): void {
  let lit: Element[] = [];
  document.addEventListener("pointerover", ({ target }) => {
    for (const element of lit) element.classList.remove("same");
    const cell = (target as Element).closest<HTMLElement | SVGElement>("[data-cell]")?.dataset.cell;
    lit = cell ? [...document.querySelectorAll(`[data-cell="${CSS.escape(cell)}"]`)] : [];
    for (const element of lit) element.classList.add("same");
  });
}

const theme = remembered();
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
lightSwitch();
copyButtons();
openForPrint();
stopsOnlyWhereItScrolls();
sameEntryLit();
players();
