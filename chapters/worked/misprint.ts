/** The first entry of dh2_dz2 as the article prints it, wrong. */
export const MISPRINT = "-0.23353037";
