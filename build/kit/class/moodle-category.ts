/**
 * The path of a category in the question bank of a course, as Moodle writes one (question/format.php): a slash between
 * names, two for one that is part of a name, and no name that begins or ends with one.
 */
export const categoryPath = (...names: readonly string[]): string =>
  ["$course$", "top", ...names.map(escaped)].join("/");

const escaped = (name: string): string =>
  name
    .replace(/\s+/gu, " ")
    .trim()
    .replaceAll("/", "//")
    .replace(/^\/|\/$/g, (slash, at) => (at === 0 ? ` ${slash}` : `${slash} `));
