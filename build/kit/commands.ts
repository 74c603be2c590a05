import type { Commands } from "../command.ts";
import { FORMATS } from "./export/index.ts";
import { PAPER_OPTION } from "./paper.ts";

/** The teacher's kit. What only one of the commands needs is loaded by it. */
export const COMMANDS: Commands = {
  export: {
    extras: {
      format: {
        value: "F",
        help: `${Object.keys(FORMATS).join(" ")}; without it, what --out ends in decides`,
      },
      paper: PAPER_OPTION,
      out: { value: "PATH", help: "file to write; of several files a folder, or a .zip" },
    },
    does: async () => (await import("./export/command.ts")).told(),
    run: async (...of) => (await import("./export/command.ts")).run(...of),
  },
};
