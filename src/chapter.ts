import type { Telling } from "./telling.ts";
import type { AnyStage, Trace } from "./trace.ts";

/** The bricks of the network, from the bottom of the stack to its top. */
export const BRICKS = ["X", "W1", "sigma1", "W2", "sigma2", "loss"] as const;
export type Brick = (typeof BRICKS)[number];

/** Which way a chapter goes through the stack. */
export type Direction = "forward" | "backward" | "update";

/** A page of the book. */
export interface Page {
  /** Also the name of its file: `z1` is `z1.html`. */
  readonly name: string;
  readonly title: string;
  /** One sentence, for the contents and for search engines. */
  readonly summary: string;
  /** The body in Markdown: prose, TeX between `$`, figures as SVG. */
  page(trace: Trace, telling: Telling): string;
}

/** A chapter: a stage and its page. Its file is named for its place in the index and its name: `02-z1.ts`. */
export interface Chapter extends Page {
  readonly stage: AnyStage;
  /** Where in the stack of bricks the chapter is, and which way it goes. */
  readonly bricks: readonly Brick[];
  readonly direction: Direction;
  /** The stage in symbols, in plain Unicode, line by line: `z₁ = X W₁`. */
  readonly formula: readonly string[];
  /** Weights whose gradient must agree with central differences in every build. */
  readonly checks?: readonly ("W1" | "W2")[];
}

/** A chapter's file, without its suffix: `02-z1`. */
export const fileOf = (chapter: Chapter, chapters: readonly Chapter[]): string =>
  `${String(chapters.indexOf(chapter)).padStart(2, "0")}-${chapter.name}`;
