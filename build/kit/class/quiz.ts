import type { Worksheet } from "../../../src/worksheets/worksheet.ts";

/** A class as a quiz for a learning platform: `npm run class -- --format NAME`. Each is a file of this folder. */
export interface QuizFormat {
  /** What it is, for the list of formats: a few words. */
  readonly does: string;
  /** The name of the file that is written. */
  readonly file: string;
  /** The file, piece by piece, so that it need not be held whole; variants are made as they are asked for. */
  write(variants: Iterable<Variant>, quiz: Quiz): Iterable<string | Uint8Array>;
}

export interface Quiz {
  readonly title: string;
  /** Whoever comes is asked any of the variants; otherwise each is one student's. */
  readonly isPool: boolean;
}

/** One student's worksheet, or one of a pool. */
export interface Variant {
  /** The student's name, or the number of the variant. */
  readonly name: string;
  readonly worksheet: Worksheet;
}
