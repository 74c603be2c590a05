import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { followsLesson } from "../build/shell.ts";
import { site } from "../build/site.ts";
import { pages } from "../chapters/pages.ts";
import { movingWords } from "../chapters/words/moving.ts";
import { parseLesson } from "../src/lesson/lesson.ts";
import { BOOK, bookPages } from "./book.ts";
import { ROOT, remove, temporaryFolder } from "./project.ts";
import { writeFiles } from "./reading.ts";

/** Books of lessons that strain a page, beside the article's. */

const LESSONS = {
  "300 rows, 64 hidden": { data: { rows: 300 }, hidden: 64, digits: 15 },
  "given data and weights, other bricks": {
    title: "Class 10B <b>&amp; “friends”",
    data: {
      X: [[1, 0, 1], [1e6, -2.5, 1], ...Array.from({ length: 6 }, (_, n) => [n / 8, -n, 0.5])],
      labels: [0, 1, 2, 0, 1, 2, 0, 1],
    },
    weights: {
      W1: [
        [1e6, 2],
        [0, -1],
        [-1e-9, 0.5],
      ].map((row) => [...row, 0, 1, -1, 0.25, -0.5, 3]),
      b1: [0, 1, -1, 2, 0.5, 0, 0, 0],
      W2: Array.from({ length: 8 }, (_, j) => [2 - j, -3, j / 4]),
    },
    activation: "relu",
    outputActivation: "softmax",
    loss: "cross-entropy",
    ridge: 0.1,
    learningRate: 100,
    digits: 0,
  },
};

/** A page of one of the books. */
export interface Leaf {
  readonly lesson: string;
  readonly file: string;
}

/** All pages of the article's lesson; of the others those that change with the lesson. */
export const LEAVES: readonly Leaf[] = [
  ...bookPages.map((file) => ({ lesson: "article", file })),
  ...Object.keys(LESSONS).flatMap((lesson) =>
    pages.filter(followsLesson).map(({ name }) => ({ lesson, file: `${name}.html` })),
  ),
];

/** The folder of each book, by its lesson. They are built before the tests of a file, and gone after them. */
export function withSites(): ReadonlyMap<string, string> {
  const root = temporaryFolder();
  const folders = new Map([["article", BOOK]]);
  for (const lesson of Object.keys(LESSONS)) folders.set(lesson, join(root, lesson.replace(/\W+/g, "-")));
  beforeAll(async () => {
    // Of the scripts that load on demand, those of pictures alone: nobody asks for the others here.
    for (const [lesson, json] of Object.entries(LESSONS)) {
      const made = await site({ root: ROOT, lesson: parseLesson(json), command: "npm run build" });
      const moving = Object.keys(movingWords).map(
        async (name) => [`${name}.js`, await made.scripts.get(`${name}.js`)!()] as const,
      );
      const assets = new Map([...made.assets, ...(await Promise.all(moving))]);
      writeFiles({ ...made, assets }, folders.get(lesson)!);
    }
  });
  afterAll(() => remove(root));
  return folders;
}
