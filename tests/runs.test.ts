import { beforeAll, describe, expect, test } from "vitest";
import { runExperiments } from "../build/experiments.ts";
import { chapter } from "../chapters/11-runs.ts";
import { experiment, LONG_PICTURES, PICTURES, type Run, STEPS } from "../chapters/experiments/runs.ts";
import { stages } from "../chapters/index.ts";
import { trainedAndUnseen } from "../src/lesson/datasets.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { toRows } from "../src/math/matrix.ts";
import { traceOf } from "../src/network/stage.ts";
import { predict } from "../src/training/measure.ts";
import { createRun } from "../src/training/run.ts";
import { parseSettings } from "../src/training/settings.ts";
import { ROOT } from "./project.ts";
import { claimsOf, textOf } from "./told.ts";

type Results = Record<string, Run>;
let results: Results;

beforeAll(async () => {
  results = (await runExperiments([experiment], ROOT))(experiment) as Results;
});

/** The page as it would be with other results. */
const pageOf = (found: Results, lesson = {}): string =>
  textOf(chapter, traceOf(stages, parseLesson(lesson)), {
    results: found,
    digits: 8,
    file: "chapters/experiments/runs.ts",
  });
const plain = (page: string) => page.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");

/** Every choice of the page, made again from the results alone. */
function decided(of: Results): Record<string, string> {
  const loss = (name: string, step: number) =>
    of[name]!.entries.filter((it) => it.step === step).map((it) => it.loss.data)[0]!;
  const end = (name: string) => of[name]!.entries[of[name]!.entries.length - 1]!;
  const way = (from: number, to: number) => (to === from ? "stays" : to > from ? "rises" : "falls");
  const gap = (a: string, b: string) => {
    const pairs = of[a]!.entries.flatMap((it) =>
      of[b]!.entries.filter(({ step }) => step === it.step).map((other) => [it.loss.data, other.loss.data]),
    );
    const widest = pairs.reduce((most, [x, y]) => Math.max(most, Math.abs(x! - y!)), 0);
    return widest === 0 ? "same" : widest < 1e-5 ? "close" : "apart";
  };
  const weak = [gap("weak published", "weak mended"), gap("weak published", "weak exact")];
  const { unseen } = trainedAndUnseen(parseSettings({ data: { rows: 300 }, trained: 50 }));
  const ones = unseen!.labels!.filter((label) => label === 1).length;
  const guess = Math.max(ones, 250 - ones);
  const shown = ["three published", "strong published", "strong mended", "strong exact", "weak published"];
  const better = shown.filter((name) => Math.round(250 * end(name).accuracy!.unseen!) > guess).length;
  const before = of["strong exact"]!.entries.find(({ step }) => step === 20_000)!;
  const after = end("strong exact");
  const right = (entry: Run["entries"][number]) => Math.round(250 * entry.accuracy!.unseen!);
  const opposed = (from: Run["entries"][number], to: Run["entries"][number]) =>
    to.loss.unseen! > from.loss.unseen! && right(to) > right(from) ? "opposed" : "not";
  const few = Math.min(...of["strong exact"]!.entries.map(right));
  return {
    "three-start": way(loss("three published", 0), loss("three published", 1000)),
    "three-rest": way(loss("three published", 5000), end("three published").loss.data),
    "three-mended": gap("three published", "three mended"),
    "three-exact": gap("three published", "three exact"),
    slow: Math.abs(end("three slow").loss.data - loss("three published", 2000)) < 1e-5 ? "same" : "other",
    "unseen-loss": way(before.loss.unseen!, after.loss.unseen!),
    "strong-end": of["strong published"]!.end.how,
    "strong-mended": of["strong mended"]!.end.how,
    undecided: of["strong published"]!.pictures.at(-1)!.undecided > 0 ? "some" : "none",
    "weak-end": of["weak published"]!.end.how,
    "weak-rest": way(loss("weak published", 100_000), end("weak published").loss.data),
    "weak-mended": weak.includes("apart") ? "apart" : weak.includes("close") ? "close" : "same",
    guess: better === 0 ? "none" : better === shown.length ? "all" : "some",
    generalise: after.loss.unseen! > before.loss.unseen! && after.loss.data < before.loss.data ? "no" : "yes",
    "generalise-right": opposed(of["strong exact"]!.entries.find((it) => right(it) === few)!, after),
    "weak-right": opposed(of["weak published"]!.entries[0]!, end("weak published")),
  };
}

