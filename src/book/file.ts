/** The file of a chapter, by its name and number: `chapters/02-z1.ts`. */
export const fileNamed = (name: string, number: number): string =>
  `chapters/${String(number).padStart(2, "0")}-${name}.ts`;
