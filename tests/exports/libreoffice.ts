import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { DomUtils } from "htmlparser2";
import { parseXml, readXlsx } from "../workbook.ts";

/** Workbooks calculated by LibreOffice. */

type Sheets = ReadonlyMap<string, ReadonlyMap<string, { readonly value: number | string }>>;

/**
 * A workbook without what its formulas gave, so that whoever opens it must calculate; perhaps with other numbers:
 * `{ "1 init!B9": 0.5 }`.
 */
export function uncalculated(file: Uint8Array, changes: Readonly<Record<string, number>> = {}): Uint8Array {
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
export function calculatedByLibreOffice(files: readonly Uint8Array[], folder: string): Sheets[] {
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
