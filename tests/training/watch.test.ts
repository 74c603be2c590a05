import { expect, test } from "vitest";
import { createRun } from "../../src/training/run.ts";
import { parseSettings } from "../../src/training/settings.ts";
import { train } from "../../src/training/train.ts";
import { watch } from "../../src/training/watch.ts";

const SETTINGS = parseSettings({ data: { rows: 20 }, trained: 12, hidden: [4], bias: true, learningRate: 2 });
const watched = (settings: typeof SETTINGS, steps: number, most: number) => {
  const it = watch(createRun(settings), most);
  for (let i = 0; i < steps; i++) it.step();
  return it;
};

test.each([
  [0, 1],
  [7, 1],
  [8, 2],
  [15, 2],
  [16, 4],
  [1000, 128],
])("after %i steps it has kept every %ith of them, and what a whole run records there", (steps, every) => {
  const { entries, every: kept } = watched(SETTINGS, steps, 8);
  expect(kept).toBe(every);
  expect(entries.map(({ step }) => step)).toEqual(
    Array.from({ length: Math.floor(steps / every) + 1 }, (_, i) => i * every),
  );
  const at = entries.map(({ step }) => step);
  expect(entries).toEqual(train({ ...SETTINGS, steps, record: { at } }).entries);
});

test("it never keeps more than it may, and fewer than half of that only at the start", () => {
  const it = watch(createRun(SETTINGS), 8);
  for (let step = 1; step <= 300; step++) {
    it.step();
    expect(it.entries.length).toBeLessThanOrEqual(8);
    if (step > 4) expect(it.entries.length).toBeGreaterThan(4);
  }
});

test("now is the step it is at, recorded or not; rewound, everything is the same again", () => {
  const it = watched(SETTINGS, 13, 4);
  expect(it.now().step).toBe(13);
  expect(it.entries.at(-1)!.step).toBe(12);
  const before = [it.entries, it.now()];
  it.rewind();
  expect(it.run.steps).toBe(0);
  expect(it.entries).toEqual(watched(SETTINGS, 0, 4).entries);
  for (let i = 0; i < 13; i++) it.step();
  expect([it.entries, it.now()]).toEqual(before);
});

test.each([65, 1000])(
  "of a run that diverges, nothing is kept of the step that made it so: at most %i entries",
  (most) => {
    const settings = parseSettings({ data: { rows: 50 }, hidden: [50], ridge: 200, learningRate: 0.6 });
    const { end } = train({ ...settings, steps: 5000 });
    expect(end.how).toBe("diverged");
    const it = watched(settings, 5000, most);
    expect(it.run.diverged).toBe(true);
    expect(it.run.steps).toBe(end.step);
    expect(it.entries.every(({ step }) => step < end.step)).toBe(true);
    expect(it.now()).toBe(it.entries.at(-1));
    // The weights of that entry are still there.
    const run = createRun(settings);
    run.step(it.now().step);
    expect(it.weights).toEqual(run.weights);
    it.rewind();
    expect(it.weights).toEqual(createRun(settings).weights);
  },
);
