import { inBrowser, pdfOf } from "../../chromium.ts";
import type { Format } from "./format.ts";
import { onePage } from "./one-page.ts";

export const pdf: Format = {
  does: "the whole book as one tagged PDF with an outline; needs Chrome or Chromium",
  make: ({ paper, ...book }) => inBrowser(async (browser) => pdfOf(browser, await onePage(book), paper)),
};
