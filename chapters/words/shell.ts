/** The words around a page: its head and navigation, the search, the list of keys. */
export const shellWords = {
  /** BCP 47, for the `lang` attribute. */
  language: "en",
  book: "Brick by Brick",
  skip: "Skip to the text",
  contents: "Contents",
  previous: "Previous",
  next: "Next",
  symbols: "Symbols",
  theme: "Light or dark",
  copy: "Copy",
  /** On the button at the code of a stage. */
  codeButton: "Change the code",
  /** On the button under the lesson. */
  blank: "Print without answers",
  copied: "Copied",
  failed: "Not copied",
  /** Where a script that was asked for does not load. */
  missing: "That did not load. Try it once more.",
  close: "Close",
  /** On the buttons under a formula and under a figure. */
  take: { tex: "Copy TeX", picture: "Copy or save" },
  search: {
    /** On the button. */
    open: "Search",
    /** Over the line to write in. */
    label: "Search the book",
    /** Before their number. */
    found: "Places found",
    none: "No place in the book has these words.",
  },
  keys: {
    title: "Keys",
    /** What keys do wherever one is on a page (build/reader/keys.ts). */
    does: {
      "/": "search the book",
      n: "next page",
      p: "previous page",
      c: "contents",
      e: "change the numbers",
      b: "to what tells of a number, beside the text or at the foot",
      "?": "this list",
    },
    /** Keys of a part of a page, where that part has them. */
    there: [
      ["↑ ↓", "in the search, from place to place"],
      ["← →", "on a slider, step by step"],
      ["Esc", "close what is open"],
    ] as const,
    /** Beside the switch that turns single keys off. */
    single: "Single keys are on",
  },
  credits:
    "Retold from Omar U. Florez, “One LEGO at a Time: Explaining the Math of How Neural Networks Learn” (2017), and his program scratch_mlp. Every number here is computed anew.",
  /** On the link to the licences of the parts that others made. */
  licenses: "Licenses",
  /** Over those of the fonts. */
  fonts: {
    text: "Text set in Source Serif, cut to the signs of the book and renamed",
    formulas: "Formulas set in the fonts of KaTeX",
  },
  /** What an address without a page shows. */
  noPage: {
    title: "No such page",
    heading: "There is no page at this address",
    why: "It may have moved, or the address has a slip in it.",
    home: "All pages start here.",
  },
};
