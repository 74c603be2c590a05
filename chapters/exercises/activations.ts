import type { Teller } from "../../src/book/exercises.ts";
import type { Makers, WordsFor } from "../../src/exercises/drill.ts";
import type { Option } from "../../src/exercises/exercise.ts";
import { around, fine, joined, row, total, worked } from "../../src/exercises/lines.ts";
import { choosing, isWorkable, numeric, tidy } from "../../src/exercises/making.ts";
import type { Source } from "../../src/exercises/source.ts";
import { labelsOf } from "../../src/lesson/datasets.ts";
import { exp, sigmoid, tanh } from "../../src/math/elementary.ts";
import { networkOf } from "../../src/network/network.ts";
import type { Activation } from "../../src/network/ops/activation.ts";
import { ways } from "../words/exercises.ts";
import { brickNames } from "../words/live.ts";

/** The two chapters in which sums become values: by a function of each, or by the softmax of a row. */

interface Place {
  readonly z: "z1" | "z2";
  readonly h: "h1" | "h2";
}
const HIDDEN: Place = { z: "z1", h: "h1" };
const OUTPUT: Place = { z: "z2", h: "h2" };

/** The brick at a place; none where it is a softmax. */
const brickOf = ({ trace }: Source, { h }: Place): Activation | undefined =>
  h === "h2" && trace.lesson.outputActivation === "softmax"
    ? undefined
    : networkOf(trace.lesson).roles[h === "h1" ? "hidden" : "output"];

/** How the brick's value is found with a calculator. */
function steps({ name }: Activation, z: number) {
  const power = exp(-z);
  if (name !== "sigmoid") return [];
  return [
    [{ power: -z }, { worth: power }],
    [1, "/(1 + ", fine(power), ")", { worth: 1 / (1 + fine(power)) }],
  ];
}

/** What goes wrong with a brick. */
const slips = (brick: Activation, z: number) => {
  const h = brick.activation(z);
  const isCornered = brick.name === "relu" || brick.name === "leaky-relu";
  return {
    sign: [brick.activation(-z), -h],
    mask: isCornered && z < 0 ? z : undefined,
    brick: [
      brick.name === "sigmoid" ? tanh(z) : sigmoid(z),
      ...(brick.name === "leaky-relu" ? [Math.max(0, z)] : []),
    ],
    exponent: brick.name === "sigmoid" ? [1 / (1 + z), exp(-z), 1 / exp(-z)] : undefined,
    rounded: brick.activation(Number(z.toFixed(1))),
  };
};

/** Powers of e beyond this are no numbers to write down. */
const MOST_POWER = 12;

