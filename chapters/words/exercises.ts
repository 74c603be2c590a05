import type { ExerciseWords } from "../../src/book/exercises.ts";
import type { Mistake } from "../../src/exercises/exercise.ts";
import { count, FEW } from "./prose.ts";

/** The words around exercises. What is asked stands with the exercises themselves (chapters/exercises/). */
export const exerciseWords: ExerciseWords = {
  title: "Exercises",
  about: {
    lesson: "On the numbers of this page, rounded to be worked with by hand.",
    mixed:
      "On the numbers of this page, rounded; where they are too many or too odd for a pencil, on shorter ones.",
    own: "On small numbers, to be worked with by hand.",
  },
  drawn: (seed) => `On other numbers: set ${seed}.`,
  hint: "A hint",
  working: "The working",
  answer: "Answer:",
  asked: (decimals) => (decimals === 0 ? "A whole number." : `To ${count(FEW, decimals, "decimal")}.`),
  line: (number) => `${number}.`,
  wrongLine: (number) => `line ${number} has the mistake.`,
};

/** What a number may do. */
export const ways = { up: "It goes up.", down: "It goes down.", stays: "It stays as it is." } as const;

/** What the script of exercises says. */
export const practiceWords = {
  /** On the field. */
  answer: "Your answer",
  check: "Check",
  right: "Right.",
  /** After the name of a mistake. */
  wrong: "Try it again.",
  wrongHint: "Not yet. A hint is open below.",
  again: "The working is open below.",
  close: "Very close. Keep more digits on the way, and round only at the end.",
  coarse: "Right so far. Give more decimals.",
  noNumber: "That is no number. Write it as 0.5, 0,5 or 1/2; a small one as 1.2e-5.",
  choose: "Choose one first.",
  /** New numbers, and back. */
  fresh: "New numbers",
  back: "Back to the numbers of the page",
  missing: "That did not load. Try it once more.",
  keep: "Remember on this device what I solved",
  kept: "It is kept in this browser alone.",
  refused: "This browser keeps nothing for this page.",
  clear: "Clear my progress",
  cleared: "Nothing is remembered now.",
  progress: "{done} of {all} exercises solved",
  mistakes: {
    transpose: "You may have taken a row for a column: here a matrix is read the other way round.",
    sign: "Look at the signs: one of them is turned round.",
    row: "These look like the numbers of another row.",
    column: "These look like the numbers of another column.",
    bias: "The bias is missing.",
    "bias-too": "The bias was changed as well. It does not depend on the inputs.",
    term: "One part of the sum is missing.",
    slope: "The slope of the activation is left out.",
    mask: "The slope is 0 here, and nothing passes: that is left out.",
    divided: "You divided where you have to multiply.",
    multiplied: "You multiplied where you have to divide.",
    rows: "N, the number of rows, is left out.",
    half: "The ½ is missing.",
    two: "There is a factor of 2 too many or too few.",
    square: "Look at the squares: what is squared, and what is not?",
    root: "The square root is missing.",
    linear: "You took the curve for a straight line: it does not grow in step.",
    brick: "That is another activation.",
    exponent: "Look at the power of e: is it there, and is its sign right?",
    share: "That is only a part of it: what is it a part of?",
    jacobian: "The other outputs of the row take part as well.",
    ridge: "What the ridge adds is not right.",
    updated: "W2 was changed too early: the way back uses the weights from before the step.",
    rate: "The learning rate is missing.",
    "other-rate": "That is the step of another learning rate.",
    rounded: "You seem to have rounded on the way. Round only at the end.",
    once: "That was done once too often or too seldom.",
    weight: "You looked at the weight. Look at the number that it is multiplied by.",
  } satisfies Record<Mistake, string>,
};
