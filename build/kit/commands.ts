import type { Commands } from "../command.ts";

/** The teacher's kit. What only one of the commands needs is loaded by it. */
export const COMMANDS: Commands = {};
