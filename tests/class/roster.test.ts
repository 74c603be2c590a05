import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine, guarded, rowsIn } from "../../build/kit/class/csv.ts";
import { fileNames, readable } from "../../build/kit/class/file-names.ts";
import { readRoster, rosterIn } from "../../build/kit/class/roster.ts";
import { remove, temporaryFolder } from "../project.ts";
import { put } from "./class.ts";

const namesIn = (text: string) => rosterIn(text, "r.csv").entries.map(({ name }) => name);
const why = (text: string): string => {
  try {
    rosterIn(text, "r.csv");
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("a roster", () => {
  test.each([
    ["commas", "name,id\nAda,1\nAlan,2\n"],
    [
      "semicolons, columns in another order, blank lines",
      "\r\nClass;ID;Name;\r\n;;;\r\n10B;1;Ada;\r\n\r\n10B;2;Alan\r\n",
    ],
    ["tabs", "id\tNAME\n1\tAda\n2\tAlan"],
    ["quotes", 'name;id\n"Ada";1\n"Alan";"2"'],
    ["a first line for Excel", "sep=;\r\nname;id\r\nAda;1\r\nAlan;2\r\n"],
    ["blanks around", " name , id \n  Ada ,1 \nAlan,  2\n"],
  ])("with %s is read", (_, text) => {
    expect(rosterIn(text, "r.csv").entries.map(({ line: _, ...it }) => it)).toEqual([
      { name: "Ada", id: "1" },
      { name: "Alan", id: "2" },
    ]);
  });

  test("without a header is a list of names, if it has one column", () => {
    expect(rosterIn("Ada Lovelace\nAlan Turing\n", "r.csv")).toMatchObject({
      isBare: true,
      entries: [
        { name: "Ada Lovelace", line: 1 },
        { name: "Alan Turing", line: 2 },
      ],
    });
    expect(why("Lovelace, Ada\nTuring, Alan\n")).toBe(
      'r.csv: line 1: got the columns "Lovelace", "Ada", expected one called name, and perhaps one called id',
    );
  });

  test("names are as they look: composed, one blank between words, no marks that nobody sees", () => {
    expect(namesIn('name\n"Jose\u0301  \u00a0 Mu\u0308ller"\n\u202eAda\u200b\n"Hans,\nPeter"\n')).toEqual([
      "José Müller",
      "Ada",
      "Hans, Peter",
    ]);
  });

  test.each([
    ["", "r.csv: got an empty file, expected a column called name"],
    ["name,id\n", "r.csv: got no names, expected one a line"],
    ["name,id\nAda,1\n,2\n", "r.csv: line 3: got no name, expected one"],
    [
      "name\nAda, Countess\n",
      "r.csv: line 2: got 2 columns, expected 1 as in the first line; a name with a comma stands in quotes",
    ],
    [
      "name,id\nAda,1\n\nAda,1",
      'r.csv: lines 2 and 4: got the id "1" twice, expected it once; each student needs an id of their own',
    ],
    [
      'name\n"Ada\nB"\n  Jose\u0301\nJosé',
      'r.csv: lines 4 and 5: got "José" twice, expected it once; a column called id tells two of one name apart',
    ],
    ["name,name\nAda,Alan", 'r.csv: line 1: got two columns "name", expected one'],
    ["name\nA\u0007da", 'r.csv: line 2: got "A\\u0007da", expected no control characters'],
    [`name\n${"x".repeat(101)}`, "r.csv: line 2: got 101 characters, expected at most 100"],
    ['name\n"Ada', "r.csv: line 2: got a quote that is not closed, expected one at the end of the value"],
    [
      "n\0a\0m\0e\0",
      "r.csv: got zeros between the letters, as of UTF-16 without its mark; a spreadsheet saves UTF-8 as “CSV UTF-8”",
    ],
  ])("%j is refused", (text, message) => {
    expect(why(text)).toBe(message);
  });

  test("is read from UTF-8 and UTF-16; another encoding is refused by its name", () => {
    const folder = temporaryFolder();
    const text = "name\nMüller\n王小明\n";
    const utf16 = Buffer.from(text, "utf16le");
    put(folder, {
      "utf-8.csv": text,
      "bom.csv": `\uFEFF${text}`,
      "utf-16.csv": Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      "bare.csv": utf16,
      "big.csv": Buffer.from([0xfe, 0xff, ...Buffer.from(utf16).swap16()]),
      "ansi.csv": Buffer.from("name\nMüller\n", "latin1"),
    });
    for (const file of ["utf-8.csv", "bom.csv", "utf-16.csv", "bare.csv", "big.csv"])
      expect(
        readRoster(file, folder).entries.map(({ name }) => name),
        file,
      ).toEqual(["Müller", "王小明"]);
    expect(() => readRoster("ansi.csv", folder)).toThrow(/Windows-1252.*expected UTF-8; .*“CSV UTF-8”/);
    expect(() => readRoster("none.csv", folder)).toThrow('--roster: got "none.csv", which does not exist');
    remove(folder);
  });

  test("no cell that is written is a formula, and what is written is read back", () => {
    const nasty = fc.oneof(
      fc.string({ minLength: 1, unit: "binary" }),
      fc
        .tuple(fc.constantFrom("=", "+", "-", "@", "'", "''=", '"', ";", ","), fc.string())
        .map((it) => it.join("")),
    );
    fc.assert(
      fc.property(nasty, fc.constantFrom("point" as const, "comma" as const), (text, decimal) => {
        const name = text.replace(/[\s\0]/g, "");
        fc.pre(name !== "" && !/\uFEFF/.test(name));
        const line = csvLine([guarded(name), "x", "y"], decimal);
        expect(line).not.toMatch(/^"?[=+\-@]/);
        const header = csvLine(["name", "a", "b"], decimal);
        expect(rowsIn(header + line, "r.csv")[1]).toEqual({ line: 2, cells: [name, "x", "y"] });
      }),
    );
  });
});

describe("names of files", () => {
  const NASTY = [
    "../../etc/passwd",
    "..",
    "/",
    "C:\\x",
    "CON",
    "nul.txt",
    "a/b",
    "a\0b",
    " . ",
    "name. ",
    "😀👩‍👩‍👧",
    "\u0301",
    "e\u0301",
    "é",
    "É",
    "ı",
    "ﬁ",
    "fi",
    "\u202egnp.exe",
    "محمد علي",
    "王小明",
    "l".repeat(300),
    "王".repeat(300),
    "नमस्ते",
    "-rf",
    ".hidden",
    "ß",
    "SS",
  ];
  const named = fc.oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
  );

  test("lie in no other folder, are safe on every system, and each stands once", () => {
    fc.assert(
      fc.property(fc.uniqueArray(named, { minLength: 1 }), fc.string(), (names, salt) => {
        const files = fileNames(
          names.map((name) => ({ name, key: name })),
          salt,
        );
        for (const file of files) {
          expect(file).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*-[\da-f]{6,16}$/u);
          expect(file.normalize("NFC")).toBe(file);
          expect(Buffer.byteLength(`${file}.html`)).toBeLessThanOrEqual(120);
        }
        expect(new Set(files.map((it) => it.normalize("NFD").toLowerCase())).size).toBe(files.length);
      }),
    );
  });

  test("say the name, and where two are the same both have more of their tails", () => {
    expect(readable("Müller, Hans-Jürgen (10 B)")).toBe("Müller-Hans-Jürgen-10-B");
    expect(readable("😀")).toBe("student");
    const tail = (_: string, key: string, length: number) =>
      `${"a".repeat(6)}${key}`.padEnd(16, "0").slice(0, length);
    const students = [
      ["Ada", "1"],
      ["ADA", "2"],
      ["Alan", "3"],
    ].map(([name, key]) => ({ name: name!, key: key! }));
    expect(fileNames(students, "", tail)).toEqual([
      "Ada-aaaaaa1000000000",
      "ADA-aaaaaa2000000000",
      "Alan-aaaaaa",
    ]);
  });
});
