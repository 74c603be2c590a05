import { scaleLinear } from "d3-scale";
import { at } from "../math/matrix.ts";
import { type Layer, layersOf, networkOf } from "../network/network.ts";
import type { Activation } from "../network/ops/activation.ts";
import type { Trace } from "../network/stage.ts";
import { factor } from "../typeset/html.ts";
import { heightOf, reachOf } from "./activation.ts";
import { formula, number, widest } from "./formula.ts";
import { cellOf, END, GUIDE, MIDDLE, stroked } from "./looks.ts";
import { drawNetwork, drawnNodes, type NetworkDrawing, type NetworkFacts, networkIn } from "./network.ts";
import type { Stop, StopOf } from "./pass-stops.ts";
import { arrow, curved, element, figure, group, line, polyline, text } from "./svg.ts";
import { type Show, type Told, tell } from "./told.ts";

/**
 * One pass through the network in one picture: the numbers of row 0 on their way through it; under it the working of
 * one hidden neuron and the curves that the sums meet; and the way back from the loss. A script can play it.
 */

interface PassFacts extends NetworkFacts {
  readonly targets: readonly string[];
  readonly sum: string;
  readonly value: string;
  readonly loss: string;
}

export interface PassWords extends Told<PassFacts> {
  readonly forward: string;
  readonly backward: string;
  readonly loss: string;
}

/** From the network to its loss, and on to the curves. */
const [TO_LOSS, TO_CURVES] = [16, 34];
/** Half the width of the box of a curve, and its height. */
const [HALF, HEIGHT] = [48, 84];
/** How wide a letter is at most, in whichever face a reader has. */
const LETTER = 8.5;
/** The working is as large as there is room for it. */
const SIZES = [13, 12];
const LINE = 19;
/** Of a longer sum the first terms and the last stand there. */
const MOST_TERMS = 4;

