/**
 * What a reader is to do with the code of a stage, as plain data: mend a broken version ("fault"), or make it do something
 * else ("write").
 */
export interface CodeTask {
  /** Its own within its chapter. */
  readonly name: string;
  readonly kind: "fault" | "write";
  /** What the code to begin with has in place of the book's: none where one begins with the book's. */
  readonly begins: readonly Edit[];
  /** The same for code that does what is asked; without it, the book's does. */
  readonly asked?: readonly Edit[];
  /** An operation that may not be called, and a way to do without it: the book calls it. */
  readonly without?: { readonly name: string; readonly by: readonly Edit[] };
  /** What is asked, and a hint. */
  readonly words: { readonly asks: string; readonly hint: string };
}

/** A piece of the book's code, which stands in it once, and what stands in its place. */
export type Edit = readonly [book: string, own: string];

/** The book's code with edits made; undefined where the code, that of other bricks, has not all of the pieces. */
export function withEdits(book: string, edits: readonly Edit[]): string | undefined {
  let code = book;
  for (const [piece, own] of edits) {
    const parts = code.split(piece);
    if (parts.length !== 2) return undefined;
    code = parts.join(own);
  }
  return code;
}

/** A task on the code of a lesson's bricks. */
export interface Posed {
  readonly task: CodeTask;
  /** The code to begin with. */
  readonly begins: string;
  /** Code that does what is asked, where the book's does not. */
  readonly asked?: string;
  /** Code that solves it. */
  readonly solution: string;
}

const callsIn = (code: string, name: string): number => code.split(`${name}(`).length - 1;

/** The operation that a task rules out, where code calls it more often than the code to begin with. */
export function ruledOut({ task, begins }: Posed, code: string): string | undefined {
  const { without } = task;
  return without && callsIn(code, without.name) > callsIn(begins, without.name) ? without.name : undefined;
}

/** The tasks whose edits all fit the book's code, as they are posed on it. */
export const posed = (tasks: readonly CodeTask[], book: string): readonly Posed[] =>
  tasks.flatMap((task) => {
    const begins = withEdits(book, task.begins);
    const asked = task.asked && withEdits(book, task.asked);
    const solution = task.without ? withEdits(book, task.without.by) : (asked ?? book);
    if (begins === undefined || solution === undefined || (task.asked && asked === undefined)) return [];
    return [{ task, begins, ...(asked !== undefined && { asked }), solution }];
  });
