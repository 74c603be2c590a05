/** In a browser bundle a chapter is never run from a terminal. */
export function run(): void {}
