import { type Check, check, got, refuse, text } from "./check.ts";
import {
  type Data,
  type DrawnName,
  type ExplicitData,
  type FixedName,
  type GivenLabels,
  type GivenTargets,
  inputsOf,
  isFixed,
  type SeededData,
} from "./datasets.ts";
import {
  type ACTIVATIONS,
  type DECIMALS,
  FIELDS,
  type FileOf,
  fileCheck,
  type LOSSES,
  TABLE,
  usualOf,
} from "./fields.ts";

/**
 * What a reader may choose. `parseLesson` takes the JSON of a lesson file, fills in the book's own choices,
 * and refuses what is out of range or contradicts itself with a one-line `LessonError`.
 */
export interface Lesson {
  /** 1 to 80 characters. */
  readonly title: string;
  readonly data: SeededData | ExplicitData;
  readonly weights: SeededWeights | ExplicitWeights;
  /** Hidden neurons, 1 to 64. */
  readonly hidden: number;
  /** K, 1 to 8. */
  readonly outputs: number;
  /** The brick of the hidden neurons, and that of the outputs. */
  readonly activation: ActivationName;
  readonly outputActivation: ActivationName | "softmax";
  readonly loss: (typeof LOSSES)[number];
  /** Whether each neuron has a bias, and whether a step changes it. */
  readonly bias: boolean;
  readonly trainBias: boolean;
  /** α > 0. */
  readonly learningRate: number;
  /** λ ≥ 0. */
  readonly ridge: number;
  /** Decimals shown, 0 to 15. */
  readonly digits: number;
  /** What stands before them. */
  readonly decimal: (typeof DECIMALS)[number];
  /** Whether a number that is a fraction is shown as one. */
  readonly fractions: boolean;
}

/** Weights drawn from the seed, 0…2³²−1, then rounded to `round` decimals, 0 to 15, if that is given. */
export interface SeededWeights {
  readonly seed: number;
  readonly round?: number;
}
/** W1 is D×H, W2 H×K; b1 has H numbers, b2 K, all 0 where they are not given. */
export interface ExplicitWeights {
  readonly W1: readonly (readonly number[])[];
  readonly b1?: readonly number[];
  readonly W2: readonly (readonly number[])[];
  readonly b2?: readonly number[];
}
type ActivationName = (typeof ACTIVATIONS)[number];

const { title, ...others } = TABLE;
/** The table in the order of a lesson that is printed. */
const FILE = { title, ...others };
export type LessonFile = FileOf<typeof TABLE> & { readonly $schema?: string | undefined };

/** The article's own lesson. */
export const DEFAULT_LESSON = usualOf(FILE) as Lesson & {
  readonly data: SeededData;
  readonly weights: SeededWeights;
};

/** What else may be chosen than in the article's network: said where it is not as there. */
const BRICKS = ["outputs", "activation", "outputActivation", "loss", "bias", "trainBias"] as const;
const UNSAID = [...BRICKS, "decimal", "fractions"] as const;

/** A lesson as it is printed, or the settings of a run, which have always said some of these. */
export const printed = (lesson: object, unsaid: readonly (typeof UNSAID)[number][] = UNSAID): object =>
  Object.fromEntries(
    Object.entries(lesson).filter(
      ([key, value]) => !unsaid.some((it) => it === key && value === DEFAULT_LESSON[it]),
    ),
  );

const SHOWN = Object.fromEntries(FIELDS.flatMap(({ at, isShow }) => (isShow ? [[at, undefined]] : [])));

/** Whether two lessons compute the same numbers; the title, and how numbers are shown, do not count. */
export const sameNumbers = (a: Lesson, b: Lesson): boolean => {
  const numbers = (lesson: Lesson) => JSON.stringify({ ...lesson, title: "", ...SHOWN });
  return numbers(a) === numbers(b);
};

/** Another lesson, its numbers written as this one's are. */
export const writtenAs = (other: Lesson, { decimal, fractions }: Lesson): Lesson =>
  decimal === other.decimal && fractions === other.fractions ? other : { ...other, decimal, fractions };

