import type { Lesson } from "../../lesson/lesson.ts";
import type { Activation } from "./activation.ts";
import { brick as identity } from "./identity.ts";
import { brick as leakyRelu } from "./leaky-relu.ts";
import { brick as relu } from "./relu.ts";
import { brick as sigmoid } from "./sigmoid.ts";
import { brick as tanh } from "./tanh.ts";

/** The activations that work on each number alone, under their names in lessons. */
export const ACTIVATIONS: Readonly<Record<Lesson["activation"], Activation>> = {
  sigmoid,
  tanh,
  relu,
  "leaky-relu": leakyRelu,
  identity,
};
