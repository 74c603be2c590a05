import { gzipSync } from "node:zlib";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { passage, pieces, wordForm } from "../build/reader/passage.ts";
import { sectionsOf } from "../build/sections.ts";
import { serve } from "../build/serve.ts";
import { shellWords } from "../chapters/words/shell.ts";
import { axeFindsInEveryLook } from "./axe.ts";
import { BOOK, bookFile, bookPages, bookReader } from "./book.ts";
import { eventually } from "./project.ts";

const open = bookReader();
const sections = bookPages.flatMap((file) => sectionsOf({ file, title: "" }, bookFile(file)));

/** A page with the search open on top. */
async function search(options: BrowserContextOptions = {}, address = "z1.html") {
  const opened = await open(address, options);
  const { page } = opened;
  await page.keyboard.press("/");
  const box = page.getByRole("dialog", { name: "Search the book" });
  await box.waitFor();
  const hits = box.getByRole("link");
  return {
    ...opened,
    box,
    input: box.getByRole("textbox", { name: "Search the book" }),
    hits,
    status: box.getByRole("status"),
    first: () => hits.first().getAttribute("href"),
  };
}

describe("what is found", () => {
  test.each([
    ["vanishing gradient", "vanishing.html#gradients-that-vanish"],
    ["why the transpose", "dloss-dw2.html#why-the-transpose"],
    ["trnaspose", "dloss-dw2.html#why-the-transpose"], // a slip
    ["sigmod", "bricks.html#sigmoid"],
    ["chain ru", "dloss-dw2.html#a-refresher-slope-and-chain-rule"], // a word not written out
    ["biases", "bricks.html#weights"], // another form of the word
    ["dLoss_dW2", "symbols.html#dloss-dw2"],
    ["generaliz XOR corners", "ceiling.html#the-corners"],
  ])("%s", async (query, href) => {
    const { page, first, input, hits, faults, close } = await search();
    await input.fill(query);
    expect(await first()).toBe(href);
    expect(await hits.first().locator("mark").count()).toBeGreaterThan(0);
    await hits.first().click();
    await page.waitForURL(`**/${href}`);
    expect(await page.locator("h2:target").isVisible()).toBe(true);
    expect(faults).toEqual([]);
    await close();
  });

  test("a number of a page; and a whole number is not the start of others", async () => {
    const { input, hits, close } = await search();
    await input.fill("0.30052");
    expect(await hits.first().locator("mark").first().textContent()).toBe("0.30052460");
    await input.fill("chapter 7");
    expect(await hits.nth(1).locator("mark").allTextContents()).toContain("7");
    await close();
  });

  test("the number of hits is told; so is that there is none; nothing asked, nothing said", async () => {
    const { input, hits, status, close } = await search();
    await input.fill("transpose");
    expect(await status.textContent()).toBe(`Places found: ${await hits.count()}`);
    await input.fill("qqxyzzy");
    expect([await hits.count(), await status.textContent()]).toEqual([
      0,
      "No place in the book has these words.",
    ]);
    await input.fill("  ?!");
    expect([await hits.count(), await status.textContent()]).toEqual([0, ""]);
    await close();
  });

  test("every hit that the search can give is a page and an id", async () => {
    const ids = new Map(
      bookPages.map((file) => [
        file,
        new Set([...bookFile(file).matchAll(/ id="([^"]+)"/g)].map((m) => m[1]!)),
      ]),
    );
    const leads = (href: string) => {
      const [file, id] = href.split("#") as [string, string?];
      return id === undefined ? ids.has(file) : (ids.get(file)?.has(id) ?? false);
    };
    expect(new Set(sections.map(({ href }) => href.split("#")[0]))).toEqual(new Set(ids.keys()));
    expect(sections.filter(({ href }) => !leads(href))).toEqual([]);
    expect(leads("z1.html#nowhere") || leads("z9.html")).toBe(false);
    // The script has these very sections.
    const script = bookFile("search.js");
    for (const { href } of sections) expect(script.includes(JSON.stringify(href)), href).toBe(true);
  });
});

describe("with keys alone", () => {
  test("open, write, down to the second hit, up, enter; and Escape gives the focus back", async () => {
    const { page, close } = await open("z1.html");
    const button = page.getByRole("button", { name: "Search" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("gradient");
    await page.getByRole("dialog").getByRole("link").nth(1).waitFor();
    const focused = () => page.evaluate(() => document.activeElement!.getAttribute("href"));
    const links = await page.getByRole("dialog").getByRole("link").all();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toBe(await links[1]!.getAttribute("href"));
    await page.keyboard.press("n"); // no page turns under a dialog
    await page.keyboard.press("ArrowUp");
    expect(await focused()).toBe(await links[0]!.getAttribute("href"));
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(() => document.activeElement!.tagName)).toBe("INPUT");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);

    await page.keyboard.press("/");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("transpose");
    await page.keyboard.press("Enter"); // the first hit
    await page.waitForURL("**/dloss-dw2.html#why-the-transpose");
    await close();
  });

  test("a hit on the same page closes the search", async () => {
    const { page, input, box, hits, close } = await search({}, "dloss-dw2.html");
    await input.fill("why the transpose");
    await hits.first().click();
    await box.waitFor({ state: "hidden" });
    expect(page.url()).toMatch(/dloss-dw2\.html#why-the-transpose$/);
    await close();
  });
});

test("hits keep the numbers that the address says, and lead to their place all the same", async () => {
  const { page, input, hits, box, faults, close } = await search({}, "z1.html#hidden=5");
  const isInView = (id: string) =>
    eventually(async () => {
      const top = await page.locator(`#${id}`).evaluate((it) => it.getBoundingClientRect().top / innerHeight);
      return (top > -0.01 && top < 1) || undefined;
    }, id);
  await input.fill("gradients that vanish"); // a page that does not follow the lesson
  await hits.first().click();
  await page.waitForURL("**/vanishing.html#hidden=5&at=gradients-that-vanish");
  await isInView("gradients-that-vanish");
  await page.keyboard.press("/");
  await box.waitFor();
  await input.fill("remedies from twenty seeds"); // the same page
  await hits.first().click();
  await isInView("the-remedies-from-twenty-seeds");
  await page.evaluate(() => scrollTo(0, 0));
  await page.keyboard.press("/"); // the same hit once more
  await box.waitFor();
  await hits.first().click();
  await isInView("the-remedies-from-twenty-seeds");
  await page.keyboard.press("/");
  await box.waitFor();
  await input.fill("why the transpose"); // a page that does
  await hits.first().click();
  await page.waitForURL("**/dloss-dw2.html#hidden=5&at=why-the-transpose");
  await isInView("why-the-transpose");
  await page.keyboard.press("c");
  await page.waitForURL("**/index.html#hidden=5&at=contents");
  expect(faults.filter((fault) => !fault.includes("favicon"))).toEqual([]);
  await close();
});

describe("over http too", () => {
  test("the index is asked for when the search opens, and nothing else is", async () => {
    const { url, close: stop } = await serve(BOOK, 0);
    const asked: string[] = [];
    const listen = async (it: Page) => {
      it.on("request", (request) => asked.push(request.url().replace(url, "")));
    };
    const { page, faults, close } = await open("z1.html", {}, listen, url.replace(/\/$/, ""));
    const before = asked.length;
    expect(asked).not.toContain("search.js");
    await page.keyboard.press("/");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("vanishing gradient");
    // A browser asks for fonts and for the page's icon when it finds the time.
    const ofTheSearch = asked.slice(before).filter((it) => !/^fonts\/|^favicon/.test(it));
    expect(ofTheSearch).toEqual(["search.js"]);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${url}vanishing.html#gradients-that-vanish`);
    expect(faults).toEqual([]);
    await close();
    await stop();
  });
});

describe("on a slow line", () => {
  /** A page over http whose search.js comes when it is let. */
  async function openHeld() {
    const { url, close: stop } = await serve(BOOK, 0);
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    // Before the page opens: a route that comes later may miss what the page asks for at once.
    const hold = (page: Page) =>
      page.route("**/search.js", async (route) => {
        await held;
        await route.continue();
      });
    const opened = await open("z1.html", {}, hold, url.replace(/\/$/, ""));
    const box = opened.page.getByRole("dialog", { name: "Search the book" });
    return {
      ...opened,
      release,
      box,
      input: box.getByRole("textbox", { name: "Search the book" }),
      hits: box.getByRole("link"),
      async close() {
        await opened.close();
        await stop();
      },
    };
  }

  test("what is typed is in the line, turns no page, and is answered when the answers come", async () => {
    const { page, release, box, input, hits, faults, close } = await openHeld();
    await page.keyboard.type("/np? transpose/");
    expect(await box.isVisible()).toBe(true);
    expect(await input.inputValue()).toBe("np? transpose/");
    expect([await hits.count(), await box.getByRole("status").textContent()]).toEqual([0, ""]);
    await input.fill("why the transpose");
    release();
    await hits.first().waitFor();
    expect(await hits.first().getAttribute("href")).toBe("dloss-dw2.html#why-the-transpose");
    expect(await input.evaluate((it) => it === document.activeElement)).toBe(true);
    expect(await box.getByRole("status").textContent()).toBe(`Places found: ${await hits.count()}`);
    expect(page.url()).toMatch(/z1\.html$/);
    expect(faults).toEqual([]);
    await close();
  });

  test("Enter holds until then", async () => {
    const { page, release, close } = await openHeld();
    await page.keyboard.type("/why the transpose");
    await page.keyboard.press("Enter");
    release();
    await page.waitForURL("**/dloss-dw2.html#why-the-transpose");
    await close();
  });

  test("closed before, it stays closed and leads nowhere", async () => {
    const { page, release, box, close } = await openHeld();
    const button = page.getByRole("button", { name: "Search" });
    await button.click();
    await page.keyboard.type("why the transpose");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
    release();
    await page.locator(".hits a").first().waitFor({ state: "attached" });
    expect([await box.isVisible(), page.url().replace(/.*\//, "")]).toEqual([false, "z1.html"]);
    await close();
  });

  test("where it does not come at all, the dialog says so, and the next letter tries again", async () => {
    const { url, close: stop } = await serve(BOOK, 0);
    const lose = (page: Page) => page.route("**/search.js", (route) => route.abort());
    const { page, close } = await open("z1.html", {}, lose, url.replace(/\/$/, ""));
    await page.keyboard.type("/transpos");
    const box = page.getByRole("dialog");
    await box.getByText(shellWords.missing).waitFor();
    expect(await box.getByRole("status").textContent()).toBe(shellWords.missing);
    await page.unroute("**/search.js");
    await page.keyboard.type("e");
    await box.getByRole("link").first().waitFor();
    expect(await box.getByRole("textbox").inputValue()).toBe("transpose");
    expect(await box.getByRole("status").textContent()).toMatch(/^Places found: /);
    await close();
    await stop();
  });
});

test("a hostile question does nothing", async () => {
  const { page, input, hits, box, faults, close } = await search();
  const hostile = [
    `<img src=x onerror="alert(1)"> gradient`,
    `"><script>document.title='x'</script> loss`,
    "javascript:alert(1) sigmoid",
    "__proto__ constructor toString hasOwnProperty",
    "\\ * [ ( ? + $ ^ .* {1,} (a+)+$",
    "\u0000\u202e\ud800 \u{1f9f1} ﷽ İ ß",
    "gradient ".repeat(5000),
    "a".repeat(100_000),
  ];
  const title = await page.title();
  for (const query of hostile) {
    await input.fill(query);
    for (const href of await hits.evaluateAll((all) => all.map((it) => it.getAttribute("href")!)))
      expect(href).toMatch(/^[\w-]+\.html(#[^"<>:]+)?$/);
    const tags = await box.evaluate((it) => [
      ...new Set([...it.querySelectorAll("*")].map((e) => e.tagName)),
    ]);
    expect(tags.filter((tag) => ["IMG", "SCRIPT", "STYLE", "IFRAME"].includes(tag))).toEqual([]);
  }
  expect(await page.title()).toBe(title);
  expect(faults).toEqual([]);
  await close();
});

test("axe finds nothing, with hits and without: light and dark, wide and narrow", async () => {
  const { page, input, faults, close } = await search({ viewport: { width: 1280, height: 740 } });
  const outside = async (width: number) => {
    const box = (await page.getByRole("dialog").boundingBox())!;
    const isIn = box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 740;
    return isIn ? [] : [`the search is not in the window: ${JSON.stringify(box)}`];
  };
  for (const query of ["qqxyzzy", "gradient"]) {
    await input.fill(query);
    expect(await axeFindsInEveryLook(page, "dialog", outside), query).toEqual([]);
  }
  expect(faults).toEqual([]);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await close();
});

test("neither on paper nor without JavaScript is there anything of it", async () => {
  const { page, box, close } = await search();
  await page.emulateMedia({ media: "print" });
  expect(await box.isVisible()).toBe(false);
  expect(await page.locator(".tools").isVisible()).toBe(false);
  await close();
  const off = await open("z1.html", { javaScriptEnabled: false });
  expect(await off.page.locator("button:visible, dialog").count()).toBe(0);
  await off.close();
});

test("the script weighs at most 66 KB over gzip", () => {
  expect(gzipSync(bookFile("search.js")).length).toBeLessThan(66_000);
});

describe("the text of a page", () => {
  const read = (main: string) => sectionsOf({ file: "x.html", title: "X" }, `<main id="main">${main}</main>`);
  const text = (main: string) => read(main)[0]!.text;

  test("a heading starts a section, and inside a <section> it ends with it", () => {
    const html = `<p>a</p><section><h2 id="q">Q</h2><p>b</p></section><p>c</p><h2 id="h">H <code>i</code></h2><p>d</p>`;
    expect(read(html).map(({ href, heading, text }) => [href, heading, text])).toEqual([
      ["x.html", "", "a c"],
      ["x.html#q", "Q", "b"],
      ["x.html#h", "H i", "d"],
    ]);
  });

  test("formulas in a line can be read; displayed ones, drawings and cells of digits are left out", () => {
    const math = (inside: string) => `<span class="katex"><math><mrow>${inside}</mrow></math></span>`;
    expect(text(`so ${math("<msub><mi>W</mi><mn>2</mn></msub>")}.`)).toBe("so W2.");
    expect(text(math("<mfrac><mn>1</mn><mrow><mn>2</mn><mi>N</mi></mrow></mfrac>"))).toBe("1/(2N)");
    expect(text(math("<msup><mi>e</mi><mrow><mo>−</mo><mi>z</mi></mrow></msup>"))).toBe("e^(−z)");
    expect(text("a<svg><text>7</text></svg><div class='formula'>8</div> b")).toBe("a b");
    expect(text("<table><tr><th>loss</th><td>−0.25</td><td>falls</td></tr></table>")).toBe("loss falls");
    expect(text("10<sup>−6</sup> &amp; a\n  b")).toBe("10^−6 & a b");
  });

  test("nothing of KaTeX's other output is in the book's text", () => {
    for (const { href, text } of sections) expect(text, href).not.toMatch(/\\[a-z]{3}|&\w+;/);
  });
});

describe("a passage", () => {
  const of = (text: string, ...words: string[]) => passage(text, new Set(words.map(wordForm)));

  test("the place with the most of the words, whole words, marked", () => {
    const far = "filler word ".repeat(40);
    const cut = of(`${far}gradient ${far}the vanishing gradient here ${far}`, "vanish", "gradients");
    const said = cut.map(({ text }) => text).join("");
    expect(said).toMatch(/^… .*the vanishing gradient here .* …$/);
    expect(cut.filter(({ found }) => found).map(({ text }) => text)).toEqual(["vanishing", "gradient"]);
    expect(said.length).toBeLessThan(230);
  });

  test("a short text is whole; pieces together are the text", () => {
    const text = "A bias is a weight; biases are weights.";
    for (const cut of [of(text, "nothing"), of(text, "bias", "weight"), pieces(text, new Set(["weight"]))])
      expect(cut.map((piece) => piece.text).join("")).toBe(text);
  });
});
