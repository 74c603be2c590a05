/** The words of what takes a picture away from its page (build/reader/take.ts). */
export const takeWords = {
  title: "Take this picture with you",
  /** Where a figure has more than one. */
  which: "Picture",
  paper: "Paper",
  looks: { light: "light", dark: "dark" },
  svg: { copy: "Copy SVG", save: "Save SVG" },
  png: { copy: "Copy PNG", save: "Save PNG" },
  /** What is what, for those who have not met them. */
  note: "SVG stays sharp at any size and can be edited as text or in a drawing program. PNG is made of pixels, two for each of the page’s.",
};
