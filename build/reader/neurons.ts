// The network of the laboratory with a picture in each neuron, and the way of a row through it. Loaded by the laboratory.

import type { neuronsWords } from "../../chapters/words/neurons.ts";
import { levelLine, type Place, type Plan, planOf, shadesOf } from "../../src/figures/neuron-views.ts";
import { element } from "./element.ts";
import { filled } from "./laboratory/filled.ts";
import type { Seen } from "./laboratory/seen.ts";

declare const GIVEN: { readonly words: typeof neuronsWords };
const { words } = GIVEN;

export interface Around {
  readonly box: HTMLElement;
  /** Where the boundary is drawn, anew each time. */
  readonly plane: HTMLElement;
  /** What the neurons put out now, and for a row that is followed. */
  readonly see: (row: number | undefined) => Seen | undefined;
  readonly text: (x: number) => string;
  /** What stands between two numbers. */
  readonly comma: string;
}

export interface Neurons {
  /** Draws them as they are now: at once if they are in sight or nothing is drawn yet, else when they come there. */
  draw(): void;
}

/** So near to a point of the plane, in pixels, a pointer is at it. */
const NEAR = 14;
/** Widths of edges. */
const [THIN, THICK] = [0.6, 5];
const SHADES = 64;
/** Between two drawings at least so many times as long as one takes. */
const REST = 8;