/** The title of a lesson that has been given none. */
export const titleOf = (lesson: Lesson): string =>
  sameNumbers(lesson, DEFAULT_LESSON) ? DEFAULT_LESSON.title : OWN_TITLE;
export const OWN_TITLE = "A lesson of your own";

/** The title of a lesson whose weights come out of so many steps of training. */
export const titleAfter = (steps: number): string =>
  `After ${steps} ${steps === 1 ? "step" : "steps"} of training`;

const shape = (m: readonly (readonly number[])[]) => `${m.length}×${m[0]!.length}`;
const numbersIn = (count: number) => (count === 1 ? "1 number" : `${count} numbers`);

function rectangular(field: string, m: readonly (readonly number[])[]): void {
  const ragged = m.findIndex((row) => row.length !== m[0]!.length);
  if (ragged > 0)
    refuse(
      `${field}[${ragged}]`,
      `got a row of ${m[ragged]!.length}, expected ${numbersIn(m[0]!.length)} as in ${field}[0]`,
    );
}

/** The fields that are not undefined. */
export const told = <T extends object>(fields: T): { [Key in keyof T]: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

function bothOrNeither(group: string, pair: object): void {
  const given = Object.keys(told(pair));
  const missing = Object.keys(pair).filter((name) => !given.includes(name));
  if (given.length === 1)
    refuse(`${group}.${given}`, `got ${given} without ${group}.${missing}, expected both or neither`);
}

/** Refuses these fields: none of them may be there. */
function refuseAny(group: string, fields: object, beside: (name: string) => string): void {
  for (const [name, value] of Object.entries(told(fields)))
    refuse(`${group}.${name}`, `got ${got(value)} beside ${beside(name)}`);
}

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };
export type DataFile = Optional<
  SeededData & GivenLabels & GivenTargets & { readonly set: DrawnName | FixedName }
>;
export type WeightsFile = Optional<SeededWeights & ExplicitWeights>;

/**
 * Refuses data of two kinds at once: given, fixed, drawn. The values may still be texts, so that a message shows
 * them as they were typed.
 * @throws LessonError
 */
export function refuseMixed(
  { X, labels, targets, set, ...drawn }: Optional<Record<keyof DataFile, unknown>>,
  group = "data",
) {
  const size = Array.isArray(X) ? ` (${shape(X)})` : "";
  if (X !== undefined || labels !== undefined || targets !== undefined)
    refuseAny(
      group,
      { set, ...drawn },
      (name) => `explicit ${group}.X${name === "rows" ? size : ""}, expected one or the other`,
    );
  if (labels !== undefined) refuseAny(group, { targets }, () => `${group}.labels, expected one or the other`);
  if (isFixed(set)) refuseAny(group, drawn, (name) => `${set}, which is not drawn; expected no ${name}`);
}

/**
 * The data that fields describe, of a lesson or of a run.
 * @param drawn the seed and rows that hold where the fields do not say them
 * @throws LessonError where they contradict each other
 */
export function dataIn(file: DataFile, drawn: SeededData, group = "data"): Data {
  const { X, labels, targets, set } = file;
  refuseMixed(file, group);
  bothOrNeither(group, targets ? { X, targets } : { X, labels });
  if (isFixed(set)) return { set };
  if (!X) return { ...drawn, ...told(file) };
  rectangular(`${group}.X`, X);
  const [name, rows] = targets ? ["targets", targets.length] : ["labels", labels!.length];
  if (rows !== X.length)
    refuse(
      `${group}.${name}`,
      `got ${rows} ${targets ? "rows" : "labels"}, expected ${X.length}, one for each row of ${group}.X`,
    );
  if (!targets) return { X, labels: labels! };
  rectangular(`${group}.targets`, targets);
  return { X, targets };
}

