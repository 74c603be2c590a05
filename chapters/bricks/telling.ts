import type { Writer } from "../../src/book/writer.ts";
import { type ActivationWords, activationCurve, drawnOf } from "../../src/figures/activation.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import { at } from "../../src/math/matrix.ts";
import { brokenIn, isBroken } from "../../src/network/broken.ts";
import { ACTIVATIONS } from "../../src/network/ops/activations.ts";
import type { Trace } from "../../src/network/stage.ts";
import { type MatrixName, slopeName } from "../../src/network/values.ts";
import { followed } from "../../src/typeset/equations.ts";
import { few } from "../words/figures.ts";
import { count, FEW, grouped, sentence } from "../words/prose.ts";

/** What the book says of an activation that works on each number alone, wherever it stands: facts, then words. */
export interface Telling<Facts extends LayerFacts = LayerFacts> {
  /** Of a layer of its neurons, from sums z to values h. */
  facts(trace: Trace, z: MatrixName, h: MatrixName): Facts;
  readonly prose: ActivationProse<Facts>;
}

/** What the catalogue says of a brick: where it fits, what it costs. */
export interface CatalogueEntry {
  readonly title: string;
  /** In TeX. */
  formula(w: Writer): string;
  told(w: Writer): string;
}

/** What is known of any such layer. */
export interface LayerFacts {
  readonly name: Lesson["activation"];
  readonly curve: CurveFacts;
  /** The entry that the page follows. */
  readonly place: readonly [row: number, col: number];
  /** Where it stands: in the hidden layer, in the last, or in both. */
  readonly isHidden: boolean;
  readonly isLast: boolean;
  /** Whether a reader's own code made values that are not those of the brick. */
  readonly isBroken: boolean;
}

export interface ActivationProse<Facts> {
  /** In a sentence: "the sigmoid", "ReLU"; several of them: "sigmoids". */
  readonly noun: string;
  readonly plural: string;
  /** Of the chapter in which it is met first. */
  readonly title: string;
  readonly summary: string;
  /** What its values do: "lie between 0 and 1"; and after "each": "between 0 and 1". */
  readonly lie: string;
  readonly range: string;
  readonly shape: string;
  /** Of the exponential that it calls; nothing where it calls none. */
  readonly exponential: string;
  /** In the chapter before: what it will do to the sums. */
  readonly bendsNext: string;
  /** In the chapter before: which of two outputs is the larger. */
  readonly keepsOrder: string;
  /** Where it is no more than one of two that a network has. */
  readonly inShort: string;
  /** What its pull-back takes the slope from, and what a chapter takes, or two take: "chapter 8 takes". */
  onTape(take: string, w: Writer): string;
  /** Rows of the table of signs, but for those that stand there in any lesson. */
  signs(w: Writer): readonly string[];
  /** Of a single output: where it is above ½. */
  readonly aboveHalf: string;
  introduction(f: Facts, w: Writer): string;
  question(f: Facts, w: Writer): string;
  /** The followed value with everything written out; nothing where its equation says it all. */
  writtenOut(f: Facts, w: Writer): string;
  /** What to look at in its values. */
  lookAt(f: Facts, w: Writer): string;
  /** Title and text alternative of its curve, and of its curve with tangents. */
  readonly curve: ActivationWords;
  readonly tangents: ActivationWords;
  /** Under the tangents: where it is steep. */
  steepest(w: Writer): string;
  /** In the table of derivatives. */
  derivative(w: Writer): string;
  whyDerivative(w: Writer): string;
  /** What becomes of a gradient that passes many of them: a question. */
  manyLayers(w: Writer): string;
  /** On the way back: "slopes of at most 0.25"; what large weights do to it, from a comma on. */
  slopesAre(w: Writer): string;
  readonly large: string;
}

/** What the figures show of the sums: a few with lines or tangents, more as dots, not all of very many. */
export function curveFacts(trace: Trace, z: MatrixName, h: MatrixName, name: Lesson["activation"]) {
  const drawn = drawnOf(trace[z]);
  const all = trace[z].data.length;
  const inside = all - drawn.beyond;
  const slopes = !drawn.named ? "dots" : inside === all ? "tangents" : inside === 0 ? "arrows" : "some";
  // What a reader's own code made of the sums is not on the curve, and its slopes are not those of the curve.
  const off = isBroken(trace, h) ? trace[h] : undefined;
  const areSlopesOff = isBroken(trace, slopeName(z, h));
  return { name, names: { z, h }, z: trace[z], ...drawn, all, inside, slopes, off, areSlopesOff } as const;
}
export type CurveFacts = ReturnType<typeof curveFacts>;

