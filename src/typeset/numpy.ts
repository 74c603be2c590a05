import { LESSON_FILE } from "../lesson/command.ts";
import type { Lesson } from "../lesson/lesson.ts";
import { networkOf, stepsOf } from "../network/network.ts";
import { numpyOf } from "../network/numpy.ts";
import type { Name } from "../network/values.ts";
import { escapeHtml } from "./html.ts";

/** The values of a lesson in NumPy: lines that run, those of one chapter after those of the chapters before it. */

/** Up to so many numbers of one matrix stand in lines on a page; more of them are read from the lesson's file. */
const MOST = 100;

/**
 * What makes these values, in the network's order. What is given is drawn from its seed as the book draws it, or written
 * out.
 * @param most how many numbers of a matrix are written out
 */
export function inNumpy(lesson: Lesson, names: readonly Name[], most = MOST): string[] {
  const steps = stepsOf(networkOf(lesson));
  const first = steps.findIndex(({ makes }) => names.includes(makes));
  const lines = numpyOf(steps.filter(({ makes }) => names.includes(makes)));
  return [
    ...(names.includes("X") ? ["import numpy as np", ""] : []),
    ...givenInNumpy(lesson, names, most),
    ...numbersInNumpy(lesson, lines, numpyOf(steps.slice(0, Math.max(first, 0)))),
    ...lines,
  ];
}

/** Those of these values that no step makes: data, weights, biases. */
export function givenInNumpy(lesson: Lesson, names: readonly Name[], most = MOST): string[] {
  const [data, weights] = [dataOf(lesson, most), weightsOf(lesson, most)];
  const isRead = (lines: readonly string[]) => lines.some((line) => line.includes("lesson["));
  const reads =
    (names.includes("X") && isRead(data)) || (names.includes("W1") && isRead(weights) && !isRead(data));
  return [
    ...(reads ? ["import json", `lesson = json.load(open("${LESSON_FILE}", encoding="utf-8"))`] : []),
    ...(names.includes("X") ? data : []),
    ...(names.includes("W1") ? weights : []),
    ...(names.includes("b1") ? biasesOf(lesson) : []),
  ];
}

/** The single numbers that lines use and lines before them do not: N, λ and α. */
export function numbersInNumpy(
  { ridge, learningRate }: Lesson,
  lines: readonly string[],
  before: readonly string[] = [],
): string[] {
  const uses = (name: string, lines: readonly string[]) => new RegExp(`\\b${name}\\b`).test(lines.join("\n"));
  return Object.entries({ N: "len(X)", ridge, alpha: learningRate })
    .filter(([name]) => uses(name, lines) && !uses(name, before))
    .map(([name, value]) => `${name} = ${value}`);
}

function dataOf({ data, outputs }: Lesson, most: number): string[] {
  const y = outputs === 1 ? "y = labels.reshape(-1, 1)" : `y = np.eye(${outputs})[labels]`;
  if ("seed" in data)
    return [
      `X = np.random.RandomState(${data.seed}).randn(${data.rows}, 2)`,
      "labels = ((X[:, 0] > 0) != (X[:, 1] > 0)).astype(int)",
      y,
    ];
  const X = matrix("X", data.X, inFile("data", "X"), most);
  if ("targets" in data) return [...X, ...matrix("y", data.targets, inFile("data", "targets"), most)];
  const { labels } = data;
  const given = labels.length > most ? inFile("data", "labels") : `[${labels.join(", ")}]`;
  return [...X, `labels = np.array(${given})`, y];
}

const inputsOf = ({ data }: Lesson): number => ("X" in data ? data.X[0]!.length : 2);

function weightsOf(lesson: Lesson, most: number): string[] {
  const { weights, hidden, outputs } = lesson;
  if ("W1" in weights)
    return (["W1", "W2"] as const).flatMap((name) =>
      matrix(name, weights[name], inFile("weights", name), most),
    );
  const drawn = (name: string, rows: number, cols: number) =>
    `${name} = (2 * random.rand(${rows}, ${cols}) - 1) / np.sqrt(${rows})`;
  const { seed, round } = weights;
  return [
    `random = np.random.RandomState(${seed})`,
    drawn("W1", inputsOf(lesson), hidden),
    drawn("W2", hidden, outputs),
    ...(round === undefined ? [] : [`W1, W2 = W1.round(${round}), W2.round(${round})`]),
  ];
}

function biasesOf({ weights, hidden, outputs }: Lesson): string[] {
  const { b1, b2 } = "W1" in weights ? weights : {};
  const one = (name: string, given: readonly number[] | undefined, cols: number) =>
    given ? [`${name} = np.array([[${given.join(", ")}]], float)`] : [`${name} = np.zeros((1, ${cols}))`];
  return [...one("b1", b1, hidden), ...one("b2", b2, outputs)];
}

const inFile = (group: string, name: string): string => `lesson["${group}"]["${name}"]`;

/** Characters in a line. */
const WIDTH = 80;

/** Floats, also where whole numbers are written. Too many are read from where they stand in the lesson's file. */
function matrix(
  name: string,
  numbers: readonly (readonly number[])[],
  place: string,
  most: number,
): string[] {
  if (numbers.length * numbers[0]!.length > most) return [`${name} = np.array(${place}, float)`];
  const rows = numbers.map((row) => `[${row.join(", ")}]`);
  const line = `${name} = np.array([${rows.join(", ")}], float)`;
  return line.length <= WIDTH || rows.length === 1
    ? [line]
    : [`${name} = np.array([`, ...rows.map((row) => `    ${row},`), "], float)"];
}

const APART = /(#.*)|\b(?:and|as|break|def|else|for|from|if|import|in|not|return)\b/gm;

/** Lines as HTML, with the classes of what is set apart in code. */
export const numpyHtml = (lines: readonly string[]): string =>
  escapeHtml(lines.join("\n")).replace(
    APART,
    (it, comment) => `<span class="tok-${comment ? "comment" : "keyword"}">${it}</span>`,
  );
