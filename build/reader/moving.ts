import { load } from "./load.ts";
import { whenNear } from "./near.ts";

/**
 * Pictures that move. Each is whole standing still; the script that its figure names (`data-moves`) is loaded when the
 * figure comes near the window.
 */

/** What such a script exports. */
export interface Mover {
  /** Makes a figure move: once for each, as long as the page is open. */
  move(figure: HTMLElement): void;
}

export const moving = (): void =>
  whenNear("[data-moves]", (figure) => {
    // What does not load leaves a picture that stands still.
    load<Mover>(figure.dataset.moves!).then(
      ({ move }) => move(figure),
      () => {},
    );
  });