const activationMakers = (place: Place) =>
  ({
    entry(source: Source) {
      const { trace, pick } = source;
      const brick = brickOf(source, place);
      const Z = trace[place.z];
      const at = [pick(Z.rows), pick(Z.cols)] as const;
      const z = row(Z, at[0]);
      if (brick)
        return numeric("entry", { z: z[at[1]]! }, { place, at, brick: brick.name }, ({ z }) => ({
          value: brick.activation(z),
          mistakes: slips(brick, z),
          working: [...steps(brick, z), worked(place.h, at, around(brick.text, z), brick.activation(z))],
        }));
      if (z.length > 4 || z.some((it) => Math.abs(it) > MOST_POWER)) return undefined;
      return numeric("entry", { z }, { place, at, brick: "softmax" }, ({ z }) => {
        const powers = z.map(exp);
        const [own, all] = [powers[at[1]]!, total(powers)];
        return {
          value: own / all,
          mistakes: {
            exponent: [z[at[1]]! / total(z), exp(-z[at[1]]!) / total(z.map((it) => exp(-it)))],
            share: own,
            row: own / (all - own),
            brick: sigmoid(z[at[1]]!),
            column: powers.filter((_, k) => k !== at[1]).map((it) => it / all),
          },
          working: [
            ...z.map((it, k) => [{ power: it }, { worth: powers[k]! }]),
            [...joined(powers.map((it) => [fine(it)])), { worth: total(powers.map(fine)) }],
            worked(place.h, at, [fine(own), "/", fine(all)], fine(own) / fine(all)),
          ],
        };
      });
    },

    direction(source: Source) {
      const { trace, pick } = source;
      const brick = brickOf(source, place);
      const Z = trace[place.z];
      const [r, k] = [pick(Z.rows), pick(Z.cols)];
      if (brick) {
        const z = Number(Z.data[r * Z.cols + k]!.toPrecision(4));
        if (z === 0 || !isWorkable(z) || Math.abs(z) > MOST_POWER) return undefined;
        return choosing(
          "direction",
          { place, at: [r, k] as const, z, brick: brick.name, isRising: brick.steepness(z) > 0 },
          ["up", "down", "stays"],
          brick.steepness(z) > 0 ? "up" : "stays",
        );
      }
      const to = (k + 1) % Z.cols;
      return choosing(
        "direction",
        { place, at: [r, k] as const, to: [r, to] as const, brick: "softmax" },
        ["up", "down", "stays"],
        "down",
      );
    },

    slip(source: Source) {
      const { trace, pick } = source;
      const brick = brickOf(source, place);
      const Z = trace[place.z];
      const r = pick(Z.rows);
      const z = row(Z, r).map((it) => Number(it.toFixed(2)) + 0);
      if (z.some((it) => Math.abs(it) > MOST_POWER)) return undefined;
      if (!brick) {
        if (z.length > 3) return undefined;
        const powers = z.map(exp);
        const lines = powers.map((it) => Number(it.toFixed(4)));
        const [own, all] = [lines[0]!, tidy(total(lines))];
        const wrong = z.length + pick(2); // the sum, or the share
        const sum = wrong === z.length ? all - own : all;
        const share = wrong === z.length ? own / sum : sum / own;
        return choosing(
          "mistake",
          { place, z, brick: "softmax", row: r },
          [
            ...z.map((it, i) => [{ power: it }, " = ", lines[i]!]),
            [...joined((wrong === z.length ? lines.slice(1) : lines).map((it) => [it])), { worth: sum }],
            wrong === z.length
              ? [own, "/", Number(sum.toFixed(4)), { worth: share }]
              : [Number(sum.toFixed(4)), "/", own, { worth: share }],
          ].map((says): Option => ({ says })),
          wrong,
          [
            [...joined(lines.map((it) => [it])), { worth: all }],
            [own, "/", Number(all.toFixed(4)), { worth: own / all }],
          ],
        );
      }
      // Sums on both sides of 0, so that a lost sign or a lost corner would show.
      const some = [...new Set([...z.slice(0, 2), -z[0]!, 2 * z[0]!])].filter((it) => it !== 0).slice(0, 3);
      const wrongly = (it: number) =>
        brick.hasCorner && it < 0 ? it : brick.name === "sigmoid" ? sigmoid(-it) : -brick.activation(it);
      const fit = some.flatMap((it, i) => (Math.abs(wrongly(it) - brick.activation(it)) > 1e-3 ? [i] : []));
      if (some.length < 3 || fit.length === 0) return undefined;
      const wrong = fit[pick(fit.length)]!;
      const line = (it: number, worth: number) => [
        { name: place.h },
        " = ",
        ...around(brick.text, it),
        { worth },
      ];
      return choosing(
        "mistake",
        { place, z: some, brick: brick.name, row: r },
        some.map((it, i): Option => ({ says: line(it, i === wrong ? wrongly(it) : brick.activation(it)) })),
        wrong,
        [line(some[wrong]!, brick.activation(some[wrong]!))],
      );
    },
  }) satisfies Makers;

export const hiddenMakers = {
  ...activationMakers(HIDDEN),
  doubled(source: Source) {
    const { trace, pick } = source;
    const { activation, name, text } = brickOf(source, HIDDEN)!;
    const at = [pick(trace.z1.rows), pick(trace.z1.cols)] as const;
    const z = trace.z1.data[at[0] * trace.z1.cols + at[1]]!;
    return numeric("what-if", { z }, { at, brick: name }, ({ z }) => ({
      value: activation(2 * z),
      mistakes: { linear: 2 * activation(z), once: activation(z), sign: activation(-2 * z) },
      working: [worked("h1", at, around(text, 2 * z), activation(2 * z))],
    }));
  },
} satisfies Makers;

