import type { shellWords } from "../../chapters/words/shell.ts";
import { dialog } from "./dialog.ts";
import { element } from "./element.ts";

/** The list of the keys, and the switch that turns single keys off. */

declare const GIVEN: { readonly words: typeof shellWords.keys & { readonly close: string } };
const { words } = GIVEN;

const toggle = element("input", { type: "checkbox" });
let turn: (on: boolean) => void = () => {};
toggle.addEventListener("change", () => turn(toggle.checked));

const list = (rows: readonly (readonly [string, string])[]): HTMLElement =>
  element(
    "dl",
    {},
    ...rows.map(([keys, does]) =>
      element(
        "div",
        {},
        element("dt", {}, ...keys.split(" ").flatMap((key) => [element("kbd", {}, key), " "])),
        element("dd", {}, does),
      ),
    ),
  );

const box = dialog(
  "keys",
  { name: words.title, close: words.close },
  element("h2", {}, words.title),
  list(Object.entries(words.does)),
  element("label", {}, toggle, ` ${words.single}`),
  list(words.there),
);

/** Opens the list. The switch tells what it is turned to. */
export function open(single: { readonly on: boolean; turn(on: boolean): void }): void {
  toggle.checked = single.on;
  turn = single.turn;
  box.showModal();
}
