import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Node's own work is little beside the browser's: each core has a file to run, in a process that stays.
    maxWorkers: availableParallelism(),
    isolate: false,
    globalSetup: ["tests/setup.ts"],
    // A browser that died says nothing of the book: the same once more, in a new one (`withChromium`).
    retry: { count: 1, condition: /browser has been closed|Target crashed|Page crashed/ },
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
