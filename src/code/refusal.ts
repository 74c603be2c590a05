/** Why a piece of code is not run at all. */
export interface Refusal {
  /** `types`: it is more than a type, and cannot be taken off; `reserved`: rewritten code has another use for it. */
  readonly is: "types" | "import" | "await" | "reserved";
  /** What stands there: `enum`, `export`, `$tick`. */
  readonly what: string;
  /** Counted from 1. */
  readonly line: number;
}
