import { filled } from "./filled.ts";
import { given } from "./given.ts";
import { lossText, stepText } from "./numbers.ts";
import { entrySeen, type Training } from "./training.ts";

/**
 * The curve of the loss as a way back: whoever drags along it, or moves the slider under it, looks at the network as
 * it was at that step.
 */

/** Shows where one is. */
export type Scrub = (training: Training | undefined) => void;

/**
 * @param curve what the curve is drawn in, anew each time
 * @param slider under it
 * @param look shows an entry of the record; undefined: the run as it is now
 */
export function scrubbing(
  curve: HTMLElement,
  slider: HTMLInputElement,
  look: (entry: number | undefined) => void,
): Scrub {
  /** How far the slider goes: the entries of the record, and the run as it is now if that is none of them. */
  let last = 0;
  /** Of the first to the last step, how many entries. */
  let span = 0;
  const lookAt = (entry: number) => look(entry < last ? Math.max(0, entry) : undefined);

  /** The thumb stands under the line of its step: the slider goes from the first of the lines to the last. */
  function alignTo(stops: readonly SVGLineElement[]): void {
    const [drawing, from, to] = [curve.querySelector("svg"), stops[0], stops.at(-1)];
    if (!drawing || !from || !to) return;
    const width = drawing.width.baseVal.value;
    const part = (x: number) => `${(100 * x) / width}%`;
    const [left, right] = [from.x1.baseVal.value, to.x1.baseVal.value];
    const { style } = slider.parentElement!;
    style.setProperty("--drawing", `${width}px`);
    style.setProperty("--left", part(left));
    style.setProperty("--wide", part(right - left));
  }

  /** The entry under the pointer, from where the lines stand that mark the first and the last step. */
  function point({ clientX, buttons }: PointerEvent): void {
    if (buttons === 0) return;
    const marks = [...curve.querySelectorAll(".stop")].map((it) => it.getBoundingClientRect().x);
    const [from, to] = [marks[0] ?? 0, marks.at(-1) ?? 0];
    if (to > from) lookAt(clientX >= to ? last : Math.round((span * (clientX - from)) / (to - from)));
  }
  curve.addEventListener("pointerdown", (event) => {
    curve.setPointerCapture(event.pointerId);
    point(event);
  });
  curve.addEventListener("pointermove", point);
  slider.addEventListener("input", () => lookAt(slider.valueAsNumber));

  return (training) => {
    slider.parentElement!.hidden = !training;
    if (!training) return;
    const { entries, run, every } = training.watch;
    span = run.steps / every;
    last = entries.length - 1 + (span > entries.length - 1 ? 1 : 0);
    slider.max = String(last);
    const { step, loss } = entrySeen(training);
    slider.value = String(training.back ? step / every : last);
    const told = { step: stepText(step), loss: lossText(loss.total) };
    slider.setAttribute("aria-valuetext", filled(given.words.scrubbed, told));
    const stops = [...curve.querySelectorAll<SVGLineElement>(".stop")];
    stops[1]?.classList.add("now");
    alignTo(stops);
  };
}
