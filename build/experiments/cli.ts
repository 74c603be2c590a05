import { fileURLToPath } from "node:url";
import { experiments } from "../../chapters/pages.ts";
import { refuseKeptByNpm } from "../command.ts";
import { RESULTS } from "../experiments.ts";
import { helpOn, type Option, typedOptions } from "../flags.ts";
import { progressOn } from "../progress.ts";
import { runMain } from "../usage.ts";
import { runAnew } from "./anew.ts";

/** The program that package.json starts as `experiments`. */

const OPTIONS = new Map<string, Option>([
  ["check", { help: "keep nothing: only compare with what is kept, byte for byte" }],
  ["help", { help: "print this" }],
]);

async function main(argv: readonly string[], say: (text: string) => void): Promise<void> {
  refuseKeptByNpm(process.env, "experiments", [...OPTIONS.keys()]);
  const typed = typedOptions(argv, OPTIONS);
  if (typed.has("help"))
    return say(
      helpOn("npm run experiments -- [options]\nruns all experiments anew and keeps what they find", OPTIONS),
    );
  const keeps = !typed.has("check");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { count, others, stale } = await runAnew(experiments, { root, progress: progressOn(), keeps });
  const isSame = others.length + stale.length === 0;
  for (const file of others) say(`${RESULTS}/${file}: ${keeps ? "renewed" : "is not what its code finds"}\n`);
  for (const file of stale) say(`${RESULTS}/${file}: ${keeps ? "removed" : "is of no experiment"}\n`);
  say(`${RESULTS}: ${count} results${isSame ? ", the same as kept, byte for byte" : ""}\n`);
  if (!keeps && !isSame) {
    say("Where code or settings were changed: npm run experiments renews them.\n");
    process.exitCode = 1;
  }
}

runMain(() => main(process.argv.slice(2), (text) => process.stdout.write(text)));
