import type { Fault } from "../../src/code/job.ts";

/** The words of the bench on which a reader changes the code of a stage (build/reader/code.ts). */

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "nothing") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
const times = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** What is wrong with code, in a sentence. */
function fault(it: Fault): string {
  switch (it.is) {
    case "syntax":
      return `this is not yet a program${it.text && `: ${it.text}`}.`;
    case "types":
      return `${it.what} cannot run here: it is TypeScript that makes code of its own.`;
    case "import":
      return `${it.what} loads other code, and nothing is loaded here. The book’s operations are there by their names.`;
    case "bigint":
      return `${it.what} is a whole number of any length, and nothing here needs one. Leave out the n.`;
    case "await":
      return "await waits, and nothing here takes time. Leave it out.";
    case "reserved":
      return `${it.what} is a name that the page itself needs. Take another one.`;
    case "name":
      return `nothing here has the name ${it.name}${it.like ? `. Do you mean ${it.like}?` : "."}`;
    case "shapes":
      return `the shapes do not fit: ${it.text}.`;
    case "error":
      return `${it.text}.`;
    case "endless":
      return `${it.isLoop ? "this loop does" : "this does"} not end: it was stopped after 0.4 seconds.`;
    case "deep":
      return "a function calls itself without end.";
    case "memory":
      return "this asks for more memory than a page may take. It was stopped.";
    case "silent":
      return "The code did not end within 3 seconds, and was stopped.";
    case "blocked":
      return "This browser does not run code here. The page goes on with the book’s numbers.";
    case "part":
      return "A part needs three things: needs and makes, which are lists of names, and the function compute.";
    case "makes":
      return `The parts say that they make ${list(it.got)}. This stage makes ${list(it.expected)}.`;
    case "needs":
      return `A part needs ${it.name}, and no stage or part before it makes that.`;
    case "unmade":
      return `compute gives back no ${it.name}.`;
    case "promise":
      return `${it.name} would be there only later: compute gives a promise. Leave out async.`;
    case "kind":
      return it.expected === "matrix"
        ? `${it.name} is no matrix: it needs rows, cols, and as many numbers in data.`
        : `${it.name} is no number.`;
    case "shape":
      return `${it.name} is ${it.got}. The stages after this one expect ${it.expected}.`;
    case "finite":
      return `${it.name}${it.at ? `[${it.at.join(",")}]` : ""} is ${it.got}, which is not a number that one can go on with.`;
  }
}

/** With the line on which it is, where that is known. What code says of itself may be of any length. */
const faultTold = (it: Fault): string => {
  const text = fault(it);
  const short = text.length > 400 ? `${text.slice(0, 400)} …` : text;
  return it.line === undefined ? short : `Line ${it.line}: ${short}`;
};

export const codeWords = {
  /** Names the field in which code is written. */
  field: (name: string) => `The code of ${name}, to change`,
  hint: "It runs when you pause. Ctrl+Enter runs it at once. Tab moves lines in; Escape, then Tab leaves the field.",
  run: "Run",
  back: "Back to the book’s code",
  close: "Close the editor",
  link: "Copy a link with this code",
  /** The label that stays in view. */
  label: "Not the book’s numbers: code changed here",
  /** The same while the numbers are those of other code. */
  behind: "The code was changed; these numbers are older",
  /** Before the browser's title. */
  title: "Changed code",
  running: "Running …",
  fault: faultTold,
  /** Where the code has a fault on another lesson of the page. */
  elsewhere: "On another lesson of this page",
  /** Code that came from a link, or from before the page was closed. */
  fromLink:
    "This code came with the link. Read it, then press Run: until then the page shows the book’s numbers.",
  fromDraft: "This is your code from before. Press Run to see its numbers.",
  brokenLink: {
    hash: "The code in this link was made for other code than this page shows now. The book’s code stays.",
    broken: "The code in this link cannot be read. The book’s code stays.",
    "too-large": "The code in this link is too long. The book’s code stays.",
  },
  /** Where other bricks have other code. */
  aside:
    "With these bricks the book’s code is another. Your code is put aside, and comes back with its bricks.",
  calls: (names: string) => `It can call ${names}.`,
  values: {
    caption: "What the code makes",
    entry: "Entry",
    book: "The book",
    own: "Your code",
    same: "✓ same",
    differs: "≠ differs",
    allSame: (names: string) => `${names}: every entry as in the book.`,
    more: (entries: number, differ: number) =>
      `Of ${times(entries, "more entry").replace("entrys", "entries")}, ${differ} ${differ === 1 ? "differs" : "differ"}.`,
  },
  checks: {
    caption: "The slopes of the way back, held against two other ways",
    lesson: "Lesson",
    here: "this page",
    probe: (facts: readonly string[]) => `probe: ${facts.join(", ")}`,
    nudging: "nudging",
    tape: "tape",
    agree: (n: number) => `✓ ${n}`,
    differ: (wrong: number, of: number) => `✗ ${wrong} of ${of}`,
    untold: "too coarse",
    unfollowed: "not followed",
    failed: (text: string) => `✗ ${text}`,
    first: (entry: string, lesson: string, slope: string, way: string, found: string) =>
      `Farthest off: ${entry} (${lesson}) is ${slope} by the stages, ${way} finds ${found}.`,
    allAgree: "Every slope agrees with both ways.",
    about:
      "Nudging moves each weight up and down and runs the forward pass again, with the code as it stands above. The tape follows the same forward pass and finds the slopes without it.",
    shareNudged: (nudged: number, of: number) => `${nudged} of ${of} weights were nudged.`,
  },
  tasks: {
    title: "Tasks",
    fault: "Find the fault",
    write: "Write it",
    open: (n: number) => `Broken version ${n}`,
    hint: "A hint",
    solution: "Show the solution",
    solved: "✓ Solved: it makes what it should, on this lesson and on the probes.",
    unsolved: "Not yet: it does not make what it should, on this lesson or on a probe.",
  },
};
export type CodeWords = typeof codeWords;
