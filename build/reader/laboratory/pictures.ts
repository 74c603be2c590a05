import { boundary, pointsIn, regions } from "../../../src/figures/boundary.ts";
import { type Axis, lines } from "../../../src/figures/lines.ts";
import { nodesOf, type Plane } from "../../../src/figures/plane.ts";
import type { Matrix } from "../../../src/math/matrix.ts";
import type { Entry } from "../../../src/training/history.ts";
import { predict } from "../../../src/training/measure.ts";
import { filled } from "./filled.ts";
import { given } from "./given.ts";
import { briefText, comma, lossText, stepText, tickText } from "./numbers.ts";
import { entrySeen, stepSeen, type Training, weightsSeen } from "./training.ts";

/** The book's own figures, drawn from a run as it is now. */

const { figures, numbers } = given.words;
/** In units of the drawings, which are pixels where there is room. */
const PLANE = { size: 360, radius: 3 };
export const CURVE = { least: 300, most: 600, plot: 130 };
const POINTS = "laboratory-points";

/** Places looked at along each axis of the plane: fewer while pictures follow each other, fewer still of many weights. */
const NODES = { still: 121, moving: 61, many: 41 };
/** What is many weights. */
const MANY = 500;

function nodesFor(weights: readonly Matrix[], isMoving: boolean): number {
  if (!isMoving) return NODES.still;
  return weights.reduce((sum, { data }) => sum + data.length, 0) > MANY ? NODES.many : NODES.moving;
}

/** The rows trained on, to be kept in the page: the pictures of the plane refer to them. */
export const pointsOnPlane = ({ X, labels, plane }: Training): string =>
  plane && labels ? pointsIn(POINTS, X, labels, plane, PLANE) : "";

/** The plane before there is a point on it. */
export const emptyPlane = (reach: number): string =>
  boundary(
    {
      id: "laboratory-boundary",
      plane: { nodes: 2, reach },
      values: [0, 0, 0, 0],
      border: 1,
      levels: [],
      size: PLANE.size,
    },
    { title: figures.plane, description: filled(figures.planeSays, { reach: tickText(reach) }) },
  );

/**
 * What the network says on the plane; undefined where its weights have grown too large to say anything.
 * @param isMoving whether the next picture follows at once
 */
export function planePicture(training: Training, reach: number, isMoving: boolean): string | undefined {
  const weights = weightsSeen(training);
  const plane: Plane = { reach, nodes: nodesFor(weights, isMoving) };
  const nodes = nodesOf(plane);
  const { data, cols } = predict(training.settings, weights, nodes);
  if (!data.every(Number.isFinite)) return undefined;
  const at = (n: number, k: number) => data[n * cols + k]!;
  const leads = Array.from({ length: cols }, (_, k) =>
    Array.from({ length: nodes.rows }, (_, n) => {
      const others = Array.from({ length: cols }, (_, j) => (j === k ? Number.NEGATIVE_INFINITY : at(n, j)));
      return cols === 1 ? at(n, k) - HALF : at(n, k) - Math.max(...others);
    }),
  );
  const share = (lead: readonly number[]) =>
    briefText((100 * lead.filter((it) => it > 0).length) / lead.length);
  const its = { id: "laboratory-boundary", plane, points: POINTS, size: PLANE.size };
  const title = filled(figures.boundary, { step: stepText(entrySeen(training).step) });
  if (cols > 2) {
    const shares = leads.map((lead, label) => filled(figures.share, { label, share: share(lead) }));
    return regions(
      { ...its, leads },
      { title, description: filled(figures.regionsSay, { shares: shares.join(`${comma} `) }) },
    );
  }
  const values = leads.at(-1)!;
  return boundary(
    { ...its, values, border: 0, levels: [-0.5, -0.25, 0.25, 0.5] },
    { title, description: filled(figures.boundarySays, { share: share(values) }) },
  );
}
/** From here on the answer of one output is 1. */
const HALF = 0.5;

/** What is drawn of one entry: the rows trained on, those unseen if there are any, and the loss with its ridge. */
type Values = Partial<Readonly<Record<"trained" | "unseen" | "ridged", number>>>;

interface Curve {
  readonly id: string;
  readonly title: string;
  readonly y: Axis;
  readonly kind: "scalars" | "ink";
  readonly values: (entry: Entry) => Values;
  readonly text: (x: number) => string;
}

/** What was recorded, up to the run as it is now. */
function entriesOf({ watch }: Training): readonly Entry[] {
  const last = watch.now();
  return last === watch.entries.at(-1) ? watch.entries : [...watch.entries, last];
}

/** One quantity over the steps, a line for each of its values. */
function curve(training: Training, width: number, { id, title, y, kind, values, text }: Curve): string {
  const { watch } = training;
  const entries = entriesOf(training);
  const [first, last] = [entries[0]!, entries.at(-1)!];
  const end = Math.max(1, watch.run.steps);
  const lined = Object.keys(values(first)) as (keyof Values)[];
  const told = lined.map((it) =>
    filled(figures.lineSays, {
      line: figures[it],
      first: text(values(first)[it]!),
      last: text(values(last)[it]!),
    }),
  );
  const description = filled(figures.curveSays, { step: stepText(last.step), lines: told.join(`${comma} `) });
  return lines(
    {
      id,
      series: lined.map((it) => ({
        label: figures[it],
        kind,
        points: entries.map((entry) => [entry.step, values(entry)[it]!] as const),
      })),
      x: { name: figures.step, domain: [0, end] },
      y,
      goesOn: !watch.run.diverged,
      stops: [0, stepSeen(training), end],
      size: { width, plot: CURVE.plot },
    },
    { title, description },
    tickText,
  );
}

/** Above this ratio of largest to smallest, a linear axis would show only the largest. */
const WIDE = 1000;
/** Above the first loss times this nothing is drawn: the last steps of a run that diverges would flatten all others. */
const HIGHEST = 1e6;

/**
 * Trained and unseen rows without the ridge, so that they can be compared; and what is trained, with it: where the
 * weights grow, it is the ridge that tells.
 */
export function lossCurve(training: Training, width: number): string {
  const { ridge } = training.settings;
  const values = ({ loss: { data, unseen, total } }: Entry): Values => ({
    trained: data,
    ...(unseen !== undefined && { unseen }),
    ...(ridge > 0 && { ridged: total }),
  });
  const entries = entriesOf(training);
  const losses = entries.flatMap((entry) => Object.values(values(entry))).filter(Number.isFinite);
  const low = Math.min(...losses);
  const high = Math.min(Math.max(...losses), HIGHEST * entries[0]!.loss.total);
  const name = numbers.loss;
  return curve(training, width, {
    id: "laboratory-loss",
    title: figures.lossTitle,
    y:
      low > 0 && high / low > WIDE
        ? { name, scale: "log", domain: [low, high] }
        : { name, domain: [0, high] },
    kind: "scalars",
    values,
    text: lossText,
  });
}

/** Empty where no row is right or wrong. */
export const accuracyCurve = (training: Training, width: number): string =>
  training.watch.now().accuracy
    ? curve(training, width, {
        id: "laboratory-accuracy",
        title: figures.accuracyTitle,
        y: { name: figures.accuracy, domain: [0, 1] },
        kind: "ink",
        values: ({ accuracy = {} }) => accuracy,
        text: briefText,
      })
    : "";
