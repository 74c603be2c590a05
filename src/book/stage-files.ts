/** What stands beside the page of a stage, to be opened in other programs: what each name ends in. */
export const STAGE_FILES = {
  json: ".json",
  csv: "-csv.zip",
  npz: ".npz",
  tex: ".tex",
  ipynb: ".ipynb",
  xlsx: ".xlsx",
} as const;

export type StageFile = keyof typeof STAGE_FILES;
