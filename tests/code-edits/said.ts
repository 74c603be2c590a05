import { bundled } from "../../build/bundled.ts";
import { ROOT } from "../project.ts";
import type { Seen } from "./driver.ts";
import { type CodeEdit, codeOf } from "./edit.ts";
import { around, expected, found } from "./outcome.ts";

/** Runs edits in a page of any browser, and holds what the page says against what is expected. */

/** @param expression in the page, a promise of what is plain data */
export type Evaluate = (expression: string) => Promise<unknown>;

export interface Said {
  readonly edit: CodeEdit;
  readonly expected: string;
  readonly found: string;
  readonly seen: Seen;
}

export const driver = (): Promise<string> =>
  bundled(ROOT, "tests/code-edits/driver.ts", { format: "iife", globalName: "driver" });

/** @param evaluate of a page that has just been opened */
export async function runEdits(edits: readonly CodeEdit[], evaluate: Evaluate): Promise<Said[]> {
  const script = await driver();
  const ask = (what: string) => evaluate(`(() => {${script}; return driver.${what}; })()`);
  const book = (await ask("openEditor()")) as string;
  const codes = edits.map((it) => codeOf(it, book));
  const all = (await ask(`runEach(${JSON.stringify(codes)})`)) as Seen[];
  return edits.map((edit, i) => {
    const seen = all[i]!;
    return {
      edit,
      seen,
      expected: expected(edit),
      found: [found(edit, seen), ...around(edit, seen)].join(", "),
    };
  });
}
