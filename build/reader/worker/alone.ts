import { asksFirst, bound } from "./bounds.ts";

/**
 * Before a reader's code runs, the worker loses all that is not the language: nothing to load, send, store, wait or
 * measure with, no clock and no chance. What stays cannot be changed.
 */

/** The globals that stay. */
export const LANGUAGE: readonly string[] = [
  ...["globalThis", "undefined", "NaN", "Infinity", "isNaN", "isFinite", "parseFloat", "parseInt"],
  ...["Object", "Function", "Boolean", "Symbol", "Number", "BigInt", "Math", "String", "RegExp", "JSON"],
  ...[
    "Array",
    "ArrayBuffer",
    "Float64Array",
    "Float32Array",
    "Int32Array",
    "Uint32Array",
    "Uint8Array",
    "DataView",
  ],
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

export function beAlone(): void {
  const world = globalThis as unknown as Record<string, Type>;
  for (const name of ["Array", "Float64Array", "Float32Array", "Int32Array", "Uint32Array", "Uint8Array"])
    world[name] = asksFirst(world[name]!);
  world.ArrayBuffer = asksFirst(ArrayBuffer as unknown as Type, 1 / 8);
  bound();
  delete (Math as Partial<Math>).random;
  // Of iterators made by the language and of functions that wait no constructor is a global: they are reached by what
  // makes them.
  const hidden = [
    Object.getPrototypeOf(Float64Array.prototype),
    Object.getPrototypeOf([][Symbol.iterator]()),
    Object.getPrototypeOf(function* () {}),
    Object.getPrototypeOf(async () => {}),
    Object.getPrototypeOf(async function* () {}),
    Object.getPrototypeOf((async () => {})()),
  ];
  for (let from: object | null = globalThis; from; from = Object.getPrototypeOf(from))
    for (const name of Reflect.ownKeys(from))
      if (from !== Object.prototype && !LANGUAGE.includes(String(name))) Reflect.deleteProperty(from, name);
  const fixed = new Set<unknown>();
  for (const name of LANGUAGE) if (name !== "globalThis") fix(world[name], fixed);
  for (const it of hidden) fix(it, fixed);
  Reflect.preventExtensions(globalThis); // where the engine lets it
}

/** An object that stays as it is, with all that it has. */
function fix(it: unknown, fixed: Set<unknown>): void {
  if ((typeof it !== "object" && typeof it !== "function") || it === null || fixed.has(it)) return;
  fixed.add(it);
  for (const { value, get, set } of Object.values(Object.getOwnPropertyDescriptors(it)))
    for (const its of [value, get, set]) fix(its, fixed);
  Object.freeze(it);
}
