import { escapeHtml } from "../../../src/html.ts";
import type { FieldName } from "../../../src/laboratory.ts";
import { DRAWN_ROWS } from "../../../src/lesson.ts";
import type { Settings } from "../../../src/training/settings.ts";
import { ROWS_FILE } from "../../training-command.ts";
import { filled, given } from "./given.ts";
import { REACH } from "./points.ts";

/** The laboratory as HTML, before anything is drawn in it. */

const { words } = given;
const { own, groups, fields } = words;

const id = (name: string): string => `laboratory-${name.replace(".", "-")}`;

/** A label, its field, and room for what is wrong with it. */
function field(name: string, label: string, control: (attributes: string) => string): string {
  const attributes = `id="${id(name)}" name="${name}" aria-describedby="${id(name)}-fault"`;
  return [
    `<p class="field"><label for="${id(name)}">${escapeHtml(label)}</label>`,
    control(attributes),
    `<span class="fault fails" id="${id(name)}-fault" role="alert"></span></p>`,
  ].join("");
}

interface NumberLook {
  readonly value: string | number;
  readonly least?: number;
  readonly most?: number;
  readonly step?: number | "any";
  readonly empty?: string;
}

const numberField = (name: string, label: string, look: NumberLook): string =>
  field(name, label, (attributes) => {
    const { value, least = 1, most, step = 1, empty } = look;
    const limits = `min="${least}"${most === undefined ? "" : ` max="${most}"`} step="${step}"`;
    const placeholder = empty === undefined ? "" : ` placeholder="${escapeHtml(empty)}"`;
    return `<input type="number" ${attributes} ${limits} value="${value}"${placeholder}>`;
  });

const choice = (
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
) =>
  field(name, label, (attributes) => {
    const all = options.map(
      ([value, text]) =>
        `<option value="${value}"${value === chosen ? " selected" : ""}>${escapeHtml(text)}</option>`,
    );
    return `<select ${attributes}>${all.join("")}</select>`;
  });

const group = (className: string, legend: string, ...inside: readonly string[]): string =>
  `<fieldset class="${className}"><legend>${escapeHtml(legend)}</legend>${inside.join("")}</fieldset>`;

const button = (name: string, text: string): string =>
  `<button type="button" data-does="${name}">${escapeHtml(text)}</button>`;

/** Steps a frame that may be chosen, beside as many as fit. */
const PACES = [1, 10, 50, 250];
/** At first: so that four points are not learnt before anybody has seen it. */
const PACE = 50;

/** The form with the settings it starts from, the buttons, and places for what is drawn. */
export function markup(start: Settings): string {
  const { data, trained, hidden, bias, weights, learningRate, ridge, gradient } = start;
  const number = (name: FieldName, look: NumberLook) => numberField(name, fields[name], look);
  const drawn = "rows" in data ? data : undefined;
  const rows = drawn?.rows ?? DRAWN_ROWS;
  return [
    `<div class="settings">`,
    group(
      "",
      groups.data,
      choice("data.set", fields["data.set"], Object.entries(words.sets), "set" in data ? data.set : "own"),
      `<div class="drawn">`,
      number("data.seed", { value: drawn?.seed ?? 0, least: 0 }),
      number("data.rows", { value: rows }),
      number("trained", { value: drawn && trained < rows ? trained : "", empty: words.empty.trained }),
      `</div>`,
    ),
    group(
      "",
      groups.network,
      number("hidden", { value: hidden[0]! }),
      number("second", { value: hidden[1] ?? "", empty: words.empty.second }),
      number("weights.seed", { value: "seed" in weights ? weights.seed : 0, least: 0 }),
      field("bias", fields.bias, (it) => `<input type="checkbox" ${it}${bias ? " checked" : ""}>`),
    ),
    group(
      "",
      groups.training,
      choice("gradient", fields.gradient, Object.entries(words.gradients), gradient),
      number("learningRate", { value: learningRate, least: 0, step: "any" }),
      number("ridge", { value: ridge, least: 0, step: "any" }),
      choice(
        "pace",
        words.pace,
        [...PACES.map((it) => [String(it), String(it)] as const), ["Infinity", words.fastest]],
        String(PACE),
      ),
    ),
    `</div>`,
    group(
      "own",
      groups.own,
      `<p>${escapeHtml(own.how)} <span class="count"></span></p>`,
      `<div class="spot">`,
      choice(
        "label",
        own.label,
        [
          ["1", own.labels[1]],
          ["0", own.labels[0]],
        ],
        "1",
      ),
      numberField("x1", own.x1, { value: 0, least: -REACH, most: REACH, step: "any" }),
      numberField("x2", own.x2, { value: 0, least: -REACH, most: REACH, step: "any" }),
      `</div>`,
      `<p class="buttons">${button("put", own.put)}${button("undo", own.undo)}${button("clear", own.clear)}</p>`,
    ),
    `<div class="buttons" role="group" aria-label="${escapeHtml(groups.run)}">`,
    button("start", words.start),
    button("step", words.step),
    button("rewind", words.rewind),
    `</div>`,
    `<p class="status" role="status"></p>`,
    `<div class="points"></div>`,
    `<div class="pictures"><div class="plane"></div><div class="loss"></div><div class="accuracy"></div><div class="counts"></div></div>`,
    `<div class="followers">`,
    quotation("command", words.terminal, false),
    quotation("rows", filled(words.terminalRows, { file: ROWS_FILE }), true),
    `<p class="record">${escapeHtml(words.recordNote)} </p>`,
    `<div class="pages"></div>`,
    `</div>`,
  ].join("\n");
}

/** Text to copy, under its label. A box that may scroll takes focus, and so has a name. */
function quotation(className: string, label: string, scrolls: boolean): string {
  const name = escapeHtml(label);
  const box = scrolls ? ` tabindex="0" role="group" aria-label="${name}"` : "";
  return `<div class="quotation ${className}"><p class="label">${name}</p><div class="code"><pre class="plain"${box}><code></code></pre></div></div>`;
}
