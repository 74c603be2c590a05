import type { Site } from "../../../src/code/counted.ts";
import { fromFunction, ShapeError } from "../../../src/math/matrix.ts";
import { Unfollowed } from "../../../src/network/held.ts";
import type { Roles } from "../../../src/network/network.ts";
import type { Activation } from "../../../src/network/ops/activation.ts";
import { ACTIVATIONS } from "../../../src/network/ops/activations.ts";
import { isMatrix } from "../../../src/network/quantities.ts";
import { createScalars, type Num, Scalar, type Scalars } from "../../../src/network/scalars.ts";
import { type AnyPart, partsOf } from "../../../src/network/stage.ts";
import type { Node, Tape } from "../../../src/network/tape.ts";
import type { Nodes, Recording } from "../../../src/network/tape-check.ts";
import { type AnyPartOnTape, recordOn } from "../../../src/network/tape-parts.ts";
import type { Name } from "../../../src/network/values.ts";
import { enter, Stopped, spread, tick, within } from "./bounds.ts";
import { operations } from "./operations.ts";
import { type Code, declaredBy } from "./own.ts";
import { PLACES } from "./stages.ts";

/**
 * The forward pass on a tape, a reader's own stage in the place of the book's: each of its values is one node, whose
 * slopes come from numbers that remember (src/network/scalars.ts).
 * @param own the parts of that stage
 * @param code the code that declares them, its arithmetic written as calls (src/code/on-tape.ts)
 */
export function recordingWith(own: readonly AnyPart[], code: Code, sites: readonly Site[]): Recording {
  const makes = own.flatMap((it) => it.makes);
  return (tape, given, network) => {
    const tools = { given, ridge: given.lesson.ridge, N: given.y.rows, roles: network.roles };
    const book = partsOf([PLACES], network);
    const isReplaced = (part: AnyPartOnTape) => part.makes.some((name) => makes.includes(name));
    const place = book.findIndex(isReplaced);
    const followed = own.map((part, i): AnyPartOnTape => {
      const compute = (nodes: Nodes) => {
        const call: Call = (around, values, roles) =>
          declaredBy(code, around)[i]!.compute(values, given.lesson, roles);
        try {
          return within(sites, () => follow(tape, nodes, part, call, network.roles));
        } catch {
          throw new Unfollowed("not on a tape"); // on numbers alone it ran
        }
      };
      return { needs: part.needs, makes: part.makes, compute };
    });
    const parts = book.flatMap((part, i) => (i === place ? followed : isReplaced(part) ? [] : [part]));
    return recordOn(tape, parts, tools);
  };
}

type Call = (around: readonly unknown[], values: object, roles: Roles) => Record<string, unknown>;

/** Runs one part on numbers that remember, and gives the nodes of what it makes. */
function follow(
  tape: Tape,
  nodes: Nodes,
  { needs, makes }: AnyPart,
  call: Call,
  roles: Roles,
): Partial<Nodes> {
  const scalars = createScalars(Math.pow);
  const inputs = needs.map((name) => scalars.inputs(nodes[name].value));
  const given = (name: Name, m: Scalars) =>
    isMatrix(name) ? Object.freeze({ ...m, data: Remembering.from(m.data) }) : m.data[0];
  const values = Object.fromEntries(needs.map((name, i) => [name, given(name, inputs[i]!)]));
  const steep = (it: Activation) => ({ ...it, activation: scalars.brick(it) as never, slope: refuse });
  const out = call(aroundOn(scalars, scalars.operations), values, {
    hidden: steep(roles.hidden),
    output: roles.output && steep(roles.output),
  });
  return Object.fromEntries(
    makes.map((name) => {
      const its = taken(out[name] as Num | Scalars);
      const links = needs.map((need, i): Node["links"][number] => [
        nodes[need],
        (slope) => {
          const [along] = scalars.back(its.data, slope.data, [inputs[i]!]);
          const { rows, cols } = nodes[need].value;
          return fromFunction(rows, cols, (r, c) => along![r * cols + c]!);
        },
      ]);
      return [name, tape.record("own", scalars.values(its), ...links)];
    }),
  ) as Partial<Nodes>;
}

/** What was made as it is now: what code of a reader's own says later does not count. */
const taken = (made: Num | Scalars): Scalars =>
  typeof made === "object" && !(made instanceof Scalar)
    ? { rows: made.rows, cols: made.cols, data: Array.from(made.data, number) }
    : { rows: 1, cols: 1, data: [number(made)] };
const number = (it: Num): Num => (typeof it === "number" || it instanceof Scalar ? it : refuse());

function refuse(): never {
  throw new Unfollowed("not on a tape");
}

/** Lists of numbers that may remember. */
export class Remembering extends Array<Num> {
  constructor(given: number | readonly Num[] = 0) {
    super();
    if (typeof given === "number") for (let i = 0; i < given; i++) this.push(0);
    else this.push(...given);
  }
}

/** Arithmetic on what remembers; on anything else the language's own. */
const arithmetic = (op: ReturnType<typeof createScalars>["op"]) => (sign: string, a: never, b: never) => {
  if ((a as unknown) instanceof Scalar || (b as unknown) instanceof Scalar) return op(sign, a, b);
  switch (sign) {
    case "+":
      return (a as number) + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a % b;
    case "**":
      return (a as number) ** b;
    case "neg":
      return -a;
    default:
      return +a;
  }
};

/** Math, whose functions know the slopes of what they take, or refuse it. */
const mathematics = (functions: object) =>
  // Math is fixed by now (alone.ts): a proxy of it could not give anything else.
  new Proxy(Object.freeze({}), {
    get(_, name) {
      const own = Reflect.get(functions, name) as unknown;
      const its = own ?? Reflect.get(Math, name);
      if (own || typeof its !== "function") return its;
      return (...args: unknown[]) => {
        if (args.some((it) => it instanceof Scalar)) refuse();
        return its(...args);
      };
    },
  });

/** What a reader's code is given, and may not change. */
export const given: readonly unknown[] = [
  operations,
  ACTIVATIONS,
  tick,
  enter,
  spread,
  Remembering,
  Scalar,
  ShapeError,
  Stopped,
];

/** Number, which would make of what remembers a number that does not. */
const numeral = new Proxy(
  Object.freeze(() => {}),
  {
    apply: (_, __, [x]: [unknown]) => (x instanceof Scalar ? refuse() : Number(x)),
    get: (_, name) => Reflect.get(Number, name),
  },
);

/**
 * What is around code that runs on numbers which remember.
 * @param taped the operations that know slopes; any other refuses what remembers
 */
export const aroundOn = (
  { op, functions }: ReturnType<typeof createScalars>,
  taped: Readonly<Record<string, unknown>>,
): readonly unknown[] => [
  arithmetic(op),
  mathematics(functions),
  numeral,
  Remembering,
  ...Object.entries(operations).map(
    ([name, plain]) => taped[name] ?? (typeof plain === "function" ? refuse : plain),
  ),
];
