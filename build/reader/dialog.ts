import { element } from "./element.ts";

/**
 * A dialog on top of the page. The focus goes to what in it asks for it (`autofocus`), else to the button that
 * closes it, and back when it is closed. Escape closes it too, and a press beside it where the browser knows how.
 */
export function dialog(
  className: string,
  words: { readonly name: string; readonly close: string },
  ...content: readonly Node[]
): HTMLDialogElement {
  const close = element("button", { type: "button", class: "close", autofocus: "" }, words.close);
  const made = element(
    "dialog",
    { class: className, "aria-label": words.name, closedby: "any" },
    ...content,
    close,
  );
  close.addEventListener("click", () => made.close());
  made.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.stopPropagation(); // it closes the dialog, and nothing under it
  });
  document.body.append(made);
  return made;
}
