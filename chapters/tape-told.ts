import type { Writer } from "../src/book/writer.ts";
import { at, fromRows, type Matrix, map } from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import { isMatrix } from "../src/network/quantities.ts";
import type { Trace } from "../src/network/stage.ts";
import { createTape, type Node, type Tape } from "../src/network/tape.ts";
import type { Recording } from "../src/network/tape-check.ts";
import { type MatrixName, type Name, slopeName } from "../src/network/values.ts";
import { followed } from "../src/typeset/equations.ts";
import { showMatrix, withDigits } from "../src/typeset/format.ts";
import { EXAMPLE } from "./scalar-example.ts";
import { tableRow } from "./words/table.ts";

/** Tapes line by line: what came out, and the slope along it, which the walk back finds from the last line up. */

interface Line {
  readonly operation: string;
  /** The lines that it came from. */
  readonly from: readonly number[];
  readonly value: Matrix;
  /** The slope of the result along it. */
  readonly slope: Matrix;
  /** What each line that used it hands back: the slope is their sum. */
  readonly parts: readonly { readonly from: number; readonly slope: Matrix }[];
  /** What the book calls it, and the slope along it where the derivation has one. */
  readonly name?: Name;
  readonly slopeName?: MatrixName;
}

type Names = ReadonlyMap<Node, Pick<Line, "name" | "slopeName">>;

function linesOf({ nodes, slopes }: Tape, result: Node, names: Names = new Map()): Line[] {
  const found = slopes(result);
  const partsOf = (node: Node) =>
    nodes.flatMap((user, from) => {
      const slope = found.get(user);
      const pulled = user.links.filter(([parent]) => parent === node);
      return slope ? pulled.map(([, pullBack]) => ({ from, slope: pullBack(slope) })) : [];
    });
  return nodes.map((node) => ({
    operation: node.operation,
    from: node.links.map(([parent]) => nodes.indexOf(parent)),
    value: node.value,
    slope: found.get(node) ?? map(node.value, () => 0),
    parts: partsOf(node),
    ...names.get(node),
  }));
}

/** The scalar example on a tape of four lines, and one more in which x is used twice: x² + 3x. */
export function scalarTapes() {
  const { slope, shift, x } = EXAMPLE;
  const first = createTape();
  const chain = linesOf(
    first,
    first.square(first.shift(shift, first.scale(slope, first.input(fromRows([[x]]))))),
  );
  const second = createTape();
  const input = second.input(fromRows([[x]]));
  const twice = linesOf(second, second.add(second.square(input), second.scale(slope, input)));
  const number = (slope: Matrix) => slope.data[0]!;
  return {
    ...EXAMPLE,
    chain,
    slopes: chain.map((line) => number(line.slope)),
    twice,
    parts: twice[0]!.parts.map((part) => number(part.slope)),
    total: number(twice[0]!.slope),
  };
}

/** The tape of a network, its lines with the names of the book. */
export function networkTape(record: Recording, trace: Trace) {
  const tape = createTape();
  const named = record(tape, trace, networkOf(trace.lesson));
  const names = new Map(
    Object.entries(named).map(([key, node]) => {
      const name = key as Name;
      const slope = slopeName(name) as MatrixName;
      return [node, { name, ...(trace[slope] && { slopeName: slope }) }];
    }),
  );
  const lines = linesOf(tape, named.loss, names).map((line) => withMark(line, trace));
  const line = lines.findIndex(({ name }) => name === "W2");
  const [row, col] = followed(trace.W2);
  return {
    lines,
    loss: named.loss.value.data[0] === trace.loss ? "same" : "other",
    /** Where slopes are added: an entry of W2, and what it gets from each line that used it. */
    added: {
      line,
      entry: [row, col],
      users: lines[line]!.parts.map(({ from, slope }) => ({
        from,
        operation: lines[from]!.operation,
        slope: at(slope, row, col),
      })),
    },
  } as const;
}

/** A slope that is 0 by one way and by the other what rounding left is two numbers: it has no mark. */
function withMark({ slopeName, ...line }: Line, trace: Trace): Line {
  const isSame = (x: number, i: number) => (x === 0) === (trace[slopeName!].data[i] === 0);
  return slopeName && line.slope.data.every(isSame) ? { ...line, slopeName } : line;
}

/** So many rows and columns of a value fit in a line of the table. */
const MOST = 3;
/** Their decimals. */
const DECIMALS = 4;

/** A value as it stands in the table: row under row, of a large one the beginning. */
function written(w: Writer, value: Matrix, name: Name | undefined): string {
  const shown = showMatrix(value, withDigits(w.format, Math.min(w.digits, DECIMALS)));
  const isMarked = name !== undefined && isMatrix(name);
  const rows = shown.slice(0, MOST).map((row, r) => {
    const entries = row.slice(0, MOST).map((it, c) => (isMarked ? w.entry(name, r, c, it) : w.text(it)));
    return [...entries, ...(row.length > MOST ? ["⋯"] : [])];
  });
  const cols = rows[0]!.length;
  const all = [...rows.flat(), ...(shown.length > MOST ? ["⋮"] : [])];
  return `<span class="small-matrix" style="grid-template-columns:repeat(${cols},auto)">${all.map((it) => `<span>${it}</span>`).join(" ")}</span>`;
}

/** The tape as a table: values are read down, slopes up. A script fills in the slopes line by line. */
export function tapeTable(w: Writer, lines: readonly Line[]): string {
  const isNamed = lines.some(({ name }) => name);
  const named = (name: Name | undefined) => (isNamed ? [name ? `$${w.sym(name)}$` : ""] : []);
  const head = ["line", ...(isNamed ? ["is"] : []), "operation", "from lines", "value ↓", "slope ↑"];
  const rule = ["--:", ...(isNamed ? [":--"] : []), ":--", ":--", "--:", "--:"];
  const rows = lines.map(({ operation, from, value, slope, name, slopeName }, i) => [
    i,
    ...named(name),
    operation,
    from.join(",\u00a0"),
    written(w, value, name),
    written(w, slope, slopeName),
  ]);
  return w.moving("tape", `\n\n${[head, rule, ...rows].map(tableRow).join("\n")}\n\n`, {});
}
