import { transform, version } from "esbuild";
import { bundled } from "../bundled.ts";
import { digest } from "../kept.ts";
import { madeOf } from "../made-of.ts";

/** The file of an experiment, seen from the project's folder. */
export const fileOfExperiment = (name: string): string => `chapters/experiments/${name}.ts`;

/**
 * A file of the project with all that it imports, packages too, as one script: CommonJS. Comments are not in it, nor is
 * anything that is never called.
 * @throws esbuild's BuildFailure
 */
export const codeOf = (root: string, file: string): Promise<string> =>
  bundled(root, file, { format: "cjs", platform: "node", target: "node20" });

/**
 * A digest of such a script, minified: moving a file changes nothing, and as a rule renaming a thing does not either. It
 * is the same on every machine, but another release of esbuild may write the script otherwise: package.json names one.
 * @param file that the script was made of
 */
export const digestOfCode = (root: string, file: string, code: string): Promise<string> =>
  madeOf(root, `${file}.digest`, version + code, async () => {
    const { code: minified } = await transform(code, { minify: true, format: "cjs", target: "node20" });
    return { value: digest(minified), inputs: new Map() };
  });
