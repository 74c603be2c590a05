import type { Writer } from "../../src/book/writer.ts";
import type { PassWords } from "../../src/figures/pass.ts";
import type { Entry, Stop } from "../../src/figures/pass-stops.ts";
import { factor } from "../../src/typeset/html.ts";
import { figureWords } from "./figures.ts";
import { brickNames } from "./live.ts";
import { count, list } from "./prose.ts";

/** The words of the pass: of the picture, and a sentence for each of its stops. */

export const passWords: PassWords = {
  title: "One pass through the network",
  description: ({ targets, sum, value, loss, ...network }) =>
    `${figureWords.network.description(network)} An arrow leads forward, from the inputs to the outputs and their ${targets.length === 1 ? "target" : "targets"}. Under it the sum of one hidden neuron is written out: ${sum}; on the curve below that neuron it becomes ${value}. The loss is ${loss}. From it an arrow leads backward.`,
  forward: "forward",
  backward: "backward",
  loss: "loss",
};

/** What the player of the pass says. */
export const passControls = {
  play: "Play",
  pause: "Pause",
  back: "One stop back",
  on: "One stop on",
  stops: "Stops of the pass",
};

/** Up to so many numbers a sentence lists. */
const MOST = 4;

/** The sentences; `decimals` are those of the picture, `apart` is enough of them to tell an answer from 1. */
export function sentenceOf(
  stop: Stop,
  w: Writer,
  { decimals, apart, rows }: Readonly<Record<"decimals" | "apart" | "rows", number>>,
): string {
  const number = ({ name, row, col }: Entry, digits = decimals) => w.cell(name, row, col, digits);
  const numbers = (entries: readonly Entry[], digits?: number) =>
    list(
      entries.map((it) => number(it, digits)),
      w,
    );
  /** Behind a colon, where they are few. */
  const few = (entries: readonly Entry[], digits?: number) =>
    entries.length > MOST ? "" : `: ${numbers(entries, digits)}`;
  const symbol = ({ name, row, col }: Entry) => `$${w.sym(name)}[${row},${col}]$`;
  const curve = (brick: string) => brickNames[brick as keyof typeof brickNames];

  switch (stop.does) {
    case "whole": {
      const { inputs, x, h, y } = stop;
      const some = (n: number, entries: readonly Entry[], digits?: number) =>
        n > MOST ? count(w, n, "number") : numbers(entries, digits);
      return `${rows === 1 ? "" : "The numbers are those of row 0. "}${some(inputs, x)} ${inputs === 1 ? "goes" : "go"} in on the left, ${some(h.length, h, apart)} ${h.length === 1 ? "comes" : "come"} out on the right. The ${y.length === 1 ? "target, what should come out, is" : "targets, what should come out, are"} ${numbers(y)}. The edge of a negative weight is dashed; the larger a weight in size, the thicker its edge.`;
    }
    case "product": {
      const { x, w: weight, product, sign } = stop.term;
      const its = `${factor(number(x))} · ${bracketed(number(weight))} ${sign} ${w.num(product, decimals)}`;
      return x.col === 0
        ? `The first input, ${number(x)}, goes along an edge and is multiplied by its weight: ${its}.`
        : `Another input, ${number(x)}, takes another edge to the same neuron: ${its}.`;
    }
    case "bias":
      return `The neuron has a bias of its own, to be added: ${number(stop.b)}.`;
    case "sum": {
      const { z, terms, undrawn, b, sign } = stop;
      const name = `Such a sum is called $${w.sym(z.name)}$.`;
      if (undrawn > 0 || terms.length > MOST) {
        const others = `, those of ${count(w, undrawn, "input")} that ${undrawn === 1 ? "is" : "are"} not drawn too`;
        return `The neuron adds up all products${b ? " and its bias" : ""}${undrawn > 0 ? others : ""}: the sum is ${number(z)}. ${name}`;
      }
      const all = terms.map((term, i) => {
        const shown = w.num(term, decimals);
        return term < 0 && i > 0 ? `(${shown})` : shown;
      });
      return terms.length === 1
        ? `It is the only one that comes into the neuron: the sum is ${number(z)}. ${name}`
        : `The neuron adds: ${all.join(" + ")} ${sign} ${number(z)}. ${name}`;
    }
    case "bend":
      return `The curve under the neuron is that of the ${curve(stop.brick)}. From the sum, ${number(stop.z)}, go up to the curve and across: ${number(stop.h)}. That is what the neuron puts out.`;
    case "others": {
      const { h, undrawn } = stop;
      return h.length + undrawn === 1
        ? `The other hidden neuron does the same: ${number(h[0]!)}.`
        : `The other ${count(w, h.length + undrawn, "hidden neuron")} do the same, all at once${undrawn > 0 ? "" : few(h)}.${undrawn > 0 ? ` Of them, ${undrawn} ${undrawn === 1 ? "is" : "are"} not drawn.` : ""}`;
    }
    case "sums": {
      const { z, layer, senders } = stop;
      const sent =
        senders === 1
          ? "takes what the hidden neuron sends, times the weight on its edge"
          : "adds up what the hidden neurons send, times the weights on its edges";
      return `${z.length === 1 ? "The" : "Each"} output ${sent}${layer.b ? ", and its bias" : ""}${few(z)}. ${z.length === 1 ? "This sum is" : "These sums are"} $${w.sym(layer.z)}$.`;
    }
    case "answers": {
      const { h, brick } = stop;
      const through =
        brick === "softmax"
          ? "The softmax turns the row of sums into shares of 1"
          : `From ${h.length === 1 ? "the sum" : "each sum"} go up to the curve of the ${curve(brick)} and across`;
      return `${through}${few(h, apart)}. That is the network’s answer.`;
    }
    case "loss":
      return `How wrong is it? The ${stop.y.length === 1 ? "target is" : "targets are"} ${numbers(stop.y)}. The loss says it in one number${rows === 1 ? "" : `, for all ${count(w, rows, "row")} together`}: ${w.scalarText("loss", decimals)}.`;
    case "slopes": {
      const { slopes, layer, above } = stop;
      return above
        ? `The slopes go on back: times the weights, and times the slope of each curve. Now ${slopes.length === 1 ? "the sum $" : "each sum $"}${w.sym(layer.z)}$ has its slope${few(slopes)}.`
        : `Now back. How fast does the loss change when ${slopes.length === 1 ? "the sum" : "one of the sums"} $${w.sym(layer.z)}$ changes? Such a number is a *slope*${few(slopes)}.`;
    }
    case "weightSlopes": {
      const { layer, slope, of, hasBiases, hasRidge } = stop;
      const sources = [
        ...(rows === 1 ? [] : [`from all ${count(w, rows, "row")} together`]),
        ...(hasRidge ? ["with what the ridge adds, which keeps weights small"] : []),
      ];
      const its = of
        ? `${factor(number(of.x))} · ${bracketed(number(of.slope))} ${of.sign} ${number(slope)}`
        : [number(slope), ...sources].join(", ");
      return `Each weight of $${w.sym(layer.W)}$ gets a slope${hasBiases ? ", and each bias too" : ""}. For ${symbol({ ...slope, name: layer.W })}: ${of ? "what came along the edge, times the slope at its end: " : ""}${its}.`;
    }
    case "step": {
      const { slope, change, growth, hasBiases, loss } = stop;
      const { factor, isCut } = growth;
      const drawn =
        factor === undefined
          ? "Here no edge changes its thickness."
          : `Edges grow thicker or thinner${factor === 1 ? "" : `; the change is drawn at ${w.exact(factor)} times its size`}${isCut ? ", but no weight beyond 0" : ""}.`;
      const told =
        loss === 0
          ? "The loss stays what it was."
          : `The loss ${loss < 0 ? "falls" : "rises"} by ${w.brief(Math.abs(loss))}.`;
      return `The step moves each weight${hasBiases ? " and each bias" : ""} against its slope, ${symbol({ ...slope, name: stop.layers[0]!.W })} by ${w.brief(change)}. ${drawn}${hasBiases ? " The biases have no edges: their change is not drawn." : ""} ${told}`;
    }
  }
}

/** Behind a factor, a negative number stands in brackets. */
const bracketed = (html: string): string => (/>[-−]/.test(html) ? `(${html})` : factor(html));

/** The stop on the slider. */
export function nameOf(stop: Stop): string {
  const cell = ({ name, row, col }: Entry) => `${name}[${row},${col}]`;
  const slope = (name: string) => name.replace("dLoss_d", "∂L/∂");
  switch (stop.does) {
    case "whole":
      return "the whole pass";
    case "product":
      return `${cell(stop.term.x)} · ${cell(stop.term.w)}`;
    case "bias":
      return cell(stop.b);
    case "sum":
      return cell(stop.z);
    case "bend":
      return cell(stop.h);
    case "step":
      return "the step";
    default:
      return slope(stop.name);
  }
}
