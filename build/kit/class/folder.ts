import { createHash } from "node:crypto";
import {
  closeSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../../../src/lesson/usage-error.ts";
import { makeFolder, sweep, temporaryOf } from "../../leftovers.ts";
import { exists, followed, inWords, isInside, MARKER, markerOf, namedIn, siteAround } from "../../publish.ts";

/**
 * A folder that is written file by file, each whole or not at all: under another name first, then moved into place. Its
 * marker names what was ever made in it, with a digest of each file, and nothing else is ever replaced: no file that
 * somebody has changed since, either. Killed at any moment, it holds whole files; the next run writes them all.
 */
export interface Folder {
  readonly path: string;
  /** What this run writes. */
  readonly names: readonly string[];
  /** Files of earlier runs that this one does not make. */
  readonly others: readonly string[];
  /** Makes it, if nothing was written yet. */
  begin(): void;
  write(name: string, content: string | Uint8Array): void;
  /** A file that is written piece by piece. */
  open(name: string): Pieces;
  /** All is written. Gives pages of this run that are others than before. */
  finish(): readonly string[];
  /** What is not whole will never be. */
  drop(): void;
}

export interface Pieces {
  write(content: string | Uint8Array): void;
  /** It is whole. */
  close(): void;
}

const HEADING = "Made by Brick by Brick for a class; the next run replaces these files:";

/**
 * The folder that `out` names, once nothing stands in the way of these files.
 * @param names what will be written, from the folder
 * @param free those that may be changed
 * @throws UsageError where a file stands there that no run made, or that was changed, and where the disk refuses; nothing
 *   is written then
 */
export function folderAt(
  out: string,
  here: string,
  root: string,
  names: readonly string[],
  free: readonly string[] = [],
): Folder {
  return inWords(out, () => {
    const folder = followed(resolve(here, out));
    const refuse = (what: string): never => {
      throw new UsageError(`--out: got ${out}, ${what}`);
    };
    if (isInside(realpathSync(root), folder)) refuse("which holds the project itself; expected another");
    if (exists(folder) && !lstatSync(folder).isDirectory()) refuse("which is not a folder; expected one");
    const site = siteAround(join(folder, MARKER), root);
    if (site !== undefined)
      refuse(`which lies in ${site}, and the next build replaces that; expected another`);
    const marked = namedIn(folder, HEADING)?.map((line) => line.split("\t"));
    const before = new Map<string, string | undefined>(marked?.map(([name, digest]) => [name!, digest]));
    const made = new Set((marked && [...before.keys(), MARKER])?.map(folded));
    for (const name of [MARKER, ...names]) {
      const foreign = foreignOn(folder, name, made);
      if (foreign)
        refuse(`where ${foreign} stands, which no class made; expected another folder, or that moved`);
      const digest = free.includes(name) ? undefined : before.get(name);
      if (digest !== undefined && exists(join(folder, name)) && digest !== digestOf(join(folder, name)))
        refuse(`where ${name} was changed since a class made it; expected another folder, or that moved`);
    }
    const ours = new Set([MARKER, ...before.keys(), ...names].map((name) => join(folder, name)));
    const digests = new Map(before);
    for (const name of names) digests.set(name, undefined);
    const ofThisRun = new Set(names);
    const opened = new Set<Droppable>();
    const folders = new Set(names.map((name) => dirname(join(folder, name))));
    return {
      path: folder,
      names,
      others: [...before.keys()].filter((name) => !ofThisRun.has(name) && exists(join(folder, name))),
      begin,
      write(name, content) {
        const file = this.open(name);
        file.write(content);
        file.close();
      },
      open(name) {
        begin();
        const pieces = piecesOf(join(folder, name), out, (digest) => {
          digests.set(name, digest);
          opened.delete(pieces);
        });
        opened.add(pieces);
        return pieces;
      },
      finish() {
        mark();
        return names.filter((name) => before.get(name) !== digests.get(name));
      },
      drop() {
        for (const it of opened) it.drop();
      },
    };

    /** The folders, and the marker, before the first file. */
    function begin(): void {
      if (folders.size === 0) return;
      inWords(out, () => {
        for (const it of [folder, ...folders]) {
          makeFolder(it);
          sweep(it, (name) => ours.has(join(it, name)));
        }
        folders.clear();
        mark();
      });
    }

    /** What is not written yet has no digest: a run that is killed may have replaced it. */
    function mark(): void {
      const marker = piecesOf(join(folder, MARKER), out);
      const lines = [...digests].map(([name, digest]) =>
        digest === undefined ? name : `${name}\t${digest}`,
      );
      marker.write(markerOf(HEADING, lines));
      marker.close();
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

/** Of a file, which may be larger than what is to be held at once. */
function digestOf(path: string): string {
  const hash = createHash("sha256");
  const file = openSync(path, "r");
  try {
    const piece = Buffer.alloc(65_536);
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      hash.update(piece.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex").slice(0, DIGEST);
}
/** Letters of a digest. */
const DIGEST = 16;

/** Unless it is whole by then. */
type Droppable = Pieces & { drop(): void };

function piecesOf(path: string, out: string, done: (digest: string) => void = () => {}): Droppable {
  const hash = createHash("sha256");
  const temporary = temporaryOf(path);
  const file = inWords(out, () => openSync(temporary, "wx"));
  let isOpen = true;
  const end = () => {
    isOpen = false;
    closeSync(file);
  };
  return {
    write: (content) =>
      inWords(out, () => {
        hash.update(content);
        writeFileSync(file, content);
      }),
    close: () =>
      inWords(out, () => {
        end();
        renameSync(temporary, path);
        done(hash.digest("hex").slice(0, DIGEST));
      }),
    drop() {
      if (!isOpen) return;
      end();
      rmSync(temporary, { force: true });
    },
  };
}