export function neuronsIn({ box, plane, see, text, comma }: Around): Neurons {
  const canvas = element("canvas");
  const how = element("p", { class: "label" });
  const slider = element("input", { type: "range", name: "row", min: "-1", value: "-1" });
  const chosen = element("output");
  const caption = element("p", { class: "label" });
  const way = element("dl");
  const follow = element("label", {}, `${words.row} `, slider);
  box.append(canvas, how, element("p", { class: "follow" }, follow, chosen), caption, way);
  box.classList.add("none"); // until there is something to see
  const pen = canvas.getContext("2d")!;
  const scratch = element("canvas");
  /** The row that a pointer is at. */
  let hovered: number | undefined;
  let isSeen = false;
  let isDue = false;
  /** When it was drawn last, and how long that took. */
  let drawn = 0;
  let cost = 0;
  let width = 0;
  let seen: Seen | undefined;

  const rowNow = () => hovered ?? (slider.valueAsNumber >= 0 ? slider.valueAsNumber : undefined);

  /** In a frame of its own, as steps of the training take half of one; and seldom where it takes long. */
  function draw(): void {
    if (isDue) return;
    isDue = true;
    setTimeout(() => requestAnimationFrame(drawNow), drawn + REST * cost - performance.now());
  }
  function drawNow(): void {
    // Until it comes in sight; but for the first time, as Tab passes by a slider that is hidden.
    if (width === 0 || (seen && !isSeen)) return;
    const start = performance.now();
    isDue = false;
    show();
    drawn = performance.now();
    cost = drawn - start;
  }

  function show(): void {
    seen = see(rowNow());
    box.classList.toggle("none", !seen);
    if (!seen) return;
    slider.max = String(seen.X.rows - 1);
    paint(seen);
    tell(seen);
    markRow(seen);
  }

  /** The whole network on the canvas, as sharp as the screen is. */
  function paint(its: Seen): void {
    const widths = its.layers.map(({ outputs }) => outputs.length);
    const plan = planOf(widths, width);
    const scale = devicePixelRatio;
    const [across, down] = [Math.round(width * scale), Math.round(plan.height * scale)];
    if (canvas.width !== across || canvas.height !== down) {
      [canvas.width, canvas.height] = [across, down];
      canvas.style.height = `${plan.height}px`;
    }
    const ink = inksOf(box);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, plan.height);
    edges(its, plan, ink);
    for (const place of plan.places) picture(its, plan, place, ink);
    names(its, plan, ink);
  }

  function edges({ layers, weights, row }: Seen, { places, size }: Plan, ink: Inks): void {
    const most =
      Math.max(...weights.map(({ data }) => data.reduce((m, w) => Math.max(m, Math.abs(w)), 0))) || 1;
    pen.strokeStyle = ink.weights;
    for (const [l, { data, cols }] of weights.entries()) {
      const [from, to] = [l, l + 1].map((layer) => places.filter((it) => it.layer === layer)) as [
        Place[],
        Place[],
      ];
      /** What an edge carries of the row that is followed. */
      const carried = (i: number, j: number) =>
        Math.abs(layers[l]!.outputs[i]!.at(-1)! * data[i * cols + j]!);
      const load = Math.max(...from.flatMap((a) => to.map((b) => carried(a.neuron, b.neuron)))) || 1;
      for (const a of from)
        for (const b of to) {
          const w = data[a.neuron * cols + b.neuron]!;
          pen.globalAlpha = row === undefined ? 0.6 : 0.12 + (0.88 * carried(a.neuron, b.neuron)) / load;
          pen.lineWidth = THIN + ((THICK - THIN) * Math.abs(w)) / most;
          pen.setLineDash(w < 0 ? [6, 4] : []);
          pen.beginPath();
          pen.moveTo(a.x + size / 2, a.y);
          pen.lineTo(b.x - size / 2, b.y);
          pen.stroke();
        }
    }
    pen.globalAlpha = 1;
    pen.setLineDash([]);
  }

  function picture(its: Seen, { size }: Plan, { layer, neuron, x, y }: Place, ink: Inks): void {
    const { name, outputs } = its.layers[layer]!;
    const values = outputs[neuron]!;
    const { nodes, reach } = its.plane;
    const places = nodes * nodes;
    const { low, high, zero } = shadesOf(name, values);
    // A ReLU that is off all over a region does not tell where in it its sum is 0: the sum itself does.
    const line = name === "relu" ? sumsOf(its, layer, neuron) : values;
    const [left, top] = [x - size / 2, y - size / 2];
    if (scratch.width !== nodes) [scratch.width, scratch.height] = [nodes, nodes];
    const brush = scratch.getContext("2d")!;
    const pixels = brush.createImageData(nodes, nodes);
    const shade = new Uint32Array(pixels.data.buffer);
    for (let n = 0; n < places; n++) {
      const t = (values[n]! - low) / (high - low);
      shade[n] = ink.shades[Math.round(Math.min(Math.max(t, 0), 1) * (SHADES - 1))]!;
    }
    brush.putImageData(pixels, 0, 0);
    pen.save();
    pen.beginPath();
    pen.roundRect(left, top, size, size, layer === 0 ? 0 : 8);
    pen.clip();
    pen.drawImage(scratch, left, top, size, size);
    pen.strokeStyle = ink.ink;
    pen.lineWidth = 1.25;
    pen.beginPath();
    for (const [x1, y1, x2, y2] of levelLine(line, nodes, zero)) {
      pen.moveTo(left + x1 * size, top + y1 * size);
      pen.lineTo(left + x2 * size, top + y2 * size);
    }
    pen.stroke();
    if (its.row !== undefined) {
      const [right, up] = [its.X.data[2 * its.row]!, its.X.data[2 * its.row + 1]!].map(
        (v) => v / reach / 2 + 0.5,
      );
      dot(left + right! * size, top + (1 - up!) * size, ink);
    }
    pen.restore();
    pen.strokeStyle = layer === 0 ? ink.data : ink.activations;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.roundRect(left, top, size, size, layer === 0 ? 0 : 8);
    pen.stroke();
  }

  function dot(x: number, y: number, ink: Inks): void {
    pen.beginPath();
    pen.arc(x, y, 3.5, 0, 2 * Math.PI);
    pen.fillStyle = ink.ink;
    pen.fill();
    pen.strokeStyle = ink.paper;
    pen.lineWidth = 1.5;
    pen.stroke();
  }

  /** The columns' names, and the numbers of the row that is followed, each at the foot of its picture. */
  function names({ layers, row }: Seen, { places, gaps, size }: Plan, ink: Inks): void {
    pen.textAlign = "center";
    pen.fillStyle = ink.muted;
    pen.font = ink.font;
    for (const [layer] of layers.entries()) {
      const { x } = places.find((it) => it.layer === layer)!;
      const name = layerName(layer, layers.length);
      const half = pen.measureText(name).width / 2;
      pen.fillText(name, Math.min(Math.max(x, half), width - half), 12);
    }
    for (const { x, y } of gaps) pen.fillText("⋮", x, y + 5);
    if (row === undefined) return;
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeStyle = ink.paper;
    pen.fillStyle = ink.ink;
    for (const { layer, neuron, x, y } of places) {
      const number = text(layers[layer]!.outputs[neuron]!.at(-1)!);
      const half = pen.measureText(number).width / 2;
      const at = Math.min(Math.max(x, half + 2), width - half - 2);
      pen.strokeText(number, at, y + size / 2 + 2);
      pen.fillText(number, at, y + size / 2 + 2);
    }
  }

  /** The same in words and in a table. */
  function tell({ layers, row, X, labels }: Seen): void {
    const widths = layers
      .map(({ outputs }, l) => `${layerName(l, layers.length)} ${outputs.length}`)
      .join(", ");
    const isWide = layers.some(({ outputs }) => outputs.length > 8);
    const isSoftmax = layers.at(-1)!.name === "softmax";
    setText(
      how,
      [words.how, ...(isSoftmax ? [words.softmax] : []), ...(isWide ? [words.left] : [])].join(" "),
    );
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", filled(words.picture, { widths }));
    const [x1, x2] = [0, 1].map((i) => (row === undefined ? "" : text(X.data[2 * row + i]!)));
    const label = row === undefined || !labels ? "" : filled(words.label, { label: labels[row]! });
    const says = row === undefined ? words.none : filled(words.at, { row, x1: x1!, x2: x2!, comma }) + label;
    setText(chosen, row === undefined ? words.follow : says);
    slider.setAttribute("aria-valuetext", says);
    for (const part of [caption, way]) part.hidden = row === undefined;
    if (row === undefined) return;
    setText(caption, filled(words.caption, { row }));
    way.replaceChildren(
      ...layers.flatMap(({ outputs }, l) => [
        element("dt", {}, layerName(l, layers.length)),
        element("dd", {}, outputs.map((column) => text(column.at(-1)!)).join(`${comma} `)),
      ]),
    );
  }

  /** A ring around the row's point on the plane beside. */
  function markRow({ row, X, plane: { reach } }: Seen): void {
    const drawing = plane.querySelector("svg");
    drawing?.querySelector(".followed")?.remove();
    if (!drawing || row === undefined) return;
    const size = drawing.viewBox.baseVal.width;
    const ring = document.createElementNS(drawing.namespaceURI, "circle");
    const place = (v: number) => ((v / reach + 1) / 2) * size;
    const its = { cx: place(X.data[2 * row]!), cy: size - place(X.data[2 * row + 1]!), r: 7, fill: "none" };
    for (const [name, value] of Object.entries({ ...its, class: "followed ink", stroke: "currentColor" }))
      ring.setAttribute(name, String(value));
    drawing.append(ring);
  }

  /** The row whose point is nearest to a place of the window, if it is near. */
  function rowAt({ clientX, clientY }: PointerEvent): number | undefined {
    const drawing = plane.querySelector("svg");
    if (!seen || !drawing) return undefined;
    const { left, top, width: side } = drawing.getBoundingClientRect();
    const { reach } = seen.plane;
    let [nearest, least] = [undefined as number | undefined, NEAR ** 2];
    for (let n = 0; n < seen.X.rows; n++) {
      const dx = left + (seen.X.data[2 * n]! / reach / 2 + 0.5) * side - clientX;
      const dy = top + (0.5 - seen.X.data[2 * n + 1]! / reach / 2) * side - clientY;
      if (dx * dx + dy * dy < least) [nearest, least] = [n, dx * dx + dy * dy];
    }
    return nearest;
  }
  function hover(row: number | undefined): void {
    if (row === hovered) return;
    hovered = row;
    draw();
  }
  plane.addEventListener("pointermove", (event) => hover(rowAt(event)));
  plane.addEventListener("pointerdown", (event) => hover(rowAt(event)));
  plane.addEventListener("pointerleave", () => hover(undefined));
  slider.addEventListener("input", draw);

  new IntersectionObserver((entries) => {
    isSeen = entries.at(-1)!.isIntersecting;
    if (isSeen && isDue) drawNow();
  }).observe(box);
  new ResizeObserver(() => {
    const room = Math.floor(box.clientWidth);
    if (room === width) return;
    width = room;
    if (isDue) drawNow();
    else draw();
  }).observe(box);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", draw);
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return { draw };
}

