import { expect, test } from "vitest";
import { type Chapter, chapterOf, fileOf, propertiesOf, xhtmlOf } from "../build/kit/export/epub/chapter.ts";
import { type Described, navOf, packageOf } from "../build/kit/export/epub/package.ts";
import { zipped } from "../build/kit/export/zip.ts";
import { bookFile } from "./book.ts";
import { ROOT } from "./project.ts";
import { runPython } from "./python.ts";

/** The pages of the site as chapters of an EPUB, read by Python's XML. `npm run test:exports` has epubcheck read the whole. */

/** Of them all, those that have all kinds of things on them. */
const SOME = ["index", "z1", "dloss-dw2", "symbols"];
const chapters = SOME.map((name, i) => chapterOf(name, bookFile(`${name}.html`), i === 0));
const byName = new Map(chapters.map((it) => [it.name, it]));
const described: Described = {
  title: '<b> & "quotes" ]]> 🧱 مرحبا',
  language: "en",
  key: "{}",
  summary: "A & B",
  accessibility: "",
};
const label = ({ title }: Chapter) => title;

const READER = `
import json, sys, xml.etree.ElementTree as tree
files = json.load(sys.stdin)
faults, found = [], {}
for name, text in files.items():
    try:
        root = tree.fromstring(text)
    except tree.ParseError as error:
        faults.append(name + ": " + str(error))
        continue
    ids, links, tags = [], [], {}
    for it in root.iter():
        space, _, tag = it.tag.rpartition("}")
        key = space.rsplit("/", 1)[-1] + " " + tag
        tags[key] = tags.get(key, 0) + 1
        if "id" in it.attrib: ids.append(it.attrib["id"])
        if "href" in it.attrib: links.append(it.attrib["href"])
        for attribute in it.attrib:
            if attribute.startswith(("data-", "on")) or attribute == "tabindex":
                faults.append(name + ": " + attribute)
        if tag == "math" and not it.attrib.get("alttext"):
            faults.append(name + ": a formula without its text")
    found[name] = {"ids": ids, "links": links, "tags": tags}
print(json.dumps({"faults": faults, "found": found}))
`;

interface Found {
  readonly ids: readonly string[];
  readonly links: readonly string[];
  readonly tags: Readonly<Record<string, number>>;
}

