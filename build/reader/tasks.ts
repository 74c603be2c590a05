import type { CodeTask } from "../../src/book/task.ts";

/** What there is to do with the code of stages (code.ts): data alone, loaded when the code is opened. */

declare const GIVEN: { readonly tasks: Readonly<Record<string, readonly CodeTask[]>> };

export const { tasks } = GIVEN;
