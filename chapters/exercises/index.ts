import type { Drill } from "../../src/book/exercises.ts";
import { followingDrills } from "./following.ts";

/** The exercises of a page, where it has some. */
export const drillOf = (page: string): Drill | undefined => followingDrills[page];
