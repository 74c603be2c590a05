import { fragmentOf, labOf, setOf, splitFragment } from "../carry.ts";
import { isDragging } from "../dragging.ts";

/**
 * The page's address, written into the browser's history. Safari refuses more than 100 changes in ten seconds, and
 * Chromium drops them without a word: who drags a number or holds a key is given the address when it rests.
 */
export interface Address {
  /** Writes an address, as a step that "back" undoes or in place of the one before; empty for the book's numbers. */
  write(address: string, inPlace: boolean): void;
  /** Writes now what still waits. */
  settle(): void;
  /** Lets go of what still waits: the browser has gone to another address. */
  drop(): void;
}

/** So many changes at most in so many milliseconds are written at once; what is dragged or held waits in any case. */
const [MOST, SPAN] = [30, 10_000];
/** Milliseconds of rest after which the others are. */
const REST = 250;

export function addressOfPage(): Address {
  /** When the last ones were written. */
  const written: number[] = [];
  let waiting: { readonly address: string; readonly inPlace: boolean } | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;

  function drop(): void {
    clearTimeout(rest);
    waiting = undefined;
  }

  function settle(): void {
    if (!waiting) return;
    const { address, inPlace } = waiting;
    drop();
    written.push(performance.now());
    if (written.length > MOST) written.shift();
    // The whole of it: of `//z1.html` a browser would take the path for the name of a host.
    const bare = location.href.replace(/#.*/, "");
    const fragment = fragmentOf({ address, at: undefined, lab: labOf(), set: setOf() });
    const url = fragment ? `${bare}#${fragment}` : bare;
    if (inPlace) history.replaceState(null, "", url);
    else {
      // An address that is only a place would not say, on the way back, that the numbers were the book's.
      const { address: before, lab, set } = splitFragment(location.hash);
      const kept = fragmentOf({ address: "", at: undefined, lab, set });
      if (!before) history.replaceState(null, "", kept ? `${bare}#${kept}` : bare);
      history.pushState(null, "", url);
    }
  }

  let isKeyHeld = false;
  addEventListener(
    "keydown",
    ({ repeat }) => {
      isKeyHeld = repeat;
    },
    true,
  );
  const isHeld = () => isKeyHeld || isDragging();
  // A drag is over, and so its number is in the address, whatever is done next.
  for (const end of ["pointerup", "pointercancel", "keyup", "pagehide"])
    addEventListener(end, () => {
      isKeyHeld = false;
      settle();
    });

  return {
    write(address, inPlace) {
      if (waiting?.inPlace && !inPlace) settle(); // a step of its own
      waiting = { address, inPlace: inPlace && waiting?.inPlace !== false };
      clearTimeout(rest);
      const isOften = written.length === MOST && performance.now() - written[0]! < SPAN;
      if (isHeld() || isOften) rest = setTimeout(settle, REST);
      else settle();
    },
    settle,
    drop,
  };
}