/** What all layers have. */
export const layerFacts = (trace: Trace, z: MatrixName, h: MatrixName, name: Lesson["activation"]) =>
  ({
    name,
    curve: curveFacts(trace, z, h, name),
    place: followed(trace[h]),
    isHidden: trace.lesson.activation === name,
    isLast: trace.lesson.outputActivation === name,
    isBroken: isBroken(trace, h),
  }) as const;

/** The value of the followed sum, and the rule that makes it so, to be read before or after it. */
export const ruled = ({ isBroken }: LayerFacts, value: string, rule: string): string =>
  isBroken ? `${sentence(rule)}. The changed code makes it ${value}.` : `${value}: ${rule}.`;

/** Which chapters work with its slope. */
export function slopeTold({ isHidden, isLast }: LayerFacts, w: Writer): string {
  const [last, hidden] = [w.chapter("dloss-dw2"), w.chapter("dloss-dw1")];
  return isHidden && isLast
    ? `Chapters ${last} and ${hidden} work with its slope`
    : `Chapter ${isHidden ? hidden : last} works with its slope`;
}

/** The followed sum and its value. */
export const entryOf = (trace: Trace, z: MatrixName, h: MatrixName) => {
  const place = followed(trace[h]);
  return { z: at(trace[z], ...place), h: at(trace[h], ...place) };
};

/** Whether a reader's own code made another value of that sum. */
export const isEntryBroken = (trace: Trace, h: MatrixName): boolean =>
  brokenIn(trace, h)?.(...followed(trace[h])) ?? false;

/** The text alternative where the points are not on the curve. */
const besideTold: ActivationWords["description"] = ({ count: values, points }) =>
  `The curve is the book’s. ${count(FEW, values, "value")} that the changed code makes are marked beside it.${few(
    points.map(({ z, h }) => `${z} becomes ${h}`),
    (n) => n,
  )}`;

/** The curve, with lines up from each of the sums and across to its value. */
export function onCurve(f: CurveFacts, words: ActivationWords, sums: string, w: Writer): string {
  const { names, z, all, points, named, beyond, off } = f;
  const what = points < all ? `The first ${points} of the ${grouped(w, all)} ${sums}` : `The ${sums}`;
  const lines = named ? ` Each goes up to the curve and across to its value.` : "";
  const edge = beyond > 0 ? ` An arrowhead at the edge stands for a sum beyond it.` : "";
  const its = { id: `${f.name}-${names.h}`, brick: ACTIVATIONS[f.name], names, z, h: off };
  const beside = `${what}, and what the changed code makes of them: beside the curve, which is the book’s. A value far from it stands at the edge.`;
  return w.figure(
    activationCurve(its, off ? { ...words, description: besideTold } : words, w.short),
    `${off ? beside : `${what} on the curve.${lines}`}${edge}`,
  );
}

/** The curve with its tangents; `sum` is what one of the sums is called. */
export function onTangents(
  f: CurveFacts,
  { tangents: words, steepest }: Pick<ActivationProse<never>, "tangents" | "steepest">,
  sum: string,
  w: Writer,
): string {
  const { names, z, all, points, beyond, inside, slopes, areSlopesOff } = f;
  if (areSlopesOff) return "";
  const told = w.choose(`${names.z}-slopes`, slopes, {
    dots: `${points < all ? `${points} of the` : "The"} ${grouped(w, all)} ${sum}s on the curve, without tangents: there would be too many.${beyond > 0 ? ` An arrow stands for each that lies beyond the edge.` : ""}`,
    tangents: `The tangent at ${all === 1 ? `the one ${sum}` : `each of the ${all} ${sum}s`}, with its slope.`,
    some: `The tangent at ${inside} of the ${all} ${sum}s, with its slope. ${beyond === 1 ? "The other one lies" : `The other ${beyond} lie`} beyond the edge, where an arrow points.`,
    arrows: `No tangent is drawn: ${all === 1 ? `the one ${sum} lies` : `the ${all} ${sum}s lie`} beyond the edge, where an arrow points. The number beside it is the slope.`,
  });
  return w.figure(
    activationCurve(
      { id: `slopes-${names.h}`, brick: ACTIVATIONS[f.name], names, z, slopes: true },
      words,
      w.short,
    ),
    `${told} ${steepest(w)}`,
  );
}
