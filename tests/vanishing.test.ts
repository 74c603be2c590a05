import { beforeAll, describe, expect, test } from "vitest";
import { runExperiments } from "../build/experiments.ts";
import { chapter, type Results as Found } from "../chapters/13-vanishing.ts";
import { isChaotic, NUDGE, SEEDS } from "../chapters/experiments/seeds.ts";
import { experiment, FALL, type FromSeed, type Part, parts } from "../chapters/experiments/vanishing.ts";
import { stages } from "../chapters/index.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import { createRun } from "../src/training/run.ts";
import { parseSettings } from "../src/training/settings.ts";
import { ROOT } from "./project.ts";
import { claimsOf, textOf } from "./told.ts";

let found: Found;
beforeAll(async () => {
  found = (await runExperiments([experiment], ROOT))(experiment) as Found;
}, 240_000);

const page = (results: Found, digits = 8): string =>
  textOf(chapter, traceOf(stages, DEFAULT_LESSON), { results, digits });
const text = (results: Found, digits = 8) => page(results, digits).replace(/<[^>]*>/g, "");

const UNTRAINED = ["sigmoid × 0.1", "sigmoid × 1", "tanh × 1", "tanh × 32"] as const;
const REMEDIES = ["tenth", "hundredth", "decay", "clip", "layers", "ridge", "l1"] as const;

describe("the runs", () => {
  test("are from twenty seeds each, every one with weights of its own", () => {
    for (const part of Object.keys(parts) as Part[]) {
      const { seeds } = found[part];
      expect(seeds.map(({ seed }) => seed)).toEqual([...SEEDS]);
      expect(new Set(seeds.map(({ start }) => start[0])).size).toBe(SEEDS.length);
    }
    expect(SEEDS.length).toBeGreaterThanOrEqual(20);
  });

  test("are chaotic where one nudged by 1e-14 ends elsewhere: made again here for one chaotic and one steady seed", () => {
    const endOf = (part: Part, seed: number, nudge: number) => {
      const settings = parseSettings({
        ...parts[part].file,
        weights: { ...parts[part].file.weights, seed },
      });
      const run = createRun(settings);
      for (const { data } of run.weights) for (const i of data.keys()) data[i] = data[i]! + nudge;
      run.step(settings.steps);
      return run.record().loss.data;
    };
    expect(NUDGE).toBe(1e-14);
    for (const [part, chaotic] of [
      ["tenth", true],
      ["layers", false],
    ] as const) {
      const { seed, loss, nudged } = found[part].seeds[0]!;
      expect([endOf(part, seed, 0), endOf(part, seed, NUDGE)]).toEqual([loss, nudged]);
      expect(Math.abs(nudged / loss - 1) > 1e-3).toBe(chaotic);
      expect(isChaotic({ loss, nudged })).toBe(chaotic);
    }
    expect(isChaotic({ loss: 0.2, nudged: 0.2001 })).toBe(false);
    expect(isChaotic({ loss: 0.2, nudged: 0.1997 })).toBe(true);
  });

  test("tell the longest step: the rate of its time on the gradient as clipped", () => {
    for (const { longest } of found.wild.seeds) expect(longest.step).toBeCloseTo(30 * longest.gradient, 10);
    for (const { longest } of found.clip.seeds) expect(longest.step).toBeCloseTo(30 * 0.02, 12);
    for (const { longest } of found.decay.seeds)
      expect(longest.step).toBeLessThanOrEqual(30 * longest.gradient);
    expect(FALL).toBe(0.1);
  });

  test("are plain JSON, of finite numbers", () => {
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(JSON.stringify(found)).not.toContain("null");
  });
});

/** The first layer's gradient in lengths of the last layer's, and how it goes from the last to the second. */
const ratio = ({ start }: FromSeed) => start[0]! / start.at(-1)!;
const grows = ({ start: [, a, b, c, d] }: FromSeed) => a! > b! && b! > c! && c! > d!;
const share = (facts: boolean[]) => (facts.every(Boolean) ? "all" : facts.some(Boolean) ? "some" : "none");
const steady = (part: Part, it: Found) => it[part].seeds.filter((run) => !isChaotic(run));
const below = (runs: readonly FromSeed[]) => runs.filter(({ loss }) => loss < 0.25).length;

/** What is said in general: on the seeds of the page it is decided once more, and on others it must hold as well. */
const general = {
  vanishing: (it: Found) => it["sigmoid × 0.1"].seeds.every((run) => ratio(run) < 1e-3),
  exploding: (it: Found) => it["tanh × 32"].seeds.every((run) => ratio(run) > 1 && grows(run)),
  slow: (it: Found) => it["sigmoid × 1, trained"].seeds.every(({ loss }) => Math.abs(loss - 0.25) < 0.01),
  scale: (it: Found) =>
    it["sigmoid × 3, trained"].seeds.every(({ loss }, i) => loss < it["sigmoid × 1, trained"].seeds[i]!.loss),
  cured: (it: Found) =>
    (["hundredth", "layers"] as const).every((part) => {
      const runs = steady(part, it);
      return runs.length > 0 && below(runs) === runs.length;
    }),
  fails: (it: Found) => (["wild", "ridge", "l1"] as const).every((part) => below(it[part].seeds) === 0),
};

