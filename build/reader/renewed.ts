/** A window is told this when its page has other elements than before: a live one with other bricks. */
export const RENEWED = "renewed";
