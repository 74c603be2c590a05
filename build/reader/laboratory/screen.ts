import { MOST_STEPS } from "../../../src/lesson/fields.ts";
import { RUN_FILE, runFile, trainingCommand } from "../../../src/training/command.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { carried } from "../carry.ts";
import { copyButton } from "../clipboard.ts";
import { filled } from "./filled.ts";
import { given } from "./given.ts";
import { numbersTable, stepText } from "./numbers.ts";
import { accuracyCurve, emptyPlane, lossCurve, planePicture, pointsOnPlane } from "./pictures.ts";
import { REACH } from "./points.ts";
import { addressOf, notShown, recordJson, type Training } from "./training.ts";

/** Where the laboratory shows a run. */
export interface Screen {
  /** A run that was not on the screen before, or none: then only the plane is there. */
  show(training: Training | undefined): void;
  /** The run as it is now. */
  draw(): void;
  /** Links to the chapters that show the step: for a run that stands still. */
  link(): void;
  unlink(): void;
}

export function createScreen(box: HTMLElement): Screen {
  const find = (selector: string) => box.querySelector<HTMLElement>(selector)!;
  const [plane, loss, accuracy, numbers] = [
    find(".plane"),
    find(".loss"),
    find(".accuracy"),
    find(".counts"),
  ];
  const [points, pages, followers] = [find(".points"), find(".pages"), find(".followers")];
  const [command, rows] = [find(".command code"), find(".rows code")];
  let training: Training | undefined;

  const { terminal, terminalRows } = given.words;
  for (const [code, what] of [
    [command, terminal],
    [rows, filled(terminalRows, { file: RUN_FILE })],
  ] as const) {
    const button = copyButton(given.copy, () => code.textContent, what);
    button.className = "copy";
    code.closest(".code")!.append(button);
  }
  find(".record").append(copyButton(given.words.record, () => (training ? recordJson(training) : "")));

  return {
    show(next) {
      training = next;
      followers.hidden = !next;
      const file = next && runFile(next.settings);
      find(".rows").hidden = !file;
      rows.textContent = file ? JSON.stringify(file) : "";
      points.innerHTML = next ? pointsOnPlane(next) : "";
      if (!next) for (const it of [loss, accuracy, numbers]) it.replaceChildren();
      plane.innerHTML =
        next && !(next.plane && next.labels)
          ? `<p>${escapeHtml(next.plane ? given.words.noLabels : filled(given.words.noPlane, { inputs: next.X.cols }))}</p>`
          : emptyPlane(next?.plane?.reach ?? REACH);
    },
    draw() {
      if (!training) return;
      const { settings, watch } = training;
      const picture = training.plane && training.labels && planePicture(training, training.plane);
      if (picture) plane.innerHTML = picture;
      loss.innerHTML = lossCurve(training);
      accuracy.innerHTML = accuracyCurve(training);
      numbers.innerHTML = numbersTable(watch.now(), training.rows, settings.ridge > 0);
      command.textContent = trainingCommand(given.program, settings, watch.run.steps);
    },
    link() {
      if (training) pages.innerHTML = linksOf(training);
    },
    unlink() {
      pages.replaceChildren();
    },
  };
}

/** Links to the chapters that show this step, or why there are none. */
function linksOf(training: Training): string {
  const { words, chapters } = given;
  const why = notShown(training);
  if (why) return `<p>${escapeHtml(filled(words.notShown[why], { most: stepText(MOST_STEPS) }))}</p>`;
  const step = stepText(training.watch.run.steps);
  const address = addressOf(training);
  const links = chapters.map(
    ({ name, title }) =>
      `<li><a data-own href="${escapeHtml(carried(`${name}.html`, address))}">${title}</a></li>`,
  );
  return `<p class="label">${escapeHtml(filled(words.show, { step }))}</p><ul>${links.join("")}</ul>`;
}