/** z of a neuron, from what the layer before puts out; with biases, their row is the last of the weights. */
function sumsOf({ layers, weights }: Seen, layer: number, neuron: number): Float64Array {
  const before = layers[layer - 1]!.outputs;
  const { data, cols, rows } = weights[layer - 1]!;
  const bias = rows > before.length ? data[before.length * cols + neuron]! : 0;
  const sums = new Float64Array(before[0]!.length).fill(bias);
  for (const [i, column] of before.entries()) {
    const w = data[i * cols + neuron]!;
    for (let n = 0; n < sums.length; n++) sums[n]! += w * column[n]!;
  }
  return sums;
}

const layerName = (layer: number, count: number): string => {
  if (layer === 0) return words.inputs;
  if (layer === count - 1) return words.outputs;
  return count === 3 ? words.hidden : filled(words.layer, { number: layer });
};

function setText(to: HTMLElement, text: string): void {
  if (to.textContent !== text) to.textContent = text;
}

/** The page's colours, as a canvas takes them. */
interface Inks {
  readonly ink: string;
  readonly muted: string;
  readonly paper: string;
  readonly data: string;
  readonly weights: string;
  readonly activations: string;
  readonly font: string;
  /** From the smallest number to the largest, as the bytes of a pixel. */
  readonly shades: Uint32Array;
}

