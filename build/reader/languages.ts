import { remember, remembered } from "./memory.ts";

/** Code that stands in two languages has a switch that works by itself: here every page takes the choice of the last. */
export function languages(): void {
  const chosen = remembered("language");
  for (const input of document.querySelectorAll<HTMLInputElement>(
    `.switch [value="${CSS.escape(chosen ?? "")}"]`,
  ))
    input.checked = true;
  addEventListener("change", ({ target }) => {
    if ((target as Element).closest(".switch")) remember("language", (target as HTMLInputElement).value);
  });
}
