import type { CodeEdit } from "./edit.ts";
import { z1 } from "./z1.ts";

/** By chapter. */
export const codeEdits: Readonly<Record<string, readonly CodeEdit[]>> = { z1 };
