import * as fs from "node:fs";
import { join } from "node:path";
import type { Disk } from "../../build/publish.ts";

/**
 * A disk with a point before, in the middle of and after everything that changes it: `at` is called with the
 * number of each point, 0, 1, 2… The middle of a write has half the content, the middle of a removal half the
 * files; the other two are whole or not done.
 */
export function pointedDisk(at: (point: number) => void): Disk {
  let points = 0;
  const point = () => at(points++);
  return {
    ...fs,
    mkdirSync: ((path: string, options: fs.MakeDirectoryOptions) => {
      point();
      return fs.mkdirSync(path, options);
    }) as typeof fs.mkdirSync,
    renameSync(from, to) {
      point();
      fs.renameSync(from, to);
    },
    writeFileSync(path, content) {
      point();
      const bytes = Buffer.from(content as string | Uint8Array);
      fs.writeFileSync(path, bytes.subarray(0, bytes.length / 2));
      point();
      fs.writeFileSync(path, content);
    },
    rmSync(path, options) {
      point();
      const files = fs.statSync(path).isDirectory() ? fs.readdirSync(path) : [];
      for (const name of files.slice(0, files.length / 2))
        fs.rmSync(join(String(path), name), { recursive: true });
      point();
      fs.rmSync(path, options);
      point();
    },
  };
}
