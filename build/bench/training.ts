import { targetsOf, trainedAndUnseen } from "../../src/training/datasets.ts";
import { initialWeights } from "../../src/training/weights.ts";
import { type Contestant, contestants, type Problem, type Size, settingsOf } from "./contestants.ts";
import { median } from "./median.ts";

/**
 * One step of training (forward, loss, backward, update) against the same step by others, turn by turn, so that
 * all meet the same machine. All must find the same loss. Where the cores of a machine are not alike,
 * `taskset -c 1 npm run bench -- training` keeps everybody on one.
 */

const SIZES: readonly Size[] = [50, 300].flatMap((N) => [3, 10, 50].map((H) => ({ N, H })));
const ROUNDS = 21;
/** Microseconds that a turn takes, about. */
const TURN = 8000;
/** Steps after which all must have the same loss. */
const COMMON = 20;

export async function run(): Promise<void> {
  const { all, missing } = contestants();
  try {
    const table: Record<string, Record<string, string>> = {};
    const missed: string[] = [];
    for (const size of SIZES) {
      const [book, ...others] = (await measure(all, problemOf(size))) as [Times, ...Times[]];
      const where = `N = ${size.N}, H = ${size.H}`;
      const row: Record<string, string> = { [book.name]: us(median(book.times)) };
      for (const { name, times } of others) {
        const ratio = median(times.map((time, round) => time / book.times[round]!));
        const wanted = wantedOf(name, size);
        row[name] = `${us(median(times))}  ×${ratio.toFixed(2)}${wanted ? ` ≥ ${wanted.toFixed(2)}` : ""}`;
        if (wanted && ratio < wanted) missed.push(`${name} at ${where}`);
      }
      table[where] = row;
    }
    console.log(
      `\nA step of training in microseconds of processor time, how many times the book's time that is, and how many were wanted;` +
        `\nmedians of ${ROUNDS} rounds`,
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
  const settings = settingsOf(size);
  const { trained } = trainedAndUnseen(settings);
  const [W1, W2] = initialWeights(settings).map(({ data }) => [...data]) as [number[], number[]];
  const { learningRate, ridge } = settings;
  return { ...size, learningRate, ridge, X: [...trained.X.data], y: [...targetsOf(trained).data], W1, W2 };
}

interface Times {
  readonly name: string;
  /** Microseconds a step, round by round. */
  readonly times: number[];
}

async function measure(all: readonly Contestant[], problem: Problem): Promise<Times[]> {
  const [book, ...others] = await Promise.all(all.map((each) => each.measure(problem, COMMON)));
  for (const [i, { loss }] of others.entries())
    if (!(Math.abs(loss - book!.loss) < 1e-5))
      throw new Error(`${all[i + 1]!.name} finds the loss ${loss}, the book ${book!.loss}`);

  const steps: number[] = [];
  for (const each of all) steps.push(await stepsInTurn(each, problem));
  const found = all.map(({ name }): Times => ({ name, times: [] }));
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, each] of all.entries())
      found[i]!.times.push((await each.measure(problem, steps[i]!)).micros);
  return found;
}

/** How many steps fill a turn, once a contestant is warm. */
async function stepsInTurn(contestant: Contestant, problem: Problem): Promise<number> {
  let steps = COMMON;
  for (let i = 0; i < 5; i++) {
    const { micros } = await contestant.measure(problem, steps);
    steps = Math.max(COMMON, Math.round(TURN / micros));
  }
  return steps;
}

/** How many times the book's time the others are to take at the least: C's own may be 1.5 or 2.2 times shorter. */
function wantedOf(name: string, { N, H }: Size): number | undefined {
  if (name === "C") return 1 / (H === 3 ? 1.5 : 2.2);
  if (name === "tfjs") return N === 50 ? 20 : undefined;
  return N === 50 && H === 3 ? 8 : 1;
}
