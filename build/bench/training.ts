import { median } from "d3-array";
import { trainedAndUnseen } from "../../src/lesson/datasets.ts";
import { initialWeights } from "../../src/training/weights.ts";
import { type Contestant, contestants, type Problem, type Size, settingsOfSize } from "./contestants.ts";

/**
 * One step of training (forward, backward, update) against the same step by others, turn by turn, so that all meet
 * the same machine. The others find the loss at every step, the book where it is recorded; all must find the same.
 * Where the cores of a machine are not alike, `taskset -c 1 npm run bench -- training` keeps everybody on one.
 */

const SIZES: readonly Size[] = [
  ...[50, 300].flatMap((N) => [3, 10, 50].map((H) => ({ N, H, K: 2, swapped: false }))),
  { N: 300, H: 50, K: 3, swapped: true },
];
const ROUNDS = 15;
/** Rounds before those, to get warm and to find how many steps fill a turn. */
const WARM = 6;
/** Microseconds that a turn takes, about. */
const TURN = 20_000;
/** Steps after which all must have the same loss. */
const COMMON = 20;

export async function run(): Promise<void> {
  const { all, missing } = contestants();
  try {
    const times = await measure(all, SIZES.map(problemOf));
    const table: Record<string, Record<string, string>> = {};
    const missed: string[] = [];
    for (const [s, size] of SIZES.entries()) {
      const where = `N = ${size.N}, H = ${size.H}${size.swapped ? `, K = ${size.K}, ReLU` : ""}`;
      const [book, ...others] = times[s]!;
      table[where] = { [all[0]!.name]: us(median(book!)!) };
      for (const [i, theirs] of others.entries()) {
        const { name } = all[i + 1]!;
        const ratio = median(theirs.map((time, round) => time / book![round]!))!;
        const wanted = wantedOf(name, size);
        table[where][name] =
          `${us(median(theirs)!)}  ×${ratio.toFixed(2)}${wanted ? ` ≥ ${wanted.toFixed(2)}` : ""}`;
        if (wanted && ratio < wanted) missed.push(`${name} at ${where}`);
      }
    }
    console.log(
      `\nA step of training in microseconds of processor time, how many times the first one's that is, and how` +
        `\nmany were wanted; medians of ${ROUNDS} rounds`,
    );
    console.table(table);
    console.log(missed.length > 0 ? `missed: ${missed.join("; ")}` : "all reached");
    for (const how of missing) console.log(`not measured: ${how}`);
  } finally {
    for (const contestant of all) contestant.close();
  }
}

const us = (micros: number) => (micros < 100 ? micros.toPrecision(3) : micros.toFixed(0));

function problemOf(size: Size): Problem {
  const settings = settingsOfSize(size);
  const { trained } = trainedAndUnseen(settings);
  const [W1, W2] = initialWeights(settings).map(({ data }) => [...data]) as [number[], number[]];
  const { learningRate, ridge } = settings;
  return { ...size, learningRate, ridge, X: [...trained.X.data], y: [...trained.y.data], W1, W2 };
}

/** Microseconds a step: of each problem, of each contestant, round by round. */
async function measure(all: readonly Contestant[], problems: readonly Problem[]): Promise<number[][][]> {
  for (const problem of problems) await compare(all, problem);
  const times = problems.map(() => all.map((): number[] => []));
  const steps = problems.map(() => all.map(() => COMMON));
  for (let round = -WARM; round < ROUNDS; round++)
    for (const [p, problem] of problems.entries())
      for (const [i, contestant] of all.entries()) {
        const { micros } = await contestant.measure(problem, steps[p]![i]!);
        if (round < 0) steps[p]![i] = Math.max(COMMON, Math.round(TURN / micros));
        else times[p]![i]!.push(micros);
      }
  return times;
}

/** @throws Error where two contestants do not find the same loss */
async function compare(all: readonly Contestant[], problem: Problem): Promise<void> {
  const losses: number[] = [];
  for (const contestant of all) losses.push((await contestant.measure(problem, COMMON)).loss);
  const odd = losses.findIndex((loss) => !(Math.abs(loss - losses[0]!) < 1e-5));
  if (odd > 0) throw new Error(`${all[odd]!.name} finds the loss ${losses[odd]}, the book ${losses[0]}`);
}

/** How many times the book's time the others are to take at the least: C's own may be 1.5 or 2.2 times shorter. */
function wantedOf(name: string, { N, H, swapped }: Size): number | undefined {
  if (name === "C -Ofast") return swapped ? 1 / 4 : undefined;
  if (name === "C" && swapped) return undefined;
  if (name === "C") return 1 / (H === 3 ? 1.5 : 2.2);
  if (name === "tfjs") return N === 50 ? 20 : undefined;
  if (name.startsWith("NumPy")) return N === 50 && H === 3 ? 8 : 1;
  return undefined;
}
