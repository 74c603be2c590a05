/** The file of a chapter, by its name and number, without its suffix: `02-z1`. */
export const fileNamed = (name: string, number: number): string =>
  `${String(number).padStart(2, "0")}-${name}`;
