// Takes figures and formulas away from their page: a picture as SVG or PNG, a formula as TeX. Loaded at the first press.

import type { takeWords } from "../../chapters/words/take.ts";
import { copyButton, copyingButton } from "./clipboard.ts";
import { dialog } from "./dialog.ts";
import { button, element } from "./element.ts";
import { type Look, type Picture, pictureOf, pngOf } from "./taking/picture.ts";
import { displayTex } from "./taking/tex.ts";

declare const GIVEN: { readonly words: typeof takeWords };
const { words } = GIVEN;

/** Pixels of a PNG for one of the page. */
const SCALE = 2;

/** What is to be said with all that is taken: that the numbers are not the book's. */
const note = (): string => document.body.dataset.note ?? "";

export const texOf = (formula: Element): string => `${note() && `% ${note()}\n`}${displayTex(formula)}`;

/** Opens a dialog with a figure's picture as it is now, and the ways to take it. */
export function takePicture(figure: Element): void {
  const all = [...figure.querySelectorAll<SVGSVGElement>("svg.figure")];
  const seen = all.filter((it) => it.getClientRects().length > 0);
  const which = element(
    "select",
    { name: "which" },
    ...seen.map((it, i) => new Option(it.querySelector("title")?.textContent ?? "", String(i))),
  );
  const looks = element(
    "fieldset",
    {},
    element("legend", {}, words.paper),
    ...Object.entries(words.looks).map(([look, text]) => {
      const its = element("input", { type: "radio", name: "look", value: look });
      its.checked = look === lookOfPage();
      return element("label", {}, its, ` ${text}`);
    }),
  );
  const shown = element("img", { alt: "" });
  let picture: Picture;
  let url: string | undefined;
  const forget = () => url && URL.revokeObjectURL(url);

  function show(): void {
    const look = looks.querySelector<HTMLInputElement>(":checked")!.value as Look;
    picture = pictureOf(seen[Number(which.value)]!, look, note());
    forget();
    url = URL.createObjectURL(svgBlob());
    shown.src = url;
    shown.alt = which.selectedOptions[0]!.text;
  }
  const svgBlob = () => new Blob([picture.svg], { type: "image/svg+xml" });
  /** As its page and its figure are called. */
  const name = () =>
    `${document.body.dataset.page}-${seen[Number(which.value)]!.querySelector("title")?.id.replace(/-title$/, "")}`;

  const box = dialog(
    "taking",
    { name: words.title, close: document.body.dataset.close! },
    element("h2", {}, words.title),
    shown,
    element(
      "div",
      { class: "choices" },
      ...(seen.length > 1 ? [element("label", {}, `${words.which} `, which)] : []),
      looks,
    ),
    element(
      "div",
      { class: "buttons" },
      copyButton(words.svg.copy, () => picture.svg),
      button(words.svg.save, () => save(`${name()}.svg`, svgBlob())),
      ...(globalThis.ClipboardItem ? [copyingButton(words.png.copy, copyPng)] : []),
      button(words.png.save, async () => save(`${name()}.png`, await pngOf(picture, SCALE))),
    ),
    element("p", { class: "label" }, words.note),
  );
  async function copyPng(): Promise<boolean> {
    // The promise itself: a browser may have forgotten the press when the picture is there.
    await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(picture, SCALE) })]);
    return true;
  }
  box.addEventListener("change", show);
  box.addEventListener("close", () => {
    forget();
    box.remove();
  });
  show();
  box.showModal();
}

const lookOfPage = (): Look =>
  getComputedStyle(document.documentElement).colorScheme === "dark" ||
  (document.documentElement.dataset.theme === undefined && matchMedia("(prefers-color-scheme: dark)").matches)
    ? "dark"
    : "light";

function save(name: string, blob: Blob): void {
  const href = URL.createObjectURL(blob);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // a browser may ask where to first
}
