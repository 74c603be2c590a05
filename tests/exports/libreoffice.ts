import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { DomUtils } from "htmlparser2";
import { book, chapters, stages } from "../../chapters/index.ts";
import { partOf } from "../../src/book/chapter.ts";
import { parseLesson, printed } from "../../src/lesson/lesson.ts";
import { at, toRows } from "../../src/math/matrix.ts";
import { type Trace, traceOf } from "../../src/network/stage.ts";
import { remove, temporaryFolder } from "../project.ts";
import { parseXml, placesOn, readXlsx, valueOn } from "../workbook.ts";
import { type Check, changedIn, cut, type Numbers, others } from "./check.ts";

/** Workbooks calculated by LibreOffice: what they give, and what they give with a number changed. */

type Sheets = ReadonlyMap<string, ReadonlyMap<string, { readonly value: number | string }>>;

/**
 * A workbook without what its formulas gave, so that whoever opens it must calculate; perhaps with other numbers:
 * `{ "1 init!B9": 0.5 }`.
 */
function uncalculated(file: Uint8Array, changes: Readonly<Record<string, number>> = {}): Uint8Array {
  const files = unzipSync(file);
  for (const [i, sheet] of [...readXlsx(file).keys()].entries()) {
    const path = `xl/worksheets/sheet${i + 1}.xml`;
    let xml = strFromU8(files[path]!).replace(/(<\/f>)<v>[^<]*<\/v>/g, "$1");
    for (const [at, value] of Object.entries(changes)) {
      const place = at.slice(sheet.length + 1);
      if (at === `${sheet}!${place}`)
        xml = xml.replace(new RegExp(`(<c r="${place}" s="\\d+">)<v>[^<]*</v>`), `$1<v>${value}</v>`);
    }
    files[path] = strToU8(xml);
  }
  return zipSync(files);
}

/**
 * What LibreOffice makes of workbooks.
 * @param folder an empty one
 */
function calculatedByLibreOffice(files: readonly Uint8Array[], folder: string): Sheets[] {
  const paths = files.map((file, i) => {
    const path = join(folder, `${i}.xlsx`);
    writeFileSync(path, file);
    return path;
  });
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`;
  const { status, stderr } = spawnSync(
    "soffice",
    [profile, "--headless", "--convert-to", "fods", "--outdir", folder, ...paths],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`soffice ended with ${status}: ${stderr}`);
  return paths.map((path) =>
    readFods(readFileSync(join(folder, basename(path).replace(/xlsx$/, "fods")), "utf8")),
  );
}

/** The values on all sheets, but for those of what goes in: the sheet that makes a value has it. */
function valuesIn(sheets: Sheets, trace: Trace): Numbers {
  const homes = chapters.map(
    (it) => [`${book.indexOf(it)} ${it.name}`, partOf(it, trace.lesson).makes] as const,
  );
  return Object.fromEntries(
    homes.flatMap(([sheet, makes]) =>
      makes.map((name) => [name, valueOn(sheets.get(sheet)!, name)] as const),
    ),
  );
}

/** The lesson with another first weight and another learning rate, and where these stand in its workbook. */
function otherLesson(
  { lesson, ...values }: Trace,
  file: Uint8Array,
): { other: Trace; changes: Record<string, number> } {
  const [weight, learningRate] = [at(values.W1, 0, 0) + 0.25, lesson.learningRate * 3];
  const W1 = toRows(values.W1).map((row, r) => row.map((x, c) => (r + c === 0 ? weight : x)));
  const biases = lesson.bias && { b1: [...values.b1.data], b2: [...values.b2.data] };
  const weights = { W1, W2: toRows(values.W2), ...biases };
  const place = placesOn(readXlsx(file).get("1 init")!, "W1")[0]![0]!;
  return {
    other: traceOf(stages, parseLesson({ ...printed(lesson), weights, learningRate })),
    changes: { [`1 init!${place}`]: weight, "Lesson!B5": learningRate },
  };
}

export const workbook: Check = {
  format: "xlsx",
  by: "LibreOffice calculates it to 1e-12, and anew after a weight and the learning rate are changed",
  faults(path, trace) {
    const file = readFileSync(path);
    const folder = temporaryFolder();
    try {
      const { other, changes } = otherLesson(trace, file);
      const [as, after] = calculatedByLibreOffice([uncalculated(file), uncalculated(file, changes)], folder);
      return [
        ...others(valuesIn(as!, trace), trace, 1e-12),
        ...others(valuesIn(after!, other), other, 1e-12).map((it) => `after the change ${it}`),
      ];
    } catch (error) {
      return [String(error)];
    } finally {
      remove(folder);
    }
  },
  planted: {
    "a product made a sum": changedIn("xl/worksheets/sheet4.xml", /(<f>[A-Z]\d+)\*/, "$1+"),
    "a formula that follows nothing": changedIn(
      "xl/worksheets/sheet4.xml",
      /<f>&#39;1 init&#39;!B\d+<\/f>|<f>'1 init'!B\d+<\/f>/,
      "",
    ),
    "cut in half": cut,
  },
};

/** A spreadsheet in LibreOffice's own format, with all digits. */
function readFods(text: string): Sheets {
  const tables = DomUtils.getElementsByTagName("table:table", parseXml(text));
  return new Map(
    tables.map((table) => {
      const cells = new Map<string, { value: number | string }>();
      let row = 1;
      for (const tr of DomUtils.getElementsByTagName("table:table-row", table)) {
        let col = 0;
        for (const cell of DomUtils.getElementsByTagName(
          (it) => /^table:(covered-)?table-cell$/.test(it),
          tr,
        )) {
          const { "office:value": value, "table:number-columns-repeated": times = "1" } = cell.attribs;
          const shown = DomUtils.getText(cell).trim();
          const repeated = Number(times);
          if (shown !== "")
            for (let c = col; c < col + repeated; c++)
              cells.set(`${lettersOf(c)}${row}`, { value: value === undefined ? shown : Number(value) });
          col += repeated;
        }
        row += Number(tr.attribs["table:number-rows-repeated"] ?? 1);
      }
      return [table.attribs["table:name"]!, cells];
    }),
  );
}

const lettersOf = (col: number): string =>
  (col < 26 ? "" : lettersOf(Math.floor(col / 26) - 1)) + String.fromCharCode(65 + (col % 26));
