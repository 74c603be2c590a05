import type { Fault } from "../../src/code/job.ts";

/** The words of the bench on which a reader changes the code of a stage (build/reader/code.ts). */

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "nothing") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
const times = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

const entry = ({ name, at }: { readonly name: string; readonly at?: readonly number[] }): string =>
  at ? `${name}[${at.join(",")}]` : name;

/** What is wrong with code, in a sentence. */
function fault(it: Fault): string {
  switch (it.is) {
    case "syntax":
      return `syntax error${it.text && `: ${it.text}`}.`;
    case "types":
      return `${it.what} cannot run here: it is TypeScript that makes code of its own.`;
    case "import":
      return `${it.what} loads other code, and nothing is loaded here. The book’s operations are there by their names.`;
    case "bigint":
      return `${it.what} is a whole number of any length, and nothing here needs one. Leave out the n.`;
    case "await":
      return "await waits, and nothing here takes time. Leave it out.";
    case "reserved":
      return it.what === "\\"
        ? "a name is written with \\u. Write its letters themselves."
        : `${it.what} is a name that the page itself needs. Take another one.`;
    case "name":
      if (it.name === "console")
        return "there is no console here. What the code makes stands in the table under it.";
      return `nothing here has the name ${it.name}${it.like ? `. Do you mean ${it.like}?` : "."}`;
    case "shapes":
      return it.text.includes("undefined×undefined")
        ? "a matrix is expected here, and something else was given. scale multiplies a matrix by a number, multiply entry by entry: the sign * only multiplies numbers."
        : `the shapes do not fit: ${it.text}.`;
    case "error":
      return errorTold(it.text);
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
    case "unshown":
      return "the code ran, and the page cannot show its numbers. It keeps those that it had.";
    case "part":
      return "A part needs three things: needs and makes, which are lists of names, and the function compute.";
    case "makes":
      return `makes has to stay as it was: ${list(it.expected)}. Here it is ${list(it.got)}.`;
    case "needs":
      return `A part needs ${it.name}, and no stage or part before it makes that.`;
    case "turns":
      return `learn gives ${/^\d+$/.test(it.got) ? `${it.got} turns` : it.got}, and was asked for a list of ${it.expected}.`;
    case "count":
      return `The number of steps: got ${it.got.trim() || "nothing"}, expected a whole number from 1 to ${it.most}.`;
    case "steps":
      return `for this network at most ${it.most} steps can be run here: more might fill the memory.`;
    case "unmade":
      return `the code returns no ${it.name}.`;
    case "promise":
      return `${it.name} would be there only later: compute gives a promise. Leave out async.`;
    case "kind":
      return it.expected === "matrix"
        ? `${it.name} is not a matrix. A matrix has rows, cols and data, and data holds rows·cols numbers.`
        : `${it.name} is not a number.`;
    case "shape":
      return `${it.name} has the shape ${it.got}. The chapters after this one need ${it.expected}.`;
    case "later":
      return `from what your code makes, a later chapter works out ${entry(it)}. It is ${notFinite(it.got)}.`;
    case "finite":
      return `${entry(it)} is ${notFinite(it.got)}.`;
  }
}

/** What the engine says, and what is behind it where that is known. */
function errorTold(text: string): string {
  if (/random is not a function/.test(text))
    return "there is no random source here: its numbers would be others at each run.";
  if (/undefined/.test(text) && /\b(?:rows|cols|data)\b/.test(text))
    return "a matrix is expected here, and this is undefined. Is its name in needs, and is what stands after a dot spelt right?";
  return `${text}.`;
}

/** Why one cannot go on with what is no number, or too large a one. */
const notFinite = (it: number): string =>
  Number.isNaN(it)
    ? "NaN, “not a number”: it was worked out from a value that is not there, or as 0/0"
    : `${it < 0 ? "−" : ""}Infinity: more than the computer can hold, or a division by 0`;

/** With the line on which it is, where that is known. What code says of itself may be of any length. */
const faultTold = (it: Fault): string => {
  const text = fault(it);
  const short = text.length > 400 ? `${text.slice(0, 400)} …` : text;
  return it.line === undefined ? short : `Line ${it.line}: ${short}`;
};

