import type { Mark } from "../../src/figures/atlas.ts";
import { spread } from "../../src/math/spread.ts";
import type { BatchResult } from "../experiments/debugging/batches.ts";
import type { ExplosionResult } from "../experiments/debugging/explosion.ts";
import type { Fit, OverfittingResult } from "../experiments/debugging/overfitting.ts";
import type { PlateauResult, PlateauRun } from "../experiments/debugging/plateau.ts";
import type { SaturationResult } from "../experiments/debugging/saturation.ts";
import type { GradientResult } from "../experiments/debugging/wrong-gradient.ts";
import { ATLAS, type Found, type Learnt, parts } from "../experiments/debugging.ts";
import { isChaotic, SEEDS } from "../experiments/seeds.ts";
import { chaoticOf } from "../words/chaos.ts";
import { allSomeOrNone } from "../words/prose.ts";

/** What chapter 15 tells of: every number and every choice of its page, from the results alone. */

/** The loss of a network that answers one half to everything. */
export const HALF = 0.25;
/** Weights that are smaller are 0 but for rounding. */
const ROUNDING = 1e-12;

/** Batches: what their gradients have in common with that of all rows, and which size ends lowest. */
function factsOfBatches({ rows, spread: measured, race }: BatchResult) {
  const sizes = measured[0]!.sizes.map(({ size, batches }, i) => {
    const of = measured.map((it) => it.sizes[i]!);
    const times = measured.map((it) => it.sizes[0]!.variance / it.sizes[i]!.variance);
    return {
      size,
      batches,
      variance: spread(of.map(({ variance }) => variance)),
      uphill: spread(of.map(({ uphill }) => uphill)),
      times: spread(times),
      foretold: (size * (rows - 1)) / (rows - size),
    };
  });
  const larger = sizes.slice(1);
  const someUphill = measured.filter(({ uphill: [a, b] }) => a + b > 0);
  const rates = [...new Set(race.map(({ rate }) => rate))].map((rate) => {
    const runs = race
      .filter((it) => it.rate === rate)
      .map(({ size, steps, ends }) => ({
        size,
        steps,
        loss: spread(ends.map(({ loss }) => loss)),
        chaotic: chaoticOf(ends),
        ends: ends.map(({ loss }) => loss),
      }));
    const full = runs.find(({ size }) => size === rows)!;
    const lowest = runs.reduce((a, b) => (b.loss.median < a.loss.median ? b : a));
    const steady = runs.filter(({ chaotic }) => chaotic === 0);
    const best = steady.reduce<(typeof runs)[number] | undefined>(
      (a, b) => (a && a.loss.median <= b.loss.median ? a : b),
      undefined,
    );
    return {
      rate,
      runs,
      /** Of the sizes whose runs are all steady. */
      steady: {
        rate,
        sizes: steady.map(({ size }) => size),
        lowest: best?.size ?? 0,
        wins: (best?.ends ?? []).filter((loss, i) => loss === Math.min(...steady.map(({ ends }) => ends[i]!)))
          .length,
      },
      lowest: lowest.size,
      /** For how many seeds all rows at once came last. */
      fullLast: full.ends.filter((loss, i) => runs.every(({ ends }) => ends[i]! <= loss)).length,
    };
  });
  const steady = rates.map((it) => it.steady).filter(({ sizes }) => sizes.length > 1);
  return {
    rows,
    sizes,
    larger,
    law: larger.every(({ times, foretold }) => Math.abs(times.median / foretold - 1) < 0.1)
      ? ("as-told" as const)
      : ("other" as const),
    lessVariance: larger.every(({ times }) => times.least > 1),
    someUphill: someUphill.length,
    oneLabel: someUphill.filter(({ uphill: [a, b] }) => a === 0 || b === 0).length,
    rates,
    steady,
    /** Whether each time the smallest of these ended lowest, from most seeds. */
    smallest:
      steady.length > 0 &&
      steady.every(({ sizes, lowest, wins }) => lowest === Math.min(...sizes) && wins > SEEDS.length / 2),
    fullEverLowest: rates.filter(({ lowest }) => lowest === rows).length,
  };
}

