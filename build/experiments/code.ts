import { bundled } from "../bundled.ts";

/** The file of an experiment, seen from the project's folder. */
export const fileOfExperiment = (name: string): string => `chapters/experiments/${name}.ts`;

/**
 * A file of the project with all that it imports as one script: CommonJS, packages left outside. Comments are not in
 * it, nor is anything that is never called: whoever changes those changes no code. The same files give the same text
 * on every machine, but another release of esbuild may write it otherwise: package.json names one.
 * @throws esbuild's BuildFailure
 */
export const codeOf = (root: string, file: string): Promise<string> =>
  bundled(root, file, {
    format: "cjs",
    platform: "node",
    target: "node20",
    packages: "external",
    tsconfigRaw: {}, // nothing but the files decides what comes out
  });
