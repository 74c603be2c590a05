import { filesInNumpy, PROGRAM } from "../../in-numpy.ts";
import type { Format } from "./format.ts";

export const ipynb: Format = {
  does: "a Jupyter notebook: each stage in NumPy, held against the book's numbers, and the loop",
  make: async ({ trace }) => filesInNumpy(trace).get(`${PROGRAM}.ipynb`)!,
};