/** A run that ends in NaN, and what grew how fast. */
function factsOfNan(it: ExplosionResult) {
  const { rate, ridge } = parts.explosion;
  const product = (rate * ridge) / it.trained;
  const weights = it.measures.find(({ what }) => what === "W2")!;
  const loss = it.measures.find(({ what }) => what === "loss")!;
  const first = it.measures
    .filter(({ lost }) => lost !== null)
    .reduce<ExplosionResult["measures"][number] | undefined>(
      (a, b) => (a && a.lost! <= b.lost! ? a : b),
      undefined,
    );
  const slower = it.remedies.filter((remedy) => remedy.rate < rate);
  const left = Math.max(...slower.map((remedy) => remedy.weights ?? Infinity));
  const remedies = it.remedies.map((remedy) => ({
    ...remedy,
    isChaotic: remedy.ending !== null && isChaotic(remedy.ending),
  }));
  const best = remedies.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
  return {
    ...it,
    remedies,
    product,
    factor: Math.abs(1 - product),
    weights: weights.growth,
    growth:
      Math.abs(weights.growth - Math.abs(1 - product)) < 1e-3 ? ("as-told" as const) : ("other" as const),
    loss: loss.growth,
    isSquare: Math.abs(loss.growth - weights.growth * weights.growth) < 1e-3,
    first,
    hidden: it.mostDataLoss < 1,
    finite: it.remedies.every(({ end }) => end === null),
    left,
    vanished: left < ROUNDING,
    best,
  };
}

function factsOfPlateaus({ runs }: PlateauResult, found: Found) {
  const learnt = (seed: number, part: "atlas" | "atlas with biases") =>
    found[part].seeds.find((it) => it.seed === seed)!.step;
  const [quick, late, stuck] = runs as [PlateauRun, PlateauRun, PlateauRun];
  const leap = late.after === null ? 0 : late.after / late.flat.gradient;
  return {
    runs: runs.map((it) => ({
      ...it,
      without: learnt(it.seed, "atlas"),
      with: learnt(it.seed, "atlas with biases"),
    })),
    steps: quick.points.at(-1)![0],
    late: { ...late, leap, leapt: leap > 10 },
    stuck,
  };
}

function factsOfSaturation({ trained, scales }: SaturationResult) {
  const rows = scales.map(({ scale, runs }) => ({
    scale,
    hidden: spread(runs.map(({ hiddenShare }) => hiddenShare)),
    outputs: spread(runs.map(({ outputShare }) => outputShare)),
    gradient: spread(runs.map(({ gradients }) => gradients[0])),
    start: spread(runs.map(({ start }) => start)),
    loss: spread(runs.map(({ loss }) => loss)),
    right: spread(runs.map(({ right }) => right)),
    deadSeeds: runs.filter(({ dead }) => dead > 0).length,
    chaotic: chaoticOf(runs),
  }));
  const [first, last] = [rows[0]!, rows.at(-1)!];
  const [small, large] = [scales[0]!.runs, scales.at(-1)!.runs];
  const higher = large.filter(({ loss }, i) => loss > small[i]!.loss).length;
  const longer = large.filter(({ gradients }, i) => gradients[0] > small[i]!.gradients[0]).length;
  return {
    trained,
    rows,
    first,
    last,
    higher,
    isHigher: allSomeOrNone(higher, large.length),
    aboveHalf: large.filter(({ loss }) => loss > HALF).length,
    longer,
    isLonger: allSomeOrNone(longer, large.length),
    dead: rows.reduce((sum, { deadSeeds }) => sum + deadSeeds, 0),
  };
}

function factsOfOverfitting({ points, ways }: OverfittingResult) {
  const [plain, ...others] = ways as [OverfittingResult["ways"][number], ...OverfittingResult["ways"]];
  const { best, last } = plain.runs[0]!;
  const parted = (run: { best: Fit; last: Fit }) =>
    run.best.step < run.last.step && run.last.loss.trained < run.best.loss.trained;
  const unseen = (runs: typeof plain.runs) => runs.map((run) => run.last.loss.unseen);
  const change = last.accuracy.unseen - best.accuracy.unseen;
  const counts = plain.runs.map((run) => run.last.accuracy.unseen - run.best.accuracy.unseen);
  return {
    points,
    best,
    last,
    parts: parted(plain.runs[0]!),
    /** Whether more or fewer of the unseen rows are right at the end than where their loss was lowest. */
    right: change > 0 ? "more" : change < 0 ? "fewer" : "same",
    parted: plain.runs.filter(parted).length,
    rightMore: counts.filter((it) => it > 0).length,
    rightFewer: counts.filter((it) => it < 0).length,
    runs: plain.runs.length,
    trained: plain.trained,
    ways: ways.map(({ trained, ridge, runs }) => ({
      trained,
      ridge,
      own: spread(runs.map((run) => run.last.loss.trained)),
      unseen: spread(unseen(runs)),
      right: spread(runs.map((run) => run.last.accuracy.unseen)),
      chaotic: chaoticOf(runs),
      /** For how many pairs of seeds it is lower than the plain run. */
      lower: unseen(runs).filter((loss, i) => loss < unseen(plain.runs)[i]!).length,
    })),
    others: others.length,
  } as const;
}

