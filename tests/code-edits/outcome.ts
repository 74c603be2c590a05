import { codeWords as words } from "../../chapters/words/code.ts";
import type { Fault } from "../../src/code/job.ts";
import type { Seen } from "./driver.ts";
import type { CodeEdit, Outcome } from "./edit.ts";

/** What a page said, in the words in which outcomes are written; what comes of it is compared as text. */

/** The words of engines: any will do. */
const ANY = "…";

export const expected = ({ is }: Pick<CodeEdit, "is">): string => {
  if ("fault" in is) return faultTold(is);
  if ("same" in is) return `same; here: ; probes: ${is.untaped ? "; untaped" : ""}`;
  return `${is.differ ? `differ: ${is.differ}` : "same"}; here: ${is.here}; probes: ${is.probes}${is.untaped ? "; untaped" : ""}`;
};

/** The sentence of the page. */
function faultTold({ fault }: Extract<Outcome, { fault: unknown }>): string {
  const own = { text: ANY, ...fault } as Fault;
  return words.fault(own);
}

/** @param is what is expected: where it leaves words to the engine, those of the page are left out */
export function found({ is }: Pick<CodeEdit, "is">, seen: Seen): string {
  if (seen.fault) {
    const isOpen = "fault" in is && /^(?:syntax|error)$/.test(is.fault.is) && !("text" in is.fault);
    if (!isOpen) return seen.fault;
    // Firefox says nothing of code that it cannot read, and the parser knows less than engines do.
    if (/^(?:Line \d+: )?this is not yet a program\.$/.test(seen.fault) && is.fault.is === "syntax")
      return seen.line === null || is.fault.line === undefined || seen.line === is.fault.line
        ? faultTold(is)
        : seen.fault;
    const [before, after] = faultTold(is).split(ANY) as [string, string];
    const line = is.fault.line === undefined ? seen.fault.replace(/^Line \d+: /, "") : seen.fault;
    return line.startsWith(before) && line.endsWith(after) ? before + ANY + after : seen.fault;
  }
  if (!seen.differ) return `nothing; ${seen.status}`;
  const names = [...new Set(seen.differ.map((it) => it.replace(/\[.*/, "")))].join(" ");
  const [here, ...probes] = seen.checks;
  const tape = Object.entries(here ?? {}).filter(([column]) => column.endsWith(words.checks.tape));
  const isUntaped = tape.every(([, said]) => said === words.checks.unfollowed);
  return [
    names ? `differ: ${names}` : "same",
    `here: ${wrong(here ? [here] : [])}`,
    `probes: ${wrong(probes)}`,
    ...(isUntaped ? ["untaped"] : []),
  ].join("; ");
}

/** The weights whose slopes are wrong, on one lesson at least, with the way that says so where the other does not. */
function wrong(lessons: Seen["checks"]): string {
  const columns = [...new Set(lessons.flatMap((it) => Object.keys(it)))].filter((column) =>
    lessons.some((it) => it[column]?.startsWith("✗")),
  );
  const weights = [...new Set(columns.map((it) => it.split(",")[0]!))].sort();
  const said = lessons.some((it) => Object.values(it).includes(words.checks.unfollowed));
  return weights
    .map((name) => {
      const ways = [words.checks.nudging, words.checks.tape].filter((way) =>
        columns.includes(`${name}, ${way}`),
      );
      return ways.length === 2 || said ? name : `${name} by ${ways[0]}`;
    })
    .join(" ");
}

/** What is not as expected of the page around the editor. */
export function around({ is }: Pick<CodeEdit, "is">, seen: Seen): string[] {
  const isFault = "fault" in is;
  const line = (isFault && is.fault.line) || null;
  const isOpen = isFault && is.fault.is === "syntax" && (line === null || seen.line === null);
  return [
    ...(seen.label === (isFault ? words.behind : words.label) ? [] : [`the label says ${seen.label}`]),
    ...(isFault || seen.title.startsWith(`${words.title} · `) ? [] : [`the title says ${seen.title}`]),
    ...(isOpen || seen.line === line ? [] : [`line ${seen.line} is marked`]),
    ...(seen.status === "" ? [] : [`the status says ${seen.status}`]),
  ];
}
