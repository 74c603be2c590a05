import { programBench } from "./code/program-bench.ts";
import { stageBench } from "./code/stage-bench.ts";
import { element } from "./element.ts";
import type { Bench, ProgramBench } from "./live/bench.ts";
import { load } from "./load.ts";

/** The code of a page, changed where it stands and run there. */

let opened: Promise<{ focus(): void }> | undefined;

/** Opens the editor, or goes to it. */
export async function open(): Promise<void> {
  opened ??= begin();
  try {
    (await opened).focus();
  } catch (error) {
    opened = undefined; // the next press tries again
    throw error;
  }
}

async function begin() {
  const page = document.body.dataset.page!;
  const [live, { given }, { tasks }] = await Promise.all([
    load<{ start(): void; bench(): Bench | ProgramBench }>("live"),
    load<typeof import("./runtime.ts")>("runtime"),
    load<typeof import("./tasks.ts")>("tasks"),
    styled("code.css"),
  ]);
  live.start();
  const bench = live.bench();
  return "stage" in bench ? stageBench(bench, given, tasks[page] ?? []) : programBench(bench, given);
}

/** A style sheet that pages do without. */
const styled = (href: string): Promise<void> =>
  new Promise((done) => {
    const link = element("link", { rel: "stylesheet", href });
    for (const end of ["load", "error"]) link.addEventListener(end, () => done());
    document.head.append(link);
  });
