import type { Print } from "../../chromium.ts";
import type { Progress } from "../../progress.ts";
import type { Folder } from "./folder.ts";
import type { Student } from "./students.ts";

/** What a run has to make it with. */
export interface Tools {
  readonly progress: Progress;
  /** Prints what is to be PDF, too. */
  readonly print?: Print;
}

/** What a run makes. */
export interface Making {
  /** The files that it writes, from the folder. */
  readonly names: readonly string[];
  /** Files of an earlier run that are to stay as they are. */
  readonly kept?: readonly string[];
  /** Files that are written anew though somebody has changed them. */
  readonly free?: readonly string[];
  /** Refuses what stands in the way of more than those. */
  check?(folder: Folder): void;
  /** Says what was made. */
  make(folder: Folder, students: () => Iterable<Student>, tools: Tools): Promise<string>;
}