export const outputMakers = {
  ...activationMakers(OUTPUT),
  /** The label answered, where targets are labels; else the output with the largest value. */
  answer({ trace: { h2, y }, pick }: Source) {
    const r = pick(h2.rows);
    const h = row(h2, r);
    const values = h.map((it) => Number(it.toFixed(4)) + 0);
    const sorted = [...values].sort((a, b) => b - a);
    if (h.length === 1) {
      if (!labelsOf(y) || Math.abs(values[0]! - 0.5) < 1e-4) return undefined;
      return choosing(
        "direction",
        { row: r, h: values, asks: "label" },
        ["0", "1"],
        values[0]! > 0.5 ? 1 : 0,
      );
    }
    if (sorted[0]! - sorted[1]! < 1e-4 || Math.abs(sorted[0]!) > 1e6) return undefined;
    return choosing(
      "direction",
      { row: r, h: values, asks: labelsOf(y) ? "label" : "largest" },
      values.map((_, k) => String(k)),
      values.indexOf(sorted[0]!),
    );
  },
} satisfies Makers;

const nameOf = (brick: string): string => brickNames[brick as keyof typeof brickNames];
const RULES: Readonly<Record<string, string>> = {
  sigmoid: "σ(z) = 1/(1 + <var>e</var><sup>−z</sup>).",
  tanh: "tanh is a key of a calculator. It keeps the sign and stays between −1 and 1.",
  relu: "A negative sum becomes 0, a positive one stays.",
  "leaky-relu": "A positive sum stays. Of a negative one a hundredth is left, and its sign.",
  identity: "The identity changes nothing.",
  softmax: "Raise e to each sum of the row, then divide one power by the sum of all of them.",
};

const activationWords: WordsFor<ReturnType<typeof activationMakers>, Teller> = {
  entry: ({ place: { z: sum, h }, at, brick, z }, w) => ({
    question:
      typeof z === "number"
        ? `${w.name(sum, at)} is ${w.number(sum, z)}. The brick above it is ${nameOf(brick)}. Work out ${w.name(h, at)}.`
        : `Row ${at[0]} of ${w.name(sum)} is ${w.row(sum, z)}. The brick above it is the softmax. Work out ${w.name(h, at)}.`,
    hint: RULES[brick]!,
  }),
  direction: (asked, w) => ({
    question:
      "z" in asked
        ? `${w.name(asked.place.z, asked.at)} is ${w.number(asked.place.z, asked.z as number)} and goes up by a very small amount. What does ${w.name(asked.place.h, asked.at)} do, with ${nameOf(asked.brick)}?`
        : `${w.name(asked.place.z, asked.at)} goes up, and the other sums of its row stay. What does ${w.name(asked.place.h, asked.to)} do?`,
    options: ways,
    hint:
      asked.brick === "softmax"
        ? "The outputs of a row always sum to 1."
        : "Look at the curve there: does it rise, or is it flat?",
    reason:
      "isRising" in asked
        ? asked.isRising
          ? "The curve rises there: the value goes up with the sum."
          : "The curve is flat there: the value does not move."
        : "The other output takes a larger share, and all shares of a row sum to 1.",
  }),
  slip: ({ place: { z: sum, h }, z, brick, row }, w) => ({
    question:
      brick === "softmax"
        ? `Somebody takes the softmax of row ${row} of ${w.name(sum)}, rounded to ${w.row(sum, z)}, to find ${w.name(h, [row, 0])}. Which line has the mistake?`
        : `Here ${nameOf(brick)} is applied to three sums. Which line has the mistake?`,
    hint: RULES[brick]!,
  }),
};

export const hiddenWords: WordsFor<typeof hiddenMakers, Teller> = {
  ...activationWords,
  doubled: ({ at, z, brick }, w) => ({
    question: `${w.name("z1", at)} is ${w.number("z1", z)}. The sum is doubled. What is ${w.name("h1", at)} then, with ${nameOf(brick)}?`,
    hint: "Double the sum first, and only then go through the activation.",
  }),
};

export const outputWords: WordsFor<typeof outputMakers, Teller> = {
  ...activationWords,
  answer: ({ row, h, asks }, w) => ({
    question: `Row ${row} of ${w.name("h2")} is ${w.row("h2", h)}. ${asks === "label" ? "Which label does the network answer?" : "Which output is the largest?"}`,
    options: Object.fromEntries(
      (h.length === 1 ? [0, 1] : h).map((_, k) => [k, asks === "label" ? `label ${k}` : `output ${k}`]),
    ),
    hint: h.length === 1 ? "Above ½ the answer is 1." : "Outputs are counted from 0.",
    reason:
      h.length === 1
        ? "An output above ½ answers label 1, one below ½ label 0."
        : "It is the largest number of the row, counted from 0.",
  }),
};
