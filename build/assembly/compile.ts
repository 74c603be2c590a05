/**
 * Compiles kernels.ts into src/training/kernels/simd-module.ts. Run `npx tsx build/assembly/compile.ts` after a change,
 * and commit what it writes; a test looks whether the two fit.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const MODULE = "../../src/training/kernels/simd-module.ts";

/** The bytes that `source` compiles to. */
export async function compile(source: string): Promise<Uint8Array> {
  const { error, stderr, binary } = await asc.compileString(source, {
    optimizeLevel: 3,
    runtime: "stub",
    enable: ["simd"],
    importMemory: true,
    zeroFilledMemory: true,
  });
  if (error || !binary) throw new Error(String(stderr), { cause: error });
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await compile(readFileSync(pathOf("kernels.ts"), "utf8"));
  const text = `export const SIMD_MODULE =\n  "${Buffer.from(bytes).toString("base64")}";\n`;
  writeFileSync(
    pathOf(MODULE),
    `/** build/assembly/kernels.ts, compiled by build/assembly/compile.ts. */\n${text}`,
  );
}
