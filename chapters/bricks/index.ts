import type { Lesson } from "../../src/lesson/lesson.ts";
import { telling as identity } from "./identity.ts";
import { telling as leakyRelu } from "./leaky-relu.ts";
import { telling as relu } from "./relu.ts";
import { telling as sigmoid } from "./sigmoid.ts";
import { telling as tanh } from "./tanh.ts";
import type { Telling } from "./telling.ts";

/** What the book says of the activations that work on each number alone. */
const TELLINGS: Readonly<Record<Lesson["activation"], Telling>> = {
  sigmoid,
  tanh,
  relu,
  "leaky-relu": leakyRelu,
  identity,
};

export const tellingOf = (name: Lesson["activation"]): Telling => TELLINGS[name];
export const proseOf = (name: Lesson["activation"]): Telling["prose"] => TELLINGS[name].prose;
