import type { Lesson } from "../src/lesson/lesson.ts";
import { networkOf, stepsOf, weightsOf } from "../src/network/network.ts";
import { numpyOf } from "../src/network/numpy.ts";
import { type Name, nextName, slopeName } from "../src/network/values.ts";
import { decimals, decimalsFor, showColumn } from "../src/typeset/format.ts";
import { givenInNumpy, numbersInNumpy } from "../src/typeset/numpy.ts";
import type { programWords } from "./words/numpy.ts";
import { sentence } from "./words/prose.ts";

/** The loop in NumPy: a program that prints the table of chapter 10. */

/** What its lines are made of. */
export interface LoopFacts {
  readonly title: string;
  readonly steps: number;
  /** The lines that the loop begins from: data, weights, and the single numbers. */
  readonly given: readonly string[];
  /** The lines of a turn, block by block. */
  readonly blocks: readonly { readonly block: string; readonly lines: readonly string[] }[];
  /** What changes from turn to turn, and what it changes to; all weights and biases; all slopes. */
  readonly moved: readonly Name[];
  readonly next: readonly Name[];
  readonly weights: readonly Name[];
  readonly slopes: readonly Name[];
  /** The entry of W2 in the table. */
  readonly entry: string;
  readonly digits: number;
  /** Decimals and widths of the columns: losses, changes, lengths, weights. */
  readonly decimals: Readonly<Record<"losses" | "lengths" | "weights", number>>;
  readonly widest: readonly number[];
}

/** What the table of the chapter holds. */
interface Table {
  readonly planned: number;
  readonly entry: readonly number[];
  readonly losses: readonly number[];
  readonly lengths: readonly number[];
  readonly weights: readonly number[];
}

/** @param most how many numbers of a matrix are written out */
export function loopFacts(
  lesson: Lesson,
  blocks: readonly {
    readonly block: string;
    readonly parts: readonly { readonly makes: readonly string[] }[];
  }[],
  { planned, entry, losses, lengths, weights }: Table,
  most?: number,
): LoopFacts {
  const network = networkOf(lesson);
  const steps = stepsOf(network).filter(({ makes }) => makes !== nextName("loss"));
  const turn = blocks.map(({ block, parts }) => {
    const made = parts.flatMap(({ makes }) => makes);
    return { block, lines: numpyOf(steps.filter(({ makes }) => made.includes(makes))) };
  });
  const given = network.given.map(({ name }) => name);
  const moved = weightsOf(network);
  const { digits } = lesson;
  const width = (numbers: readonly number[]) =>
    Math.max(...showColumn(numbers, decimals(digits)).map(({ text }) => text.length));
  return {
    title: lesson.title,
    steps: planned,
    given: [
      ...givenInNumpy(lesson, given, most),
      ...numbersInNumpy(
        lesson,
        turn.flatMap(({ lines }) => lines),
      ),
    ],
    blocks: turn,
    moved,
    next: moved.map(nextName),
    weights: network.given.filter(({ kind }) => kind === "weights").map(({ name }) => name),
    slopes: moved.map((name) => slopeName(name)),
    entry: entry.join(", "),
    digits,
    decimals: {
      losses: decimalsFor(losses, digits),
      lengths: decimalsFor(lengths, digits),
      weights: decimalsFor(weights, digits),
    },
    widest: [2, width(losses), 9, width(lengths), width(weights)],
  };
}

/** The program in pieces: what it needs, what it begins from, how it prints, and its loop. */
export function loopInNumpy(
  it: LoopFacts,
  words: typeof programWords,
): Readonly<Record<"about" | "imports" | "given" | "show" | "loop", readonly string[]>> {
  const { digits, decimals, weights, slopes, entry } = it;
  const shown = (value: string, places: number) => `show(${value}${places === digits ? "" : `, ${places}`})`;
  const heads = [...words.heads, words.weight(entry.replace(" ", ""))];
  const cells = heads.map((head, i) => `{:>${Math.max(head.length, it.widest[i]!)}}`);
  const row = [
    "step",
    shown("loss", decimals.losses),
    "change",
    shown("length", decimals.lengths),
    shown(`W2[${entry}]`, decimals.weights),
  ];
  const entries = (names: readonly string[]) => names.map((name) => `*${name}.flat`).join(", ");
  const inside = [
    ...it.blocks.flatMap(({ block, lines }) => [`# ${sentence(block)}`, ...lines, ""]),
    `# ${words.row}`,
    `slopes = [${entries(slopes)}]`,
    `if not np.isfinite([loss, *slopes, ${entries(weights)}]).all():`,
    `    break  # ${words.ends}`,
    `length = np.hypot.reduce(slopes)  # ${words.length}`,
    `change = f"{loss - losses[-1]:.2e}" if losses else ""`,
    `print(row(${row.join(", ")}))`,
    "",
    "losses.append(loss)",
    `${it.moved.join(", ")} = ${it.next.join(", ")}`,
  ];
  return {
    about: [it.title.replace(/\s+/g, " "), words.about(it.steps)],
    imports: [
      "from decimal import ROUND_HALF_UP, Decimal",
      "",
      "import numpy as np",
      "",
      `np.seterr(all="ignore")  # ${words.overflow}`,
    ],
    given: it.given,
    show: [
      `def show(x, digits=${digits}):`,
      `    # ${words.show}`,
      "    if abs(x) >= 1e9:",
      `        return f"{x:.${Math.max(digits, 2)}e}"`,
      "    fixed = Decimal(float(x)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)",
      `    return f"{x:.2e}" if x != 0 and fixed == 0 else f"{fixed:f}"`,
      "",
      "",
      `row = "${cells.join("  ")}".format`,
    ],
    loop: [
      "losses = []",
      `print(row(${heads.map((head) => `"${head}"`).join(", ")}))`,
      `for step in range(${it.steps + 1}):`,
      ...inside.map((line) => (line ? `    ${line}` : "")),
    ],
  };
}

/** The whole program. */
export function programInNumpy(it: LoopFacts, words: typeof programWords): string[] {
  const { about, imports, given, show, loop } = loopInNumpy(it, words);
  return [
    ...about.map((line) => `# ${line}`),
    ...imports,
    "",
    `# ${words.initialise}`,
    ...given,
    "",
    "",
    ...show,
    "",
    ...loop,
  ];
}
