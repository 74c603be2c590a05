import { BEHIND, type Scene, SIZE, seen, VIEWS, type View, viewOf } from "../../src/figures/cube.ts";
import { coordinates } from "../../src/figures/svg.ts";
import { follow } from "./moving/numbers.ts";

// The cube of hidden values turns: dragged by the pointer, and by keys.

declare const GIVEN: { readonly words: Readonly<Record<"name" | "above" | "below" | "hint", string>> };
const { words } = GIVEN;

/** Degrees of a press of a key, and of a drag by a pixel. */
const STEP = 15;
const PER_PIXEL = 0.5;
const [START] = VIEWS;
/** Each goes the way of its arrow, as a drag goes that of the pointer: what is in front goes along. */
const KEYS: Readonly<Record<string, View>> = {
  ArrowLeft: { turn: -STEP, tilt: 0 },
  ArrowRight: { turn: STEP, tilt: 0 },
  ArrowUp: { turn: 0, tilt: -STEP },
  ArrowDown: { turn: 0, tilt: STEP },
};

export function move(figure: HTMLElement): void {
  let scene: Scene;
  let view: View = START;
  const drawing = figure.querySelector(".cube")!.closest("svg")!;

  const control = added("div", "turning");
  control.tabIndex = 0;
  const its = { role: "slider", "aria-label": words.name, "aria-valuemin": "0", "aria-valuemax": "359" };
  for (const [name, value] of Object.entries(its)) control.setAttribute(name, value);
  const hint = added("p", "turning-hint");
  hint.textContent = words.hint;
  drawing.after(control);
  figure.querySelector("figcaption")!.before(hint);

  function draw(): void {
    const turns = scene.neurons === 3;
    control.hidden = hint.hidden = !turns;
    drawing.classList.toggle("turns", turns);
    const { paths, marks, isBehind, names } = seen(scene, viewOf(scene, view), SIZE);
    const part = (name: string) => drawing.querySelector(`[data-part="${name}"]`)!;
    for (const [name, d] of Object.entries(paths)) part(name).setAttribute("d", d);
    for (const [name, places] of Object.entries({ marks, names }))
      for (const [i, place] of places.entries())
        part(name).children[i]!.setAttribute("transform", `translate(${coordinates(...place)})`);
    for (const [i, is] of isBehind.entries())
      part("marks").children[i]!.setAttribute("opacity", is ? String(BEHIND) : "1");
    const { turn, tilt } = view;
    control.setAttribute("aria-valuenow", String(turn));
    const said = (tilt < 0 ? words.below : words.above).replace("%", String(Math.abs(tilt)));
    control.setAttribute("aria-valuetext", said.replace("#", String(turn)));
  }

  let asked = 0;
  function turn(from: View, by: View): void {
    const around = Math.round(from.turn + by.turn) % 360;
    const tilt = Math.round(from.tilt + by.tilt);
    view = { turn: (around + 360) % 360, tilt: Math.min(90, Math.max(-90, tilt)) };
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(draw);
  }

  control.addEventListener("keydown", (event) => {
    const by = KEYS[event.key];
    if (!by && event.key !== "Home") return;
    event.preventDefault();
    turn(by ? view : START, by ?? { turn: 0, tilt: 0 });
  });

  /** Where the pointer went down, and the view then. */
  let from: { readonly x: number; readonly y: number; readonly view: View } | undefined;
  drawing.addEventListener("pointerdown", ({ button, clientX: x, clientY: y }) => {
    if (button === 0 && scene.neurons === 3) from = { x, y, view };
  });
  drawing.addEventListener("pointermove", ({ buttons, pointerId, clientX, clientY }) => {
    if (!from || buttons === 0) return;
    drawing.setPointerCapture(pointerId);
    turn(from.view, { turn: (clientX - from.x) * PER_PIXEL, tilt: (clientY - from.y) * PER_PIXEL });
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    drawing.addEventListener(end, () => {
      from = undefined;
    });

  follow<Scene>(figure, (numbers) => {
    scene = numbers;
    draw();
  });
}

function added(name: "div" | "p", className: string): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  element.dataset.added = "";
  return element;
}
