import { crossScript } from "./cross.ts";
import { turningWords } from "./cube.ts";
import { practiceWords } from "./exercises.ts";
import { passControls } from "./pass.ts";
import { stepWords } from "./step.ts";
import { tapeWords } from "./tape.ts";

/** The words of the scripts that move pictures, by their names (build/reader/NAME.ts). */
export const movingWords = {
  cross: crossScript,
  cube: turningWords,
  exercises: practiceWords,
  pass: passControls,
  step: stepWords,
  tape: tapeWords,
};
