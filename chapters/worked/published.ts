import article from "../../lessons/article.json" with { type: "json" };
import coursera from "../../lessons/coursera.json" with { type: "json" };
import cs231n from "../../lessons/cs231n.json" with { type: "json" };
import gorman from "../../lessons/gorman.json" with { type: "json" };
import insper from "../../lessons/insper.json" with { type: "json" };
import mazur from "../../lessons/mazur.json" with { type: "json" };
import mccaffrey from "../../lessons/mccaffrey.json" with { type: "json" };
import miller from "../../lessons/miller.json" with { type: "json" };
import schiendorfer from "../../lessons/schiendorfer.json" with { type: "json" };
import type { MatrixName, ScalarName } from "../../src/network/values.ts";
import { MISPRINT } from "./misprint.ts";
import type { Mistake } from "./mistakes.ts";

/**
 * What others have printed of networks of one hidden layer, as they printed it: quotations, the only results that are
 * typed. What is right is computed.
 */

export interface Example {
  /** Also the name of its file in lessons/. */
  readonly name: string;
  readonly whose: string;
  readonly year?: number;
  readonly title: string;
  /** Where it stands. */
  readonly href?: string;
  /** The JSON of a lesson file. */
  readonly lesson: object;
  readonly parts: readonly Part[];
}

/** Numbers that come out of one lesson. */
export interface Part {
  /** Fields of the lesson that are others here. */
  readonly but?: { readonly learningRate?: number; readonly ridge?: number };
  /** Steps of training before the one that the numbers belong to. */
  readonly after?: number;
  readonly numbers: readonly Printed[];
}

export interface Printed {
  /** Its place among the book's values: `h1.0.1`, `loss`. */
  readonly at: string;
  readonly text: string;
  /** What the book's value is multiplied by, where the convention there is another. */
  readonly times?: number;
  /** What makes this number of the right one, where it is wrong. */
  readonly mistake?: Mistake;
}

type How = Omit<Printed, "at" | "text">;

/** The entries of a matrix, row by row as the book has it. */
const matrix = (name: MatrixName, rows: readonly (readonly string[])[], how: How = {}): Printed[] =>
  rows.flatMap((row, r) => row.map((text, c) => ({ at: `${name}.${r}.${c}`, text, ...how })));
const scalar = (at: ScalarName, text: string, how: How = {}): Printed[] => [{ at, text, ...how }];

/** A sum of squares without the ½ of the book's loss. */
const TWICE = { times: 2 } as const;
/** Of Insper's exercise, which names two rates: what takes the step of the second. */
export const OTHER_RATE = 0.2;

