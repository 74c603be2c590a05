import type { Attributes } from "./looks.ts";

/**
 * How the classes of a drawing look where no style sheet reaches: in a file of its own. The colours are those of the
 * light pages, held to their style sheet by a test; on a page the style sheet wins over any attribute.
 */
export const ALONE: Readonly<Record<string, Attributes>> = {
  data: { color: "#3d4652" },
  weights: { color: "#0b5aa2" },
  activations: { color: "#0a6b5b" },
  gradients: { color: "#b03a06" },
  scalars: { color: "#6a3d9a" },
  agrees: { color: "#1a7340" },
  fails: { color: "#b3201f" },
  ink: { color: "#1c1e22" },
  muted: { color: "#5a5f68" },
  unused: { color: "#5a5f68" },
  panel: { fill: "#f3f1ea" },
  paper: { fill: "#fcfbf8" },
  filled: { fill: "currentColor" },
  lit: { fill: "#fcfbf8" },
  pale: { opacity: 0.28 },
  tint: { fill: "currentColor", opacity: 0.13 },
  border: { stroke: "currentColor", "stroke-opacity": 0.25 },
  ringed: { stroke: "#fcfbf8", "stroke-width": 1.5 },
  halo: { stroke: "#fcfbf8", "stroke-width": 5, "stroke-linejoin": "round", "paint-order": "stroke" },
};
