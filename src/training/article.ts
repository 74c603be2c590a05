import type { SettingsFile } from "./settings.ts";

/**
 * The article's run as published, with 50 neurons and λ = 1e-4: 50 of 300 rows, no biases. The other runs change
 * `hidden` and `ridge`.
 */
export const AS_PUBLISHED: SettingsFile = {
  data: { set: "article", seed: 0, rows: 300 },
  trained: 50,
  hidden: [50],
  weights: { seed: 2017 },
  learningRate: 0.003,
  ridge: 1e-4,
  gradient: "article",
};
