import { dirname, join } from "node:path";
import type { Disk, Files } from "../../build/publish.ts";

/** What a build must not do: empty the folder, then fill it. The test of kills must find it out. */
export function publishNaively({ pages, assets }: Files, out: string, disk: Disk): void {
  disk.rmSync(out, { recursive: true, force: true });
  for (const [name, content] of [
    ...assets,
    ...[...pages].map(([page, render]) => [page, render()] as const),
  ]) {
    disk.mkdirSync(dirname(join(out, name)), { recursive: true });
    disk.writeFileSync(join(out, name), content);
  }
}
