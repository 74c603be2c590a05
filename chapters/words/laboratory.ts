import type { FieldName } from "../../src/book/laboratory.ts";
import { english } from "./english.ts";
import { brickNames } from "./live.ts";

/** The words that the laboratory's script writes: plain text, and what stands in braces is filled in. */
export const laboratoryWords = {
  fields: {
    "data.set": "Points",
    "data.seed": "Seed",
    "data.rows": "Rows",
    trained: "Trained on the first",
    hidden: "Hidden neurons",
    second: "In a second layer",
    outputs: "Outputs",
    "weights.seed": "Seed",
    activation: "Hidden activation",
    "output-activation": "Output activation",
    loss: "Loss",
    biases: "Biases",
    gradient: "Gradient",
    learningRate: "Learning rate α",
    ridge: "Ridge λ",
  } satisfies Record<FieldName, string>,
  bricks: brickNames,
  /** What an empty field means. */
  empty: { trained: "all", second: "none" },
  sets: {
    article: "the article’s",
    mirrored: "mirrored",
    corners01: "corners, 0 and 1",
    corners11: "corners, −1 and 1",
    moons: "two moons",
    spiral: "spiral",
    own: "my own, or a file",
    given: "those of the page",
  },
  gradients: english.laboratory.gradients,
  groups: {
    data: "Data",
    network: "Network",
    training: "Training",
    own: "My own points",
    run: "The run",
  },
  own: {
    how: "Press on the plane, type a place, or take a file.",
    label: "Label",
    labels: ["0, a square", "1, a circle"] as const,
    x1: "x₁",
    x2: "x₂",
    put: "Put a point there",
    undo: "Take back the last",
    clear: "Take away all",
    count: "{ones} with label 1, {zeros} with label 0.",
    full: "There is room for {most} points.",
    file: "Take a CSV or JSON file",
    /** Which columns of the file are taken. */
    columns: {
      x1: "Column of x₁",
      x2: "Column of x₂",
      label: "Column of the label",
    },
    scaled: "Scaled: each column to mean 0 and standard deviation 1",
    /** What came of it. */
    taken: "{file}: {rows} rows. {meanings}",
    meaning: "Label {label} is “{written}”.",
    table: {
      /** The name of a column that has none. */
      column: "column {number}",
      /** Where something is wrong, in a file or in one of its columns. */
      row: "{name}, row {row}",
      /** What is wrong. */
      encoding: "got text of another encoding, expected UTF-8",
      MissingQuotes: "line {line}: Quoted field unterminated",
      InvalidQuotes: "line {line}: Trailing quote on quoted field is malformed",
      json: "got {got}, expected a list of rows, or X and labels as in a lesson",
      columns: "got columns: {columns}, expected at least 3: x₁, x₂ and a label",
      rows: "got {rows} rows, expected 1 to {most}",
      values: "got {values} values, expected {columns}",
      labels: "got {labels} different values, expected 2: one for each label",
    },
  },
  /** What is wrong with a set-up in an address. */
  address: {
    field: "got {got}, expected {names}, each with its value",
    layers: "got {layers} layers, expected 1 or 2",
  },
  start: "Start",
  pause: "Pause",
  step: "One step",
  rewind: "Rewind",
  pace: "Steps a frame",
  fastest: "as many as fit",
  at: "Step {step}: loss {loss}{comma} {right} of {rows} right.",
  /** Where no row is right or wrong. */
  atLoss: "Step {step}: loss {loss}.",
  running: "It runs.",
  /** Of a step that one looks back at. */
  back: "The run itself is at step {step}, and goes on from there.",
  /** Names the slider under the curve of the loss. */
  scrub: "Step shown",
  scrubbed: "step {step}, loss {loss}",
  diverged: "Step {step} made a weight too large for a number, so the run ends here.",
  /** What to try after that, by the gradient of the run. */
  remedies: {
    exact: "Rewind it and try a smaller learning rate, or a smaller ridge if there is one.",
    article:
      "Its gradient is the wrong one, as the article published it. Choose the exact one, and run it again from the same weights.",
    summed:
      "Its gradient is the sum over the rows, so its steps are long. Rewind it and try a smaller learning rate, or a smaller ridge.",
  },
  most: "{most} steps are the most a run takes here.",
  noPoints: "There is no point yet, so there is nothing to train on.",
  /** The rows have other than two inputs. */
  noPlane: "Each row has {inputs} inputs, so there is no plane to draw.",
  /** The targets are no labels. */
  noLabels: "The targets are no labels, so no answer is right or wrong: there is no boundary to draw.",
  /** Of weights that no seed draws, and of those that are rounded. */
  given: "given",
  rounded: "Seed (decimals kept: {round})",
  link: "Copy a link to this set-up",
  again: "Back to this page’s set-up",
  take: "Copy or save a picture",
  numbers: {
    caption: "The numbers of this step",
    step: "step",
    trained: "trained",
    unseen: "unseen",
    loss: "loss",
    /** The loss of a run with a ridge, without it and with it. */
    lossAlone: "loss without the ridge",
    lossWhole: "loss with the ridge",
    right: "right",
    rightOf: "{right}\u00a0of\u00a0{rows}",
    gradient: "length of the gradient",
    weights: "length of the weights, layer by layer",
    overflow: "too large",
  },
  figures: {
    step: "step",
    accuracy: "accuracy",
    trained: "trained",
    unseen: "unseen",
    /** The loss with its ridge. */
    ridged: "+ ridge",
    /** Before there is a point. */
    plane: "The plane for your points",
    planeSays: "It goes from −{reach} to {reach} along both axes.",
    boundary: "Decision boundary at step {step}",
    /** Of three labels and more. */
    regionsSay: "A region for each answer, by its share of the plane shown: {shares}.",
    share: "{label} on {share}\u00a0%",
    boundarySays: "The network answers 1 on {share}\u00a0% of the plane shown, and 0 on the rest.",
    lossTitle: "The loss over the steps",
    accuracyTitle: "The accuracy over the steps",
    curveSays: "From step 0 to step {step}: {lines}.",
    lineSays: "{line} from {first} to {last}",
  },
  terminal: "The same run in a terminal",
  terminalRows: "Its data or weights, to be saved as {file}",
  record: "Copy the record as JSON",
  recordNote: "Every digit of what was recorded so far.",
  show: "Step {step} with all its numbers",
  /** Why the chapters do not show a step. */
  notShown: {
    gradient:
      "The chapters with all numbers of a step find the exact gradient, so they cannot show this run.",
    layers: "The chapters with all numbers of a step have one hidden layer, so they cannot show this run.",
    diverged: "Its weights are no numbers any more, so there is nothing for the chapters to show.",
    far: "The chapters train again up to the step they show, {most} steps at most.",
  },
};
