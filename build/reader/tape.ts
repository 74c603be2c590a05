import type { tapeWords } from "../../chapters/words/tape.ts";
import { button, element } from "./element.ts";
import { prefersLessMotion } from "./motion.ts";
import { NUMBERS } from "./moving/numbers.ts";

/** Walks a tape back, line by line from the last one up: the slope of each line appears, and the lines that it goes to are lit. */

declare const GIVEN: { words: typeof tapeWords };

/** Milliseconds that a line stays. */
const PACE = 1200;

export function move(figure: HTMLElement): void {
  const { words } = GIVEN;
  const play = button(words.play, () => (timer === undefined ? start() : pause()), { class: "play" });
  const back = button("←", () => go(found - 1), { "aria-label": words.back });
  const on = button("→", () => go(found + 1), { "aria-label": words.on });
  const output = element("output");
  const controls = element("div", { class: "controls", "data-added": "" }, play, back, on, output);
  figure.prepend(controls);

  const lines = () => [...figure.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  let timer: ReturnType<typeof setInterval> | undefined;
  /** How many slopes are found, from the last line up: all of them, as the page has it. */
  let found = lines().length;
  /** Whether the walk has begun: else the page shows the tape whole. */
  let isWalked = false;

  function show(): void {
    const all = lines();
    found = Math.min(found, all.length);
    const now = all.length - found;
    const [of, slope] = [-3, -1].map((i) => all[now]?.cells[all[now].cells.length + i]?.textContent ?? "");
    const parents = of === "" ? [] : of!.split(",").map(Number);
    for (const [i, row] of all.entries()) {
      row.classList.toggle("now", isWalked && i === now);
      row.classList.toggle("next", isWalked && parents.includes(i));
      row.cells[row.cells.length - 1]!.classList.toggle("unwritten", i < now);
    }
    back.disabled = found <= 1;
    on.disabled = found === all.length;
    const goes = parents.length > 0 ? ` ${words.to} ${of}.` : "";
    output.textContent = isWalked
      ? `${words.line} ${now}: ${slope!.trim().replace(/\s+/g, " ")}.${goes}`
      : words.rest;
  }

  /** Shows the next state of the walk, its line where it can be seen. */
  function walk(to: number): void {
    found = Math.max(1, to);
    isWalked = true;
    show();
    const behavior = prefersLessMotion() ? "instant" : "smooth";
    const all = lines();
    const slope = all[all.length - found]?.lastElementChild;
    slope?.scrollIntoView({ block: "nearest", inline: "end", behavior });
  }

  function go(to: number): void {
    pause();
    walk(to);
  }

  function pause(): void {
    clearInterval(timer);
    timer = undefined;
    play.textContent = words.play;
    output.setAttribute("aria-live", "polite");
  }

  function start(): void {
    if (found === lines().length) found = 0;
    const turn = () => {
      const last = found + 1 >= lines().length;
      walk(found + 1);
      if (last) pause();
    };
    timer = setInterval(turn, PACE);
    play.textContent = words.pause;
    // A voice that reads out every line would not keep up.
    output.setAttribute("aria-live", "off");
    turn();
  }

  document.addEventListener(NUMBERS, show);
  // On paper the tape is whole.
  addEventListener("beforeprint", () => {
    pause();
    found = lines().length;
    isWalked = false;
    show();
  });
  show();
}
