import type { LessonError } from "./check.ts";
import { depthOf, FIELDS, isObject, valueAt } from "./fields.ts";

/**
 * A lesson file that is mended, fault by fault, so that the rest of it can be looked at; and what of it cannot be
 * trusted any more.
 */
export interface Mending {
  /** As it is by now. */
  readonly file: Readonly<Record<string, unknown>>;
  /** Nothing is known of this place, or group, any more. */
  doubt(place: string): void;
  /** The same of the numbers in a row of targets, or in all of them. */
  doubtNumbers(field: string): void;
  /** Takes out what is at a path. */
  drop(path: readonly string[]): void;
  /** Mends what does not pass its check: of a matrix or a list one number, or else takes the whole out. */
  value(path: readonly PropertyKey[]): void;
  /** Mends one side of a contradiction. */
  contradiction(error: LessonError): void;
  /** Whether a contradiction may be none in the file that was meant. */
  isDoubtful(error: LessonError): boolean;
}

/** What follows from a place, where the file does not say it by itself. */
const SAYS: Readonly<Record<string, readonly string[]>> = {
  data: ["outputs"],
  "data.targets": ["data.labels", "outputs"],
  weights: ["hidden", "outputs", "bias"],
  "weights.W1": ["hidden"],
  "weights.W2": ["outputs"],
  "weights.b1": ["bias"],
  "weights.b2": ["bias"],
};
const PLACES: ReadonlySet<string> = new Set(["data", "weights", ...FIELDS.map(({ at }) => at)]);

const SHAPED = ["weights.W2", "weights.b1", "weights.b2"];

type Numbers = number[][];

export function mendingOf(json: Readonly<Record<string, unknown>>): Mending {
  const file = structuredClone(json) as Record<string, unknown>;
  const doubtful = new Set<string>();
  const doubtfulNumbers = new Set<string>();

  const doubt = (place: string): void => {
    if (!PLACES.has(place)) return;
    doubtful.add(place);
    for (const other of SAYS[place] ?? []) if (valueAt(file, other) === undefined) doubtful.add(other);
  };
  const groupOf = (path: readonly string[]) =>
    (path.length > 1 ? file[path[0]!] : file) as Record<string, unknown>;
  const drop = (path: readonly string[]): void => {
    delete groupOf(path)[path.at(-1)!];
    doubt(path.join("."));
  };

  const shapeless = new Set(SHAPED);
  /** What belongs to W1 gets its shape, so that W1 can be held against the rest of the file. */
  const reshape = (place: string): void => {
    shapeless.delete(place); // what is still wrong with it is no shape
    const weights = file.weights as Record<string, Numbers | number[]>;
    const [hidden, outputs] = [weights.W1, weights.W2].map((it) => (it as Numbers)[0]!.length) as [
      number,
      number,
    ];
    if (place === "weights.W2") {
      weights.W2 = Array.from({ length: hidden }, () => Array<number>(outputs).fill(0));
      doubt(place);
    } else weights[place.split(".")[1]!] = Array<number>(place.endsWith("1") ? hidden : outputs).fill(0);
  };

  return {
    file,
    doubt,
    doubtNumbers: (field) => void doubtfulNumbers.add(field),
    drop,

    value(path) {
      const at = path.slice(0, isObject(file[path[0] as string]) ? 2 : 1) as string[];
      const place = at.join(".");
      const value = valueAt(file, place);
      if (value === undefined) return; // taken out by now
      const indices = path.slice(at.length) as number[];
      if (indices.length === 0 || indices.length < depthOf(FIELDS.find((it) => it.at === place)!))
        return drop(at);
      const [first, second] = indices as [number, number?];
      if (second === undefined) (value as unknown[])[first] = 0;
      else (value as unknown[][])[first]![second] = 0;
      doubtfulNumbers.add(`${place}[${first}]`);
    },

    contradiction(error) {
      const [, place = "", index] = /^([\w.]+)(?:\[(\d+)\])?$/.exec(error.field) ?? [];
      const { X, labels, targets } = (file.data ?? {}) as {
        X?: Numbers;
        labels?: number[];
        targets?: Numbers;
      };
      const putInData = (name: string, value: unknown) =>
        void Object.assign(file.data as object, { [name]: value });
      if (index !== undefined && place === "data.labels") labels![Number(index)] = 0;
      else if (index !== undefined) {
        const rows = valueAt(file, place) as Numbers;
        const width = rows[0]!.length;
        if (rows[Number(index)]!.length !== width) doubt(place);
        rows[Number(index)] = oneHot(width);
      } else if (place === "data.X" && X) putInData("labels", Array(X.length).fill(0));
      else if (place === "data.labels" && X && labels && labels.length !== X.length)
        putInData(
          "labels",
          X.map((_, n) => labels[n] ?? 0),
        );
      else if (place === "data.targets" && X && targets && !labels && targets.length !== X.length)
        putInData(
          "targets",
          X.map((_, n) => targets[n] ?? oneHot(targets[0]!.length)),
        );
      else if (shapeless.has(place) && valueAt(file, "weights.W1") && valueAt(file, "weights.W2"))
        reshape(place);
      else if (valueAt(file, place) === undefined) throw error;
      else drop(place.split("."));
    },

    isDoubtful({ field, reason }) {
      const [place] = field.split("[") as [string];
      if (doubtfulNumbers.has(field) || doubtfulNumbers.has(place)) return true;
      return [...doubtful].some((it) => it !== place && namesPlace(it).test(reason));
    },
  };
}

const oneHot = (width: number): number[] => Array.from({ length: width }, (_, k) => Number(k === 0));

/** Whether a reason speaks of a place, or of one in that group. How many rows there are is known all the same. */
const namesPlace = (place: string): RegExp =>
  new RegExp(
    `(?<!each row of |[\\w.])${place === "outputs" ? "outputs?" : place.replace(".", "\\.")}(?!\\w)`,
  );
