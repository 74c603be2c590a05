import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { complete, site } from "../build/site.ts";
import { DEFAULT_LESSON } from "../src/lesson/lesson.ts";
import { ensureChromium } from "./chromium.ts";
import { ROOT, temporaryFolder } from "./project.ts";
import { ensurePython } from "./python.ts";
import { writeFiles } from "./reading.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the article's book. */
    book: string;
  }
}

/**
 * Runs once, before all test files, what they would else do side by side: finds or installs Chromium and NumPy, and
 * builds the article's book.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  await ensureChromium();
  ensurePython();
  const folder = temporaryFolder();
  writeFiles(
    await complete(await site({ root: ROOT, lesson: DEFAULT_LESSON, command: "npm run build" })),
    folder,
  );
  project.provide("book", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
