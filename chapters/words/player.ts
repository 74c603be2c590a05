/** The words of strips of pictures (src/book/player.ts). */
export const PLAYER_WORDS = { play: "Play", pause: "Pause", slider: "Step of training", all: "All pictures" };
