import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import { expect, test } from "vitest";
import { PROBES } from "../build/checks.ts";
import { createRunner } from "../build/reader/code/runner.ts";
import { runtimeOf } from "../build/site.ts";
import { readSources } from "../build/sources.ts";
import { chapters, stages } from "../chapters/index.ts";
import { book } from "../chapters/pages.ts";
import { fileOf, partOf } from "../src/book/chapter.ts";
import { stageListing } from "../src/book/writer.ts";
import type { StageJob, Told } from "../src/code/job.ts";
import { type Lesson, parseLesson } from "../src/lesson/lesson.ts";
import type { Matrix } from "../src/math/matrix.ts";
import { traceOf } from "../src/network/stage.ts";
import { ROOT } from "./project.ts";

/** The book's own code through the worker's script gives the book's bits. */

const files = chapters.map((it) => fileOf(it, book));
const { cut } = readSources(new Map(chapters.map((it, i) => [it.name, files[i]!])), (path) =>
  readFileSync(join(ROOT, path), "utf8"),
);
const cases: { lesson: unknown }[] = JSON.parse(
  readFileSync(new URL("fixtures/bricks.json", import.meta.url), "utf8"),
);
/** A dozen of all bricks, and those that build/checks.ts holds the book against. */
const lessons = [
  ...cases.filter((_, i) => i % Math.ceil(cases.length / 12) === 0).map(({ lesson }) => parseLesson(lesson)),
  ...PROBES,
];

/** A worker's script runs by itself, with nothing of Node around it. */
class OwnWorker extends EventTarget {
  constructor(address: string) {
    super();
    const script = new Script(decodeURIComponent(address.replace(/^[^,]*,/, "")));
    const tell = (data: unknown) => {
      const event = Object.assign(new Event("message"), { data });
      queueMicrotask(() => this.dispatchEvent(event));
    };
    const world = createContext({
      postMessage: (it: unknown) => tell(structuredClone(it)),
      performance: { now: () => 0 },
    });
    queueMicrotask(() => void script.runInContext(world));
  }
  terminate() {}
}

const given = await runtimeOf(ROOT);

function runCode(name: string, lesson: Lesson): Promise<Told[]> {
  const chapter = chapters.find((it) => it.name === name)!;
  const listing = stageListing({ cut } as never, name, lesson).replace(/<[^>]*>/g, "");
  const signs: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
  const code = listing.replace(/&(#?\w+);/g, (_, sign) => signs[sign]!);
  return new Promise((done) => {
    const all: Told[] = [];
    const runner = createRunner<StageJob>(given, (told) => {
      if (told.is !== "working") all.push(told);
      if (told.is === "done" || told.is === "fault") done(all);
    });
    const job = {
      is: "stage" as const,
      stage: chapters.indexOf(chapter),
      makes: partOf(chapter, lesson).makes,
      lesson,
      others: [],
      probes: [],
    };
    runner.run({ job, code });
  });
}

const bits = (it: unknown) => {
  const { data } = it as Matrix;
  return new BigUint64Array(Float64Array.from(data ?? [it as number]).buffer);
};

test("the book's own code, run as a reader's is, gives the book's bits: all bricks, two stages of each lesson", async () => {
  Object.assign(globalThis, { Worker: OwnWorker });
  for (const [i, lesson] of lessons.entries())
    for (const { name } of chapters.filter((_, stage) => (stage + i) % 5 === 0)) {
      const [ready, told, ...rest] = await runCode(name, lesson);
      const about = `${name}, ${JSON.stringify(lesson)}`;
      expect([ready, told?.is === "fault" ? told : told?.is], about).toEqual([{ is: "ready" }, "values"]);
      if (told?.is !== "values") continue;
      const trace = traceOf(stages, lesson);
      const its = Object.entries(told.values);
      expect(its.map(([name]) => name).sort(), about).toEqual(
        Object.keys(trace)
          .filter((it) => it !== "lesson")
          .sort(),
      );
      for (const [key, value] of its)
        expect(bits(value), `${about}: ${key}`).toEqual(bits(trace[key as never]));
      const [checked, last] = rest;
      expect(last, about).toEqual({ is: "done" });
      if (checked?.is === "checked") {
        expect(checked.checked.apart, about).toBeUndefined();
        for (const { nudging, tape } of checked.checked.held)
          expect([nudging.differ, tape?.differ ?? 0], about).toEqual([0, 0]);
      }
    }
});
