import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stages } from "../chapters/index.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { traceOf } from "../src/network/stage.ts";
import type { Check } from "./exports/check.ts";
import { epub, html, pdf, tex } from "./exports/documents.ts";
import { workbook } from "./exports/libreoffice.ts";
import { ensurePrograms } from "./exports/programs.ts";
import { csv, json, notebook, npz, svg } from "./exports/python.ts";
import { checkScorm } from "./exports/scorm.ts";
import { ROOT, remove, temporaryFolder } from "./project.ts";

/**
 * What `npm run export` makes, opened by programs that did not make it: NumPy, LaTeX, LibreOffice, Poppler, EPUBCheck,
 * Chromium. Apart from `npm test`, as some of them take minutes to install: `npm run test:exports` does that where root
 * on Debian can, and else says what is missing. A line for each check; ends with 1 where one fails. With words behind it,
 * as `npm run test:exports -- xlsx epub`, it checks these formats alone.
 */

const CHECKS: readonly Check[] = [json, csv, npz, notebook, tex, svg, html, workbook, epub, pdf];

/** Lessons of all bricks, small enough for pages to have all their numbers. */
const LESSONS: Readonly<Record<string, object>> = {
  "the article's": {},
  "biases, four rows, ridge": {
    title: 'Class 10B <&> "é" 🧱 مرحبا',
    data: { rows: 4 },
    hidden: 2,
    bias: true,
    ridge: 0.1,
    digits: 4,
    weights: {
      W1: [
        [0.5, -0.25],
        [0.75, 0.1],
      ],
      b1: [0.3, -0.6],
      W2: [
        [0.4, -0.1],
        [0.2, 0.9],
      ],
      b2: [0.05, -0.35],
    },
  },
  "tanh, softmax, cross-entropy, three outputs": {
    data: {
      X: [
        [0.5, -1],
        [2, 0.25],
        [-1.5, 1],
      ],
      labels: [2, 0, 1],
    },
    weights: { seed: 7 },
    outputs: 3,
    activation: "tanh",
    outputActivation: "softmax",
    loss: "cross-entropy",
    bias: true,
    digits: 5,
  },
  "ReLU, one output, cross-entropy": {
    data: { X: [[1, 2, -1]], labels: [1] },
    weights: { seed: 3 },
    outputs: 1,
    activation: "relu",
    loss: "cross-entropy",
    learningRate: 0.5,
  },
  "leaky ReLU, identity, targets": {
    data: {
      X: [
        [1, 2],
        [-0.5, 3],
      ],
      targets: [[0.5], [-1.25]],
    },
    weights: {
      W1: [
        [0.3, -0.7],
        [0.2, -0.4],
      ],
      W2: [[1.5], [-0.8]],
    },
    hidden: 2,
    activation: "leaky-relu",
    outputActivation: "identity",
    digits: 6,
  },
  "softmax, squares, biases held": {
    data: { rows: 2, seed: 5 },
    outputs: 2,
    outputActivation: "softmax",
    bias: true,
    trainBias: false,
    ridge: 0.01,
  },
};

const only = process.argv.slice(2);
const checks = CHECKS.filter(({ format }) => only.length === 0 || only.includes(format));
const say = (line: string) => console.log(line);
let [passed, failed] = [0, 0];
const tell = (isRight: boolean, line: string, faults: readonly string[] = []) => {
  if (isRight) passed++;
  else failed++;
  say(`${isRight ? "ok    " : "FAILED"} ${line}`);
  if (!isRight) for (const it of faults.slice(0, 8)) say(`         ${it}`);
};

say("Exports lessons, and has what comes out opened by programs that did not make it.");
await ensurePrograms(say);
const folder = temporaryFolder();
try {
  for (const [i, [about, json]] of Object.entries(LESSONS).entries()) {
    const trace = traceOf(stages, parseLesson(json));
    const lesson = join(folder, `${i}.json`);
    writeFileSync(lesson, JSON.stringify(json));
    for (const { format, by, faults, planted } of checks) {
      const isFolder = format === "csv" || format === "svg";
      const path = join(folder, String(i), isFolder ? format : `lesson.${format}`);
      const args = ["run", "--silent", "export", "--", "--lesson", lesson, "--format", format, "--out", path];
      const { status, stderr } = spawnSync("npm", args, { cwd: ROOT, encoding: "utf8" });
      const found = status === 0 ? await faults(path, trace) : [stderr.trim()];
      tell(found.length === 0, `${format}: ${by} (${about})`, found);
      if (i > 0) continue;
      for (const [what, spoil] of Object.entries(planted)) {
        const copy = join(folder, what, isFolder ? format : `lesson.${format}`);
        cpSync(path, copy, { recursive: true });
        spoil(copy);
        const seen = await faults(copy, trace);
        tell(seen.length > 0, `${format}: refused with ${what}`, ["it was not seen"]);
      }
    }
  }
  if (only.length === 0 || only.includes("scorm"))
    await checkScorm().then(
      () =>
        tell(
          true,
          "scorm: libxml2 holds the manifest against the standard's schemas, which refuse spoiled ones",
        ),
      (error: Error) => tell(false, "scorm: libxml2 and the standard's schemas", error.message.split("\n")),
    );
} finally {
  remove(folder);
}
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
