import type { Lesson } from "../../../src/lesson/lesson.ts";
import type { Trace } from "../../../src/network/stage.ts";
import type { Progress } from "../../progress.ts";
import type { Paper } from "../paper.ts";

/** A way to take a lesson away: `npm run export -- --format NAME`. Each is a file of this folder. */
export interface Format {
  /** What it is, for the list of formats: a few words. */
  readonly does: string;
  /** A program that it is made by. */
  readonly needs?: string;
  /** Whether it is a file for each of something: these stand in a folder, or in a zip. */
  readonly isFolder?: true;
  /** What comes out: one file, or files by their paths in a folder. */
  make(source: Source): Promise<Content | ReadonlyMap<string, Content>>;
}

export type Content = string | Uint8Array;

/** What a format is made from. */
export interface Source {
  /** The project's folder. */
  readonly root: string;
  readonly lesson: Lesson;
  readonly trace: Trace;
  /** What builds this lesson again. */
  readonly command: string;
  /** Of a PDF. */
  readonly paper?: Paper;
  /** Who waits for it. */
  readonly progress?: Progress;
}
