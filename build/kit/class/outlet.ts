import type { MarkedSheet } from "../../../src/worksheets/marking.ts";
import type { Tally } from "../../../src/worksheets/tally.ts";
import type { Student } from "./students.ts";

/** What becomes of marks: lines on the terminal, JSON, files. */
export interface Outlet {
  student(student: Student, marks: MarkedSheet): void;
  end(tally: Tally): void;
  /** Where marking came to no end. */
  drop?(): void;
}
