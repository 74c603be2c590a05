import type { Writer } from "../../src/book/writer.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import type { Trace } from "../../src/network/stage.ts";
import * as crossEntropy from "./cross-entropy.ts";
import type { LossTold } from "./loss-parts.ts";
import * as squares from "./squares.ts";

/** What the book says of the loss that a lesson has. */

/** What needs no numbers. */
export const lossProse = ({ loss, outputActivation }: Pick<Lesson, "loss" | "outputActivation">) =>
  loss === "squared"
    ? squares.prose
    : crossEntropy.prose[outputActivation === "softmax" ? "softmax" : "sigmoid"];

export const lossFacts = (trace: Trace) =>
  trace.lesson.loss === "squared" ? squares.facts(trace) : crossEntropy.facts(trace);

export const lossTold = (f: ReturnType<typeof lossFacts>, w: Writer): LossTold =>
  f.name === "squared" ? squares.told(f, w) : crossEntropy.told(f, w);
