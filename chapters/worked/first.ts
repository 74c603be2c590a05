import byHand from "../../lessons/by-hand.json" with { type: "json" };
import deadRelu from "../../lessons/dead-relu.json" with { type: "json" };
import saturated from "../../lessons/saturated.json" with { type: "json" };
import threeClasses from "../../lessons/three-classes.json" with { type: "json" };
import xorCorners from "../../lessons/xor-corners.json" with { type: "json" };

/** Lessons to begin with, nobody's example: by their files in lessons/, the JSON of each. */
export const FIRST = {
  "xor-corners": xorCorners,
  "by-hand": byHand,
  saturated,
  "three-classes": threeClasses,
  "dead-relu": deadRelu,
} as const;
