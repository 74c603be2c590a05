import type { ColumnLine } from "../../../src/typeset/column.ts";
import { type NumberFormat, pointOf } from "../../../src/typeset/format.ts";
import { withoutTags } from "../../../src/typeset/html.ts";
import type { Told } from "./origins.ts";

/** A number's sum as a column: one summand a line, aligned at the decimal point, a rule, and the number. */
export function columnHtml(
  { kind, value, worked }: Pick<Told, "kind" | "value" | "worked">,
  name: string,
  format: NumberFormat,
): string {
  const head = `<p class="name ${kind}">${name}</p>`;
  if (!worked) return `${head}<p><span>= ${value}</span></p>`;
  const { lines: all, total, around = "", sign } = worked.column;
  // What stands alone has its result beside it.
  const alone = all.length === 1 && !around ? all[0]?.text : undefined;
  const lines = alone === undefined ? all : [];
  const result: ColumnLine = {
    operator: "",
    text: alone ?? around,
    sign,
    value: worked.value,
  };
  const rows = [...lines, ...(total ? [total] : []), result];
  const lengths = rows.map((row) => decimalsOf(row?.value, pointOf(format)));
  const most = Math.max(...lengths);
  const html = rows.map((row, i) => {
    if (!row) return `<p class="rest">⋮</p>`;
    const { operator, text, sign = "", value } = row;
    const before = lines.length > 1 ? `<i>${operator}</i>` : "";
    // A rule over what several lines give.
    const isSum = i === lines.length && lines.length > 1;
    const padding = `padding-right:${most - lengths[i]!}ch`;
    return `<p${isSum ? ' class="total"' : ""}><span>${before}${text}</span><span style="${padding}">${sign} ${value}</span></p>`;
  });
  return head + html.join("");
}

/** The signs after the decimal point, and the point, which is half as wide as a digit. */
function decimalsOf(value = "", point: string): number {
  const text = withoutTags(value);
  const at = text.indexOf(point);
  return at < 0 ? 0 : text.length - at - 0.5;
}
