import { realpathSync } from "node:fs";
import { build } from "esbuild";

/** The file of an experiment, seen from the project's folder. */
export const fileOfExperiment = (name: string): string => `chapters/experiments/${name}.ts`;

/**
 * Files of the project, each with all that it imports as one script: CommonJS, packages left outside. Comments are
 * not in it, nor is anything that is never called: whoever changes those changes no code. The same files give the
 * same text on every machine, but another release of esbuild may write it otherwise: package.json names one.
 * @throws esbuild's BuildFailure
 */
export async function codeOf(root: string, files: readonly string[]): Promise<readonly string[]> {
  const { outputFiles } = await build({
    absWorkingDir: realpathSync(root), // esbuild follows links
    entryPoints: files.map((file, i) => ({ in: file, out: String(i) })),
    outdir: "out",
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    packages: "external",
    tsconfigRaw: {}, // nothing but the files decides what comes out
    write: false,
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text);
}
