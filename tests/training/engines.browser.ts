import { toRows } from "../../src/math/matrix.ts";
import { parseSettings, type SettingsFile } from "../../src/training/settings.ts";
import { train } from "../../src/training/train.ts";

/** All that is kept of a run, every digit of it. Node and a browser are asked alike. */
export function told(settings: SettingsFile): string {
  const { entries, snapshots, end, weights } = train(parseSettings(settings));
  const kept = snapshots.map(({ step, weights }) => [step, weights.map(toRows)]);
  return JSON.stringify({ entries, kept, end, weights: weights.map(toRows) });
}

Object.assign(globalThis, { told });
