/**
 * Numbers that the article prints and that are wrong, as it prints them: the only numbers of the book that were
 * typed by hand.
 */
export const MISPRINTS = { dh2_dz2: "−0.23353037" };
