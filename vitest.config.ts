import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take long, so that none of them is the last one, with a core idle beside it. */
const LONG =
  /\/(?:laboratory|site|live|explore|pages|adding|live-edit|live-panel|search|run|publish|bricks-pages|start|dev|player)\.test\.ts$/;

/** The order is Vitest's own otherwise: the longest last time first, or the largest. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((it) => !isLong(it))];
  }
}

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Node's own work is little beside the browser's: each core has a file to run, in a process that stays.
    maxWorkers: availableParallelism(),
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: ["tests/setup.ts"],
    // A browser that died says nothing of the book: the same once more, in a new one (`withChromium`).
    retry: { count: 1, condition: /browser has been closed|Target crashed|Page crashed/ },
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
