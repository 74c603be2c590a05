import type { Fault, Job } from "../../../src/code/job.ts";
import { ShapeError } from "../../../src/math/matrix.ts";
import { Stopped, within } from "./bounds.ts";
import { Refused } from "./own.ts";

/** What is wrong, from what was thrown. To look at it may run more of the code that threw it. */
export function faultOf(error: unknown, { lines, sites }: Pick<Job, "lines" | "sites">): Fault {
  try {
    return within(sites, () => told(error, lines));
  } catch {
    return { is: "error", text: "Error" };
  }
}

function told(error: unknown, lines: Job["lines"]): Fault {
  const at = lineOf(error, lines);
  const here = at === undefined ? {} : { line: at };
  if (error instanceof Refused) return { ...here, ...error.fault };
  if (error instanceof Stopped) {
    const { why, site } = error;
    const where = site && { line: site.line };
    return why === "memory"
      ? { is: why, ...here, ...(at === undefined && where) }
      : { is: why, isLoop: site?.isLoop ?? false, ...where };
  }
  const { name, message: its = error } = Object(error) as { name?: unknown; message?: unknown };
  const message = String(its);
  if (error instanceof ShapeError) return { is: "shapes", text: message, ...here };
  const missing =
    /^(?:Can't find variable: )?([\p{ID_Start}$_][\p{ID_Continue}$]*)(?: is not defined)?$/u.exec(message);
  if (error instanceof ReferenceError && missing) return { is: "name", name: missing[1]!, ...here };
  if (/call stack|too much recursion/i.test(message)) return { is: "deep", ...here };
  return { is: "error", text: name && name !== "Error" ? `${name}: ${message}` : message, ...here };
}

/** The line of the code that threw, or called what did: the innermost that stands in it. */
function lineOf(error: unknown, [first, last]: Job["lines"]): number | undefined {
  const stack = String((Object(error) as Error).stack ?? "");
  const place = /:(\d+):\d+\)?$/gm;
  // Not by a method of the text, which asks for room: in Safari each line has the whole address, which is the script.
  for (let found = place.exec(stack); found; found = place.exec(stack)) {
    const number = Number(found[1]);
    if (number >= first && number <= last) return number - first + 1;
  }
  return undefined;
}
