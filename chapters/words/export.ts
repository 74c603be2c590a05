/** The words of files that are taken away (build/kit/export), where they are not those of a page. */
export const exportWords = {
  /** Where a page of the site would name the file beside it. */
  precision:
    "This stage has many numbers. All of them, with every digit, are in the files that <code>npm run export</code> makes.",
  /** At the head of a file of formulas, before the title of its lesson. */
  made: (book: string) => `${book}, any LaTeX sets it: pdflatex. The lesson:`,
};
