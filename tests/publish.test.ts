import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Disk, MARKER, ownFolder, publish, recover } from "../build/publish.ts";
import { UsageError } from "../src/lesson/usage-error.ts";
import { pointedDisk } from "./publish/disk.ts";
import { filesIn, holds, siteOf } from "./publish/site.ts";

const temporary = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), "publish-"));
const root = join(temporary, "project");
const out = join(root, "dist");
const [OLD, NEW] = [siteOf("the old site"), siteOf("the new site")];

beforeEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
  fs.mkdirSync(root);
});
afterAll(() => fs.rmSync(temporary, { recursive: true }));

/** Another process, which publishes and may kill itself. Bundled, so that it starts fast. */
const child = join(temporary, "child.mjs");
buildSync({
  entryPoints: ["tests/publish/child.ts"],
  outfile: child,
  bundle: true,
  platform: "node",
  format: "esm",
});
const inChild = (how: "safe" | "naive", content: string, point = -1) =>
  spawnSync(process.execPath, [child, how, content, out, root, String(point)], { encoding: "utf8" });

test("a site is written, whole and alone, over an older one", () => {
  publish(OLD, out, root);
  expect(holds(out, OLD)).toBe(true);
  fs.rmSync(join(out, "z1.html")); // a site with a hole is still a build's
  publish({ ...NEW, assets: new Map() }, out, root);
  expect(Object.keys(filesIn(out))).toEqual([MARKER, ...NEW.pages.keys()].sort());
  expect(fs.readdirSync(root)).toEqual(["dist"]);
});

describe("killed at any point, the old or the new site is whole", () => {
  /** Kills a child at one point after another, until one lives; true for each after which a site was whole. */
  function killed(how: "safe" | "naive"): { whole: boolean; before: boolean }[] {
    const results: { whole: boolean; before: boolean }[] = [];
    for (let point = 0; ; point++) {
      fs.rmSync(root, { recursive: true, force: true });
      fs.mkdirSync(root);
      publish(OLD, out, root);
      const { signal, status, stderr } = inChild(how, "the new site", point);
      if (status === 0) return results;
      expect(signal, stderr).toBe("SIGKILL");
      const isWhole = () => fs.existsSync(out) && (holds(out, OLD) || holds(out, NEW));
      const before = isWhole();
      if (how === "safe") {
        if (fs.existsSync(out)) expect(before, `point ${point}`).toBe(true);
        recover(out, root);
        expect(fs.readdirSync(root), "leftovers").toEqual(["dist"]);
      }
      results.push({ whole: isWhole(), before });
      if (how === "safe") {
        publish(NEW, out, root);
        expect(holds(out, NEW)).toBe(true);
      }
    }
  }

  test("at the latest after the next start", () => {
    const results = killed("safe");
    expect(results.length).toBeGreaterThanOrEqual(30);
    expect(results.filter(({ whole }) => !whole)).toEqual([]);
    // The gap between the two renames is there, and nowhere else.
    expect(results.filter(({ before }) => !before)).toHaveLength(1);
  });

  test("a build that empties the folder first is found out", () => {
    expect(killed("naive").filter(({ whole }) => !whole).length).toBeGreaterThan(20);
  });

  test("killed twice, the second time while the first is mended", () => {
    const points = killedPoints();
    for (const first of points) {
      fs.rmSync(root, { recursive: true, force: true });
      fs.mkdirSync(root);
      publish(OLD, out, root);
      inChild("safe", "the new site", first);
      const once = join(temporary, `killed-at-${first}`);
      fs.cpSync(root, once, { recursive: true });
      for (let second = 0; second < 5; second++) {
        fs.rmSync(root, { recursive: true, force: true });
        fs.cpSync(once, root, { recursive: true });
        inChild("safe", "the new site", second);
        recover(out, root);
        expect(holds(out, OLD) || holds(out, NEW), `${first}, then ${second}`).toBe(true);
        expect(fs.readdirSync(root)).toEqual(["dist"]);
      }
    }
  });

  /** The points at the renames and after: where leftovers of every sort remain. */
  function killedPoints(): number[] {
    let last = 0;
    publish(OLD, out, root);
    const disk = pointedDisk((point) => {
      last = point;
    });
    publish(NEW, out, root, disk);
    return Array.from({ length: 5 }, (_, i) => last - i);
  }
});

