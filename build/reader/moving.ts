import { load } from "./load.ts";

/**
 * Pictures that move. Each is whole standing still; the script that its figure names (`data-moves`) is loaded when the
 * figure comes near the window.
 */

/** What such a script exports. */
export interface Mover {
  /** Makes a figure move: once for each, as long as the page is open. */
  move(figure: HTMLElement): void;
}

const page = globalThis as { brick_met?: WeakSet<Element> };
page.brick_met ??= new WeakSet();
/** The figures that any script of the page has met: each script has a copy of this code. */
const met = page.brick_met;
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      const figure = target as HTMLElement;
      // What does not load leaves a picture that stands still.
      load<Mover>(figure.dataset.moves!).then(
        ({ move }) => move(figure),
        () => {},
      );
    }
  },
  { rootMargin: "50%" },
);

/** Waits for the figures that it has not met yet: with another brick a live page has other ones. */
export function moving(): void {
  for (const figure of document.querySelectorAll("[data-moves]")) {
    if (met.has(figure)) continue;
    met.add(figure);
    near.observe(figure);
  }
}
