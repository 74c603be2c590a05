/**
 * Turns of a run, one a frame: a picture if it is time for one, then steps until enough are taken or the frame's time
 * is over, one at least. The browser asks for no frames while the page is in the background, so nothing goes on there.
 */

/** Milliseconds of a frame; what is left of its 16.7 is for the browser and the rest of the page. */
const TIME = 8;
/** Pictures get at most this share of the time: where they are slow there are fewer. */
const SHARE = 0.25;
/** Milliseconds between two pictures, at least: faster than the eye follows a curve. */
const APART = 50;
/** The same for a reader who asked for less motion. */
const APART_CALM = 1000;

export interface Turns {
  /** Steps a frame, if they fit. */
  readonly pace: () => number;
  /** Takes one step; false where no more can be taken. */
  readonly step: () => boolean;
  readonly draw: () => void;
  /** No more steps can be taken; the last of them are not drawn yet. */
  readonly ended: () => void;
}

export interface Loop {
  readonly running: boolean;
  start(): void;
  stop(): void;
}

export function createLoop({ pace, step, draw, ended }: Turns): Loop {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let frame: number | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  let cost = 0;

  function turn(): void {
    const start = performance.now();
    let time = TIME;
    if (start - drawn >= Math.max(calm.matches ? APART_CALM : APART, cost / SHARE)) {
      draw();
      drawn = start;
      cost = performance.now() - start;
      time -= 2 * cost; // laying it out takes about as long again
    }
    const end = performance.now() + time;
    const most = pace();
    let more = step();
    for (let taken = 1; more && taken < most && performance.now() < end; taken++) more = step();
    frame = more ? requestAnimationFrame(turn) : undefined;
    if (!more) ended();
  }

  return {
    get running() {
      return frame !== undefined;
    },
    start() {
      frame ??= requestAnimationFrame(turn);
    },
    stop() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
    },
  };
}
