import { FIELDS, toSay, valueAt } from "./fields.ts";
import { DEFAULT_LESSON, type Lesson, titleOf } from "./lesson.ts";

const OPTIONS = FIELDS.filter(({ value }) => value !== undefined);

/** A lesson file: its name without folders, and the JSON in it. */
interface LessonSource {
  readonly name: string;
  readonly json: unknown;
}

/** The name of the file in a command, where flags alone cannot say a lesson and no file was named. */
export const LESSON_FILE = "lesson.json";

/** There is no flag for given numbers or for a title. */
const flagsSuffice = (lesson: Lesson): boolean =>
  "seed" in lesson.data && "seed" in lesson.weights && lesson.title === titleOf(lesson);

/** Whether given numbers say how many neurons there are, or that they have biases. */
export function isTold({ data, weights }: Lesson, place: string): boolean {
  if (place === "hidden") return "W1" in weights;
  if (place === "outputs") return "targets" in data || "W2" in weights;
  return place === "bias" && ("b1" in weights || "b2" in weights);
}

/** The shortest command that builds the site of a lesson, with flags only for what neither the file nor the book says. */
export function commandOf(
  lesson: Lesson,
  file: LessonSource | undefined = flagsSuffice(lesson) ? undefined : { name: LESSON_FILE, json: lesson },
): string {
  const unsaid = (place: string) =>
    valueAt(file?.json, place) ?? valueAt(isTold(lesson, place) ? lesson : DEFAULT_LESSON, place);
  let said = toSay(OPTIONS, lesson, unsaid);
  const [seed, weightSeed] = ["data.seed", "weights.seed"].map((place) => valueAt(lesson, place));
  const others = said.filter(([name]) => !name.endsWith("-seed"));
  if (seed === weightSeed && others.length < said.length) said = [["seed", seed], ...others];
  const options = said.map(([name, value]) =>
    typeof value === "boolean" ? `--${value ? "" : "no-"}${name}` : `--${name} ${value}`,
  );
  if (file) options.unshift(`--lesson ${quoted(file.name)}`);
  return ["npm run build", ...(options.length > 0 ? ["--", ...options] : [])].join(" ");
}

/** The bricks of a lesson that are not the article's: `tanh, softmax, cross-entropy, biases held`. */
export function bricksLine(lesson: Lesson): string[] {
  const { outputs, activation, outputActivation, loss, bias, trainBias } = lesson;
  const usual = DEFAULT_LESSON;
  return [
    outputs === usual.outputs ? "" : `${outputs} output${outputs === 1 ? "" : "s"}`,
    activation === usual.activation ? "" : `hidden ${activation}`,
    outputActivation === usual.outputActivation ? "" : `output ${outputActivation}`,
    loss === usual.loss ? "" : loss,
    bias ? `biases${trainBias ? "" : " held"}` : "",
  ].filter(Boolean);
}

/** A lesson on one line, for a terminal. */
export function lessonLine(lesson: Lesson): string {
  const { title, data, weights, hidden, learningRate, ridge, decimal } = lesson;
  const comma = decimal === "comma";
  const exact = (x: number) => String(x).replace(".", comma ? "," : ".");
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const rounded = "seed" in weights && weights.round !== undefined ? `, rounded to ${weights.round}` : "";
  const facts = [
    "X" in data
      ? `${count(data.X.length, "row")} given`
      : `data seed ${data.seed}, ${count(data.rows, "row")}`,
    "W1" in weights ? "weights given" : `weight seed ${weights.seed}${rounded}`,
    count(hidden, "hidden neuron"),
    ...bricksLine(lesson),
    `α = ${exact(learningRate)}`,
    `λ = ${exact(ridge)}`,
  ];
  return `${title} (${facts.join(comma ? "; " : ", ")})`;
}

export const quoted = (name: string): string =>
  /^[\p{L}\p{N}_.-]+$/u.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
