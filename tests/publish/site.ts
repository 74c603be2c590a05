import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { type Files, MARKER } from "../../build/publish.ts";

/** A small site; every file of it has the content in it. */
export function siteOf(content: string): Files {
  const pages = ["index", "xor", "init", "z1", "h1", "z2", "h2", "loss"];
  return {
    pages: new Map(pages.map((name) => [`${name}.html`, () => `${name} of ${content}`])),
    assets: new Map<string, string | Uint8Array>([
      ["styles.css", `/* ${content} */`],
      ["fonts/serif.woff2", Buffer.from(`serif of ${content}`)],
      ["z1.json", `["${content}"]`],
    ]),
  };
}

/** Every file under a folder, by path, with its content. */
export function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return Object.fromEntries(files.sort().map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}

/** Whether a folder holds a site, all of it and nothing else; the marker apart. */
export function holds(folder: string, { pages, assets }: Files): boolean {
  const { [MARKER]: _, ...files } = filesIn(folder);
  const expected = [...assets, ...[...pages].map(([name, render]) => [name, render()] as const)];
  return (
    Object.keys(files).length === expected.length &&
    expected.every(([name, content]) => files[name] === Buffer.from(content).toString())
  );
}
