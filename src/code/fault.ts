/** Why a piece of code cannot be made to run here. */
export interface Fault {
  /** `types`: it is more than a type, and cannot be taken off; `name`: it belongs to what runs the code; `bigint`: it may take any memory. */
  readonly fault: "types" | "import" | "await" | "name" | "bigint";
  /** What stands there: `enum`, `import`, `$tick`. */
  readonly what: string;
  /** Counted from 1. */
  readonly line: number;
}
