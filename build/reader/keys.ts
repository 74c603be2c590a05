import type { shellWords } from "../../chapters/words/shell.ts";
import { carried, splitFragment } from "./carry.ts";
import { remember, remembered } from "./memory.ts";
import { onDemand } from "./notice.ts";
import { openSearch } from "./search-dialog.ts";

/**
 * Single keys, wherever one is on a page but in a field or a dialog. A further key is a line here, and one in the words
 * (chapters/words/shell.ts): so the list knows it too.
 */
type Key = keyof typeof shellWords.keys.does;
const ACTIONS: Readonly<Record<Key, () => unknown>> = {
  "/": openSearch,
  n: () => follow("next"),
  p: () => follow("prev"),
  e() {
    const opener = document.querySelector<HTMLElement>(".numbers button");
    opener?.focus(); // and so it is in sight
    opener?.click();
  },
  b: () => [...document.querySelectorAll<HTMLElement>(CONTROLS)].find((it) => it.offsetWidth > 0)?.focus(),
  c: () => location.assign(carried("index.html#contents", splitFragment(location.hash).address)),
  "?": () => openKeys(),
};

/** What can be pressed in the bar (explore/bar.ts). */
const CONTROLS = ".origin :is(a[href], button)";

export const openKeys = onDemand<typeof import("./keylist.ts")>("keylist", (it) => it.open({ on, turn }));

const follow = (rel: string): void => document.querySelector<HTMLElement>(`.turn [rel=${rel}]`)?.click();

// Whoever speaks to the computer, or hits keys by chance, can turn them off (WCAG 2.1.4).
let on = remembered("keys") !== "off";

function turn(to: boolean): void {
  on = to;
  remember("keys", to ? "on" : "off");
}

export function keys(): void {
  // While something is on its way, what is typed may be meant for it.
  let busy = false;
  addEventListener("keydown", async (event) => {
    const action = ACTIONS[event.key as Key];
    if (!on || !action || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (isTyping(event.target as HTMLElement) || document.querySelector("dialog:modal")) return;
    event.preventDefault();
    if (busy || event.repeat) return;
    busy = true;
    try {
      await action();
    } finally {
      busy = false;
    }
  });
}

const isTyping = (target: HTMLElement): boolean =>
  target.isContentEditable || target.matches("input, textarea, select");
