import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Sheets and keys of a small class and of a large one, by the whole command: seconds, and the most memory it held. */

const [SIZES, SECONDS] = [[100, 1000], 20];

/** Prints, as the program ends, how much memory it held at most, in kilobytes. */
const MEMORY = "data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";

export function run(root: string): void {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    writeFileSync(join(folder, "class.json"), JSON.stringify({ data: { rows: 4 }, learningRate: 0.5 }));
    const measured = SIZES.map((students) => {
      const names = Array.from({ length: students }, (_, i) => `Student ${i}`);
      writeFileSync(join(folder, "roster.csv"), ["name", ...names].join("\n"));
      const argv = ["--lesson", "class.json", "--roster", "roster.csv", "--out", `${students}`, "--no-books"];
      const tsx = import.meta.resolve("tsx");
      const start = performance.now();
      const { status, stderr } = spawnSync(
        process.execPath,
        ["--import", MEMORY, "--import", tsx, join(root, "build/kit/cli.ts"), "class", ...argv],
        { cwd: folder, encoding: "utf8" },
      );
      if (status !== 0) throw new Error(stderr);
      const seconds = (performance.now() - start) / 1000;
      return { students, seconds, megabytes: Number(stderr.trim().split("\n").at(-1)) / 1024 };
    });
    console.log("\nSheets and keys of a class, the whole command");
    console.table(
      Object.fromEntries(
        measured.map(({ students, seconds, megabytes }) => [
          `${students} students`,
          { seconds: seconds.toFixed(1), "megabytes at most": megabytes.toFixed(0) },
        ]),
      ),
    );
    const [few, many] = measured as [(typeof measured)[0], (typeof measured)[0]];
    console.log(
      `${many.students}: at most ${SECONDS} s wanted, and memory that does not grow with the class`,
    );
    console.log(
      `ten times as many students: ${(many.megabytes / few.megabytes).toFixed(2)} times the memory`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
