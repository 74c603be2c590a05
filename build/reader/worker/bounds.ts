import type { Site } from "../../../src/code/counted.ts";

/**
 * How long a reader's code may run, and how much it may hold. A loop that does not end is stopped where it is, and what
 * would take the memory of the whole tab is refused before it is taken: a worker that is ended from outside goes on for
 * seconds, and one that takes too much takes the page with it.
 */

/** Milliseconds that one call may take. */
const TIME = 400;
/** Numbers, about, that one call may ask for: 32 MB. Nothing of it outlives the call (own.ts). */
export const ROOM = 2 ** 22;
/** So many turns pass between two looks at the clock. */
const BETWEEN = 64;

/** Code that was stopped. */
export class Stopped extends Error {
  override name = "Stopped";
  readonly why: "endless" | "memory";
  /** The loop that it was in, or the function. */
  readonly site: Site | undefined;
  constructor(why: Stopped["why"], site: Site | undefined) {
    super(why);
    this.why = why;
    this.site = site;
  }
}

export const now = performance.now.bind(performance);

let sites: readonly Site[] = [];
/** How often each site was passed since its loop began. */
let turns: number[] = [];
let count = 0;
let deadline = Number.POSITIVE_INFINITY;
let room = Number.POSITIVE_INFINITY;
let stopped: Stopped | undefined;

function stop(why: Stopped["why"]): never {
  deadline = room = Number.POSITIVE_INFINITY; // for what follows
  stopped ??= new Stopped(why, sites[busiest()]);
  throw stopped; // again and again, where code catches it
}

/** The loop with the most turns since it began; of code without loops, the function. */
function busiest(): number {
  const most = (isLoop: boolean) =>
    turns.reduce((best, n, k) => (sites[k]!.isLoop === isLoop && n > (turns[best] ?? 0) ? k : best), -1);
  const loop = most(true);
  return loop < 0 ? most(false) : loop;
}

/** Each turn of a loop, and each call of a function. */
export function tick(site: number): void {
  turns[site]!++;
  if (stopped) throw stopped;
  if (++count % BETWEEN === 0) look();
}
/** A loop begins. */
export function enter(site: number): void {
  turns[site] = 0;
}

/** Whether time is up. */
export function look(): void {
  if (stopped) throw stopped;
  if (now() > deadline) stop("endless");
}

/** Room for so many numbers. */
export function take(many: number): void {
  if (!(many > 0)) return;
  if (stopped) throw stopped;
  room -= many;
  if (room < 0) stop("memory");
}

/** So many multiplications take as long as one call may. */
const MULTIPLICATIONS = 2 ** 28;

/** What is computed in one go, where no turn is counted. */
export function inOneGo(multiplications: number): void {
  if (multiplications > MULTIPLICATIONS) stop("endless");
}

/** What is spread into a list takes room as well, and text that is put together. */
export function spread<T>(it: T): T {
  const { length, size } = Object(it) as { length?: unknown; size?: unknown };
  take(Number(length ?? size ?? 0));
  return it;
}

export interface Bounds {
  /** Milliseconds. */
  readonly time: number;
  /** Numbers. */
  readonly room: number;
}

/** How much room is left in what runs now. */
export const roomLeft = (): number => room;

/** From here on nothing runs: what waits for a promise comes when the work is done. */
export function close(): void {
  deadline = room = -1;
}

/** Calls something of the reader's, within these bounds. */
export function within<T>(
  places: readonly Site[],
  call: () => T,
  bounds: Bounds = { time: TIME, room: ROOM },
): T {
  sites = places;
  turns = places.map(() => 0);
  [deadline, room, stopped] = [now() + bounds.time, bounds.room, undefined];
  try {
    const made = call();
    if (stopped) throw stopped;
    return made;
  } finally {
    deadline = room = Number.POSITIVE_INFINITY;
    stopped = undefined;
  }
}

type Callable = (...args: never[]) => unknown;
type Sized = { readonly length?: number };

/** What asks for memory in one call, however much: each takes room first. */
export function bound(): void {
  for (const type of [Array, String, Float64Array, Object.getPrototypeOf(Float64Array)]) {
    const { prototype } = type;
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const its = Object.getOwnPropertyDescriptor(prototype, name)!;
      if (typeof its.value !== "function" || /^(?:constructor|toString|valueOf)$/.test(name)) continue;
      const method = its.value as Callable;
      Object.defineProperty(prototype, name, { ...its, value: asking(method, name) });
    }
  }
  for (const type of [Array, Object.getPrototypeOf(Float64Array)])
    for (const name of ["from", "of"]) {
      const method = type[name] as Callable;
      const from = {
        [name](this: unknown, ...args: never[]) {
          for (const arg of args) take(sizeOf(arg));
          return Reflect.apply(method, this, args);
        },
      };
      Object.defineProperty(type, name, { value: from[name], writable: true, configurable: true });
    }
}

/** Methods that make nothing as large as what they are called on. */
const SMALL =
  /^(?:at|char|codePoint|push$|pop$|shift|unshift|includes|index|last|find|every|some|forEach|reduce)/;

/** A method that takes room for what it is called on, for what it is given, and for what a number may ask for. */
function asking(method: Callable, name: string): Callable {
  if (name === "flat") return flat;
  const asks = /^(?:repeat|pad)/.test(name);
  const isSmall = SMALL.test(name);
  const its = {
    [name](this: Sized, ...args: unknown[]): unknown {
      const own = Number(this?.length ?? 0);
      take(isSmall ? args.length : own);
      for (let i = 0; i < args.length; i++) take(sizeOf(args[i])); // no method: this is one
      if (asks) take(Number(args[0]) * (name === "repeat" ? own : 1));
      if (name === "join") take(own * String(args[0] ?? ",").length);
      if (name === "flatMap") return flat.call((this as unknown[]).map(...(args as [never])));
      const made = Reflect.apply(method, this, args as never[]);
      return typeof made === "string" ? spread(made) : made;
    },
  };
  return its[name] as Callable;
}

function flat(this: readonly unknown[], depth = 1): unknown[] {
  const all: unknown[] = [];
  for (const it of this)
    if (Array.isArray(it) && depth >= 1) {
      const inner = flat.call(it, depth - 1);
      take(inner.length);
      for (const one of inner) all.push(one);
    } else all.push(it);
  return all;
}

const sizeOf = (it: unknown): number =>
  typeof it === "object" && it !== null
    ? Number((it as Sized).length ?? 0)
    : typeof it === "string"
      ? it.length
      : 0;

/** A constructor that takes room for what it makes. */
export function asksFirst<T extends new (...args: never[]) => object>(type: T, perNumber = 1): T {
  const asked = (args: readonly unknown[]) => {
    const [first] = args;
    take((typeof first === "number" ? first : sizeOf(first)) * perNumber);
  };
  const made: T = new Proxy(type, {
    construct(its, args, target): object {
      asked(args);
      return Reflect.construct(its, args, target === made ? its : target);
    },
    apply(its, that, args) {
      asked(args);
      return Reflect.apply(its as never, that, args);
    },
  });
  Object.defineProperty(type.prototype, "constructor", { value: made, writable: true, configurable: true });
  return made;
}