/** The weights that fields describe. */
function weightsIn({ W1, W2, b1, b2, ...numbers }: WeightsFile, drawn: SeededWeights): Lesson["weights"] {
  bothOrNeither("weights", { W1, W2 });
  if (!W1 || !W2) {
    refuseAny("weights", { b1, b2 }, () => "no weights.W1, expected both or neither");
    return { ...drawn, ...told(numbers) };
  }
  refuseAny("weights", numbers, () => "explicit weights.W1, expected one or the other");
  rectangular("weights.W1", W1);
  rectangular("weights.W2", W2);
  if (W2.length !== W1[0]!.length)
    refuse(
      "weights.W2",
      `got a ${shape(W2)} matrix, expected ${W1[0]!.length} rows beside the ${shape(W1)} weights.W1`,
    );
  for (const [name, b, of, W] of [
    ["weights.b1", b1, "weights.W1", W1],
    ["weights.b2", b2, "weights.W2", W2],
  ] as const)
    if (b && b.length !== W[0]!.length)
      refuse(name, `got ${numbersIn(b.length)}, expected ${W[0]!.length}, one for each column of ${of}`);
  return { W1, ...told({ b1 }), W2, ...told({ b2 }) };
}

/** How many hidden neurons there are: as many as explicit weights, which have to fit the data, have columns. */
function hiddenFor(data: Data, { W1 }: ExplicitWeights, hidden: number | undefined): number {
  const [inputs, columns] = [inputsOf(data), W1[0]!.length];
  if (W1.length !== inputs)
    refuse("weights.W1", `got a ${shape(W1)} matrix, expected ${inputs} rows, one for each column of data.X`);
  if (hidden !== undefined && hidden !== columns)
    refuse(
      "hidden",
      `got ${hidden} beside weights.W1, which is ${shape(W1)}; expected ${columns}, or no hidden at all`,
    );
  return columns;
}

/** How many outputs there are: as many as targets, or explicit weights, have columns. */
function outputsFor(
  data: Data,
  weights: Lesson["weights"],
  outputs: number | undefined,
  usual: number,
): number {
  const said = [
    ...("targets" in data ? [["data.targets", data.targets] as const] : []),
    ...("W2" in weights ? [["weights.W2", weights.W2] as const] : []),
  ];
  const K = outputs ?? (said[0] ? said[0][1][0]!.length : usual);
  const unfit = said.filter(([, matrix]) => matrix[0]!.length !== K);
  if (!unfit[0]) return K;
  const [[name, matrix]] = unfit as [(typeof said)[0]];
  if (unfit.length === said.length)
    refuse(
      "outputs",
      `got ${K} beside ${name}, which is ${shape(matrix)}; expected ${matrix[0]!.length}, or no outputs at all`,
    );
  const [other, fit] = said.find((it) => it[0] !== name)!;
  refuse(
    name,
    `got a ${shape(matrix)} matrix beside ${other}, which is ${shape(fit)}; expected ${K} columns`,
  );
}

/** The seed and rows of drawn data; for any others, the article's. */
export const drawnData = (data: Data): SeededData => ("seed" in data ? data : DEFAULT_LESSON.data);
/** The seed of drawn weights; for given ones, the article's. */
export const drawnWeights = (weights: Lesson["weights"]): SeededWeights =>
  "seed" in weights ? weights : DEFAULT_LESSON.weights;
/** How many hidden neurons there are where neither a field nor given weights say it. */
export const usualHidden = ({ weights, hidden }: Shared): number =>
  "W1" in weights ? DEFAULT_LESSON.hidden : hidden;

/** The same weights, no bias given. */
export const withoutBiases = (weights: Lesson["weights"]): Lesson["weights"] =>
  "W1" in weights ? { W1: weights.W1, W2: weights.W2 } : weights;

/** What lessons and runs have in common. */
export type Shared = Pick<
  Lesson,
  "weights" | "hidden" | "outputs" | "activation" | "outputActivation" | "loss" | "bias" | "trainBias"
> & { readonly data: Data };
type SharedFile = Optional<
  Omit<Shared, "data" | "weights"> & { readonly data: DataFile; readonly weights: WeightsFile }
>;

/**
 * The data, weights, neurons and bricks that fields describe; `usual` holds where they say nothing.
 * @throws LessonError where they contradict each other
 */