describe("what is said in general", () => {
  test.each(Object.keys(general) as (keyof typeof general)[])("%s holds on the page's seeds", (claim) => {
    expect(general[claim](found)).toBe(true);
  });

  test("holds on seeds that the page does not use", () => {
    const seeds = [7, 1001];
    const others = Object.fromEntries(
      (Object.keys(parts) as Part[])
        .filter((part) => !["tenth", "decay", "clip"].includes(part))
        .map((part) => [part, experiment.run({ file: parts[part].file, seeds }, () => {})]),
    ) as unknown as Found;
    for (const [claim, holds] of Object.entries(general)) expect(holds(others), claim).toBe(true);
  });

  test("is refuted by results that say otherwise", () => {
    const swapped: Found = {
      ...found,
      "sigmoid × 0.1": found["tanh × 1"],
      "tanh × 32": found["tanh × 1"],
      "sigmoid × 1, trained": found["sigmoid × 3, trained"],
      "sigmoid × 3, trained": found["sigmoid × 1, trained"],
      hundredth: found.tenth,
      ridge: found.layers,
    };
    for (const [claim, holds] of Object.entries(general)) expect(holds(swapped), claim).toBe(false);
  });
});

describe("the page", () => {
  /** Every choice on the page, made again from the results. */
  function decided(it: Found): Record<string, string> {
    const lower = it["sigmoid × 3, trained"].seeds.filter(
      ({ loss }, i) => loss < it["sigmoid × 1, trained"].seeds[i]!.loss,
    ).length;
    const isSteady = (["sigmoid × 1, trained", "sigmoid × 3, trained"] as const).every(
      (part) => steady(part, it).length === 20,
    );
    const cures = REMEDIES.filter(
      (part) => steady(part, it).length > 10 && below(steady(part, it)) === steady(part, it).length,
    );
    const chance = REMEDIES.filter((part) => steady(part, it).length <= 10 && below(it[part].seeds) > 10);
    return {
      vanishing: it["sigmoid × 0.1"].seeds.every((run) => ratio(run) < 1e-3) ? "vanishes" : "arrives",
      slow: general.slow(it) ? "stuck" : "learnt",
      scale: isSteady && lower === 20 ? "all" : lower > 10 ? "most" : "few",
      exploding: share(it["tanh × 32"].seeds.map((run) => ratio(run) > 1)),
      "exploding-layers": share(it["tanh × 32"].seeds.map(grows)),
      cures: cures.length > 0 ? "some" : "none",
      chance: chance.length > 0 ? "some" : "none",
      fails: REMEDIES.some((part) => below(it[part].seeds) === 0) ? "some" : "none",
    };
  }
  const changed = (part: Part, change: (run: FromSeed) => Partial<FromSeed>): Found => ({
    ...found,
    [part]: { ...found[part], seeds: found[part].seeds.map((run) => ({ ...run, ...change(run) })) },
  });
  const with_ = (all: readonly Part[], loss: number, nudged: number): Found => ({
    ...found,
    ...Object.fromEntries(all.map((part) => [part, changed(part, () => ({ loss, nudged }))[part]])),
  });

  test("says what the results say", () => {
    expect(claimsOf(page(found))).toEqual(decided(found));
  });

  test("says otherwise where they are otherwise", () => {
    const others: Found[] = [
      { ...found, "sigmoid × 0.1": found["tanh × 1"], "tanh × 32": found["sigmoid × 1"] },
      changed("tanh × 32", ({ seed, start }) => (seed === 2017 ? { start: [...start].reverse() } : {})),
      changed("sigmoid × 1, trained", () => ({ loss: 0.1, nudged: 0.1 })),
      changed("sigmoid × 3, trained", ({ seed }) => (seed < 2020 ? { loss: 0.26 } : {})),
      changed("sigmoid × 3, trained", () => ({ loss: 0.26 })),
      with_(["hundredth", "layers"], 0.3, 0.3),
      with_(["tenth", "decay", "clip"], 0.3, 0.4),
      with_(["ridge", "l1"], 0.2, 0.2),
    ];
    const usual = decided(found);
    for (const other of others) {
      expect(claimsOf(page(other))).toEqual(decided(other));
      expect(decided(other)).not.toEqual(usual);
    }
  });

  test("counts what its tables show, at any number of decimals", () => {
    for (const digits of [0, 8, 15]) {
      const said = text(found, digits);
      const chaotic = steady("hundredth", found).length;
      expect(said).toContain(`With α = 0.3 ${chaotic} of the 20 runs are steady`);
      expect(said).toContain("With one hidden layer all 20 runs are steady");
      for (const part of UNTRAINED) expect(said).toContain(`| ${part} | `);
      expect(said).not.toMatch(/undefined|Infinity|\[object/);
    }
  });
});
