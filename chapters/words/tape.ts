/** The words of the walk back along a tape. */
export const tapeWords = {
  play: "Walk back",
  pause: "Pause",
  back: "One line back",
  on: "One line on",
  /** Before the walk. */
  rest: "From the last line up, the slope of each line appears.",
  /** Before the number of a line, and its slope. */
  line: "Slope along line",
  /** Before the numbers of the lines that it goes to. */
  to: "It goes on to",
};
