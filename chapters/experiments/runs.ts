import type { Experiment } from "../../src/book/experiment.ts";
import { nodesOf } from "../../src/figures/plane.ts";
import { trainedAndUnseen } from "../../src/lesson/datasets.ts";
import type { Matrix } from "../../src/math/matrix.ts";
import { AS_PUBLISHED } from "../../src/training/article.ts";
import type { Entry } from "../../src/training/history.ts";
import { predict } from "../../src/training/measure.ts";
import {
  parseSettings,
  type SettingsFile,
} from "../../src/training/settings.ts";
import { train } from "../../src/training/train.ts";

/** Where the pictures are drawn, and what is looked at for them. */
export const PLANE = { nodes: 41, reach: 3 };
export const PICTURES = [
  0, 1000, 20_000, 40_000, 55_000, 70_000, 85_000, 100_000,
];
/** All runs get this far. */
export const STEPS = 100_000;
/** Long enough for the run as published to end by itself. */
const TO_ITS_END = 105_000;
const LAST_PICTURE = 102_500;
/** Long enough for 50 neurons with little ridge to learn nearly all their rows. */
export const TO_LEARN = 1_000_000;
export const LONG_PICTURES = [
  0,
  100_000,
  200_000,
  300_000,
  400_000,
  500_000,
  600_000,
  TO_LEARN,
];

/** What was recorded of a run. */
export interface Run {
  readonly end: {
    readonly step: number;
    readonly how: "finished" | "diverged" | "stopped";
  };
  readonly entries: readonly Entry[];
  readonly pictures: readonly {
    readonly step: number;
    /** Second output less first at each node of the plane, in thousandths. */
    readonly lead: readonly number[];
    /** How many of the rows trained on have two outputs equal to the last bit. */
    readonly undecided: number;
  }[];
}

// <shown>
/** The article’s three networks: neurons and ridge. */
export const NETWORKS = {
  three: { hidden: [3], ridge: 0 },
  strong: { hidden: [50], ridge: 1e-4 },
  weak: { hidden: [50], ridge: 1e-6 },
} as const;
export type Network = keyof typeof NETWORKS;

/** How each is trained. The mean over 50 rows takes 50 times the sum’s rate. */
export const WAYS = {
  published: { gradient: "article", learningRate: 0.003 },
  mended: { gradient: "summed", learningRate: 0.003 },
  exact: { gradient: "exact", learningRate: 0.003 * 50 },
} as const;
export type Way = keyof typeof WAYS;

/** 50 rows in each step. `record` and `snapshots` are what is looked at. */
function settingsOf(
  network: Network,
  way: Way,
  { steps = STEPS, pictures = [] as readonly number[] } = {},
): SettingsFile {
  const often = stepsUpTo(Math.min(steps, TO_ITS_END), 2500);
  const at = [...often, 1000, 2000, ...stepsUpTo(steps, 50_000)];
  return {
    ...AS_PUBLISHED,
    ...NETWORKS[network],
    ...WAYS[way],
    hidden: [...NETWORKS[network].hidden],
    steps,
    record: { at: [...new Set(at)] },
    snapshots: { at: [...pictures] },
  };
}
// </shown>

function stepsUpTo(last: number, every: number): number[] {
  const count = Math.floor(last / every) + 1;
  return Array.from({ length: count }, (_, i) => i * every);
}

/** How far the second output is above the first, row by row. */
const leads = ({ rows, data }: Matrix): number[] =>
  Array.from({ length: rows }, (_, n) => data[2 * n + 1]! - data[2 * n]!);

/** Trains a network, and looks all over the plane at some of its steps. */
function run(file: SettingsFile, onProgress: (share: number) => void): Run {
  const settings = parseSettings(file);
  const { end, entries, snapshots } = train(settings, {
    onProgress: (step) => onProgress(step / settings.steps),
  });
  const plane = nodesOf(PLANE);
  const { X } = trainedAndUnseen(settings).trained;
  const pictures = snapshots.map(({ step, weights }) => {
    const lead = leads(predict(settings, weights, plane));
    return {
      step,
      lead: lead.map((it) => Math.round(1000 * it)),
      undecided: leads(predict(settings, weights, X)).filter((it) => it === 0)
        .length,
    };
  });
  return { end, entries, pictures };
}

const drawn = { pictures: PICTURES };
const ended = { steps: TO_ITS_END, pictures: [...PICTURES, LAST_PICTURE] };
const long = { steps: TO_LEARN, pictures: LONG_PICTURES };

export const experiment: Experiment<SettingsFile, Run> = {
  name: "runs",
  parts: {
    // The longest first: the others run beside it.
    "weak published": settingsOf("weak", "published", long),
    "strong published": settingsOf("strong", "published", ended),
    "strong mended": settingsOf("strong", "mended", drawn),
    "strong exact": settingsOf("strong", "exact", drawn),
    "weak mended": settingsOf("weak", "mended"),
    "weak exact": settingsOf("weak", "exact"),
    "three published": settingsOf("three", "published", drawn),
    "three mended": settingsOf("three", "mended"),
    "three exact": settingsOf("three", "exact"),
    /** The mean at the rate of the sum. */
    "three slow": {
      ...settingsOf("three", "exact"),
      learningRate: WAYS.published.learningRate,
    },
  } satisfies Record<string, SettingsFile>,
  run,
};
