import { type Files, publish } from "../../build/publish.ts";
import { pointedDisk } from "./disk.ts";
import { publishNaively } from "./naive.ts";
import { siteOf } from "./site.ts";

/** Publishes a site, `how` it is told, and kills itself at a point as `kill -9` would; never at -1. */
const [how = "", content = "", out = "", root = "", point = ""] = process.argv.slice(2);
const disk = pointedDisk((n) => {
  if (n === Number(point)) process.kill(process.pid, "SIGKILL");
});
const made: Files = siteOf(content);
if (how === "naive") publishNaively(made, out, disk);
else publish(made, out, root, disk);
