/** What a lesson file is read with: loaded when there is one. */
export { parseJson, textOf } from "../../src/lesson/json.ts";
