import { boundary, pointsIn } from "../../../src/figures/boundary.ts";
import { type Axis, lines } from "../../../src/figures/lines.ts";
import type { Entry } from "../../../src/training/history.ts";
import { predict } from "../../../src/training/measure.ts";
import { filled, given } from "./given.ts";
import { briefText, lossText, stepText, tickText } from "./numbers.ts";
import type { Training } from "./training.ts";

/** The book's own figures, drawn from a run as it is now. */

const { figures, numbers } = given.words;
/** In units of the drawings, which are pixels where there is room. */
const PLANE = { size: 360, radius: 3 };
const CURVE = { width: 300, plot: 130 };
const POINTS = "laboratory-points";

/** The rows trained on, to be kept in the page: the pictures of the plane refer to them. */
export const pointsOnPlane = ({ X, labels, plane }: Training): string =>
  pointsIn(POINTS, X, labels, plane, PLANE);

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
    { title: figures.plane, description: filled(figures.planeSays, { reach }) },
  );

/** What the network says on the plane; undefined where its weights have grown too large to say anything. */
export function planePicture({ settings, watch, plane, nodes }: Training): string | undefined {
  const { weights, steps } = watch.run;
  const { data } = predict(settings, weights, nodes);
  const lead = Array.from({ length: nodes.rows }, (_, n) => data[2 * n + 1]! - data[2 * n]!);
  if (!lead.every(Number.isFinite)) return undefined;
  const ones = lead.filter((it) => it > 0).length / lead.length;
  return boundary(
    {
      id: "laboratory-boundary",
      plane,
      values: lead,
      border: 0,
      levels: [-0.5, -0.25, 0.25, 0.5],
      points: POINTS,
      size: PLANE.size,
    },
    {
      title: filled(figures.boundary, { step: stepText(steps) }),
      description: filled(figures.boundarySays, { share: briefText(100 * ones) }),
    },
  );
}

type Value = (entry: Entry) => { readonly trained: number; readonly unseen?: number };

interface Curve {
  readonly id: string;
  readonly title: string;
  readonly y: Axis;
  readonly kind: "scalars" | "ink";
  readonly value: Value;
  readonly text: (x: number) => string;
}

/** One quantity over the steps: of the trained rows, and of the unseen ones where there are any. */
function curve({ watch, rows }: Training, { id, title, y, kind, value, text }: Curve): string {
  const last = watch.now();
  const recorded = watch.entries;
  const entries = last === recorded.at(-1) ? recorded : [...recorded, last];
  const of = (it: Entry, which: "trained" | "unseen") => value(it)[which]!;
  const line = (which: "trained" | "unseen") => ({
    label: figures[which],
    kind,
    points: entries.map((it) => [it.step, of(it, which)] as const),
  });
  const [hasUnseen, first] = [rows.unseen > 0, entries[0]!];
  const facts = {
    step: stepText(last.step),
    first: text(of(first, "trained")),
    last: text(of(last, "trained")),
    ...(hasUnseen && { firstUnseen: text(of(first, "unseen")), lastUnseen: text(of(last, "unseen")) }),
  };
  return lines(
    {
      id,
      series: [line("trained"), ...(hasUnseen ? [line("unseen")] : [])],
      x: { name: figures.step, domain: [0, Math.max(1, watch.run.steps)] },
      y,
      goesOn: !watch.run.diverged,
      size: CURVE,
    },
    { title, description: filled(hasUnseen ? figures.curvesSay : figures.curveSays, facts) },
    tickText,
  );
}

/** Above this ratio of largest to smallest, a linear axis would show only the largest. */
const WIDE = 1000;

/** Without the ridge, so that trained and unseen rows can be compared. */
export function lossCurve(training: Training): string {
  const { settings, watch } = training;
  const name = settings.ridge > 0 ? numbers.lossAlone : numbers.loss;
  const losses = [...watch.entries, watch.now()]
    .flatMap(({ loss }) => [loss.data, loss.unseen ?? loss.data])
    .filter(Number.isFinite);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  return curve(training, {
    id: "laboratory-loss",
    title: figures.lossTitle,
    y: low > 0 && high / low > WIDE ? { name, scale: "log" } : { name, domain: [0, high] },
    kind: "scalars",
    value: ({ loss: { data, unseen } }) => ({ trained: data, ...(unseen !== undefined && { unseen }) }),
    text: lossText,
  });
}

export const accuracyCurve = (training: Training): string =>
  curve(training, {
    id: "laboratory-accuracy",
    title: figures.accuracyTitle,
    y: { name: figures.accuracy, domain: [0, 1] },
    kind: "ink",
    value: ({ accuracy }) => accuracy,
    text: briefText,
  });
