import { lettersOf } from "../../../../src/network/cells.ts";
import { escapeHtml } from "../../../../src/typeset/html.ts";
import { zipped } from "../zip.ts";
import { heightOf, printed } from "./paper.ts";
import type { Cell, Sheet, Style } from "./sheet.ts";

/** A workbook as a file (ECMA-376, Office Open XML): sheets of cells, and no more of the format than they need. */

export interface Workbook {
  readonly title: string;
  readonly sheets: readonly Sheet[];
}

/** The same workbook is the same bytes wherever it is made. */
export function xlsxOf({ title, sheets }: Workbook): Uint8Array {
  const styles = new Styles();
  const bodies = sheets.map((sheet, i) => sheetXml(sheet, styles, i === 0));
  const path = (i: number) => `worksheets/sheet${i + 1}.xml`;
  const files: [string, string][] = [
    ["[Content_Types].xml", typesXml(sheets.map((_, i) => `/xl/${path(i)}`))],
    [
      "_rels/.rels",
      relationsXml([
        ["officeDocument", "xl/workbook.xml"],
        ["metadata/core-properties", "docProps/core.xml"],
      ]),
    ],
    ["docProps/core.xml", coreXml(title)],
    ["xl/workbook.xml", workbookXml(sheets)],
    [
      "xl/_rels/workbook.xml.rels",
      relationsXml([...sheets.map((_, i) => ["worksheet", path(i)] as const), ["styles", "styles.xml"]]),
    ],
    ["xl/styles.xml", styles.xml()],
    ...bodies.map((xml, i): [string, string] => [`xl/${path(i)}`, xml]),
  ];
  return zipped(new Map(files.map(([name, xml]) => [name, DECLARATION + xml])));
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

const typesXml = (sheets: readonly string[]): string => {
  const of = (part: string, type: string) =>
    `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-${type}+xml"/>`;
  const main = "officedocument.spreadsheetml";
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${[
    of("/xl/workbook.xml", `${main}.sheet.main`),
    of("/xl/styles.xml", `${main}.styles`),
    of("/docProps/core.xml", "package.core-properties"),
    ...sheets.map((it) => of(it, `${main}.worksheet`)),
  ].join("")}</Types>`;
};

function relationsXml(targets: readonly (readonly [type: string, target: string])[]): string {
  const of = (type: string) =>
    type.includes("/") ? `${PACKAGE}/relationships/${type}` : `${RELATIONS}/${type}`;
  const each = targets.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${of(type)}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join("")}</Relationships>`;
}

const coreXml = (title: string): string =>
  `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeHtml(title)}</dc:title></cp:coreProperties>`;

const workbookXml = (sheets: readonly Sheet[]): string => {
  const each = sheets.map(
    ({ name }, i) => `<sheet name="${escapeHtml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  const areas = sheets.map(
    (it, i) =>
      `<definedName name="_xlnm.Print_Area" localSheetId="${i}">'${escapeHtml(it.name)}'!${printed(it).area}</definedName>`,
  );
  // Programs do not round as this one does: each is to trust its own numbers alone.
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>${each.join("")}</sheets><definedNames>${areas.join("")}</definedNames><calcPr fullCalcOnLoad="1"/></workbook>`;
};

function sheetXml(sheet: Sheet, styles: Styles, isFirst: boolean): string {
  const { rows, widths, head } = sheet;
  const { fitsOnOne, setup } = printed(sheet);
  const links: string[] = [];
  const body = rows.map((cells, r) => {
    const each = (cells ?? []).map((cell, c) => {
      if (!cell) return "";
      const place = `${lettersOf(c)}${r + 1}`;
      if (cell.leadsTo) links.push(`<hyperlink ref="${place}" location="${escapeHtml(cell.leadsTo)}"/>`);
      return cellXml(place, cell, styles.indexOf(cell.style ?? {}));
    });
    const its = heightOf(cells);
    const height = its === undefined ? "" : ` ht="${its}" customHeight="1"`;
    return each.length > 0 ? `<row r="${r + 1}"${height}>${each.join("")}</row>` : "";
  });
  const most = Math.max(1, ...rows.map((cells) => cells?.length ?? 0));
  const [first, others] = widths;
  const column = (from: number, to: number, width: number) =>
    `<col min="${from}" max="${to}" width="${width}" customWidth="1"/>`;
  return [
    `<worksheet xmlns="${MAIN}">${fitsOnOne ? '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>' : ""}`,
    `<sheetViews><sheetView showGridLines="0"${isFirst ? ' tabSelected="1"' : ""} workbookViewId="0">`,
    `<pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    `<cols>${column(1, 1, first)}${most > 1 ? column(2, most, others) : ""}</cols>`,
    `<sheetData>${body.join("")}</sheetData>`,
    links.length > 0 ? `<hyperlinks>${links.join("")}</hyperlinks>` : "",
    `${setup}</worksheet>`,
  ].join("");
}

function cellXml(place: string, { value, formula }: Cell, style: number): string {
  const start = `<c r="${place}" s="${style}"`;
  if (typeof value === "string")
    return `${start} t="inlineStr"><is><t xml:space="preserve">${escapeHtml(value)}</t></is></c>`;
  return `${start}>${formula === undefined ? "" : `<f>${escapeHtml(formula)}</f>`}<v>${value}</v></c>`;
}

/** The styles of a workbook: each is told once, and cells refer to it by its index. */
class Styles {
  readonly #fonts = new Numbered();
  readonly #fills = new Numbered('<fill><patternFill patternType="none"/></fill>');
  readonly #borders = new Numbered("<border><left/><right/><top/><bottom/><diagonal/></border>");
  readonly #formats = new Numbered();
  readonly #all = new Numbered();
  readonly #indices = new Map<string, number>();

  constructor() {
    // The first of each is that of cells without one; the second fill is not for cells to choose.
    this.#fills.indexOf('<fill><patternFill patternType="gray125"/></fill>');
    this.indexOf({});
  }

  indexOf(style: Style): number {
    const key = JSON.stringify(style);
    const index = this.#indices.get(key) ?? this.#add(style);
    this.#indices.set(key, index);
    return index;
  }

  #add({ bold, size = 11, color = "000000", fill, border, format, align, indented }: Style): number {
    const font = this.#fonts.indexOf(
      `<font>${bold ? "<b/>" : ""}<sz val="${size}"/><color rgb="FF${color}"/><name val="Calibri"/><family val="2"/></font>`,
    );
    const filled = fill
      ? this.#fills.indexOf(
          `<fill><patternFill patternType="solid"><fgColor rgb="FF${fill}"/></patternFill></fill>`,
        )
      : 0;
    const side = (name: string) => `<${name} style="${border}"><color rgb="FF${color}"/></${name}>`;
    const bordered = border
      ? this.#borders.indexOf(
          `<border>${["left", "right", "top", "bottom"].map(side).join("")}<diagonal/></border>`,
        )
      : 0;
    const written = format ? FIRST_FORMAT + this.#formats.indexOf(escapeHtml(format)) : 0;
    const aligned = indented
      ? '<alignment horizontal="left" indent="1"/>'
      : align
        ? `<alignment horizontal="${align}"/>`
        : "";
    return this.#all.indexOf(
      `<xf numFmtId="${written}" fontId="${font}" fillId="${filled}" borderId="${bordered}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${aligned}</xf>`,
    );
  }

  xml(): string {
    const list = (name: string, items: readonly string[]) =>
      items.length > 0 ? `<${name} count="${items.length}">${items.join("")}</${name}>` : "";
    const formats = this.#formats.items.map(
      (code, i) => `<numFmt numFmtId="${FIRST_FORMAT + i}" formatCode="${code}"/>`,
    );
    return [
      `<styleSheet xmlns="${MAIN}">`,
      list("numFmts", formats),
      list("fonts", this.#fonts.items),
      list("fills", this.#fills.items),
      list("borders", this.#borders.items),
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
      list("cellXfs", this.#all.items),
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    ].join("");
  }
}

/** Formats below are the program's own. */
const FIRST_FORMAT = 164;

/** Texts, each once, in the order in which they first came. */
class Numbered {
  readonly items: string[];
  constructor(...items: string[]) {
    this.items = items;
  }
  indexOf(item: string): number {
    const index = this.items.indexOf(item);
    return index < 0 ? this.items.push(item) - 1 : index;
  }
}
