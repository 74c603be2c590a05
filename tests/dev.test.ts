import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch as watchFolder,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Development, develop } from "../build/dev.ts";
import { mishapOf } from "../build/dev-page.ts";
import { lessonOf, parseFlags, type Read, readFrom } from "../build/flags.ts";
import type { Listening } from "../build/listen.ts";
import { watch } from "../build/watch.ts";
import { addressOf, copyOfProject, eventually, remove, start, temporaryFolder } from "./project.ts";

/** A book of one page, small enough to be spoiled in every way. */
const BOOK: Readonly<Record<string, string>> = {
  "build/site.ts": `
    import { chapter } from "../chapters/index.ts";
    import { readFileSync } from "node:fs";
    class CheckError extends Error { name = "CheckError"; }
    export async function site({ root, lesson, command }: { root: string; lesson: { hidden: number }; command: string }) {
      if (chapter.gradient !== 1) throw new CheckError("dLoss_dW1[0,0] is wrong");
      const styles = readFileSync(root + "/build/styles/base.css", "utf8");
      const policy = "<meta http-equiv=Content-Security-Policy content=\\"default-src 'none'; connect-src 'self'\\">";
      const page = () => "<head>" + policy + "</head>" + chapter.page(lesson.hidden) + command;
      return { pages: new Map([["index.html", page], ["z1.html", page]]), assets: new Map([["styles.css", styles]]), scripts: new Map() };
    }`,
  "build/styles/base.css": "p { color: red }",
  "chapters/index.ts": `export { chapter } from "./z1.ts";`,
  "chapters/z1.ts": `
    export const chapter = {
      gradient: 1,
      page: (hidden: number): string => "<p>first, " + hidden + " neurons</p>",
    };`,
  "src/word.ts": `export const word: string = "word";`,
};

let root = "";
let server: Listening | undefined;
let said: string[] = [];
const path = (name: string): string => join(root, name);
const write = (name: string, text: string): void => {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), text);
};
/** As editors do: another file in the place of the old one. */
const save = (name: string, text: string): void => {
  writeFileSync(path(`${name}~new`), text);
  renameSync(path(`${name}~new`), path(name));
};
const change = (name: string, from: string, to: string): void =>
  save(
    name,
    readFileSync(path(name), "utf8").replace(from, () => to),
  );

beforeEach(() => {
  root = temporaryFolder();
  said = [];
  for (const [name, text] of Object.entries(BOOK)) write(name, text);
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  remove(root);
});

const developing = async (more: Partial<Development> = {}): Promise<void> => {
  const lesson = () => lessonOf(parseFlags([]));
  server = await develop({ root, lesson, port: 0, say: (text) => said.push(text), ...more });
};
const get = async (name: string): Promise<string> => (await fetch(server!.url + name)).text();
const shows = (words: string, name = "z1.html"): Promise<string> =>
  eventually(async () => {
    const page = await get(name);
    return page.includes(words) ? page : undefined;
  }, words);

describe("a page is as its files are", () => {
  test("at first, and after a change in any of them", async () => {
    await developing();
    expect(await get("z1.html")).toContain("<p>first, 3 neurons</p>npm run build");
    expect(await get("")).toBe(await get("z1"));
    change("chapters/z1.ts", "first", "second");
    await shows("<p>second");
    change("chapters/z1.ts", `"<p>second, "`, `word + ", "`);
    change("chapters/z1.ts", "export", `import { word } from "../src/word.ts";\nexport`);
    await shows("word, 3 neurons");
    change("src/word.ts", `"word"`, `"another"`);
    await shows("another, 3 neurons");
    change("build/styles/base.css", "red", "blue");
    await shows("blue", "styles.css");
    expect((await fetch(`${server!.url}nothing.html`)).status).toBe(404);
  });

  test("also in folders that come and go", async () => {
    await developing();
    await shows("<p>first");
    write("src/new/deep.ts", `export const deep = "deep one";`);
    change("chapters/z1.ts", `"<p>first, "`, `deep + ", "`);
    change("chapters/z1.ts", "export", `import { deep } from "../src/new/deep.ts";\nexport`);
    await shows("deep one");
    save("src/new/deep.ts", `export const deep = "deep two";`);
    await shows("deep two");
    const chapters = ["index", "z1"].map((name) => [
      `chapters/${name}.ts`,
      readFileSync(path(`chapters/${name}.ts`), "utf8"),
    ]);
    rmSync(path("chapters"), { recursive: true });
    await shows("Could not resolve");
    for (const [name, text] of chapters) write(name!, text!.replace("neurons", "brains"));
    await shows("deep two, 3 brains");
    change("chapters/z1.ts", "brains", "minds");
    await shows("deep two, 3 minds");
  });

  test("and of the lesson", async () => {
    const lessonFile = path("lessons/class.json");
    write("lessons/class.json", '{ "hidden": 5 }');
    const files = new Set<string>();
    const read: Read = (path, refused) => {
      files.add(path);
      return readFrom()(path, refused);
    };
    const lesson = () => lessonOf(parseFlags(["--lesson", lessonFile]), read);
    await developing({ files, lesson });
    expect(await get("z1.html")).toContain("5 neurons</p>npm run build -- --lesson class.json");
    save("lessons/class.json", '{ "hidden": 6 }');
    await shows("6 neurons");
    save("lessons/class.json", '{ "hidden": 65 }');
    await shows("class.json: hidden: got 65, expected a whole number from 1 to 64");
    rmSync(lessonFile);
    await shows("which does not exist");
    write("lessons/class.json", '{ "hidden": 7 }');
    await shows("7 neurons");
    const csv = (text: string) => save("lessons/rows.csv", `x,kind\n${text}`);
    csv("1,a");
    save("lessons/class.json", '{"data":{"csv":"rows.csv","inputs":["x"],"label":"kind"},"hidden":8}');
    await shows("8 neurons");
    csv("one,a");
    await shows("rows.csv: line 2, x: got");
  });
});

