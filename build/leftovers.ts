import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Sixteen hexadecimal digits, so that no date and no number of a user's file is taken for one of them. */
export const RANDOM = "[\\da-f]{16}";
export const randomName = (): string => randomBytes(8).toString("hex");

/** What a file is called until it is whole, with the number of the process: `book.tmp-4711-0123456789abcdef`. */
export const temporaryOf = (path: string): string => `${path}.tmp-${process.pid}-${randomName()}`;

/** Writes a file whole or not at all, in place of what was there. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const temporary = temporaryOf(path);
  try {
    writeFileSync(temporary, content, { flag: "wx" });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Makes a folder and those around it. In /proc, Node's own way to do that (`recursive`) never ends. */
export function makeFolder(path: string, disk: Pick<typeof fs, "existsSync" | "mkdirSync"> = fs): void {
  if (disk.existsSync(path)) return;
  makeFolder(dirname(path), disk);
  try {
    disk.mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another run was faster
  }
}

const TEMPORARY = new RegExp(`^(.+)\\.tmp-(\\d+)-${RANDOM}$`);

/**
 * Removes from a folder the temporary files that no living process is working on. Where that cannot be done, they stay.
 * @param isOurs whether a file of this name is the program's own
 */
export function sweep(folder: string, isOurs: (name: string) => boolean = () => true): void {
  try {
    for (const file of readdirSync(folder)) {
      const [, name, pid] = TEMPORARY.exec(file) ?? [];
      if (name !== undefined && isOurs(name) && Number(pid) !== process.pid && !isAtWork(Number(pid)))
        rmSync(join(folder, file), { force: true });
    }
  } catch {}
}

/** Whether another process with this number runs: what bears this one's own was left by an earlier process. */
export function isAtWork(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
