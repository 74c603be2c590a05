import type { crossScript } from "../../chapters/words/cross.ts";
import { BASE, PAD, sumOf, type WrittenCross } from "../../src/figures/cross-sum.ts";
import { coordinate } from "../../src/figures/svg.ts";
import { button, element } from "./element.ts";
import { prefersLessMotion } from "./motion.ts";
import { follow } from "./moving/numbers.ts";
import { RENEWED } from "./renewed.ts";

/**
 * A matrix product as a cross: point at an entry of the result, tap it or walk to it with the arrow keys, and the bands
 * go there and its terms are written one by one. Where a factor is still to be turned over, a button does it.
 */

declare const GIVEN: { readonly words: typeof crossScript };
const { words } = GIVEN;

interface Numbers extends WrittenCross {
  readonly place: readonly [row: number, col: number];
}

/** Milliseconds from term to term, that a whole sum stays while they are played, and that a factor takes to turn. */
const [TERM, STAY, TURN] = [380, 1400, 700];

/** The page's own script and that of a live page each find a figure once. */
const moved = new WeakSet<HTMLElement>();

export function move(figure: HTMLElement): void {
  if (moved.has(figure)) return;
  moved.add(figure);
  const find = <Found extends Element>(selector: string) => figure.querySelector<Found>(selector);
  const cross = find<HTMLElement>(".cross")!;
  let numbers: Numbers;
  /** The entry shown, by its places in the picture. */
  let at: readonly [i: number, j: number];
  /** Terms of its sum that are written, and what writes the next. */
  let written = 0;
  let next: ReturnType<typeof setTimeout> | undefined;
  let isPlaying = false;

  const play = button(words.play, () => (isPlaying ? pause() : start()), { class: "play" });
  const hint = element("span", { class: "hint" }, words.hint);
  const controls = element("div", { class: "controls", "data-added": "" }, play, hint);
  cross.after(controls);

  /** The entries of the result that are drawn, row by row. */
  const entries = (): (readonly [i: number, j: number])[] =>
    numbers.result.entries.flatMap((line, i) => line.flatMap((entry, j) => (entry ? [[i, j] as const] : [])));
  const numberAt = (mark: string) => find<SVGTextElement>(`.cross svg [data-cell="${CSS.escape(mark)}"]`)!;
  const attribute = (shape: Element, name: string) => Number(shape.getAttribute(name));

  /** Where the cell of an entry of the result lies; a number ends as far from its cell's end as in any other cell. */
  function cellAt([i, j]: readonly [number, number]) {
    const number = numberAt(numbers.result.entries[i]![j]![0]);
    const ring = find(".ring")!;
    const [width, height] = [attribute(ring, "width"), attribute(ring, "height")];
    return {
      x: attribute(number, "x") + PAD - width,
      y: attribute(number, "y") - BASE - height / 2,
      width,
      height,
    };
  }

  function show(place: readonly [i: number, j: number], isWritten = prefersLessMotion()): void {
    at = place;
    const { x, y, width, height } = cellAt(at);
    const [ring, row, column] = [find(".ring")!, find(".cross .row")!, find(".cross .column")!];
    const set = (shape: Element, its: Readonly<Record<string, number>>) => {
      for (const [name, value] of Object.entries(its)) shape.setAttribute(name, coordinate(value));
    };
    set(ring, { x, y });
    set(row, { y, width: x + width - attribute(row, "x") });
    set(column, { x, height: y + height - attribute(column, "y") });
    const sum = find(".cross .sum")!;
    const next = element("p");
    next.innerHTML = sumOf(numbers, ...at);
    if (next.textContent !== sum.textContent) {
      sum.replaceChildren(...next.childNodes);
      dispatchEvent(new Event(RENEWED)); // what is lit is lit here too
    }
    const slider = find<SVGElement>(".cross svg")!;
    const all = entries();
    hint.hidden = all.length === 1;
    if (all.length > 1) {
      const values = {
        role: "slider",
        tabindex: "0",
        "aria-valuemin": "1",
        "aria-valuemax": String(all.length),
        "aria-valuenow": String(1 + all.findIndex(([i, j]) => i === at[0] && j === at[1])),
        "aria-valuetext": `${numbers.result.entries[at[0]]![at[1]]![0].replace(/^(?:\w+:)?(\w+)\.(\d+)\.(\d+)$/, "$1[$2,$3]")}: ${sum.textContent}`,
      };
      for (const [name, value] of Object.entries(values)) slider.setAttribute(name, value);
    }
    written = isWritten ? Number.POSITIVE_INFINITY : 0;
    write();
  }

  /** Writes what is written so far, lights the two numbers of the last term, and goes on. */
  function write(): void {
    clearTimeout(next);
    const terms = [...figure.querySelectorAll<HTMLElement>(".cross .term")];
    for (const [k, term] of terms.entries()) term.classList.toggle("unwritten", k > written);
    for (const number of figure.querySelectorAll(".cross svg :is(.now, .unwritten)"))
      number.classList.remove("now", "unwritten");
    const isDone = written >= terms.length - 1;
    numberAt(numbers.result.entries[at[0]]![at[1]]![0]).classList.toggle("unwritten", !isDone);
    if (!isDone) {
      for (const { dataset } of terms[written]!.querySelectorAll<HTMLElement>("[data-cell]"))
        numberAt(dataset.cell!)?.classList.add("now");
      written++;
      next = setTimeout(write, TERM);
    } else if (isPlaying) next = setTimeout(on, STAY);
  }

  const after = (): readonly [number, number] | undefined => {
    const all = entries();
    return all[all.findIndex(([i, j]) => i === at[0] && j === at[1]) + 1];
  };
  function on(): void {
    const place = after();
    if (place) show(place);
    else pause();
  }
  function start(): void {
    isPlaying = true;
    play.textContent = words.pause;
    show(after() ? at : entries()[0]!);
  }
  function pause(): void {
    isPlaying = false;
    clearTimeout(next);
    play.textContent = words.play;
    show(at, true);
  }
  function choose(place: readonly [number, number]): void {
    if (isPlaying) pause();
    if (place[0] !== at[0] || place[1] !== at[1]) show(place);
  }

  /** The entry of the result under the pointer. */
  function pointed({ clientX, clientY }: MouseEvent): readonly [number, number] | undefined {
    const svg = find<SVGSVGElement>(".cross svg")!;
    const point = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()!.inverse());
    return entries().find((place) => {
      const { x, y, width, height } = cellAt(place);
      return point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;
    });
  }
  const toPointed = (event: MouseEvent) => {
    const place = (event.target as Element).closest("svg") && pointed(event);
    if (place) choose(place);
  };
  cross.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse" && !isPlaying) toPointed(event);
  });
  cross.addEventListener("click", toPointed);
  cross.addEventListener("keydown", (event) => {
    if ((event.target as Element).getAttribute("role") !== "slider") return;
    const [down, across] = STEPS[event.key] ?? [0, 0];
    const all = entries();
    const rows = [...new Set(all.map(([i]) => i))];
    const cols = [...new Set(all.map(([, j]) => j))];
    const step = (of: readonly number[], from: number, by: number) =>
      of[Math.min(of.length - 1, Math.max(0, of.indexOf(from) + by))]!;
    if (event.key === "Home") choose(all[0]!);
    else if (event.key === "End") choose(all.at(-1)!);
    else if (down || across) choose([step(rows, at[0], down), step(cols, at[1], across)]);
    else return;
    event.preventDefault();
  });

  /** With other sizes there may be nothing to turn over. */
  let state: (() => void) | undefined;
  follow<Numbers>(figure, (now) => {
    numbers = now;
    const flat = find<HTMLElement>(".flat");
    if (flat) state ??= turnable(figure, flat.dataset, controls);
    state?.();
    const stays = at && numbers.result.entries[at[0]]?.[at[1]];
    show(stays ? at : numbers.place, true);
  });
}

