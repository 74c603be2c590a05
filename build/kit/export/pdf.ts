import { printing } from "../../chromium.ts";
import type { Format } from "./format.ts";
import { onePage } from "./one-page.ts";

export const pdf: Format = {
  does: "the whole book as one tagged PDF with an outline",
  needs: "Chrome or Chromium",
  make: ({ paper, ...book }) =>
    printing(async (print) => {
      const html = await onePage(book);
      book.progress?.now("printing all pages");
      return print(html, paper);
    }),
};
