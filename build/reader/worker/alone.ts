import { asksFirst, bound } from "./bounds.ts";

/**
 * Before a reader's code runs, the worker loses all that is not the language: nothing to load, send, store, wait or
 * measure with, no clock and no chance. What stays cannot be changed, nor keep anything from one call for the next.
 */

/** The globals that stay. Whole numbers of any length are not among them: one of them may take 128 MB. */
export const LANGUAGE: readonly string[] = [
  ...["undefined", "NaN", "Infinity", "isNaN", "isFinite", "parseFloat", "parseInt"],
  ...["Object", "Function", "Boolean", "Symbol", "Number", "Math", "String", "RegExp", "JSON"],
  ...["Array", "ArrayBuffer", "Float64Array", "Float32Array", "Int32Array", "Uint32Array", "Uint8Array"],
  ...["Map", "Set", "WeakMap", "WeakSet", "Reflect", "Proxy", "Iterator"],
  ...[
    "Error",
    "EvalError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "URIError",
    "AggregateError",
  ],
];

type Type = new (...args: never[]) => object;

/** @param kept what a reader's code is given beside the language */
export function beAlone(...kept: readonly unknown[]): void {
  const world = globalThis as unknown as Record<string, Type>;
  for (const name of ["Array", "Float64Array", "Float32Array", "Int32Array", "Uint32Array", "Uint8Array"])
    world[name] = asksFirst(world[name]!);
  world.ArrayBuffer = asksFirst(ArrayBuffer as unknown as Type, 1 / 8);
  bound();
  delete (Math as Partial<Math>).random;
  Object.assign(Error, { stackTraceLimit: 10 }); // in every engine
  for (const name of ["resize", "transfer", "transferToFixedLength"])
    Reflect.deleteProperty(ArrayBuffer.prototype, name);
  // Of iterators made by the language and of functions that wait no constructor is a global: they are reached by what
  // makes them.
  const hidden = [
    Float64Array.prototype,
    [].values(),
    new Map().values(),
    new Set().values(),
    ""[Symbol.iterator](),
    "".matchAll(/./g),
    function* () {},
    async () => {},
    async function* () {},
    (async () => {})(),
  ].map((it) => Object.getPrototypeOf(it));
  for (let from: object | null = globalThis; from; from = Object.getPrototypeOf(from))
    for (const name of Reflect.ownKeys(from))
      if (from !== Object.prototype && !LANGUAGE.includes(String(name))) Reflect.deleteProperty(from, name);
  const fixed = new Set<unknown>();
  for (const it of [...LANGUAGE.map((name) => world[name]), ...hidden, ...kept]) fix(it, fixed);
}

/** An object that stays as it is, with all that it has. */
function fix(it: unknown, fixed: Set<unknown>): void {
  if ((typeof it !== "object" && typeof it !== "function") || it === null || fixed.has(it)) return;
  fixed.add(it);
  for (const key of Reflect.ownKeys(it)) {
    const { value, get, set } = Reflect.getOwnPropertyDescriptor(it, key)!;
    for (const its of [value, get, set]) fix(its, fixed);
  }
  Object.freeze(it);
}
