/** How a figure looks that is taken out of its page: into a file, by a build or by a reader (build/reader/taking). */

/** What is of the page alone: it lights, links, moves or names a part. */
export const OF_PAGE = /^(?:class|style|color|tabindex|href|role|aria-.*|data-(?!cell).*)$/;

/** Between what is drawn and the edge of the picture. */
export const MARGIN = 10;

/** The letters of formulas come with the page; elsewhere these are about as wide. */
export const LIKE_FORMULAS = '"Latin Modern Math", "STIX Two Text", "Times New Roman", Times, serif';
