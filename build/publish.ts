import * as fs from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UsageError } from "../src/lesson/usage-error.ts";
import { isAtWork, makeFolder, RANDOM, randomName } from "./leftovers.ts";
import { why } from "./usage.ts";

/**
 * Puts a site into its folder so that, killed at any point, the old or the new one is whole: written into a
 * folder beside it, then moved into place by two renames. A kill between the two leaves no folder and the old
 * site beside its place; `recover` moves it back. No lock is needed: the folders beside are each build's own, and
 * where two builds meet at the renames, one finds the place taken and says so.
 *
 * A mount point (a container's volume) cannot be moved: its files are replaced one by one, the site written inside it
 * first. Killed meanwhile, it may hold files of both sites, which the marker names: the next build takes them over.
 */

/** The file operations used: a test can pass others, which fail or die. */
export type Disk = Pick<
  typeof fs,
  | "existsSync"
  | "lstatSync"
  | "mkdirSync"
  | "readdirSync"
  | "readFileSync"
  | "realpathSync"
  | "renameSync"
  | "rmSync"
  | "writeFileSync"
>;

/** What is published of a site. */
export interface Files {
  readonly pages: ReadonlyMap<string, () => string>;
  readonly assets: ReadonlyMap<string, string | Uint8Array>;
}

/** In every folder that was made here; under a heading it names the files written, one a line. */
export const MARKER = ".brick-by-brick";
/** That of a site. */
const HEADING = "Made by Brick by Brick; the next build replaces this folder. The files it made:";

/** What file managers leave behind. */
export const LITTER = [".DS_Store", "Thumbs.db", "desktop.ini"];

/**
 * Writes the site into the folder `out`, which it then is, whole, and nothing else.
 * @throws UsageError where `ownFolder` does, where the disk refuses, and where another build was faster
 */
export function publish({ pages, assets }: Files, out: string, root: string, disk: Disk = fs): void {
  // All pages first: one that cannot be rendered touches nothing.
  const files = [...assets, ...[...pages].map(([name, render]) => [name, render()] as const)];
  inWords(out, () => {
    const folder = ownFolder(out, root, disk);
    if (isMountPoint(folder, disk)) return fill(folder, files, disk);
    tidy(folder, disk);
    const made = beside(folder, "new");
    try {
      writeSite(made, files, disk);
      ownFolder(out, root, disk); // somebody may have put a file there meanwhile
      replace(folder, made, out, disk);
    } catch (error) {
      if (exists(made, disk)) disk.rmSync(made, { recursive: true, force: true });
      // A mount point says so, too, where it is of the same disk.
      if (codeOf(error) !== "EBUSY" || !exists(folder, disk)) throw error;
      fill(folder, files, disk);
    }
  });
}

type Content = readonly (readonly [name: string, content: string | Uint8Array])[];

function writeSite(folder: string, files: Content, disk: Disk): void {
  makeFolder(folder, disk);
  disk.writeFileSync(
    join(folder, MARKER),
    markerOf(
      HEADING,
      files.map(([name]) => name),
    ),
  );
  for (const [name, content] of files) {
    if (name.includes("/")) disk.mkdirSync(dirname(join(folder, name)), { recursive: true });
    disk.writeFileSync(join(folder, name), content);
  }
}

export const markerOf = (heading: string, names: Iterable<string>): string =>
  [heading, ...names, ""].join("\n");

/** Whether another disk begins at the folder. */
const isMountPoint = (folder: string, disk: Disk): boolean =>
  exists(folder, disk) && disk.lstatSync(folder).dev !== disk.lstatSync(dirname(folder)).dev;

/** Replaces the files of a folder that cannot be moved. */
function fill(folder: string, files: Content, disk: Disk): void {
  const old = madeBefore(folder, disk);
  for (const name of disk.readdirSync(folder)) {
    const pid = INSIDE.exec(name)?.[1];
    if (pid && !isAtWork(Number(pid))) disk.rmSync(join(folder, name), { recursive: true, force: true });
  }
  const made = join(folder, suffix("new"));
  try {
    writeSite(made, files, disk);
    const names = files.map(([name]) => name);
    disk.writeFileSync(join(folder, MARKER), markerOf(HEADING, new Set([...old, ...names])));
    for (const name of [...names, MARKER]) {
      if (name.includes("/")) disk.mkdirSync(dirname(join(folder, name)), { recursive: true });
      disk.renameSync(join(made, name), join(folder, name));
    }
    for (const name of old) if (!names.includes(name)) disk.rmSync(join(folder, name), { force: true });
  } finally {
    disk.rmSync(made, { recursive: true, force: true });
  }
}

/** The two renames, and the end of the old site. */
function replace(folder: string, made: string, out: string, disk: Disk): void {
  const old = beside(folder, "old");
  const had = exists(folder, disk);
  try {
    if (had) disk.renameSync(folder, old);
    disk.renameSync(made, folder);
  } catch (error) {
    if (exists(old, disk) && !exists(folder, disk)) disk.renameSync(old, folder);
    if (!["ENOENT", "EEXIST", "ENOTEMPTY"].includes(codeOf(error) ?? "")) throw error;
    throw new UsageError(`${out}: another build wrote it at the same moment; build again`);
  }
  if (had) discard(old, disk);
}

