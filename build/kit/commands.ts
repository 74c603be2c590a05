import type { Commands } from "../command.ts";
import { LESSON_COMMANDS } from "./lesson/commands.ts";

/** The teacher's kit. What only one of the commands needs is loaded by it. */
export const COMMANDS: Commands = { ...LESSON_COMMANDS };