function factsOfGradient({ trained, weights, rules }: GradientResult) {
  const told = rules.map(({ rule, rate, ridge, runs }) => ({
    rule,
    rate,
    ridge,
    worst: spread(runs.map((it) => it.worst)),
    factor: spread(runs.map((it) => it.factor)),
    scaled: spread(runs.map((it) => it.worstScaled)),
    start: spread(runs.map((it) => it.start)),
    end: spread(runs.map((it) => it.end)),
    fell: runs.filter((it) => it.end < it.start).length,
    chaotic: chaoticOf(runs),
  }));
  const of = (rule: (typeof rules)[number]["rule"]) => rules.find((it) => it.rule === rule)!.runs;
  const apart = of("article").map((it, i) => Math.abs(it.end / of("exact")[i]!.end - 1));
  const [, summed, article] = told as [(typeof told)[number], (typeof told)[number], (typeof told)[number]];
  return {
    trained,
    weights,
    rules: told,
    fell: Math.min(...told.map(({ fell }) => fell)),
    apart: spread(apart),
    alike: Math.max(...apart) < 0.01,
    summed: summed.scaled.most < 1e-6,
    factor: summed.factor.median,
    article: article.scaled.most < 1e-6,
  };
}

/** Marks of the atlas, in the order of its seeds. */
export const marksOf = (seeds: readonly Learnt[]): Mark[] =>
  seeds.map(({ step }) => (step === null ? "stuck" : step <= ATLAS.steps ? "learnt" : "late"));

function factsOfAtlas(found: Found) {
  const { seeds } = found.atlas;
  const biased = found["atlas with biases"].seeds;
  const marks = marksOf(seeds);
  const those = (mark: Mark) => seeds.filter((_, i) => marks[i] === mark);
  const [learnt, late, stuck] = [those("learnt"), those("late"), those("stuck")];
  const losses = stuck.map(({ loss }) => loss);
  const corners = new Set(stuck.map((it) => it.wrong.join()));
  const within = biased.filter(({ step }) => step !== null && step <= ATLAS.steps);
  const other = [...seeds, ...biased].filter((it) => it.step !== it.nudged);
  const tens = Array.from({ length: Math.ceil(seeds.length / 10) }, (_, i) => {
    const row = seeds.slice(10 * i, 10 * i + 10);
    const steps = row.flatMap(({ step }) => (step === null ? [] : [step]));
    return {
      from: row[0]!.seed,
      to: row.at(-1)!.seed,
      counts: [learnt, late, stuck].map((some) => row.filter((it) => some.includes(it)).length),
      steps: steps.length > 0 ? spread(steps) : undefined,
    };
  });
  return {
    seeds: seeds.length,
    marks,
    learnt: learnt.length,
    half: learnt.length > 0 ? spread(learnt.map(({ step }) => step!)).median : 0,
    late: late.map(({ seed }) => seed),
    stuck: stuck.map(({ seed }) => seed),
    losses: stuck.length > 0 ? spread(losses) : undefined,
    fence: Math.max(0, ...losses) < 1.05 / 16,
    corner: corners.size === 1 && stuck[0]!.wrong.length === 1 ? stuck[0]!.wrong[0]! : undefined,
    biased: biased.length,
    within: within.length,
    stuckWithBiases: biased.filter(({ step }) => step === null).length,
    other: other.length,
    tens,
  };
}

/** Every number and every choice of the page. */
export const facts = (found: Found) => ({
  batches: factsOfBatches(found.batches),
  nan: factsOfNan(found.explosion),
  plateaus: factsOfPlateaus(found.plateau, found),
  saturation: factsOfSaturation(found.saturation),
  overfitting: factsOfOverfitting(found.overfitting),
  gradient: factsOfGradient(found.gradient),
  atlas: factsOfAtlas(found),
});
export type Facts = ReturnType<typeof facts>;
