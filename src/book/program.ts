/** A program put together from the parts of stages: the code of a whole turn, without the functions around each part. */

/** A statement of a part, with all its lines. */
export interface Statement {
  readonly html: string;
  /** The names that it declares, and those that it reads. */
  readonly makes: readonly string[];
  readonly uses: readonly string[];
}

/** What stands around the parts. */
export interface Frame {
  readonly before: string;
  readonly after: string;
  /** Blanks before the lines between. */
  readonly indent: string;
  /** The names that it reads of what the parts make. */
  readonly uses: readonly string[];
}

/** Statements under one comment, where there is one. */
export interface Section {
  readonly comment?: string;
  readonly statements: readonly Statement[];
}

/** Lines without names that a network lacks; an assignment from one of them has nothing to say. */
function without(names: readonly string[], html: string): string {
  if (names.length === 0) return html;
  const absent = new RegExp(`\\b(?:${names.join("|")})\\b`);
  const listed = new RegExp(`, ${absent.source}|${absent.source}, `, "g");
  const lines = html.split("\n").filter((line) => !(line.includes("] = [") && absent.test(line)));
  return lines.map((line) => line.replaceAll(listed, "")).join("\n");
}

/**
 * The program as HTML. A name means one thing: where parts declare it again, the first one counts. What nobody reads is
 * left out.
 * @param absent names that the network lacks
 */
export function assemble(frame: Frame, sections: readonly Section[], absent: readonly string[]): string {
  const { uses, indent } = frame;
  const [before, after] = [without(absent, frame.before), without(absent, frame.after)];
  const declared = new Set<string>();
  const needed = new Set(uses);
  const first = sections
    .flatMap(({ statements }) => statements)
    .filter(({ makes }) => {
      const isNew = makes.some((name) => !declared.has(name));
      for (const name of makes) declared.add(name);
      return isNew;
    });
  const kept = new Set<Statement>();
  for (const statement of first.reverse()) {
    if (!statement.makes.some((name) => needed.has(name))) continue;
    kept.add(statement);
    for (const name of statement.uses) needed.add(name);
  }
  const written = sections.flatMap(({ comment, statements }) => {
    const lines = statements.filter((it) => kept.has(it)).map(({ html }) => html.replace(/^ {4}/gm, indent));
    const head = comment ? [`${indent}<span class="tok-comment">// ${comment}</span>`] : [];
    return lines.length > 0 ? [[...head, ...lines].join("\n")] : [];
  });
  return `${before}${written.join("\n\n")}\n${after}`;
}
