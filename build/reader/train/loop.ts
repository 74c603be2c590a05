/**
 * Turns of a run, one a frame: steps until enough are taken or the time for them is over, then a picture if it is
 * time for one. The browser asks for no frames while the page is in the background, so nothing goes on there.
 */

/** Milliseconds of a frame for steps; what is left of its 16.7 is for pictures and for the rest of the page. */
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
  /** The last step was taken and drawn. */
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
    const most = pace();
    let more = true;
    for (let taken = 0; more && taken < most && performance.now() - start < TIME; taken++) more = step();
    const now = performance.now();
    if (!more || now - drawn >= Math.max(calm.matches ? APART_CALM : APART, cost / SHARE)) {
      draw();
      drawn = now;
      cost = performance.now() - now;
    }
    if (more) frame = requestAnimationFrame(turn);
    else {
      frame = undefined;
      ended();
    }
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