/** Links that lead nowhere, and ids that stand twice. */
const lost = (found: Readonly<Record<string, Found>>): string[] =>
  Object.entries(found).flatMap(([file, { ids, links }]) => [
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${file}: ${id} twice`),
    ...links
      .filter((it) => !/^https?:|\.css$/.test(it))
      .filter((it) => {
        const [to, id] = it.split("#");
        const there = found[to || file];
        return !there || (id !== undefined && !there.ids.includes(id));
      })
      .map((it) => `${file} leads to ${it}`),
  ]);

const files = Object.fromEntries(chapters.map((it) => [fileOf(it), xhtmlOf(it, byName, "en")] as const));
const z1 = files["z1.xhtml"]!;
const opf = packageOf(chapters, [], described);
const { faults, found }: { faults: string[]; found: Record<string, Found> } = JSON.parse(
  runPython(
    READER,
    JSON.stringify({
      ...files,
      "nav.xhtml": navOf(chapters, label, "Contents", "en"),
      opf,
      entity: z1.replace("</section>", "&nbsp;</section>"),
      mute: z1.replace(/ alttext="[^"]*"/, ""),
      astray: z1.replace("</section>", '<a href="#x">x</a></section>'),
      twice: z1.replace("</section>", '<p id="exercises"/></section>'),
    }),
    ROOT,
  ),
);

test("chapters are XML with MathML and drawings, and nothing of scripts; what is not is found", () => {
  expect(faults).toEqual([
    expect.stringMatching(/^entity: undefined entity/),
    "mute: a formula without its text",
  ]);
  const { tags } = found["z1.xhtml"]!;
  expect(tags["MathML math"]).toBeGreaterThan(10);
  expect(tags["svg svg"]).toBe(2);
  const all = new Set(
    Object.values(found).flatMap((it) => Object.keys(it.tags).map((tag) => tag.split(" ")[1])),
  );
  for (const tag of ["script", "input", "button", "label", "annotation", "style", "iframe"])
    expect(all, tag).not.toContain(tag);
  expect(z1).not.toContain("katex");
});

test("a long formula is in pieces, none of which is wider than a page of a small device", () => {
  const page = `<main><h1>x</h1>${mathOf("<mn>1.76405235</mn><mo>⋅</mo><mn>0.37769425</mn><mo>+</mo><mo>(</mo><mn>0.40015721</mn><mo>−</mo><mn>0.25986794</mn><mo>)</mo>")}${mathOf("<mn>1</mn><mo>+</mo><mn>2</mn>")}${mathOf(`<mtable><mtr>${"<mtd><mn>−0.12345678</mn></mtd>".repeat(5)}</mtr></mtable>`)}</main>`;
  const chapter = chapterOf("x", page, false);
  const texts = [...xhtmlOf(chapter, new Map(), "en").matchAll(/alttext="([^"]*)"/g)].map(([, it]) => it);
  // Between brackets it is whole, as is a short one.
  expect(texts.slice(0, 4)).toEqual([
    "1.76405235",
    "&#x22c5; 0.37769425",
    "+ (0.40015721 &#x2212; 0.25986794)",
    "1 + 2",
  ]);
  expect(xhtmlOf(chapter, new Map(), "en").match(/<math[^>]*style="font-size:0\.\d+em"/g)).toHaveLength(1);
});

/** A formula on a page, in a line of a display. */
const mathOf = (inside: string) =>
  `<div class="formula"><span class="left"></span><span class="right"><span class="katex"><span class="katex-mathml"><math><semantics><mrow>${inside}</mrow></semantics></math></span></span></span></div>`;

test("they link to each other and to their headings, and to nothing that is not there; what leads astray is found", () => {
  const { astray, twice, opf: _, mute, ...whole } = found;
  expect(mute).toBeDefined();
  expect(lost(whole)).toEqual([]);
  expect(lost({ astray: astray! })).toEqual(["astray leads to #x"]);
  expect(lost({ twice: twice! })).toEqual(["twice: exercises twice"]);
  expect(found["nav.xhtml"]!.links).toContain("z1.xhtml#one-neuron-one-sum");
  expect(found["index.xhtml"]!.links).toContain("dloss-dw2.xhtml");
  expect(files["index.xhtml"]).toContain("npm run build");
  expect(z1).not.toContain("npm run build");
});

test("the package names each file and what is in it; another lesson is another book", () => {
  expect(opf).toContain("&lt;b&gt; &amp; &quot;quotes&quot; ]]&gt; 🧱 مرحبا");
  for (const it of chapters) {
    const properties = propertiesOf(it).join(" ");
    expect(properties).toBe(it.name === "symbols" ? "mathml" : "mathml svg");
    expect(opf).toContain(
      `href="${fileOf(it)}" media-type="application/xhtml+xml" properties="${properties}"`,
    );
  }
  const id = (key: string) => /urn:uuid:([\da-f-]*)/.exec(packageOf(chapters, [], { ...described, key }))![1];
  expect(id("{}")).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(id("{}")).not.toBe(id('{"digits":4}'));
});

test("its first file says what it is, unpacked, at the place where programs look", () => {
  const files = new Map([
    ["mimetype", "application/epub+zip"],
    ["b", "b".repeat(99)],
  ]);
  const zip = Buffer.from(zipped(files, (name) => (name === "mimetype" ? 0 : 9)));
  expect(zip.toString("latin1", 30, 58)).toBe("mimetypeapplication/epub+zip");
  expect(zip.toString("latin1")).not.toContain("bbbbb");
});
