import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { sweep, temporaryOf } from "../../leftovers.ts";
import { exists, followed, inWords, isInside, MARKER, markerOf, namedIn, siteAround } from "../../publish.ts";

/**
 * A folder that is written file by file, each whole or not at all: under another name first, then moved into place. Its
 * marker names what was ever made in it, and nothing else is ever replaced. Killed at any moment, it holds whole files;
 * the next run writes them all.
 */
export interface Folder {
  readonly path: string;
  /** What this run writes. */
  readonly names: readonly string[];
  /** Files of earlier runs that this one does not make. */
  readonly others: readonly string[];
  write(name: string, content: string | Uint8Array): void;
  /** A file that is written piece by piece. */
  open(name: string): Pieces;
}

export interface Pieces {
  write(content: string | Uint8Array): void;
  /** It is whole. */
  close(): void;
  /** It will never be, unless it is whole already. */
  drop(): void;
}

const HEADING = "Made by Brick by Brick for a class; the next run replaces these files:";

/**
 * The folder that `out` names, once nothing stands in the way of these files.
 * @param names what will be written, from the folder
 * @throws UsageError where a file stands there that no run made, and where the disk refuses; nothing is written then
 */
export function folderAt(out: string, here: string, root: string, names: readonly string[]): Folder {
  return inWords(out, () => {
    const folder = followed(resolve(here, out));
    const refuse = (what: string): never => {
      throw new UsageError(`--out: got ${out}, ${what}`);
    };
    if (isInside(realpathSync(root), folder)) refuse("which holds the project itself; expected another");
    const site = siteAround(folder, root);
    if (site !== undefined)
      refuse(`which lies in ${site}, and the next build replaces that; expected another`);
    if (exists(folder) && !lstatSync(folder).isDirectory()) refuse("which is not a folder; expected one");
    const before = namedIn(folder, HEADING);
    const made = new Set((before && [...before, MARKER])?.map(folded));
    for (const name of [MARKER, ...names]) {
      const foreign = foreignOn(folder, name, made);
      if (foreign)
        refuse(`where ${foreign} stands, which no class made; expected another folder, or that moved`);
    }
    const ours = new Set([MARKER, ...(before ?? []), ...names].map((name) => join(folder, name)));
    const folders = new Set(names.map((name) => dirname(join(folder, name))));
    return {
      path: folder,
      names,
      others: (before ?? []).filter((name) => !names.includes(name) && exists(join(folder, name))),
      write(name, content) {
        const file = this.open(name);
        file.write(content);
        file.close();
      },
      open(name) {
        begin();
        return piecesOf(join(folder, name), out);
      },
    };

    /** The folders, and the marker, before the first file. */
    function begin(): void {
      if (folders.size === 0) return;
      inWords(out, () => {
        for (const it of [folder, ...folders]) {
          mkdirSync(it, { recursive: true });
          sweep(it, (name) => ours.has(join(it, name)));
        }
        folders.clear();
        const marker = piecesOf(join(folder, MARKER), out);
        marker.write(markerOf(HEADING, new Set([...(before ?? []), ...names])));
        marker.close();
      });
    }
  });
}

/** As a file system sees a name that knows no capitals, or takes letters apart. */
export const folded = (name: string): string => name.normalize("NFKC").toLowerCase();

/** What stands on the way to a file that no run made: the file, or a file where a folder should be. */
function foreignOn(folder: string, name: string, made: ReadonlySet<string>): string | undefined {
  const parent = dirname(name);
  if (parent !== "." && exists(join(folder, parent)) && !lstatSync(join(folder, parent)).isDirectory())
    return parent;
  return !made.has(folded(name)) && exists(join(folder, name)) ? name : undefined;
}

function piecesOf(path: string, out: string): Pieces {
  const temporary = temporaryOf(path);
  const file = inWords(out, () => openSync(temporary, "wx"));
  let isOpen = true;
  const end = () => {
    isOpen = false;
    closeSync(file);
  };
  return {
    write: (content) => inWords(out, () => writeFileSync(file, content)),
    close: () =>
      inWords(out, () => {
        end();
        renameSync(temporary, path);
      }),
    drop() {
      if (!isOpen) return;
      end();
      rmSync(temporary, { force: true });
    },
  };
}
