import { type Chapter, partOf } from "../../../src/book/chapter.ts";
import { STAGE_FILES, type StageFile } from "../../../src/book/stage-files.ts";
import { stageJson } from "../../../src/network/json.ts";
import type { Trace } from "../../../src/network/stage.ts";
import { stageInNumpy } from "../../in-numpy.ts";
import { csvFiles } from "./csv.ts";
import type { Content } from "./format.ts";
import { npzOf } from "./npz.ts";
import { texOf } from "./tex.ts";
import { valuesNamed } from "./values.ts";
import { stageXlsx } from "./xlsx.ts";
import { zipped } from "./zip.ts";

/** What stands beside the page of a stage: what the stage takes and makes, by the name of the file. */
export function stageFiles(chapter: Chapter, trace: Trace): Map<string, Content> {
  const part = partOf(chapter, trace.lesson);
  const values = valuesNamed(trace, [...part.needs, ...part.makes]);
  const made: Record<StageFile, () => Content> = {
    json: () => stageJson(chapter.name, part, trace),
    csv: () => zipped(csvFiles(values)),
    npz: () => npzOf(values),
    tex: () => texOf(trace, [chapter]),
    ipynb: () => stageInNumpy(chapter, trace),
    xlsx: () => stageXlsx(trace, chapter),
  };
  return new Map(
    Object.entries(made).map(([file, make]) => [chapter.name + STAGE_FILES[file as StageFile], make()]),
  );
}
