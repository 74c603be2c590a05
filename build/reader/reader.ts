// What every page runs on top of what is there without it: search, keys and the light switch, copy buttons, open
// disclosures in print, no tab stop where nothing scrolls, the same entry lit wherever it stands, and the buttons of
// what is loaded on demand.

import { blankButton } from "./blank-button.ts";
import { carry, fragmentOf, labOf, lead, noteLab, setOf, splitFragment } from "./carry.ts";
import { codeButton } from "./code-button.ts";
import { companion } from "./companion.ts";
import { copyButtons } from "./copy-buttons.ts";
import { copying } from "./copying.ts";
import { isDragging } from "./dragging.ts";
import { element } from "./element.ts";
import { keys, openKeys } from "./keys.ts";
import { laboratories } from "./laboratory-button.ts";
import { languages } from "./languages.ts";
import { load } from "./load.ts";
import { remember, remembered, SOLVED } from "./memory.ts";
import { moving } from "./moving.ts";
import { notice } from "./notice.ts";
import { openSearch } from "./search-dialog.ts";
import { stopsOnlyWhereItScrolls } from "./stops.ts";
import { swaps } from "./swaps.ts";
import { taking } from "./taking.ts";

const words = document.body.dataset;

/** The buttons in the bar. */
function tools(): void {
  const search = element("button", { type: "button", "aria-keyshortcuts": "/" }, words.search!);
  search.addEventListener("click", openSearch);
  const list = element("button", { type: "button", "aria-label": words.keys! }, "?");
  list.addEventListener("click", openKeys);
  document.querySelector(".bar")?.append(element("div", { class: "tools" }, search, list, lightSwitch()));
}

function lightSwitch(): HTMLButtonElement {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const button = element("button", { type: "button", "aria-label": words.themeLabel! });
  const show = () => {
    button.textContent = isDark() ? "☀" : "☾";
    button.setAttribute("aria-pressed", String(isDark()));
  };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("theme", root.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  show();
  return button;
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

/** Pointing at an entry lights it wherever it stands: formulas, figures, text. */
function sameEntryLit(): void {
  let lit: Element[] = [];
  document.addEventListener("pointerover", ({ target }) => {
    if (isDragging()) return;
    for (const element of lit) element.classList.remove("same");
    const cell = (target as Element).closest<HTMLElement | SVGElement>("[data-cell]")?.dataset.cell;
    lit = cell ? [...document.querySelectorAll(`[data-cell="${CSS.escape(cell)}"]`)] : [];
    for (const element of lit) element.classList.add("same");
  });
}

/**
 * Numbers that the address says, when the page opens and when somebody writes another one there: a page that follows
 * the lesson comes alive, any other hands them on in its links.
 */
function numbersOfAddress(comeAlive: (() => void) | undefined): void {
  noteLab();
  addEventListener("popstate", noteLab); // before anything that follows an address
  let { address } = splitFragment(location.hash);
  carry(address);
  if (address) comeAlive?.();
  addEventListener("hashchange", () => {
    const { address: now, at } = splitFragment(location.hash);
    // Only a place: what it said before stays in the address, for the pages that links lead to.
    const before = fragmentOf({ address, at: undefined, lab: labOf(), set: setOf() });
    if (before && !now && at !== undefined) history.replaceState(null, "", `#${before}`);
    else if (comeAlive) {
      if (now) comeAlive();
    } else {
      address = now;
      carry(address);
    }
    lead();
  });
}

/**
 * Numbers can be changed, on pages that follow the lesson. What that takes is loaded when somebody opens the panel or
 * touches a number.
 * @returns loads it at once; undefined on any other page
 */
function changeableNumbers(): (() => void) | undefined {
  if (words.change === undefined) return undefined;
  const button = element("button", { type: "button", "aria-expanded": "false" }, words.change);
  const place = element("div", { class: "numbers", "data-added": "" }, button);
  document.querySelector(".opening")!.append(place);
  swaps();

  const live = async () => {
    const { start } = await load<{ start(): void }>("live");
    for (const type of TOUCHES) document.removeEventListener(type, touched);
    start();
  };
  /** What is clicked before it is there is clicked once more when it is. */
  let clicked: EventTarget | null = null;
  let isLoading = false;
  const touched = async ({ type, target }: Event) => {
    if (target !== button && !(target as Element).closest?.("main [data-cell], .swaps")) return;
    if (type === "click") clicked = target;
    if (isLoading) return;
    isLoading = true;
    try {
      await live();
      clicked?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    } catch {
      isLoading = false; // the next touch tries again
      if (clicked) notice(words.missing!);
    }
  };
  for (const type of TOUCHES) document.addEventListener(type, touched);
  return () => live().catch(() => notice(words.missing!));
}
const TOUCHES = ["pointerover", "focusin", "click"];

const theme = remembered("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
tools();
languages();
keys();
copyButtons();
codeButton();
blankButton();
copying();
openForPrint();
stopsOnlyWhereItScrolls();
sameEntryLit();
numbersOfAddress(changeableNumbers());
laboratories();
moving();
companion();
taking();
if (remembered(SOLVED))
  load<{ showSolved(): void }>("exercises").then(
    (it) => it.showSolved(),
    () => {},
  );
lead();
