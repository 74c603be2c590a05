import type { Writer } from "../../src/book/writer.ts";
import { isBroken } from "../../src/network/broken.ts";
import type { Trace } from "../../src/network/stage.ts";
import type { MatrixName } from "../../src/network/values.ts";
import { apart, apartFromOne } from "../../src/typeset/apart.ts";
import { grouped, someOrNone } from "../words/prose.ts";

/** Neurons on a flat end of a curve that rises from `low` to 1. */

/** @param end a value nearer to `low` or 1 than this is on such an end */
export function saturationFacts(trace: Trace, name: MatrixName, low: 0 | -1, end: number) {
  const { data } = trace[name];
  // A reader's own code may make values beyond the ends.
  const fromEnd = (h: number) => Math.min(Math.abs(h - low), Math.abs(1 - h));
  const flat = data.filter((h) => fromEnd(h) < end).length;
  const nearest = data.reduce((a, b) => (fromEnd(b) < fromEnd(a) ? b : a));
  const edge = nearest < (low + 1) / 2 ? low + end : 1 - end;
  return {
    low,
    end,
    isBroken: isBroken(trace, name),
    all: data.length,
    flat,
    saturated: someOrNone(flat),
    full: someOrNone(data.filter((h) => fromEnd(h) === 0).length),
    nearest,
    decimals: Math.max(apart(nearest, edge, trace.lesson), apartFromOne([Math.abs(nearest)], trace.lesson)),
  } as const;
}

/** What to look at in the values of such a layer, called by their name. */
export function saturationTold(f: ReturnType<typeof saturationFacts>, h: MatrixName, w: Writer): string {
  const low = w.exact(f.low);
  const full = w.choose(`${h}-full`, f.full, {
    some: f.isBroken
      ? ` Some are exactly ${low} or 1.`
      : ` Some are so close to ${low} or to 1 that the computer’s digits hold exactly that.`,
    none: "",
  });
  return w.choose(`${h}-saturated`, f.saturated, {
    some: `${f.flat === 1 ? "One value is" : `${grouped(w, f.flat)} values are`} within ${w.exact(f.end)} of ${low} or of 1, where the curve is almost flat. Such a neuron is called **saturated**: a change of its sum hardly changes what it puts out.${full}`,
    none: `On a flat end of the curve a neuron is **saturated**: a change of its sum hardly changes what it puts out. Let us call a neuron saturated if its value is within ${w.exact(f.end)} of ${low} or of 1. None is: ${f.all === 1 ? "the one value is" : `of the ${grouped(w, f.all)} values, the one nearest to an end is`} ${w.num(f.nearest, f.decimals)}.`,
  });
}
