import type { Words } from "../../src/book/telling.ts";
import type { Kind } from "../../src/network/values.ts";

const KINDS: readonly Kind[] = ["data", "weights", "activations", "gradients", "scalars"];

/** The kinds of quantity, each in its colour and its frame. */
export const legend = ({ kinds }: Words): string =>
  `<ul class="legend">${KINDS.map((kind) => `<li class="tile ${kind}">${kinds[kind]}</li>`).join("")}</ul>`;
