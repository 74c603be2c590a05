import * as fs from "node:fs";
import { dirname, join, relative } from "node:path";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { digest, storeIn } from "../../kept.ts";
import { makeFolder, writeWhole } from "../../leftovers.ts";
import { followed, inWords, LITTER, MARKER, publish, siteAround } from "../../publish.ts";
import type { Content } from "./format.ts";

/**
 * Where something is to be written, over nothing but what was written so before: of every file that is written a digest
 * is kept in the project, by which it is known again, wherever it stands and whatever its format. One that a person has
 * changed since is theirs.
 */
export interface Place {
  writeFile(content: Content): void;
  /** Files by their paths, in place of all that stood in the folder. */
  writeFolder(files: ReadonlyMap<string, Content>): void;
}

/** @throws UsageError where something stands there that is not to be lost; as does writing, if it has come since */
export function placeFor(path: string, root: string): Place {
  const store = storeIn(join(root, "node_modules/.cache/brick-by-brick/exported"));
  const nameOf = (content: Content) => `${digest(content)}.json`;
  const isOwn = (file: string) => store.read(nameOf(fs.readFileSync(file)), "exported") !== undefined;
  const keep = (content: Content) => store.write(nameOf(content), "exported", "true");
  const refuse = (what: string): never => {
    throw new UsageError(`${path}: ${what}`);
  };

  /** Where it really is. */
  const place = inWords(path, () => followed(path));
  const check = () => {
    const site = siteAround(place, root);
    if (site !== undefined) refuse(`it lies in ${site}, and the next build replaces that`);
    const there = fs.statSync(place, { throwIfNoEntry: false });
    if (there?.isDirectory()) {
      const foreign = filesIn(place).find((file) => !isOwn(join(place, file)));
      if (foreign)
        refuse(
          `it holds ${foreign}, which is not known as an export: another program made it, or it was changed, or npm ci forgot it since; expected another folder, or that it is removed`,
        );
    } else if (there && !isOwn(place))
      refuse(
        "it is there already, and is not known as an export: another program made it, or it was changed, or npm ci forgot it since; expected another name, or that it is removed",
      );
    return there;
  };
  inWords(path, check);

  return {
    writeFile: (content) =>
      inWords(path, () => {
        if (check()?.isDirectory()) refuse("got a folder, expected a file");
        makeFolder(dirname(place));
        writeWhole(place, content);
        keep(content);
      }),
    writeFolder(files) {
      if (inWords(path, check)?.isFile()) refuse("got a file, expected a folder");
      publish({ pages: new Map(), assets: files }, place, root);
      for (const content of files.values()) keep(content);
    },
  };
}

/** The files of a folder, but for what file managers and the kit itself leave there. */
const filesIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => !it.isDirectory() && ![...LITTER, MARKER].includes(it.name))
    .map((it) => relative(folder, join(it.parentPath, it.name)));
