import { UsageError } from "./usage-error.ts";

/**
 * The JSON of a lesson whose rows are in it. A page is given one file and can read no other.
 * @throws UsageError where it names a CSV file
 */
export function withoutSecondFile(json: unknown, name: string): unknown {
  const { csv } = (json as { data?: { csv?: unknown } | null } | null)?.data ?? {};
  if (csv === undefined) return json;
  throw new UsageError(
    `${name}: data.csv: got a second file, ${JSON.stringify(csv)}, which a page cannot read; npm run lesson -- new --lesson ${name} --out whole.json writes one with its rows`,
  );
}