/**
 * What can go wrong, and what page and terminal must say of it. vitest keeps Node from finding the place of what is
 * thrown; the last test, of the program itself, looks at that.
 */
const MISTAKES: Readonly<Record<string, [from: string, to: string, says: string]>> = {
  "a slip in the syntax": ["gradient: 1,", "gradient: ],", "chapters/z1.ts:3:17: Unexpected "],
  "a file that is not there": [
    "export",
    'import "./nothing.ts"; export',
    "chapters/z1.ts:2:12: Could not resolve",
  ],
  "an error at import": [
    "gradient: 1,",
    "gradient: missing.value,",
    "ReferenceError: missing is not defined",
  ],
  "an error in the page": ["hidden: number", "hidden: any", "TypeError: Cannot read"],
  "a wrong gradient": ["gradient: 1", "gradient: 2", "dLoss_dW1[0,0] is wrong"],
};

describe("an error shows in page and terminal until it is mended", () => {
  const spoil = (name: string): void => {
    const [from, to] = MISTAKES[name]!;
    change("chapters/z1.ts", from, to);
    if (name === "an error in the page") change("chapters/z1.ts", "hidden +", "hidden.no.neurons +");
  };

  test.each(Object.keys(MISTAKES))("%s", async (name) => {
    const good = readFileSync(path("chapters/z1.ts"), "utf8");
    const says = MISTAKES[name]![2];
    await developing();
    await shows("<p>first");
    spoil(name);
    const page = await shows("This page cannot be made");
    expect(page).toContain(says);
    expect(page).toContain("dev/reload.js?version=");
    expect(page).not.toContain(root);
    expect(said.join("\n")).toContain(says);
    save("chapters/z1.ts", good.replace("first", "mended"));
    expect(await shows("<p>mended")).not.toContain("cannot be made");
  });

  test.each(Object.keys(MISTAKES))("%s, from the very start", async (name) => {
    const good = readFileSync(path("chapters/z1.ts"), "utf8");
    spoil(name);
    await developing();
    const response = await fetch(`${server!.url}z1.html`);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain(MISTAKES[name]![2]);
    expect(said.join("\n")).toContain(MISTAKES[name]![2]);
    save("chapters/z1.ts", good);
    await shows("<p>first");
  });

  test("what is thrown may be anything", () => {
    expect(mishapOf("just text", root).message).toBe("just text");
    expect(mishapOf(undefined, root).message).toBe("undefined");
  });
});

