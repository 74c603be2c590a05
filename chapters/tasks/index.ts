import type { CodeTask } from "../../src/book/task.ts";

/** The tasks of each chapter, by its name. */
export const tasks: Readonly<Record<string, readonly CodeTask[]>> = {
  z1: [
    {
      name: "sign",
      kind: "fault",
      begins: [["matmul(X, W1)", "scale(-1, matmul(X, W1))"]],
      words: {
        asks: "Every sum has the wrong sign. Find why.",
        hint: "Look at what stands before the product.",
      },
    },
  ],
};