describe("two builds at the same time", () => {
  test("whenever the second comes, the folder is whole, and the first is done or says what happened", () => {
    let points = 1;
    for (let point = 0; point < points; point++) {
      fs.rmSync(root, { recursive: true, force: true });
      fs.mkdirSync(root);
      publish(OLD, out, root);
      let last = 0;
      const disk = pointedDisk((n) => {
        last = n;
        if (n === point) expect(inChild("safe", "another site").stderr).toBe("");
      });
      let first = "done";
      try {
        publish(NEW, out, root, disk);
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        first = (error as Error).message;
      }
      points = Math.max(points, last + 1);
      if (first !== "done")
        expect(first).toBe(`${out}: another build wrote it at the same moment; build again`);
      expect(
        holds(out, siteOf("another site")) || (first === "done" && holds(out, NEW)),
        `point ${point}`,
      ).toBe(true);
      expect(fs.readdirSync(root), `leftovers after point ${point}`).toEqual(["dist"]);
    }
    expect(points).toBeGreaterThan(25);
  });

  test("what a living build is writing stays, what a dead one left goes", () => {
    const dead = spawnSync(process.execPath, ["--version"]).pid;
    const [living, left, foreign] = [process.ppid, dead, "x"].map(
      (pid) => `dist.new-${pid}-0123456789abcdef`,
    );
    for (const name of [living, left, foreign]) fs.mkdirSync(join(root, name!));
    publish(NEW, out, root);
    expect(fs.readdirSync(root)).toEqual(["dist", living, foreign].sort());
  });
});

describe("a folder that no build made is left alone", () => {
  /** What somebody has at `target`; the path that is then refused, and the words. */
  const REFUSED: Record<string, [prepare: (target: string) => string, words: string]> = {
    "a folder with a file": [
      (target) => dirname(write(join(target, "thesis.txt"))),
      "which holds thesis.txt, made by no build",
    ],
    "a file deep in folders": [
      (target) => {
        write(join(target, "a/b/c.txt"));
        return target;
      },
      "which holds a/b/c.txt, made by no build",
    ],
    "a hidden file": [(target) => dirname(write(join(target, ".profile"))), "which holds .profile"],
    "a link in a folder": [(target) => dirname(link(join(target, "link"), root)), "which holds link"],
    "a site with a file of somebody": [
      (target) => {
        publish(OLD, target, root);
        return dirname(write(join(target, "thesis.txt")));
      },
      "which holds thesis.txt, made by no build",
    ],
    "a marker that is none": [(target) => dirname(write(join(target, MARKER))), `which holds ${MARKER}`],
    "a folder in a site": [
      (target) => {
        publish(OLD, target, root);
        return join(target, "class/10b");
      },
      "which lies in",
    ],
    "a folder in the place of a site that is not there yet": [() => join(out, "class10b"), "which lies in"],
    "a file": [write, "which is not a folder"],
    "the project": [() => root, "which holds the project itself"],
    "a folder around the project": [() => dirname(root), "which holds the project itself"],
    "the whole disk": [() => "/", "which holds the project itself"],
    "a link to a folder with a file": [
      (target) => link(target, dirname(write(join(root, "elsewhere/thesis.txt")))),
      "which holds thesis.txt, made by no build",
    ],
    "a link to the project": [(target) => link(target, root), "which holds the project itself"],
    "a link to nothing": [
      (target) => link(target, join(root, "nowhere")),
      "cannot be written: a link to nothing (ENOENT)",
    ],
    "a path through a file": [
      (target) => join(write(target), "dist"),
      "cannot be written: a file stands where a folder should (ENOTDIR)",
    ],
  };
  function write(path: string): string {
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(path, "years of work");
    return path;
  }
  function link(path: string, to: string): string {
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.symlinkSync(to, path);
    return path;
  }

  test.each(Object.entries(REFUSED))("%s", (_, [prepare, words]) => {
    const refused = prepare(join(root, "target"));
    const before = tree(temporary);
    for (const work of [publish.bind(null, NEW), recover, ownFolder]) {
      expect(() => work(refused, root)).toThrow(UsageError);
      expect(() => work(refused, root)).toThrow(words);
    }
    expect(tree(temporary)).toEqual(before);
  });

  /** Everything under a folder, links not followed. */
  const tree = (folder: string): string[] =>
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .map(
        (it) =>
          `${join(it.parentPath, it.name)} ${it.isFile() ? fs.readFileSync(join(it.parentPath, it.name)) : ""}`,
      )
      .sort();

  test("an empty folder, a new one deep down and a link to a site are a build's to fill", () => {
    fs.mkdirSync(join(root, "empty"));
    fs.symlinkSync(join(root, "empty"), join(root, "link"));
    for (const target of ["empty", "a/b/c", "link", "link"]) {
      publish(NEW, join(root, target), root);
      expect(holds(join(root, target), NEW), target).toBe(true);
    }
    expect(fs.lstatSync(join(root, "link")).isSymbolicLink()).toBe(true);
    fs.writeFileSync(join(root, "empty/.DS_Store"), "");
    publish(OLD, join(root, "empty"), root);
    expect(fs.readdirSync(root)).toEqual(["a", "empty", "link"]);
  });
});

