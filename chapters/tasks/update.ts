import type { CodeTask } from "../../src/book/task.ts";

/** The step. */

export const update: readonly CodeTask[] = [
  {
    name: "uphill",
    kind: "fault",
    begins: [
      ["subtract(W1, scale(alpha, dLoss_dW1))", "add(W1, scale(alpha, dLoss_dW1))"],
      ["subtract(W2, scale(alpha, dLoss_dW2))", "add(W2, scale(alpha, dLoss_dW2))"],
    ],
    words: {
      asks: "The loss after the step should be smaller. Here it grows.",
      hint: "The slope points to where the loss rises. Which way does a weight go here?",
    },
  },
  {
    name: "rate",
    kind: "fault",
    begins: [["scale(alpha, dLoss_dW2)", "dLoss_dW2"]],
    words: {
      asks: "W2 takes another step than W1 does, mostly one that is far too long.",
      hint: "Hold the two lines side by side. What is a slope multiplied by before a weight moves?",
    },
  },
  {
    name: "old",
    kind: "fault",
    begins: [["W2: W2_next", "W2"]],
    words: {
      asks: "The weights after the step are right. The loss after it is not.",
      hint: "The loss after the step is that of a network whose weights have all moved. Which have, here?",
    },
  },
  {
    name: "mixed",
    kind: "fault",
    begins: [["subtract(b2, scale(alpha, dLoss_db2))", "subtract(b2, scale(alpha, dLoss_db1))"]],
    words: {
      asks: "The biases of one layer move by the slopes of the other.",
      hint: "There are as many biases as neurons. Where the two layers differ in that, the shapes tell.",
    },
  },
  {
    name: "clip",
    kind: "write",
    begins: [],
    asked: [
      [
        "scale(alpha, dLoss_dW1)",
        "scale(alpha, map(dLoss_dW1, (slope) => Math.max(-0.01, Math.min(0.01, slope))))",
      ],
      [
        "scale(alpha, dLoss_dW2)",
        "scale(alpha, map(dLoss_dW2, (slope) => Math.max(-0.01, Math.min(0.01, slope))))",
      ],
    ],
    words: {
      asks: "Clip the slopes along W1 and W2, and no others: one above 0.01 counts as 0.01, one below −0.01 as −0.01.",
      hint: "Math.min(0.01, slope) is never above 0.01. map takes a function through a matrix.",
    },
  },
  {
    name: "slower",
    kind: "write",
    begins: [],
    asked: [["scale(alpha, dLoss_dW1)", "scale(alpha / 2, dLoss_dW1)"]],
    words: {
      asks: "Let the first layer learn more slowly: W1 moves with half the learning rate, all else as before.",
      hint: "alpha is a number. Only one line has to change; the loss after the step follows.",
    },
  },
];