/**
 * Undoes what a killed build left half done: the old site comes back where there is none, leftovers go.
 * @throws UsageError as `publish` does
 */
export function recover(out: string, root: string, disk: Disk = fs): void {
  inWords(out, () => tidy(ownFolder(out, root, disk), disk));
}

function tidy(folder: string, disk: Disk): void {
  const around = dirname(folder);
  const leftovers = (exists(around, disk) ? disk.readdirSync(around) : []).flatMap((name) => {
    const [end, kind, pid] = LEFTOVER.exec(name) ?? [];
    return end && name === basename(folder) + end
      ? [{ path: join(around, name), kind, pid: Number(pid) }]
      : [];
  });
  const old = leftovers.find(({ kind }) => kind === "old");
  if (old && !exists(folder, disk)) disk.renameSync(old.path, folder);
  // The folder was looked at after the list was made, and is there: no old site of the list is needed any more.
  for (const { path, kind, pid } of leftovers)
    if (exists(path, disk) && (kind === "old" || !isAtWork(pid))) discard(path, disk);
}

/** Removes a folder, renamed first: so an old site under its own name is always whole. */
function discard(path: string, disk: Disk): void {
  const rubbish = path.replace(LEFTOVER, suffix("new"));
  try {
    disk.renameSync(path, rubbish);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return; // another build has just removed it
    throw error;
  }
  disk.rmSync(rubbish, { recursive: true, force: true });
}

/** A site that is being written inside a mount point, or was when its build was killed. */
const INSIDE = new RegExp(`^\\.new-(\\d+)-${RANDOM}$`);
const LEFTOVER = new RegExp(`\\.(new|old)-(\\d+)-${RANDOM}$`);
const suffix = (kind: "new" | "old"): string => `.${kind}-${process.pid}-${randomName()}`;
const beside = (folder: string, kind: "new" | "old"): string => folder + suffix(kind);

/**
 * The folder that `out` names, links followed.
 * @throws UsageError where a build would destroy what no build made: a file, the project or a folder around it, a
 * folder with a file that is not a build's
 */
export function ownFolder(out: string, root: string, disk: Disk = fs): string {
  const refuse = (what: string): never => {
    throw new UsageError(`--out: got ${out}, ${what}; expected a new or empty folder, or one a build made`);
  };
  return inWords(out, () => {
    const folder = followed(resolve(out), disk);
    if (isInside(disk.realpathSync(root), folder)) refuse("which holds the project itself");
    const site = siteAround(folder, root, disk);
    if (site !== undefined) refuse(`which lies in ${site}, and the next build replaces that`);
    if (!exists(folder, disk)) return folder;
    if (!disk.lstatSync(folder).isDirectory()) refuse("which is not a folder");
    const foreign = foreignFile(folder, disk);
    if (foreign !== undefined) refuse(`which holds ${foreign}, made by no build`);
    return folder;
  });
}

/** A path without links; the end of it need not exist. */
export function followed(path: string, disk: Disk = fs): string {
  return exists(path, disk) ? disk.realpathSync(path) : join(followed(dirname(path), disk), basename(path));
}

/** Whether a path is a folder or lies in it. */
export const isInside = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** The folder of a site that another folder lies in: one that a build made, or makes if nothing else is said. */
export function siteAround(folder: string, root: string, disk: Disk = fs): string | undefined {
  const around = dirname(folder);
  if (around === folder) return undefined;
  const isSite = around === join(disk.realpathSync(root), "dist") || madeBefore(around, disk).length > 0;
  return isSite ? around : siteAround(around, root, disk);
}

/** The files that the build which made a folder names. */
const madeBefore = (folder: string, disk: Disk): string[] => namedIn(folder, HEADING, disk) ?? [];

/** The files that a folder's marker names under a heading; undefined where there is no marker, or another heading. */
export function namedIn(folder: string, heading: string, disk: Disk = fs): string[] | undefined {
  if (!exists(join(folder, MARKER), disk)) return undefined;
  const [first, ...names] = disk.readFileSync(join(folder, MARKER), "utf8").split("\n");
  return first === heading ? names.filter(Boolean) : undefined;
}

/** A file in the folder that the build which made it does not name. */
function foreignFile(folder: string, disk: Disk): string | undefined {
  const made = madeBefore(folder, disk);
  const own = new Set(made.length > 0 ? [MARKER, ...made] : []);
  const files = disk
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !LITTER.includes(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
  return files.find((name) => !own.has(name) && !INSIDE.test(name.split("/")[0]!));
}

export const exists = (path: string, disk: Disk = fs): boolean =>
  disk.lstatSync(path, { throwIfNoEntry: false }) !== undefined;

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** What the disk refuses, in words. */
export function inWords<T>(out: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof UsageError || code === undefined) throw error;
    throw new UsageError(`${out}: cannot be written: ${why(code)}`);
  }
}
