import { readFileSync, statSync, writeFileSync } from "node:fs";
import { unzipSync, zipSync } from "fflate";
import { toRows } from "../../src/math/matrix.ts";
import { networkOf } from "../../src/network/network.ts";
import { quantitiesOf } from "../../src/network/quantities.ts";
import type { Trace } from "../../src/network/stage.ts";
import type { Name } from "../../src/network/values.ts";

/** A program that opens what `npm run export` made, and did not make it. */
export interface Check {
  readonly format: string;
  /** What opens it, and how. */
  readonly by: string;
  /** What is wrong with what stands at a path, which is to be of this lesson. */
  faults(path: string, trace: Trace): readonly string[] | Promise<readonly string[]>;
  /** What it must find, by what was done: each spoils what stands at a path. */
  readonly planted: Readonly<Record<string, (path: string) => void>>;
}

/** Numbers by their names, row by row. */
export type Numbers = Readonly<Record<string, readonly (readonly number[])[]>>;

export const namesOf = ({ lesson }: Trace): Name[] => [...quantitiesOf(networkOf(lesson)).keys()];

export function numbersOf(trace: Trace): Numbers {
  const rows = (name: Name) => {
    const value = trace[name];
    return typeof value === "number" ? [[value]] : toRows(value);
  };
  return Object.fromEntries(namesOf(trace).map((name) => [name, rows(name)]));
}

/**
 * Where numbers are not those of a trace.
 * @param most how far off they may be: so much of 1 and of the largest number beside them
 */
export function others(got: Numbers, trace: Trace, most = 0): string[] {
  return Object.entries(numbersOf(trace)).flatMap(([name, rows]) => {
    const [its, wanted] = [(got[name] ?? []).flat(), rows.flat()];
    const allowed = most * Math.max(1, ...wanted.map(Math.abs));
    const isSame = its.length === wanted.length && its.every((x, i) => Math.abs(x - wanted[i]!) <= allowed);
    return isSame ? [] : [`${name} is ${its.slice(0, 3)}, not ${wanted.slice(0, 3)}`];
  });
}

/** Cuts a file in half. */
export const cut = (path: string): void =>
  writeFileSync(path, readFileSync(path).subarray(0, Math.floor(statSync(path).size / 2)));

/** Changes the text of a file, and sees that it did. */
export const changed =
  (from: string | RegExp, to: string) =>
  (path: string): void => {
    const text = readFileSync(path, "latin1");
    const other = text.replace(from, to);
    if (other === text) throw new Error(`nothing to spoil in ${path}`);
    writeFileSync(path, other, "latin1");
  };

/** The same of a file in a zip. */
export const changedIn =
  (name: string, from: string | RegExp, to: string) =>
  (path: string): void => {
    const files = unzipSync(readFileSync(path));
    const text = Buffer.from(files[name]!).toString("latin1");
    const other = text.replace(from, to);
    if (other === text) throw new Error(`nothing to spoil in ${name} of ${path}`);
    files[name] = Buffer.from(other, "latin1");
    writeFileSync(path, zipSync(files, { level: 0 }));
  };