describe("open pages hear of a change", () => {
  /** What the server tells, one after another. */
  async function* told(): AsyncGenerator<string> {
    const { body } = await fetch(`${server!.url}dev/events`);
    let text = "";
    for await (const part of body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        yield text.slice("data: ".length, end);
        text = text.slice(end + 2);
      }
    }
  }
  const versionIn = (page: string) => /reload\.js\?version=([^"]+)"/.exec(page)?.[1];

  test("the version they have at first, then another; also when it is an error", async () => {
    await developing();
    const versions = told();
    const first = (await versions.next()).value;
    expect(versionIn(await get("z1.html"))).toBe(first);
    change("chapters/z1.ts", "first", "second");
    const second = (await versions.next()).value;
    expect(second).not.toBe(first);
    expect(versionIn(await get("z1.html"))).toBe(second);
    change("chapters/z1.ts", "gradient: 1", "gradient: 2");
    const third = (await versions.next()).value;
    expect(versionIn(await get("z1.html"))).toBe(third);
    await versions.return(undefined);
  });

  test("the script that reloads is let in by the page's policy, and nothing else is", async () => {
    await developing();
    const page = await get("z1.html");
    expect(page).toContain(`content="default-src 'none'; connect-src 'self'"`);
    expect(page).toMatch(/<script src="dev\/reload\.js\?version=\S+" defer><\/script>\n<\/head>/);
    const script = await fetch(`${server!.url}under/a/path/dev/reload.js?version=1`);
    expect(script.headers.get("content-type")).toContain("text/javascript");
    const reloads = (version: string, data: string): boolean => {
      let reloaded = false;
      const source: { onmessage?: (event: { data: string }) => void } = {};
      const globals = {
        document: { currentScript: { src: `http://localhost/book/dev/reload.js?version=${version}` } },
        EventSource: function EventSource(address: URL) {
          expect(address.href).toBe("http://localhost/book/dev/events");
          return source;
        },
        location: {
          reload: () => {
            reloaded = true;
          },
        },
      };
      new Function(...Object.keys(globals), text)(...Object.values(globals));
      source.onmessage?.({ data });
      return reloaded;
    };
    const text = await script.text();
    expect(reloads("x.1", "x.1")).toBe(false);
    expect(reloads("x.1", "x.2")).toBe(true);
  });
});

describe("what cannot be had ends it in one line", () => {
  const cache = "node_modules/.cache/brick-by-brick";

  test("a port that is taken; and nothing goes on", async () => {
    await developing();
    await expect(developing({ port: Number(new URL(server!.url).port) })).rejects.toThrow("which is taken");
    expect(readdirSync(path(cache))).toHaveLength(1); // of the first
  });

  test("a cache that cannot be written; what a stopped one left there goes", async () => {
    write(`${cache}/dev-999999999-abc/book.mjs`, "");
    await developing();
    expect(readdirSync(path(cache))).toEqual([expect.stringMatching(`^dev-${process.pid}-`)]);
    await server!.close();
    server = undefined;
    rmSync(path(cache), { recursive: true });
    write(cache, "a file");
    await expect(developing()).rejects.toThrow("cannot be written: EEXIST (EEXIST)");
  });

  test("the system's limit of watched files, at first and later", async () => {
    let left = 2;
    const failing = ((...args: Parameters<typeof watchFolder>) => {
      if (left-- === 0) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
      return watchFolder(...args);
    }) as typeof watchFolder;
    const told: unknown[] = [];
    let changes = 0;
    const watching = () =>
      watch(
        { trees: [path("chapters"), path("src"), path("build")], folders: () => [] },
        () => true,
        () => void changes++,
        (error) => told.push(error),
        failing,
      );
    expect(watching).toThrow(/build: cannot be watched: .*max_user_watches.* \(ENOSPC\)$/);
    left = 4; // enough for the folders that are there
    const unwatch = watching();
    write("src/new/deep.ts", "");
    await eventually(() => (told.length > 0 && changes > 0 ? true : undefined), "the limit");
    const before = changes;
    save("chapters/z1.ts", "changed");
    await eventually(() => (changes > before ? true : undefined), "a change in a folder that is watched");
    unwatch();
  });
});

test("the book itself: change, error, mended, Ctrl-C", async () => {
  const copy = copyOfProject();
  const running = start(join(copy, "build/cli.ts"), ["dev", "--hidden", "2"], copy);
  try {
    const url = await addressOf(running);
    const page = async () => (await fetch(`${url}z1.html`)).text();
    const until = (words: string) =>
      eventually(async () => ((await page()).includes(words) ? true : undefined), words);
    expect(await page()).toContain("npm run build -- --hidden 2");
    const file = join(copy, "chapters/02-z1.ts");
    const good = readFileSync(file, "utf8");
    writeFileSync(file, good.replace(/title: ".*"/, 'title: "A title of today"'));
    await until("A title of today");
    writeFileSync(file, good.replace("matmul(X, W1);", "matmul(W1, X);"));
    await until("ShapeError: cannot multiply 2×2 by 1×2");
    const lineOf = (text: string, words: string) => text.slice(0, text.indexOf(words)).split("\n").length;
    const line = lineOf(good, "matmul(X, W1);");
    for (const text of [await page(), running.printed()]) {
      expect(text).toMatch(/src\/math\/matrix\.ts:\d+:\d+: ShapeError: cannot multiply 2×2 by 1×2/);
      expect(text).toContain(`chapters/02-z1.ts:${line}:`);
      expect(text).not.toMatch(/\/(src|chapters)\//); // from the project's folder on
    }
    // What no compiler sees: a formula without an end, and a promise that nobody waits for.
    const sentence = "That sum is called";
    writeFileSync(file, good.replace(sentence, `That $sum is called`));
    await until(`chapters/02-z1.ts:${lineOf(good, sentence)}: a $ that nothing closes: $sum is called`);
    writeFileSync(
      file,
      good.replace("const z1 = matmul", 'Promise.reject(new Error("stray"));\n    const z1 = matmul'),
    );
    await until("Error: stray");
    writeFileSync(file, good);
    await until("npm run build -- --hidden 2");
  } finally {
    expect(await running.interrupt()).toBe(0);
    remove(copy);
  }
});
