import { parseJson, textOf } from "../../src/lesson/json.ts";
import { withoutSecondFile } from "../../src/lesson/second-file.ts";

/** The JSON of a lesson file that is opened on a page: loaded when there is one. */
export async function jsonOf(file: File): Promise<unknown> {
  const text = textOf(new Uint8Array(await file.arrayBuffer()), file.name);
  return withoutSecondFile(parseJson(text, file.name), file.name);
}