describe("a disk that refuses", () => {
  const failing = (operation: keyof Disk, code: string, nth: number): Disk => {
    let calls = 0;
    const disk: Disk = { ...fs };
    const work = disk[operation] as (...args: unknown[]) => unknown;
    const fails = (...args: unknown[]) => {
      if (++calls === nth) throw Object.assign(new Error(`${code}: no`), { code });
      return work(...args);
    };
    return { ...disk, [operation]: fails };
  };

  test.each<[keyof Disk, string, number, string]>([
    ["writeFileSync", "ENOSPC", 1, "no space left on the disk (ENOSPC)"],
    ["writeFileSync", "ENOSPC", 7, "no space left on the disk (ENOSPC)"],
    ["mkdirSync", "EACCES", 1, "no permission (EACCES)"],
    ["mkdirSync", "EROFS", 2, "the disk is read-only (EROFS)"],
    ["renameSync", "EACCES", 1, "no permission (EACCES)"],
    ["renameSync", "EPERM", 2, "no permission (EPERM)"],
    ["readdirSync", "EACCES", 1, "no permission (EACCES)"],
    ["realpathSync", "ELOOP", 1, "ELOOP (ELOOP)"],
  ])("%s with %s, time %d", (operation, code, nth, words) => {
    publish(OLD, out, root);
    const disk = failing(operation, code, nth);
    expect(() => publish(NEW, out, root, disk)).toThrow(
      new UsageError(`${out}: cannot be written: ${words}`),
    );
    expect(holds(out, OLD)).toBe(true);
    expect(fs.readdirSync(root)).toEqual(["dist"]);
  });

  test("a folder that cannot be moved, as a mount point, is filled file by file", () => {
    publish({ ...OLD, assets: new Map([...OLD.assets, ["old/z1.json", "[]"]]) }, out, root);
    fs.mkdirSync(join(out, ".new-999999999-0123456789abcdef")); // of a build that was killed
    publish(NEW, out, root, failing("renameSync", "EBUSY", 1));
    expect(holds(out, NEW)).toBe(true);
    expect(fs.readFileSync(join(out, MARKER), "utf8")).not.toContain("old/");
    expect(fs.readdirSync(root)).toEqual(["dist"]);
    fs.writeFileSync(join(out, "thesis.txt"), "years of work");
    expect(() => publish(OLD, out, root, failing("renameSync", "EBUSY", 1))).toThrow(
      "which holds thesis.txt",
    );
    expect(fs.existsSync(join(out, "thesis.txt"))).toBe(true);
  });

  test("one whose surroundings cannot be written, as a container's volume, too", () => {
    fs.mkdirSync(out);
    const beside = (path: fs.PathLike) => dirname(String(path)) === root;
    const refuse = () => {
      throw Object.assign(new Error("EROFS"), { code: "EROFS" });
    };
    const volume = {
      ...fs,
      lstatSync: (path: string, options?: fs.StatSyncOptions) =>
        path === out
          ? { ...fs.lstatSync(path), dev: -1, isDirectory: () => true }
          : fs.lstatSync(path, options),
      mkdirSync: (path: string, options?: object) => (beside(path) ? refuse() : fs.mkdirSync(path, options)),
      renameSync: (from: string, to: string) => (beside(from) ? refuse() : fs.renameSync(from, to)),
    } as unknown as Disk;
    for (const site of [OLD, NEW]) {
      publish(site, out, root, volume);
      expect(holds(out, site)).toBe(true);
    }
  });

  test("a page that cannot be rendered touches nothing and keeps its error", () => {
    publish(OLD, out, root);
    const broken = {
      ...NEW,
      pages: new Map([
        [
          "z1.html",
          () => {
            throw new TypeError("in the page");
          },
        ],
      ]),
    };
    const untouched = { ...fs, mkdirSync: undefined, writeFileSync: undefined } as unknown as Disk;
    expect(() => publish(broken, out, root, untouched)).toThrow(new TypeError("in the page"));
    expect(holds(out, OLD)).toBe(true);
  });
});
