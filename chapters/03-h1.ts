import { run } from "#run";
import type { Chapter, Prose } from "../src/book/chapter.ts";
import { lift } from "../src/figures/lift.ts";
import { exp, sigmoid } from "../src/math/elementary.ts";
import { map } from "../src/math/matrix.ts";
import { networkOf } from "../src/network/network.ts";
import { ACTIVATIONS } from "../src/network/ops/activations.ts";
import { part, type Trace } from "../src/network/stage.ts";
import { apart } from "../src/typeset/apart.ts";
import { proseOf, tellingOf } from "./bricks/index.ts";
import { onCurve } from "./bricks/telling.ts";
import { count } from "./words/prose.ts";

// <stage>
const h1 = part({
  needs: ["z1"],
  makes: ["h1"],
  /** The activation of each sum. (N×H) → (N×H) */
  compute({ z1 }, _, { hidden }) {
    const h1 = map(z1, hidden.activation);
    return { h1 };
  },
});
// </stage>

function facts(trace: Trace) {
  const { X, W1, b1, h1, lesson } = trace;
  const [double, ofDouble] = [2 * sigmoid(1), sigmoid(2)];
  return {
    brick: tellingOf(lesson.activation).facts(trace, "z1", "h1"),
    knowsSigmoid: lesson.activation === "sigmoid" || lesson.activation === "tanh",
    e: exp(1),
    double,
    ofDouble,
    apart: apart(double, ofDouble, lesson.digits),
    wider: h1.cols <= X.cols ? "no" : lesson.activation === "identity" ? "straight" : "yes",
    lift: { X, W1, ...(b1 && { b1 }), h1, brick: networkOf(lesson).roles.hidden },
  } as const;
}
export type Facts = ReturnType<typeof facts>;

/** How observations of so many numbers are separated by a straight cut. */
const CUT = ["", "no threshold", "no line in the plane", "no plane in space"];

const prose: Prose<Facts> = {
  title: ({ activation }) => proseOf(activation).title,
  summary: ({ activation }) => proseOf(activation).summary,
  meanings: { h1: "what the hidden neurons put out" },
  page(f, w) {
    const equation = w.equation("h1");
    const { X, h1 } = f.lift;
    const [row] = f.brick.place;
    const brick = proseOf(f.brick.name);
    return `
${brick.introduction(f.brick, w)}

${brick.question(f.brick, w)}

## With the numbers

${w.display(equation.lines)}
${w.shapes(equation)}

${brick.shape}

${w.article(`The text calls the inputs, $${w.sym("W1")}$ and a sigmoid${f.knowsSigmoid ? "" : `, $\\sigma(z) = 1/(1 + e^{-z})$ with $e \\approx$ ${w.brief(f.e)},`} “only a general linear system”. The sigmoid is not linear: σ(1) + σ(1) ${w.worth(f.double, f.apart)}, but σ(2) ${w.worth(f.ofDouble, f.apart)}.`)}

## One value by hand

${w.byHand(equation)}

${brick.writtenOut(f.brick, w)}

${onCurve(f.brick.curve, brick.curve, `sums of chapter ${w.chapter("z1")}`, w)}

## What to look at

${brick.lookAt(f.brick, w)}

Each observation came in with ${count(X.cols, "number")} and goes on with ${h1.cols}. ${w.choose(
      "h1-wider",
      f.wider,
      {
        yes: `In the larger space, once the sums are bent, points can come apart that ${CUT[X.cols] ?? "no flat cut"} could separate before. How far that goes without a bias, chapter ${w.chapter("ceiling")} shows.`,
        straight: `The space is larger, but nothing is bent on the way into it: what no flat cut could separate before, none can now.`,
        no: `Here there is no larger space to separate them in.`,
      },
    )}

${w.figure(
  lift({ id: "lift-h1", row, ...f.lift }, w.words.figures.lift, w.short),
  `Row ${row}: ${count(X.cols, "number")} in, ${count(h1.cols, "number")} out.`,
)}

${brick.exponential && w.note(brick.exponential)}

${w.source("h1")}
`;
  },
};

export const chapter: Chapter<Facts> = {
  name: "h1",
  stage: [[h1]],
  direction: "forward",
  formula: ({ activation }) => [`h₁ = ${ACTIVATIONS[activation].text("z₁")}`],
  facts,
  prose,
};

run(import.meta.url);
