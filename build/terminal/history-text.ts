import { norm } from "../../src/math/norm.ts";
import type { Entry, History } from "../../src/training/history.ts";
import { type Settings, USUAL } from "../../src/training/settings.ts";
import {
  decimals,
  type NumberFormat,
  type Shown,
  separatorOf,
  show,
  showExact,
  significant,
  toTyped,
} from "../../src/typeset/format.ts";
import { inColumns } from "./table-text.ts";

type Decimal = Pick<NumberFormat, "decimal">;

/** A run for a terminal: what was trained, a line for each record, how it ended. */
export function historyText(title: string, history: History, as: Decimal = { decimal: "point" }): string {
  const { settings, entries } = history;
  const numbers = numbersIn(as);
  const shown = columnsOf(settings, entries[0], numbers);
  const table = inColumns([
    shown.map(([name]) => name),
    ...entries.map((it) => shown.map(([, cell]) => cell(it))),
  ]);
  return `${[title, settingsText(settings, as), table.join("\n"), endText(history, numbers)].join("\n\n")}\n`;
}

type Column = readonly [name: string, cell: (entry: Entry) => string];

function columnsOf({ ridge, l1 }: Settings, first: Entry | undefined, numbers: Numbers): Column[] {
  const { number, brief, percent } = numbers;
  const hasUnseen = first?.loss.unseen !== undefined;
  const isJudged = first?.accuracy !== undefined;
  const columns: (Column | false)[] = [
    ["step", ({ step }) => String(step)],
    ["loss", ({ loss }) => number(loss.total)],
    (ridge > 0 || l1 > 0) && ["of it data", ({ loss }) => number(loss.data)],
    ["gradient", ({ gradientNorms }) => brief(norm(gradientNorms))],
    isJudged && ["right", ({ accuracy }) => percent(accuracy!.trained)],
    hasUnseen && ["unseen: loss", ({ loss }) => number(loss.unseen!)],
    hasUnseen && isJudged && ["right", ({ accuracy }) => percent(accuracy!.unseen!)],
  ];
  return columns.filter((it) => it !== false);
}

/** Decimals of a loss. */
const DIGITS = 6;
const OVERFLOW = "overflow";
function numbersIn(as: Decimal) {
  const finite = (of: (x: number) => Shown) => (x: number) =>
    Number.isFinite(x) ? toTyped(of(x), as) : OVERFLOW;
  return {
    number: finite((x) => show(x, decimals(DIGITS))),
    brief: finite(significant),
    percent: (share: number) => `${toTyped(show(100 * share, decimals(1)), as)} %`,
  };
}
type Numbers = ReturnType<typeof numbersIn>;

function settingsText(settings: Settings, as: Decimal): string {
  const exact = (x: number) => toTyped(showExact(x, decimals(0)), as);
  const and = separatorOf(as);
  const { data, trained, weights, batch, learningRate, schedule } = settings;
  const { steps, ridge, l1, clip, gradient } = settings;
  const drawn =
    "X" in data
      ? "rows given"
      : "seed" in data
        ? `${data.set}, seed ${data.seed}, ${data.rows} ${data.rows === 1 ? "row" : "rows"}`
        : data.set;
  const rule =
    typeof schedule === "string"
      ? schedule
      : "decay" in schedule
        ? `divided by 1 + ${exact(schedule.decay)}·t`
        : `times ${exact(schedule.factor)} every ${schedule.every} steps`;
  const drawing =
    "W1" in weights
      ? "given"
      : [
          `seed ${weights.seed}`,
          ...(weights.scale === 1 ? [] : [`${exact(weights.scale)} times as large`]),
          ...(weights.round === undefined ? [] : [`rounded to ${weights.round}`]),
        ].join(", ");
  const rows = batch === "all" ? "all rows" : `${batch.size} rows, shuffled by seed ${batch.seed}`;
  const facts = {
    data: `${drawn}; trained on ${trained}`,
    network: `${networkText(settings)}; weights ${drawing}`,
    steps: `${steps}, ${rows} each`,
    rate: `${exact(learningRate)}${and} ${rule}`,
    penalties: `ridge ${exact(ridge)}${and} L1 ${exact(l1)}`,
    ...(clip !== undefined && { clipped: `to ${exact(clip)}` }),
    ...(gradient !== "exact" && { gradient: `${gradient}, not that of the loss` }),
  };
  return Object.entries(facts)
    .map(([name, fact]) => name.padEnd(10) + fact)
    .join("\n");
}

/** What is as in the article's network, beside its hidden neurons, goes without saying. */
function networkText(settings: Settings): string {
  const { hidden, activation, outputs, outputActivation, loss, bias, trainBias } = settings;
  return [
    `${hidden.join(", ")} hidden, ${activation}`,
    ...(outputs === USUAL.outputs && outputActivation === USUAL.outputActivation
      ? []
      : [`${outputs} ${outputs === 1 ? "output" : "outputs"}, ${outputActivation}`]),
    ...(loss === USUAL.loss ? [] : [loss]),
    bias ? (trainBias ? "biases" : "biases held") : "no biases",
  ].join(", ");
}

function endText({ end, entries }: History, { number, percent }: Numbers): string {
  const last = entries.at(-1);
  const right = last?.accuracy ? `, ${percent(last.accuracy.trained)} right` : "";
  const at = last ? `; at step ${last.step} loss ${number(last.loss.total)}${right}` : "";
  const how = {
    finished: `finished after ${end.step} steps`,
    stopped: `stopped after ${end.step} steps`,
    diverged: `diverged: step ${end.step} made a weight too large for a number`,
  };
  return how[end.how] + at;
}
