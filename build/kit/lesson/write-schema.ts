import { writeFileSync } from "node:fs";
import { SCHEMA_FILE, schemaText } from "../../../src/lesson/schema.ts";

/** `npx tsx build/kit/lesson/write-schema.ts` makes the schema beside the ready lessons anew: after any change of fields. */
writeFileSync(new URL(`../../../lessons/${SCHEMA_FILE}`, import.meta.url), schemaText());