export const codeWords = {
  /** Names the field in which code is written. */
  field: (name: string) => `The code of ${name}, to change`,
  hint: "Change a line: the code runs when you pause. Ctrl+Enter runs it at once. Tab indents; Escape, then Tab leaves the field. The code is TypeScript: JavaScript with types, which you may leave out.",
  run: "Run",
  back: "Back to the book’s code",
  /** The same on the label. */
  leave: "Back to the book’s",
  close: "Close",
  link: "Copy a link with this code",
  /** The label that stays in view. */
  label: "Not the book’s numbers: code changed here",
  /** The same where they are, none the less. */
  same: "Code changed here; its numbers are the book’s",
  /** The same while the numbers are those of other code. */
  behind: "The code was changed; these numbers are older",
  /** The same while code that came by itself waits to be run. */
  waiting: "The book’s numbers: the code below has not run",
  /** On what lists the names that code can call. */
  can: "What the code can call",
  /** Before the browser's title. */
  title: "Changed code",
  running: "Running …",
  /** Beside a fault, while the tables are still there. */
  older: "The checks and values further down are those of the code that ran last.",
  fault: faultTold,
  /** Where the code has a fault on another lesson of the page. */
  elsewhere: "On another lesson of this page",
  /** Over the exercises of a page whose numbers are not the book's. */
  exercises: "The exercises keep the book’s numbers.",
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
    "With these bricks the book has other code. Yours is put aside, and comes back with the bricks it was written for.",
  calls: (names: string) => `It can call ${names}.`,
  /** Of the program of the whole loop. */
  program: {
    caption: (file: string) => `Your program, changed from ${file}; the page keeps the book’s numbers`,
    turns: "The loss before each step",
    step: "Step",
    run: "Run steps",
    steps: "Steps",
    stop: "Stop",
    stopped: "Stopped. Nothing of the run was kept.",
    ran: (steps: number, before: string, after: string) =>
      `In ${times(steps, "step")} of your program the loss went from ${before} to ${after}.`,
    overflows: (step: number) => `At step ${step} the loss is too large for the computer.`,
    checks: "Gradient check: the slopes of the first step, found in two other ways",
    about:
      "Nudging moves each weight a little up and down and takes the loss of your program (central differences). The tape follows your program to the loss and works out the slopes by itself (automatic differentiation).",
    first: (entry: string, lesson: string, slope: string, way: string, found: string) =>
      `Farthest off: ${entry} (${lesson}). Your program makes it ${slope}, ${way} finds ${found}.`,
  },
  values: {
    caption: "What the code makes",
    entry: "Entry",
    book: "The book",
    own: "Your code",
    asked: "Asked for",
    same: "✓",
    close: "≈",
    differs: "≠",
    near: "≈: the two differ only in the last digits that the computer keeps.",
    allSame: (names: string, isAsked: boolean) =>
      `${names}: on the numbers of this page, every entry is as ${isAsked ? "asked for" : "in the book"}.`,
    more: (entries: number, differ: number) =>
      differ === 0
        ? `The other ${entries === 1 ? "entry is" : `${entries} are`} the same.`
        : differ === entries
          ? `The other ${entries === 1 ? "entry differs" : `${entries} differ`}, too.`
          : `Of the other ${entries}, ${differ} ${differ === 1 ? "differs" : "differ"}.`,
  },
  checks: {
    caption: "Gradient check: the slopes of the way back, found in two other ways",
    here: "this page",
    probe: (facts: readonly string[]) => `probe: ${facts.join(", ")}`,
    nudging: "nudging",
    tape: "tape",
    agree: (n: number, of: number) => (n === of ? `✓ ${n}` : `✓ ${n}\u00a0of\u00a0${of}`),
    differ: (wrong: number, of: number) => `✗ ${wrong}\u00a0of\u00a0${of}`,
    untold: "too coarse",
    unfollowed: "not followed",
    failed: (text: string) => `✗ ${text}`,
    first: (entry: string, lesson: string, slope: string, way: string, found: string) =>
      `Farthest off: ${entry} (${lesson}). The way back makes it ${slope}, ${way} finds ${found}.`,
    allAgree: "Every slope agrees with both ways.",
    /** Where a way cannot tell of every slope. */
    noneDiffers: "No slope differs, where it could be compared.",
    about:
      "Nudging moves each weight a little up and down and takes the loss of the forward pass, with the code above (central differences). The tape follows the same forward pass and works out the slopes by itself (automatic differentiation).",
    probes: "A probe is a lesson for the checks alone: it shows what one row, or λ = 0, may hide.",
    reads: (wrong: number, of: number) =>
      `“✗ ${wrong} of ${of}”: of ${times(of, "slope")}, ${wrong} ${wrong === 1 ? "differs" : "differ"}.`,
    coarse:
      "Nudging cannot tell where its step crosses a corner, as that of ReLU, or rounding is too large: such slopes count for nothing, and “too coarse” says that no other is left.",
    lost: "“Not followed”: the tape does not know all that this code does.",
    more: (probes: number) => `On ${times(probes, "more probe")} no slope differs.`,
    few: "Of a large network only some weights are nudged; the tape has them all.",
    /** Of a stage that makes no slope and is no part of the forward pass. */
    unseen:
      "These checks compare slopes, and the code of this chapter makes none: they agree whatever it makes. What it makes is compared below.",
    /** While a task asks for another forward pass. */
    asked:
      "The task asks for another forward pass, and the way back stays the book’s: the slopes may disagree though the task is solved.",
  },
  tasks: {
    title: "Tasks",
    fault: (n: number) => `Find the fault ${n}`,
    write: (n: number) => `Write it yourself ${n}`,
    hint: "A hint",
    solution: "Show the solution",
    solved: "✓ Solved: it makes what it should, on this lesson and on the probes.",
    unsolved: (entry: string, where: string, own: string, asked: string) =>
      `Not yet: ${entry} (${where}) is ${own}, and should be ${asked}.`,
    fails: "Not yet: it does not run to its end.",
    calls: (name: string) => `Not yet: the numbers are right, but ${name} is called for them.`,
  },
};
export type CodeWords = typeof codeWords;
