import type { FieldName } from "../../../src/book/laboratory.ts";
import { brickAt, PLACES, placeNames } from "../../../src/lesson/choices.ts";
import { DRAWN_ROWS } from "../../../src/lesson/datasets.ts";
import { RUN_FILE } from "../../../src/training/command.ts";
import type { Settings } from "../../../src/training/settings.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { filled } from "./filled.ts";
import type { SetName } from "./form.ts";
import { given } from "./given.ts";
import { typedText } from "./numbers.ts";
import { arePoints } from "./points.ts";

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
  /** What an empty field means. */
  readonly empty?: string;
  /** A phone's keyboard of digits may have no minus. */
  readonly mode?: "numeric" | "decimal" | "text";
}

/** A field of text: one of numbers drops in silence what it cannot read, a decimal comma too. */
const numberField = (name: string, label: string, { value, empty, mode = "numeric" }: NumberLook): string =>
  field(name, label, (attributes) => {
    const placeholder = empty === undefined ? "" : ` placeholder="${escapeHtml(empty)}"`;
    return `<input inputmode="${mode}" autocomplete="off" ${attributes} value="${value}"${placeholder}>`;
  });

const box = (name: string, label: string, isTicked: boolean): string =>
  field(name, label, (it) => `<input type="checkbox" ${it}${isTicked ? " checked" : ""}>`);

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

const isGiven = (data: Settings["data"]): boolean => "X" in data && !arePoints(data);
const setOf = (data: Settings["data"]): SetName =>
  "set" in data ? data.set : isGiven(data) ? "given" : "own";

/** The buttons and the plane first, beside the form with the settings it starts from; then what else is drawn. */
export function markup(start: Settings): string {
  const { data, trained, hidden, outputs, weights, learningRate, ridge, gradient } = start;
  const number = (name: FieldName, look: NumberLook) => numberField(name, fields[name], look);
  const drawn = "rows" in data ? data : undefined;
  const rows = drawn?.rows ?? DRAWN_ROWS;
  const sets = Object.entries(words.sets).filter(([name]) => name !== "given" || isGiven(data));
  const seed = "seed" in weights ? weights : undefined;
  return [
    `<div class="bench">`,
    `<div class="view">`,
    `<div class="buttons" role="group" aria-label="${escapeHtml(groups.run)}">`,
    button("start", words.start),
    button("step", words.step),
    button("rewind", words.rewind),
    `</div>`,
    `<p class="status" aria-hidden="true"></p><p class="unseen" role="status"></p>`,
    `<div class="points"></div>`,
    `<div class="scene">`,
    `<div class="plane"></div>`,
    `<div class="neurons"></div>`,
    `<div class="curve"><div class="loss"></div>`,
    `<p class="scrub" hidden><label for="${id("scrub")}">${escapeHtml(words.scrub)}</label>`,
    `<input type="range" id="${id("scrub")}" name="scrub" min="0" max="0" value="0"></p></div>`,
    `</div>`,
    `</div>`,
    `<div class="settings">`,
    group(
      "",
      groups.data,
      choice("data.set", fields["data.set"], sets, setOf(data)),
      `<div class="drawn">`,
      number("data.seed", { value: drawn?.seed ?? 0 }),
      number("data.rows", { value: rows }),
      number("trained", { value: drawn && trained < rows ? trained : "", empty: words.empty.trained }),
      `</div>`,
    ),
    group(
      "",
      groups.network,
      number("hidden", { value: hidden[0]! }),
      number("second", { value: hidden[1] ?? "", empty: words.empty.second }),
      number("outputs", { value: outputs }),
      ...placeNames.map((place) => {
        const options = PLACES[place].map((it) => [it, words.bricks[it]] as const);
        return choice(place, fields[place], options, brickAt(start, place));
      }),
      numberField(
        "weights.seed",
        seed?.round === undefined ? fields["weights.seed"] : filled(words.rounded, { round: seed.round }),
        seed ? { value: seed.seed } : { value: "", empty: words.given },
      ),
    ),
    group(
      "",
      groups.training,
      choice("gradient", fields.gradient, Object.entries(words.gradients), gradient),
      number("learningRate", { value: typedText(learningRate), mode: "decimal" }),
      number("ridge", { value: typedText(ridge), mode: "decimal" }),
      choice(
        "pace",
        words.pace,
        [...PACES.map((it) => [String(it), String(it)] as const), ["Infinity", words.fastest]],
        String(PACE),
      ),
    ),
    `</div>`,
    `</div>`,
    `<p class="buttons links">${button("again", words.again)}</p>`,
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
      numberField("x1", own.x1, { value: 0, mode: "text" }),
      numberField("x2", own.x2, { value: 0, mode: "text" }),
      `</div>`,
      `<p class="buttons">${button("put", own.put)}${button("undo", own.undo)}${button("clear", own.clear)}</p>`,
      `<div class="file">`,
      field("file", own.file, (it) => `<input type="file" accept=".csv,.tsv,.txt,.json" ${it}>`),
      `<div class="columns" hidden>`,
      ...Object.entries(own.columns).map(([name, label]) => choice(`column.${name}`, label, [], "")),
      box("scaled", own.scaled, false),
      `</div>`,
      `<p class="taken" role="status"></p>`,
      `</div>`,
    ),
    `<div class="pictures"><div class="accuracy"></div><div class="counts"></div></div>`,
    `<div class="followers">`,
    quotation("command", words.terminal, false),
    quotation("rows", filled(words.terminalRows, { file: RUN_FILE }), true),
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
