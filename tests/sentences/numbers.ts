/** Numbers in the text of a page. */

/** What one looks like, in prose or in a formula: 1,002 and −0.5 and 3.72·10−1. */
export const NUMBER = /[−-]?\d[\d,]*(?:\.\d+)?(?:·10\^?[−-]?\d+)?/.source;

/** What it is worth. */
export const worth = (text: string): number =>
  Number(
    text
      .replaceAll(",", "")
      .replaceAll("−", "-")
      .replace(/·10\^?/, "e"),
  );

/** A pattern in which `#` stands for a number, caught. */
export const withNumbers = (pattern: RegExp): RegExp =>
  new RegExp(pattern.source.replaceAll("#", `(${NUMBER})`));

/** One in its last digit. */
export const lastPlace = (text: string): number => {
  const [, decimals = "", power = "0"] = /^[^.·]*(?:\.(\d+))?(?:·10\^?(.+))?$/.exec(text) ?? [];
  return 10 ** (worth(power) - decimals.length);
};