export const PUBLISHED: readonly Example[] = [
  {
    name: "mazur",
    whose: "Matt Mazur",
    year: 2015,
    title: "A Step by Step Backpropagation Example",
    href: "https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/",
    lesson: mazur,
    parts: [
      {
        numbers: [
          ...matrix("h1", [["0.593269992", "0.596884378"]]),
          ...matrix("h2", [["0.75136507", "0.772928465"]]),
          ...scalar("loss", "0.298371109"),
          ...matrix("W2_next", [
            ["0.35891648", "0.511301270"],
            ["0.408666186", "0.561370121"],
          ]),
          ...matrix("W1_next", [
            ["0.149780716", "0.24975114"],
            ["0.19956143", "0.29950229"],
          ]),
          ...scalar("loss_next", "0.291027924", { mistake: "W2-first" }),
        ],
      },
      {
        after: 10_000,
        numbers: [
          ...matrix("h2", [["0.015912196", "0.984065734"]], { mistake: "W2-first" }),
          ...scalar("loss", "0.0000351085", { mistake: "a-step-less" }),
        ],
      },
    ],
  },
  {
    name: "insper",
    whose: "Insper",
    year: 2025,
    title: "Artificial Neural Networks and Deep Learning, exercise on multi-layer perceptrons",
    href: "https://insper.github.io/ann-dl/versions/2025.2/exercises/mlp/main",
    lesson: insper,
    parts: [
      {
        numbers: [
          ...matrix("z1", [["0.27", "-0.18"]]),
          ...matrix("h1", [["0.2636248355", "-0.1780808681"]]),
          ...matrix("z2", [["0.3852366782"]]),
          ...matrix("h2", [["0.3672465626"]]),
          ...scalar("loss", "0.4003769125", TWICE),
          ...matrix("dLoss_dz2", [["-1.0948279147"]], TWICE),
          ...matrix("dLoss_dW2", [["-0.2886238289"], ["0.1949679055"]], TWICE),
          ...matrix("dLoss_dz1", [["-0.5093697527", "0.3180323583"]], TWICE),
          ...matrix(
            "dLoss_dW1",
            [
              ["-0.2546848763", "0.1590161791"],
              ["0.1018739505", "-0.0636064717"],
            ],
            TWICE,
          ),
          ...matrix("W2_next", [["0.5865871487"], ["-0.3584903716"]]),
          ...matrix("b2_next", [["0.5284483744"]]),
          ...matrix("W1_next", [
            ["0.3764054629", "0.1522951463"],
            ["-0.1305621852", "0.4190819415"],
          ]),
          ...matrix("b1_next", [["0.2528109258", "-0.2954097075"]]),
          ...scalar("loss_next", "0.0834166865", TWICE),
        ],
      },
      { but: { learningRate: OTHER_RATE }, numbers: scalar("loss_next", "0.2493800868", TWICE) },
    ],
  },
  {
    name: "cs231n",
    whose: "Stanford, CS231n",
    title: "Assignment 1, two-layer network, toy data",
    href: "https://cs231n.github.io/",
    lesson: cs231n,
    parts: [
      {
        numbers: [
          ...matrix("z2", [
            ["-0.81233741", "-1.27654624", "-0.70335995"],
            ["-0.17129677", "-1.18803311", "-0.47310444"],
            ["-0.51590475", "-1.01354314", "-0.8504215"],
            ["-0.15419291", "-0.48629638", "-0.52901952"],
            ["-0.00618733", "-0.12435261", "-0.15226949"],
          ]),
          ...scalar("loss", "1.30378789133"),
        ],
      },
    ],
  },
  {
    name: "coursera",
    whose: "Coursera, Machine Learning",
    title: "Exercise 4, public test case",
    lesson: coursera,
    parts: [
      {
        numbers: [
          ...scalar("loss", "7.4070"),
          ...matrix("dLoss_db1", [["0.766138", "0.979897"]]),
          ...matrix("dLoss_dW1", [
            ["-0.027540", "-0.035844"],
            ["-0.024929", "-0.053862"],
          ]),
          ...matrix("dLoss_db2", [["0.883417", "0.568762", "0.584668", "0.598139"]]),
          ...matrix("dLoss_dW2", [
            ["0.459314", "0.344618", "0.256313", "0.311885"],
            ["0.478337", "0.368920", "0.259771", "0.322331"],
          ]),
        ],
      },
      { but: { ridge: 4 }, numbers: scalar("loss", "19.473637") },
    ],
  },
  {
    name: "gorman",
    whose: "Ben Gorman",
    year: 2017,
    title: "Neural Networks: A Worked Example",
    href: "https://www.gormanalysis.com/blog/neural-networks-a-worked-example/",
    lesson: gorman,
    parts: [
      {
        numbers: [
          ...matrix("h1", [
            ["0.39558", "0.75548"],
            ["0.47145", "0.58025"],
            ["0.77841", "0.70603"],
            ["0.50746", "0.71304"],
          ]),
          ...matrix("h2", [
            ["0.49865", "0.50135"],
            ["0.49826", "0.50174"],
            ["0.49747", "0.50253"],
            ["0.49828", "0.50172"],
          ]),
        ],
      },
    ],
  },
  {
    name: "miller",
    whose: "Steven Miller",
    year: 2015,
    title: "Mind: How to Build a Neural Network",
    href: "https://stevenmiller888.github.io/mind-how-to-build-a-neural-network/",
    lesson: miller,
    parts: [
      {
        numbers: [
          { at: "h1.0.0", text: "0.73105857863" },
          { at: "h1.0.1", text: "0.78583498304" },
          { at: "h1.0.2", text: "0.68997448112", mistake: "cut" },
          ...matrix("h2", [["0.7746924929"]], { mistake: "rounded" }),
          ...matrix("W2_next", [["0.1162"], ["0.329"]], { mistake: "divided" }),
          { at: "W2_next.2.0", text: "0.708", mistake: "divided-by-a-slip" },
          ...matrix(
            "W1_next",
            [
              ["0.712", "0.3548", "0.2681"],
              ["0.112", "0.8548", "0.4681"],
            ],
            { mistake: "divided" },
          ),
        ],
      },
    ],
  },
  {
    name: "schiendorfer",
    whose: "Alexander Schiendorfer",
    year: 2020,
    title: "A worked example of backpropagation",
    href: "https://alexander-schiendorfer.github.io/2020/02/24/a-worked-example-of-backprop.html",
    lesson: schiendorfer,
    parts: [
      {
        numbers: [
          ...matrix("h2", [["0.73194171", "0.12303186"]]),
          ...scalar("loss", "0.08699208", TWICE),
          ...matrix("dLoss_dz2", [["-0.1051877", "0.02654905"]], TWICE),
          ...matrix(
            "dLoss_dW2",
            [
              ["-0.10518769", "0.02654905"],
              ["-0.00189193", "0.00047752"],
            ],
            TWICE,
          ),
          ...matrix("dLoss_dh1", [["-0.1582858", "0.02680117"]], TWICE),
          ...matrix(
            "dLoss_dW1",
            [
              ["-5.34381484e-08", "1.42014367e-03"],
              ["-1.78127161e-08", "4.73381224e-04"],
            ],
            TWICE,
          ),
        ],
      },
    ],
  },
  {
    name: "mccaffrey",
    whose: "James McCaffrey",
    title: "A feed-forward demo",
    lesson: mccaffrey,
    parts: [{ numbers: matrix("h2", [["0.4920", "0.5080"]]) }],
  },
  {
    name: "article",
    whose: "Omar U. Florez",
    year: 2017,
    title: "One LEGO at a Time: Explaining the Math of How Neural Networks Learn",
    lesson: article,
    parts: [
      {
        numbers: [
          ...matrix("X", [["1.76405235", "0.40015721"]]),
          ...matrix("W1", [
            ["-0.67746455", "0.37769425", "-0.07365253"],
            ["-0.53663519", "0.60920496", "0.21149622"],
          ]),
          ...matrix("W2", [
            ["-0.41491732", "-0.30992816"],
            ["-0.31583913", "-0.27706468"],
            ["-0.44701662", "0.15231059"],
          ]),
          ...matrix("z1", [["-1.40982136", "0.91005018", "-0.04529517"]]),
          ...matrix("h1", [["0.19626223", "0.71301043", "0.48867814"]]),
          ...matrix("z2", [["-0.52507645", "-0.18394635"]]),
          ...matrix("h2", [["0.37166596", "0.45414264"]]),
          ...matrix("dLoss_dh2", [["-0.62833404", "0.45414264"]]),
          { at: "dh2_dz2.0.0", text: MISPRINT, mistake: "sign" },
          { at: "dh2_dz2.0.1", text: "0.24789710" },
          ...matrix("dLoss_dz2", [["-0.14673508", "0.11258065"]]),
          ...matrix("dLoss_dW2", [
            ["-0.02879856", "0.02209533"],
            ["-0.10462365", "0.08027117"],
            ["-0.07170623", "0.05501570"],
          ]),
          ...matrix("dLoss_dh1", [["0.02599101", "0.01515256", "0.08274025"]]),
          ...matrix("dh1_dz1", [["0.15774337", "0.20462656", "0.24987182"]]),
          ...matrix("dLoss_dW1", [
            ["0.00723246", "0.00546965", "0.03647082"],
            ["0.00164061", "0.00124073", "0.00827303"],
          ]),
          ...matrix("W2_next", [
            ["-0.41488852", "-0.30995026"],
            ["-0.31573451", "-0.27714495"],
            ["-0.44694491", "0.15225557"],
          ]),
          ...matrix("W1_next", [
            ["-0.67747178", "0.37768878", "-0.07368900"],
            ["-0.53663683", "0.60920372", "0.21148795"],
          ]),
        ],
      },
    ],
  },
];
