import type { Format } from "./format.ts";

/** The ways to take a lesson away, by the names that `--format` takes and that files end in. Each is loaded when it is asked for. */
export const FORMATS: Readonly<Record<string, () => Promise<Format>>> = {
  json: async () => (await import("./json.ts")).json,
  csv: async () => (await import("./csv.ts")).csv,
  npz: async () => (await import("./npz.ts")).npz,
  tex: async () => (await import("./tex.ts")).tex,
  ipynb: async () => (await import("./ipynb.ts")).ipynb,
  html: async () => (await import("./html.ts")).html,
  pdf: async () => (await import("./pdf.ts")).pdf,
  xlsx: async () => (await import("./xlsx.ts")).xlsx,
  svg: async () => (await import("./svg.ts")).svg,
};