interface Place {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

export function pass(trace: Trace, stops: readonly Stop[], words: PassWords, show: Show): string {
  const layers = layersOf(networkOf(trace.lesson));
  const net = drawNetwork(networkIn(trace, ...layers.map(({ h }) => h)), show);
  const targets = drawnNodes(trace.y.cols).map((k) => show(at(trace.y, 0, k)));
  const right = net.width + 8 + widest(targets);
  const lossY = net.height + TO_LOSS;
  const top = lossY + TO_CURVES;
  const places = net.layers.map(({ x }): Place => ({ x, top, bottom: top + HEIGHT }));
  const loss = show(trace.loss);
  const lossX = right - widest([loss]) - 8;
  const lossWord = lossX - 7 * words.loss.length - 8;
  const sum = stops.find((it): it is StopOf<"sum"> => it.does === "sum")!;
  const bend = stops.find((it): it is StopOf<"bend"> => it.does === "bend")!;
  const [z, h] = [sum.z, bend.h].map(({ name, col }) => show(at(trace[name], 0, col))) as [string, string];
  return figure(
    {
      id: "pass",
      ...tell(words, { ...net.told, targets, sum: z, value: h, loss }),
      width: right + 2,
      height: top + Math.max(HEIGHT + 20, (Math.min(sum.terms.length, MOST_TERMS) + 1) * LINE + 4),
    },
    ...net.drawn,
    targetsOf(net, targets, right),
    group(
      { class: "activations" },
      text(0, 38, words.forward),
      arrow(Math.max(net.start + 10, LETTER * words.forward.length + 4), 34, net.layers.at(-1)!.x, 34),
    ),
    group(
      { class: "gradients" },
      text(0, lossY + 5, words.backward),
      arrow(lossWord - 4, lossY, Math.max(net.start + 18, LETTER * words.backward.length + 10), lossY, {
        "stroke-dasharray": "5 3",
      }),
    ),
    group(
      { class: "scalars" },
      text(lossWord, lossY + 5, words.loss),
      number(right, lossY + 5, loss, { ...END, "data-cell": "loss" }),
    ),
    workingOf(trace, stops, places[0]!, show),
    ...layers.map((layer, l) => curveOf(trace, layer, places[l]!, stops, show)),
  );
}

/** What the outputs should have been, beside them. */
function targetsOf(net: NetworkDrawing, shown: readonly string[], right: number): string {
  const middle = right - widest(shown) / 2;
  return group(
    { class: "data" },
    formula(middle, 18, "y", MIDDLE),
    ...net.layers
      .at(-1)!
      .nodes.map(({ index, y }, i) => number(right, y + 5, shown[i]!, { ...END, ...cellOf("y", 0, index) })),
  );
}

/** The sum of one hidden neuron, written out to the left of its curve. Each line comes with its stop. */
function workingOf(trace: Trace, stops: readonly Stop[], place: Place, show: Show): string {
  const right = place.x - HALF - 14;
  const lines = stops.flatMap((stop, i) => {
    if (stop.does === "product") {
      const { x, w, product, sign } = stop.term;
      const [a, b] = [x, w].map(({ name, row, col }) => show(at(trace[name], row, col))) as [string, string];
      return { i, of: `${factor(a)}·${bracketed(b)} ${sign}`, is: show(product) };
    }
    if (stop.does === "bias") return { i, of: "+", is: show(at(trace[stop.b.name], 0, stop.b.col)) };
    return [];
  });
  const isLong = lines.length > MOST_TERMS;
  const written = isLong ? [...lines.slice(0, 2), { i: lines[2]!.i, of: "", is: "⋮" }, lines.at(-1)!] : lines;
  const sum = stops.findIndex(({ does }) => does === "sum");
  const { z, sign } = stops[sum] as StopOf<"sum">;
  const shown = show(at(trace[z.name], 0, z.col));
  const results = [...written.map(({ is }) => is), shown];
  const room = (size: number) => right - widest(results, size) - 5;
  const fits = SIZES.find(
    (size) =>
      room(size) >=
      widest(
        written.map(({ of }) => of),
        size,
      ),
  );
  const size = fits ?? SIZES[0]!;
  const y = (line: number) => place.top + 12 + line * LINE;
  const under = y(written.length);
  return group(
    { class: "activations" },
    ...written.map(({ i, of, is }, line) =>
      group(
        { "data-stop": i },
        fits && of ? formula(room(size), y(line), of, END, size) : "",
        formula(right, y(line), is, END, size),
      ),
    ),
    group(
      { "data-stop": sum },
      line(room(size) + 3, under - LINE + 5, right, under - LINE + 5, stroked(1)),
      sign === "≈" ? formula(room(size), under, "≈", END, size) : "",
      formula(right, under, shown, { ...END, ...cellOf(z.name, 0, z.col) }, size),
    ),
  );
}

/** Behind a factor, a negative number stands in brackets. */
const bracketed = (shown: string): string => (/^[−-]/.test(shown) ? `(${shown})` : factor(shown));

/** What turns the sums of a layer into its values, under the layer, and each of the values on it. */
function curveOf(trace: Trace, layer: Layer, place: Place, stops: readonly Stop[], show: Show): string {
  const network = networkOf(trace.lesson);
  const { op } = network.forward.find(({ makes }) => makes === layer.h)!;
  const name = formula(place.x - HALF, place.top + 12, op.symbol!, {}, 15);
  const { hidden, output } = network.roles;
  const brick: Activation | undefined = layersOf(network)[0]!.h === layer.h ? hidden : output;
  return group(
    { class: "activations" },
    name,
    ...(brick ? onCurve(trace, layer, brick, place, stops, show) : sharesOf(trace, layer, place)),
  );
}

function onCurve(
  trace: Trace,
  { z, h }: Layer,
  brick: Activation,
  { x: middle, top, bottom }: Place,
  stops: readonly Stop[],
  show: Show,
): string[] {
  const stop = stops.findIndex(({ does }) => does === "bend");
  const bend = stops[stop] as StopOf<"bend">;
  const cols = drawnNodes(trace[z].cols);
  const reach = reachOf(cols.map((col) => at(trace[z], 0, col)));
  const [low, high] = heightOf(brick, reach);
  const x = scaleLinear([-reach, reach], [middle - HALF, middle + HALF]).clamp(true);
  const y = scaleLinear([low, high], [bottom - 2, top + 2]).clamp(true);
  const samples = Array.from({ length: 33 }, (_, i) => (i / 16 - 1) * reach);
  const guides = cols
    .filter((col) => bend.h.name === h && bend.h.col === col)
    .flatMap((col) => {
      const [px, py] = [x(at(trace[z], 0, col)), y(at(trace[h], 0, col))];
      const [its, label] = [cellOf(h, 0, col), show(at(trace[h], 0, col))];
      return [
        line(px, bottom, px, py, { ...GUIDE, "data-stop": stop }),
        line(px, py, middle + HALF + 4, py, { ...GUIDE, "data-stop": stop }),
        number(middle + HALF + 7, py + 5, label, its),
        number(px, bottom + 16, show(at(trace[z], 0, col)), { ...MIDDLE, ...cellOf(z, 0, col) }),
      ];
    });
  return [
    line(middle - HALF, bottom, middle + HALF, bottom, { ...stroked(), class: "pale" }),
    curved(
      polyline(
        samples.map((v) => [x(v), y(brick.activation(v))]),
        10,
      ),
    ),
    ...guides,
    ...cols.map((col) =>
      element("circle", {
        cx: x(at(trace[z], 0, col)),
        cy: y(at(trace[h], 0, col)),
        r: 3.5,
        class: "filled spot",
        ...cellOf(h, 0, col),
      }),
    ),
  ];
}

/** The shares of a softmax, each bar beginning where the one above it ends. */
function sharesOf(trace: Trace, { h }: Layer, { x: middle, top, bottom }: Place): string[] {
  const cols = drawnNodes(trace[h].cols);
  const pitch = Math.min(16, (HEIGHT - 22) / cols.length);
  let from = middle - HALF;
  const bars = cols.map((col, i) => {
    const width = at(trace[h], 0, col) * 2 * HALF;
    const bar = element("rect", {
      x: from,
      y: top + 20 + i * pitch,
      width: Math.max(1.5, width),
      height: pitch - 3,
      class: "filled spot",
      ...cellOf(h, 0, col),
    });
    from = Math.min(from + width, middle + HALF - 1.5);
    return bar;
  });
  return [line(middle - HALF, bottom, middle + HALF, bottom, { ...stroked(), class: "pale" }), ...bars];
}
