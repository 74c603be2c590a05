import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What programs that were stopped left behind: the number of the process is in the name, `book.tmp-4711-0123abcd`. */
const LEFTOVER = /(?:^|\.)(?:tmp|dev)-(\d+)-\w+$/;

/** Removes from a folder what no living process is working on. Where that cannot be done, it stays. */
export function sweep(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const pid = LEFTOVER.exec(name)?.[1];
      if (pid !== undefined && Number(pid) !== process.pid && !isAtWork(Number(pid)))
        rmSync(join(folder, name), { recursive: true, force: true });
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
