import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/setup.ts"],
    // A browser that died says nothing of the book: the same once more, in a new one (`withChromium`).
    retry: { count: 1, condition: /browser has been closed|Target crashed|Page crashed/ },
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