/** Other results: a change of every entry of one run. */
const changed = (name: string, change: (run: Run) => Run): Results => ({
  ...results,
  [name]: change(results[name]!),
});
const losses = (run: Run, f: (loss: number, step: number) => number): Run => ({
  ...run,
  entries: run.entries.map((it) => ({ ...it, loss: { ...it.loss, data: f(it.loss.data, it.step) } })),
});
const unseen = (run: Run, f: (loss: number, step: number) => number): Run => ({
  ...run,
  entries: run.entries.map((it) => ({ ...it, loss: { ...it.loss, unseen: f(it.loss.unseen!, it.step) } })),
});

describe("chapter 11", () => {
  test("says what the results say", () => {
    expect(claimsOf(pageOf(results))).toEqual(decided(results));
  });

  test("says something else where they are something else, every choice both ways", () => {
    const finished = (run: Run): Run => ({ ...run, end: { step: 105_000, how: "finished" } });
    const diverged = (run: Run): Run => ({ ...run, end: { step: 99_999, how: "diverged" } });
    const others: Results[] = [
      changed("three published", (run) => losses(run, (_, step) => 1 + step / 1e6)),
      changed("three published", (run) => losses(run, () => 0.25)),
      changed("three mended", (run) => losses(run, (loss) => loss + 1e-9)),
      changed("three exact", (run) => losses(run, (loss, step) => loss + step / 1e6)),
      { ...results, "three exact": results["three published"]! },
      changed("strong exact", (run) => unseen(run, (_, step) => 0.3 - step / 1e7)),
      changed("strong exact", (run) => unseen(run, () => 0.3)),
      changed("weak published", (run) => unseen(run, (_, step) => 0.3 - step / 1e7)),
      changed("strong published", finished),
      changed("strong published", (run) => ({
        ...run,
        pictures: run.pictures.map((it) => ({ ...it, undecided: 0 })),
      })),
      changed("strong mended", diverged),
      changed("weak published", diverged),
      changed("weak published", (run) => losses(run, (_, step) => 1 + step / 1e6)),
      changed("weak exact", (run) => losses(run, (loss) => loss * 2)),
      { ...results, "weak mended": results["weak published"]!, "weak exact": results["weak published"]! },
      changed("weak published", (run) => ({
        ...run,
        entries: run.entries.map((it) => ({ ...it, accuracy: { ...it.accuracy!, unseen: 0.9 } })),
      })),
      Object.fromEntries(
        Object.entries(results).map(([name, run]) => [
          name,
          { ...run, entries: run.entries.map((it) => ({ ...it, accuracy: { trained: 1, unseen: 1 } })) },
        ]),
      ),
    ];
    const seen = new Set<string>();
    const measured = claimsOf(pageOf(results));
    for (const found of [results, ...others]) {
      const claims = claimsOf(pageOf(found));
      expect(claims).toEqual(decided(found));
      for (const pair of Object.entries(claims)) seen.add(pair.join(":"));
    }
    for (const [claim, choice] of Object.entries(measured))
      expect(
        [...seen].some((it) => it.startsWith(`${claim}:`) && it !== `${claim}:${choice}`),
        claim,
      ).toBe(true);
  });

  test("its numbers are those of the results", () => {
    const page = plain(pageOf(results));
    const end = results["strong published"]!.end;
    expect(end.how).toBe("diverged");
    expect(page).toContain(`In step ${end.step.toLocaleString("en")} a weight becomes too large`);
    for (const name of ["three published", "strong exact"]) {
      const { loss, accuracy } = results[name]!.entries.find(({ step }) => step === 100_000)!;
      const right = [Math.round(50 * accuracy!.trained), Math.round(250 * accuracy!.unseen!)];
      expect(page).toContain(
        `step 100,000trained ${loss.data.toFixed(4)}, ${right[0]} of 50unseen ${loss.unseen!.toFixed(4)}, ${right[1]} of 250`,
      );
      expect(page).not.toContain(`trained ${loss.data.toFixed(4)}, ${right[0]! + 1} of 50`);
    }
    const { loss } = results["strong published"]!.entries.at(-1)!;
    expect(loss.total).toBeGreaterThan(10 * loss.data);
    expect(page).toContain(`and ${loss.total.toFixed(4)} at step 102,500`);
    const { accuracy } = results["weak published"]!.entries.at(-1)!;
    const right = [Math.round(50 * accuracy!.trained), Math.round(250 * accuracy!.unseen!)];
    expect(page).toContain(`${right[0]} of 50 trained and ${right[1]} of 250 unseen rows are right`);
    expect(page).toContain(`the run as published has ${((right[0]! + right[1]!) / 3).toFixed(1)}`);
  });

  test("is the same page whatever the lesson, but for its own words", () => {
    const other = { data: { seed: 3, rows: 5 }, weights: { seed: 1 }, hidden: 4, ridge: 0.1, digits: 2 };
    expect(pageOf(results, other)).toBe(pageOf(results));
  });

  test("holds no broken number, and every id once", () => {
    const page = pageOf(results);
    expect(plain(page)).not.toMatch(/undefined|NaN|Infinity|\[object|null/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("its experiment", () => {
  test("counts the trained rows that a run can no longer decide", () => {
    const settings = parseSettings(experiment.parts["strong published"]);
    const run = createRun(settings);
    const { step, undecided } = results["strong published"]!.pictures.at(-1)!;
    run.step(step);
    const outputs = toRows(predict(settings, run.weights, trainedAndUnseen(settings).trained.X));
    expect(outputs).toHaveLength(50);
    expect(undecided).toBe(outputs.filter(([no, yes]) => no === yes).length);
    expect(undecided).toBeGreaterThan(0);
    for (const { pictures } of [results["three published"]!, results["strong mended"]!])
      expect(pictures.every((it) => it.undecided === 0)).toBe(true);
  });

  test("all go as far as the table of all looks", () => {
    for (const { entries } of Object.values(results))
      expect(entries.some(({ step }) => step === STEPS)).toBe(true);
  });

  test("records what a run of the very settings is like, step by step", () => {
    const run = createRun(parseSettings(experiment.parts["three published"]));
    for (const step of [0, 1000, 2000]) {
      run.step(step - run.steps);
      expect(results["three published"]!.entries.find((it) => it.step === step)).toEqual(run.record());
    }
    run.step(1);
    expect(results["three published"]!.entries.find((it) => it.step === 2000)!.loss.data).not.toBe(
      run.record().loss.data,
    );
  });

  test("trains the article’s three networks: 50 of 300 rows, its seeds and rate", () => {
    for (const [name, part] of Object.entries(experiment.parts)) {
      const settings = parseSettings(part);
      expect(settings).toMatchObject({
        data: { set: "article", seed: 0, rows: 300 },
        trained: 50,
        weights: { seed: 2017 },
        bias: false,
        learningRate: name.endsWith("exact") ? 0.15 : 0.003,
        ridge: { three: 0, strong: 1e-4, weak: 1e-6 }[name.split(" ")[0]!],
      });
    }
  });

  test("has a picture at every step it should, none of them flat after the first", () => {
    for (const name of ["three published", "strong mended", "strong exact"])
      expect(results[name]!.pictures.map(({ step }) => step)).toEqual(PICTURES);
    expect(results["weak published"]!.pictures.map(({ step }) => step)).toEqual(LONG_PICTURES);
    for (const { pictures } of Object.values(results))
      for (const { lead } of pictures.slice(1)) {
        expect(lead.some((v) => v > 0) && lead.some((v) => v < 0)).toBe(true);
      }
  });
});