const STEPS: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Those that are: where a page changes much, a figure may be another element. */
const turned = new Set<string>();

/**
 * A factor is turned over by a button: first the factors as they are, then each number goes to its place in the product.
 * @returns says on the figure again which of the two is shown
 */
function turnable(figure: HTMLElement, { turn, back }: DOMStringMap, controls: HTMLElement): () => void {
  const { id } = figure.querySelector(".cross svg title")!;
  let isTurned = turned.has(id);
  const press = button(isTurned ? back! : turn!, () => set(!isTurned));
  controls.prepend(press);
  const numbersIn = (part: string) => [...figure.querySelectorAll<SVGElement>(`${part} svg [data-cell]`)];
  const state = () => {
    const isThere = figure.querySelector(".flat") !== null;
    press.hidden = !isThere;
    figure.dataset.turned = String(isTurned || !isThere);
  };
  function set(next: boolean): void {
    const [from, to] = next ? [".flat", ".cross"] : [".cross", ".flat"];
    const places = new Map(numbersIn(from).map((it) => [it.dataset.cell!, it.getBoundingClientRect()]));
    isTurned = next;
    if (isTurned) turned.add(id);
    else turned.delete(id);
    state();
    press.textContent = isTurned ? back! : turn!;
    if (prefersLessMotion()) return;
    for (const number of numbersIn(to)) {
      const [before, here] = [places.get(number.dataset.cell!), number.getBoundingClientRect()];
      if (!before) continue;
      const far = `${before.left - here.left}px, ${before.top - here.top}px`;
      number.animate([{ transform: `translate(${far})` }, { transform: "none" }], {
        duration: TURN,
        easing: "ease-in-out",
      });
    }
  }
  return state;
}