export function networkIn<Usual extends Shared>(file: SharedFile, usual: Usual): Pick<Usual, keyof Shared> {
  const data = file.data ? dataIn(file.data, drawnData(usual.data)) : usual.data;
  const { round: _, ...drawn } = drawnWeights(usual.weights);
  // Given weights do not fit another number of neurons.
  const isSized = file.hidden !== undefined || file.outputs !== undefined;
  const others = isSized ? drawnWeights(usual.weights) : usual.weights;
  const given = file.weights ? weightsIn(file.weights, drawn) : others;
  const biases = ["b1", "b2"].find((name) => name in given);
  const bias = file.bias ?? (biases !== undefined || usual.bias);
  if (!bias && biases && file.weights) refuse("bias", `got false beside weights.${biases}, expected true`);
  const weights = bias ? given : withoutBiases(given);
  const hidden =
    "W1" in weights ? hiddenFor(data, weights, file.hidden) : (file.hidden ?? usualHidden(usual));
  const outputs = outputsFor(data, weights, file.outputs, usual.outputs);
  const {
    activation = usual.activation,
    outputActivation = usual.outputActivation,
    loss = usual.loss,
  } = file;
  const trainBias = file.trainBias ?? (bias ? usual.trainBias : true);
  const network = { data, weights, hidden, outputs, activation, outputActivation, loss, bias, trainBias };
  refuseUnfit(network);
  return network as Pick<Usual, keyof Shared>;
}

/** Beside a softmax, a row of targets may miss 1 by rounding. */
const NEARLY = 1e-9;

/**
 * Refuses bricks that cannot stand together, and targets that they cannot have.
 * @throws LessonError that names both
 */
export function refuseUnfit(network: Omit<Shared, "hidden" | "weights" | "activation">): void {
  const { data, outputs, outputActivation, loss, bias, trainBias } = network;
  if (!bias && !trainBias)
    refuse("trainBias", "got false beside bias false, expected true: there is none to hold");
  const isSoftmax = outputActivation === "softmax";
  if (isSoftmax && outputs === 1)
    refuse(
      "outputActivation",
      "got softmax beside 1 output, which would always be 1; expected 2 outputs or more",
    );
  if (loss === "cross-entropy" && !isSoftmax && outputActivation !== "sigmoid")
    refuse(
      "loss",
      `got cross-entropy beside outputActivation ${outputActivation}, expected sigmoid or softmax there: others give no probabilities`,
    );
  const most = Math.max(outputs - 1, 1);
  const beyond = "labels" in data ? data.labels.findIndex((label) => label > most) : -1;
  if ("labels" in data && beyond >= 0)
    refuse(
      `data.labels[${beyond}]`,
      `got ${data.labels[beyond]}, expected ${most === 1 ? "0 or 1" : `a label from 0 to ${most}`}, as outputs is ${outputs}`,
    );
  if (!("targets" in data)) return;
  for (const [n, row] of data.targets.entries()) {
    const sum = row.reduce((total, target) => total + target, 0);
    const field = `data.targets[${n}]`;
    if (isSoftmax && (row.some((target) => target < 0) || Math.abs(sum - 1) > NEARLY))
      refuse(field, `got ${got(row)} beside a softmax, expected numbers of at least 0 with the sum 1`);
    if (loss === "cross-entropy" && row.some((target) => target < 0 || target > 1))
      refuse(field, `got ${got(row)} beside cross-entropy, expected numbers from 0 to 1`);
  }
}

/**
 * The lesson that the JSON of a lesson file describes, complete and consistent.
 * @throws LessonError with field, what was got and what is allowed
 */
export function parseLesson(json: unknown): Lesson {
  const { $schema: _, ...file } = check(LESSON_CHECK, json, "");
  const lesson = { ...DEFAULT_LESSON, ...told(file), ...networkIn(file, DEFAULT_LESSON as Lesson) };
  return { ...lesson, title: file.title ?? titleOf(lesson) };
}
/** Where an editor finds what a lesson file may say; of the lesson it says nothing. */
export const SCHEMA_ADDRESS = text("an address");
/** The check of a lesson file by itself, before its fields are held against each other. */
export const LESSON_CHECK = fileCheck(FILE, { $schema: SCHEMA_ADDRESS }) as Check<LessonFile>;
