import type { CodeEdit, Outcome } from "./edit.ts";

/** One piece of the book's code in the place of another. */
export const piece = (what: string, from: string, to: string, is: Outcome): CodeEdit => ({
  what,
  put: [[from, to]],
  is,
});

export const pieces = (what: string, put: [string, string][], is: Outcome): CodeEdit => ({ what, put, is });

/** A whole text, made of the book's. */
export const text = (what: string, put: (book: string) => string, is: Outcome): CodeEdit => ({
  what,
  put,
  is,
});
