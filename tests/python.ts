import { spawnSync } from "node:child_process";
import { canInstall, install } from "./apt.ts";

/** Python with NumPy, for the tests that run the lines which pages show. */

/** Where to look: PYTHON and nowhere else; or the first one of the path, or Debian's, which has Debian's NumPy. */
const placesIn = ({ PYTHON }: Readonly<Record<string, string | undefined>>): string[] =>
  PYTHON ? [PYTHON] : ["python3", "/usr/bin/python3"];

export const HELP = `The tests need Python 3 with NumPy and found none. Do one of these, then run them again:
  - on Debian or Ubuntu: sudo apt-get install python3-numpy
  - python3 -m pip install numpy
  - set PYTHON to the path of a Python that has NumPy`;

/**
 * A Python that has NumPy.
 * @throws Error that says what to do where there is none
 */
export function findPython(
  env = process.env,
  has = (place: string) => spawnSync(place, ["-c", "import numpy"]).status === 0,
): string {
  const found = placesIn(env).find(has);
  if (!found) throw new Error(HELP);
  return found;
}

/** Installs NumPy where there is none and root on Debian or Ubuntu can; else says what to do. */
export function ensurePython(): void {
  try {
    findPython();
  } catch (error) {
    if (process.env.PYTHON || !canInstall()) throw error;
    install("python3-numpy", HELP);
    findPython();
  }
}

/** What a program prints that is given such a text. */
export function runPython(program: string, input: string, cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(findPython(), ["-c", program], {
    input,
    cwd,
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1", OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`Python ended with ${status}: ${error ?? stderr}`);
  return stdout;
}
