import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SIMD } from "../../src/training/kernels/fastest.ts";
import type { MakeKernels } from "../../src/training/kernels/kernels.ts";
import { plain } from "../../src/training/kernels/plain.ts";
import { createRun } from "../../src/training/run.ts";
import { parseSettings, type Settings } from "../../src/training/settings.ts";
import { processorTime } from "./clock.ts";

/** A network to measure, in one size. */
export interface Size {
  readonly N: number;
  readonly H: number;
  readonly K: number;
  /** ReLU, softmax and cross-entropy in place of the article's sigmoids and squares. */
  readonly swapped: boolean;
}

/** The same run for everybody: the article's first N rows, H hidden neurons, K outputs, a ridge, no biases. */
export const settingsOfSize = ({ N, H, K, swapped }: Size): Settings =>
  parseSettings({
    trained: N,
    hidden: [H],
    outputs: K,
    ...(swapped && { activation: "relu", outputActivation: "softmax", loss: "cross-entropy" }),
    learningRate: 0.5,
    ridge: 1e-4,
  });

/** What every contestant gets: all numbers of the run, matrices as rows one after the other. */
export interface Problem extends Size {
  readonly learningRate: number;
  readonly ridge: number;
  readonly X: readonly number[];
  readonly y: readonly number[];
  readonly W1: readonly number[];
  readonly W2: readonly number[];
}

/** So many steps from the initial weights: microseconds of processor time a step, and the loss found in the last one. */
export interface Measured {
  readonly micros: number;
  readonly loss: number;
}

export interface Contestant {
  readonly name: string;
  measure(problem: Problem, steps: number): Promise<Measured>;
  close(): void;
}

/** src/training, with kernels of one kind. A run is kept for each size, so that none is made while the clock runs. */
function theBook(name: string, make: MakeKernels): Contestant {
  const runs = new Map<string, ReturnType<typeof createRun>>();
  return {
    name,
    async measure({ N, H, K, swapped }, steps) {
      const key = `${N} ${H} ${K} ${swapped}`;
      const run = runs.get(key) ?? createRun(settingsOfSize({ N, H, K, swapped }), make);
      runs.set(key, run);
      run.rewind();
      const start = processorTime();
      run.step(steps - 1);
      const paused = processorTime();
      const { loss } = run.record();
      const resumed = processorTime();
      run.step(1);
      const end = processorTime();
      return { micros: (paused - start + end - resumed) / steps, loss: loss.total };
    },
    close() {},
  };
}

/** A program that reads a problem a line and answers with microseconds and loss: see training.py and training.c. */
function program(name: string, command: string, args: readonly string[], tidy: () => void): Contestant {
  const child: ChildProcess = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return {
    name,
    async measure({ N, H, K, swapped, learningRate, ridge, X, y, W1, W2 }, steps) {
      const numbers = [N, H, K, Number(swapped), learningRate, ridge, steps, ...X, ...y, ...W1, ...W2];
      child.stdin!.write(`${numbers.join(" ")}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${name} gave no answer`);
      const [micros, loss] = value.split(" ").map(Number) as [number, number];
      return { micros, loss };
    },
    close() {
      child.stdin!.end();
      tidy();
    },
  };
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The loop in C, compiled for this machine; undefined without gcc. */
function inC(name: string, optimised: string): Contestant | undefined {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const tidy = () => rmSync(folder, { recursive: true, force: true });
  const path = join(folder, "training");
  const { status } = spawnSync("gcc", [optimised, "-march=native", here("training.c"), "-o", path, "-lm"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status === 0) return program(name, path, [], tidy);
  tidy();
  return undefined;
}

/** Each version of NumPy to be found, by any python3 there is. */
function inNumPy(): Contestant[] {
  const found = new Map<string, string>();
  for (const python of ["/usr/bin/python3", "python3"]) {
    const { status, stdout } = spawnSync(python, ["-c", "import numpy; print(numpy.__version__)"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const version = status === 0 ? stdout.trim() : "";
    if (version && !found.has(version)) found.set(version, python);
  }
  return [...found].map(([version, python]) =>
    program(`NumPy ${version}`, python, [here("training.py")], () => {}),
  );
}

const TFJS = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu"];

/** tfjs, where it is installed. It is no dependency of the book. */
function inTensorFlow(): Contestant | undefined {
  const require = createRequire(import.meta.url);
  try {
    for (const name of TFJS) require.resolve(name);
  } catch {
    return undefined;
  }
  const args = [...process.execArgv, here("tensorflow.ts"), ...TFJS];
  return program("tfjs", process.execPath, args, () => {});
}

/** Everybody who can be had here, the book at its fastest first, and how to have those who are missing. */
export function contestants(): { all: Contestant[]; missing: string[] } {
  const [numpy, tensorflow] = [inNumPy(), inTensorFlow()];
  // -Ofast may add up in another order, four or eight numbers at a time: the book may not.
  const c = [inC("C", "-O3"), inC("C -Ofast", "-Ofast")].filter((it) => it !== undefined);
  const simd = SIMD ? [theBook("book, SIMD", SIMD)] : [];
  const book = [...simd, theBook("book, as in browsers", plain)];
  return {
    all: [...book, ...numpy, ...(tensorflow ? [tensorflow] : []), ...c],
    missing: [
      ...(SIMD ? [] : ["SIMD: this engine has none"]),
      ...(numpy.length === 0 ? ["NumPy: install python3-numpy"] : []),
      ...(tensorflow ? [] : [`tfjs: npm i --no-save ${TFJS.join(" ")}`]),
      ...(c.length > 0 ? [] : ["C: install gcc"]),
    ],
  };
}
