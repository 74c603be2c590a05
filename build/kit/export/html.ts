import type { Format } from "./format.ts";
import { onePage } from "./one-page.ts";

export const html: Format = {
  does: "the whole book in one file that opens offline",
  make: onePage,
};
