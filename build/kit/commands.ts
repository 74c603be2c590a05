import type { Commands } from "../command.ts";
import { CHECK_OPTIONS, CLASS_OPTIONS } from "./class/options.ts";
import { FORMATS } from "./export/index.ts";
import { PAPER_OPTION } from "./paper.ts";

/** The teacher's kit. What only one of the commands needs is loaded by it. */
export const COMMANDS: Commands = {
  class: {
    extras: CLASS_OPTIONS,
    does: "makes a worksheet, a key and a book for each student of a class, with numbers of their own",
    run: async (flags, around) => (await import("./class/class.ts")).makeClass(flags, around),
  },
  "class check": {
    extras: CHECK_OPTIONS,
    does: "marks what students answered: errors carried forward, likely mistakes named",
    run: async (flags, around) => (await import("./class/check.ts")).checkClass(flags, around),
  },
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
