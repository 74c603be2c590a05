/** What the book says of the bricks that stand in the network, by their places (`Roles`). */
export * as hidden from "./sigmoid.ts";
export * as output from "./sigmoid.ts";
