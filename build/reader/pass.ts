import type { passControls } from "../../chapters/words/pass.ts";
import { number, widthInPixels } from "../../src/figures/formula.ts";
import type { Move, PassNumbers, Scene } from "../../src/figures/pass-scenes.ts";
import { boxAround, dot } from "../../src/figures/svg.ts";
import { button, element } from "./element.ts";
import { prefersLessMotion } from "./motion.ts";
import { follow } from "./moving/numbers.ts";

/**
 * Plays the pass through the network: stop after stop, numbers move over the picture that stands on the page, and the
 * sentence of the stop stands under it. Between stops all is told by the number of the stop, so any can be gone to.
 */

declare const GIVEN: { words: typeof passControls };

/** Milliseconds in which the numbers of a stop move, and in which they rest. */
const [MOVES, RESTS] = [1500, 1300];
/** The same where nothing moves. */
const STEP = 2500;

const SVG = "http://www.w3.org/2000/svg";
type At = readonly [x: number, y: number];

/** Something over the picture, set to a part of its stop's time. */
interface Drawn {
  readonly it: SVGGElement;
  set(part: number): void;
}

export function move(figure: HTMLElement): void {
  const { words } = GIVEN;
  const play = button(words.play, () => (playing ? go(now) : start()), { class: "play" });
  const back = button("←", () => go(now - 1), { "aria-label": words.back });
  const on = button("→", () => go(now + 1), { "aria-label": words.on });
  const slider = element("input", { type: "range", min: "0", step: "1", "aria-label": words.stops });
  const output = element("output", { class: "told" });
  const controls = element("div", { class: "controls", "data-added": "" }, play, back, slider, on, output);
  figure.querySelector("svg")!.after(controls);

  let numbers: PassNumbers;
  let now = 0;
  let playing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  /** What is over the picture at this stop. */
  let drawn: Drawn[] = [];

  // --- Places in the picture ---

  const svg = () => figure.querySelector("svg")!;
  const find = (selector: string, mark: string) =>
    svg().querySelector(`${selector}:is([data-cell="${mark}"], [data-head="${mark}"])`);
  const read = (it: Element, ...names: string[]) => names.map((name) => Number(it.getAttribute(name)));

  /** Where a place is (see `pass-scenes.ts`); undefined where the picture leaves it out. */
  function placeOf(place: string): At | undefined {
    const [, mark, sign, part] = /^([\w.]+)([@#^]?)(.*)$/.exec(place)!;
    if (sign === "@") {
      const edge = find(".edge", mark!);
      return edge ? along(edge, Number(part)) : undefined;
    }
    const it =
      sign === "^" ? find(".spot", mark!) : (!sign && find("rect.paper", mark!)) || find("text", mark!);
    if (!it) return undefined;
    const [x, y, cx, cy, width, height] = read(it, "x", "y", "cx", "cy", "width", "height");
    if (it instanceof SVGCircleElement) return [cx!, cy!];
    if (it instanceof SVGRectElement) return [x! + width! / 2, y! + height! / 2];
    // A text that ends at its place is centred on what it says.
    const isEnd = it.getAttribute("text-anchor") === "end";
    return [isEnd ? x! - widthInPixels(it.textContent) / 2 : x!, y! - 5];
  }

  function along(edge: Element, part: number): At {
    const [x1, y1, x2, y2] = read(edge, "x1", "y1", "x2", "y2") as [number, number, number, number];
    return [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
  }

  // --- What is drawn over it ---

  function group(kind: string, inside: string): SVGGElement {
    const it = document.createElementNS(SVG, "g");
    it.setAttribute("class", kind);
    it.innerHTML = inside;
    return it;
  }
  const place = (it: SVGGElement, [x, y]: At) => it.setAttribute("transform", `translate(${x} ${y})`);

  /** A number on paper, in a frame while it moves. Where it rests, what stood there is hidden by `under`. */
  function tile(text: string, cell: string | undefined, under?: (wide: number) => string): string {
    if (!text) return "";
    const wide = widthInPixels(text);
    const moving = () => boxAround(0, 0, wide + 10, 20, { class: "paper", rx: 4, stroke: "currentColor" });
    return (under ?? moving)(wide) + number(0, 5, text, { "text-anchor": "middle", "data-cell": cell });
  }

  /** What hides what stands at a place: on an edge a strip of paper, in a node the node once more, in its new kind. */
  const underAt = (place: string, kind: string) => {
    const [, mark] = /^([\w.]+)/.exec(place)!;
    const node = !/[@#^]/.test(place) && find("rect.paper", mark!);
    if (!node) {
      const hidden = widthInPixels(find("text", mark!)?.textContent ?? "");
      const height = mark!.includes(".") ? 15 : 26; // the name of a layer has an index
      return (wide: number) => boxAround(0, 0, Math.max(wide, hidden) + 4, height, { class: "paper" });
    }
    const [width, height] = read(node, "width", "height") as [number, number];
    const frame = {
      class: "paper",
      rx: height / 2,
      stroke: "currentColor",
      "stroke-width": 1.5,
      "stroke-dasharray": kind === "gradients" ? "5 3" : undefined,
    };
    // The frame of before lies under a frame of paper: a dashed one would let it through.
    return () =>
      boxAround(0, 0, width, height, {
        ...frame,
        class: "paper edge-of-paper",
        "stroke-dasharray": undefined,
        "stroke-width": 3,
      }) + boxAround(0, 0, width, height, frame);
  };

  function moved({ by, says, turn, kind, begin = 0, cell }: Move): Drawn | undefined {
    const way = by.map(placeOf).filter((at) => at !== undefined);
    if (way.length < by.length) return undefined;
    const rests = way.length === 1 || turn === 1;
    const both = says.map((text, i) =>
      group(
        "",
        i === 0 && way.length > 1
          ? tile(text, undefined)
          : tile(text, cell, rests ? underAt(by.at(-1)!, kind) : undefined),
      ),
    );
    const it = group(kind, "");
    it.append(...both);
    return {
      it,
      set(part) {
        const own = (part - begin) / (1 - begin);
        it.style.display = own < 0 ? "none" : "";
        const leg = ease(Math.max(0, own)) * (way.length - 1);
        const from = Math.min(Math.floor(leg), way.length - 2);
        const [a, b] = [way[Math.max(0, from)]!, way[from + 1]!];
        place(it, [a[0] + (b[0] - a[0]) * (leg - from), a[1] + (b[1] - a[1]) * (leg - from)]);
        for (const [i, one] of both.entries()) one.style.display = own >= turn === (i === 1) ? "" : "none";
      },
    };
  }

  function flowing({ along: weights, from, to, kind, but, end = 1 }: NonNullable<Scene["flow"]>): Drawn[] {
    const edges = svg().querySelectorAll<SVGElement>(`.edge[data-cell^="${weights}."]`);
    return [...edges]
      .filter((edge) => edge.dataset.cell!.split(".")[2] !== String(but))
      .map((edge) => {
        const it = group(kind, dot(0, 0, 4));
        return {
          it,
          set(part) {
            const own = part / end;
            it.style.display = own < 1 ? "" : "none";
            place(it, along(edge, from + (to - from) * ease(Math.min(1, own))));
          },
        };
      });
  }

  /** The edges as they are after the step, or on the way there. */
  const grow = (part: number) => {
    for (const [edge, width, by] of growing)
      edge.setAttribute("stroke-width", String(Math.max(0.3, width + by * part)));
  };
  let growing: (readonly [Element, number, number])[] = [];

  // --- Stops ---

  /** Over the picture at a part of the time of the stop. */
  function draw(part: number): void {
    for (const it of drawn) it.set(part);
    if (now === numbers.scenes.length - 1) grow(part);
    if (part === 1) settle();
  }

  /** What has arrived and does not stay is gone, and what it brought stands in the picture. */
  function settle(): void {
    show(now);
    const { moves } = numbers.scenes[now]!;
    for (const [i, it] of own.entries())
      if (it && moves[i]!.until === undefined) it.it.style.display = "none";
  }
  let own: (Drawn | undefined)[] = [];

  /** The picture as far as the stops up to one have made it. */
  function show(last: number): void {
    const all = now === 0;
    for (const [i, { shows }] of numbers.scenes.entries())
      for (const mark of shows)
        for (const it of svg().querySelectorAll<SVGElement>(`[data-cell="${mark}"]:is(text, .spot)`))
          if (!it.closest("[data-added]")) hide(it, !all && i > last);
    for (const it of svg().querySelectorAll<SVGElement>("[data-stop]"))
      hide(it, !all && Number(it.dataset.stop) > last);
  }

  /** Makes the picture that of a stop, before anything in it has moved. */
  function set(stop: number): void {
    grow(0);
    now = stop;
    const { scenes } = numbers;
    const { lit, at, moves, flow } = scenes[now]!;
    for (const edge of svg().querySelectorAll<SVGElement>(".edge")) {
      const { cell } = edge.dataset;
      const isLit = lit.some((mark) => (mark.endsWith(".") ? cell!.startsWith(mark) : cell === mark));
      edge.classList.toggle("pale", lit.length > 0 && !isLit);
    }
    show(now - 1);
    own = moves.map(moved);
    const stay = scenes
      .slice(0, now)
      .flatMap((scene) => scene.moves.filter(({ until = -1 }) => until >= now));
    const rest = stay.map(moved).filter((it) => it !== undefined);
    for (const it of rest) it.set(1);
    drawn = [...own.filter((it) => it !== undefined), ...(flow ? flowing(flow) : [])];
    const layer = group("", "");
    layer.dataset.added = "";
    layer.append(...[...rest, ...drawn].map(({ it }) => it));
    svg().querySelector(":scope > [data-added]")?.remove();
    svg().append(layer);
    slider.max = String(scenes.length - 1);
    slider.value = String(now);
    slider.setAttribute("aria-valuetext", at);
    back.disabled = now === 0;
    on.disabled = now === scenes.length - 1;
    output.innerHTML = figure.querySelectorAll("figcaption li")[now]!.innerHTML;
    // What has changed is marked for a moment, and then nobody would take the mark from the copy.
    for (const number of output.querySelectorAll(".changed")) number.classList.remove("changed");
  }

  function go(stop: number): void {
    pause();
    set(Math.max(0, Math.min(stop, numbers.scenes.length - 1)));
    draw(1);
  }

  function pause(): void {
    playing = false;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    play.textContent = words.play;
    output.setAttribute("aria-live", "polite");
  }

  function start(): void {
    playing = true;
    play.textContent = words.pause;
    // A voice that reads out every stop would not keep up.
    output.setAttribute("aria-live", "off");
    turn();
  }

  /** On to the next stop, from the last one to the first that moves; at the last it is over. */
  function turn(): void {
    const last = numbers.scenes.length - 1;
    set(now === last ? 1 : now + 1);
    const done = () => {
      draw(1);
      if (now === last) pause();
      else timer = setTimeout(turn, prefersLessMotion() ? STEP : RESTS);
    };
    if (prefersLessMotion()) {
      done();
      return;
    }
    let begun: number | undefined;
    const run = (time: number) => {
      begun ??= time;
      const part = (time - begun) / MOVES;
      if (part >= 1) return done();
      draw(part);
      frame = requestAnimationFrame(run);
    };
    draw(0);
    frame = requestAnimationFrame(run);
  }

  slider.addEventListener("input", () => go(slider.valueAsNumber));
  controls.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.target === slider ? event.key !== " " : step === undefined) return;
    event.preventDefault();
    if (step === undefined) play.click();
    else go(now + step);
  });
  // On paper the picture is whole.
  addEventListener("beforeprint", () => go(0));
  follow<PassNumbers>(figure, (its) => {
    numbers = its;
    growing = Object.entries(its.grows).map(([mark, by]) => {
      const edge = find(".edge", mark)!;
      return [edge, read(edge, "stroke-width")[0]!, by] as const;
    });
    go(now);
  });
}

/** By an attribute that leaves no trace: at rest the picture is the page's own again. */
function hide(it: Element, isHidden: boolean): void {
  if (isHidden) it.setAttribute("visibility", "hidden");
  else it.removeAttribute("visibility");
}

/** Slow at both ends. */
const ease = (part: number): number => part * part * (3 - 2 * part);
