import type { Writer } from "../../src/book/writer.ts";
import { type RiseData, rise } from "../../src/figures/rise.ts";

/** Slopes of what bricks are made of, each a triangle on a curve: rise over run. */

interface Rise {
  readonly f: (x: number) => number;
  readonly slope: number;
  readonly from: number;
  readonly to: number;
  /** Where the triangle begins. */
  readonly x: number;
  readonly run: number;
  readonly names: RiseData["names"];
}

const SAMPLES = 48;

/** The curves side by side, each by the id of its figure. */
export const risesDrawn = (rises: Readonly<Record<string, Rise>>, caption: string, w: Writer): string =>
  w.figure(
    Object.entries(rises)
      .map(([id, { f, slope, from, to, x, run, names }]) =>
        rise(
          {
            id,
            points: Array.from({ length: SAMPLES + 1 }, (_, i): [number, number] => {
              const at = from + ((to - from) * i) / SAMPLES;
              return [at, f(at)];
            }),
            at: { x, y: f(x), slope },
            run,
            names,
          },
          w.words.figures.slope,
          w.tick,
        ),
      )
      .join(""),
    caption,
  );