let known: { readonly look: string; readonly inks: Inks } | undefined;

/** Looked up once a look: to ask for a colour makes the browser work out styles. */
function inksOf(box: HTMLElement): Inks {
  const media = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map(
    (it) => matchMedia(it).matches,
  );
  const look = `${document.documentElement.dataset.theme} ${media}`;
  if (known?.look === look) return known.inks;
  const probe = element("i");
  probe.style.cssText = "forced-color-adjust:none;display:none";
  box.append(probe);
  const style = getComputedStyle(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const [ink, muted, paper, data, weights, activations] = [
    "ink",
    "muted",
    "paper",
    "data",
    "weights",
    "activations",
  ].map(colour) as [string, string, string, string, string, string];
  const font = `12px ${style.getPropertyValue("--sans")}`;
  probe.remove();
  // One strip of all shades, from the paper to the colour of activations.
  const strip = element("canvas", { width: String(SHADES), height: "1" });
  const pen = strip.getContext("2d")!;
  const ramp = pen.createLinearGradient(0, 0, SHADES, 0);
  ramp.addColorStop(0, paper);
  ramp.addColorStop(1, activations);
  pen.fillStyle = ramp;
  pen.fillRect(0, 0, SHADES, 1);
  const shades = new Uint32Array(pen.getImageData(0, 0, SHADES, 1).data.buffer);
  known = { look, inks: { ink, muted, paper, data, weights, activations, font, shades } };
  return known.inks;
}
