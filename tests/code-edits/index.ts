import { dLossDW2 } from "./dloss-dw2.ts";
import type { CodeEdit } from "./edit.ts";
import { others } from "./others.ts";
import { z1 } from "./z1.ts";

export { hostile } from "./hostile.ts";

/** By the chapter whose code they change. */
export const codeEdits: Readonly<Record<string, readonly CodeEdit[]>> = {
  z1,
  "dloss-dw2": dLossDW2,
  ...others,
};
