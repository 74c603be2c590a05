import { MOST_STEPS } from "../../../src/lesson/fields.ts";
import { RUN_FILE, runFile, trainingCommand } from "../../../src/training/command.ts";
import { escapeHtml } from "../../../src/typeset/html.ts";
import { carried } from "../carry.ts";
import { copyButton } from "../clipboard.ts";
import { load } from "../load.ts";
import type * as Script from "../neurons.ts";
import { filled } from "./filled.ts";
import { given } from "./given.ts";
import { briefText, comma, numbersTable, stepText } from "./numbers.ts";
import { accuracyCurve, CURVE, emptyPlane, lossCurve, planePicture, pointsOnPlane } from "./pictures.ts";
import { REACH } from "./points.ts";
import { type Scrub, scrubbing } from "./scrub.ts";
import { seenIn } from "./seen.ts";
import { addressOf, entrySeen, notShown, recordJson, stepSeen, type Training } from "./training.ts";

/** Where the laboratory shows a run. */
export interface Screen {
  /** A run that was not on the screen before, or none: then only the plane is there. */
  show(training: Training | undefined): void;
  /**
   * The run as it is now, or the step that the reader looks back at.
   * @param isMoving whether the next picture follows at once
   */
  draw(isMoving?: boolean): void;
  /** Links to the chapters that show the step: for a run that stands still. */
  link(): void;
  unlink(): void;
}

/** @param look shows an entry of the record; undefined: the run as it is now */
export function createScreen(box: HTMLElement, look: (entry: number | undefined) => void): Screen {
  const find = <T extends HTMLElement>(selector: string) => box.querySelector<T>(selector)!;
  const [plane, loss, accuracy, numbers] = [
    find(".plane"),
    find(".loss"),
    find(".accuracy"),
    find(".counts"),
  ];
  const [points, pages, followers] = [find(".points"), find(".pages"), find(".followers")];
  const [command, rows] = [find(".command code"), find(".rows code")];
  let training: Training | undefined;
  /** As wide as there is room, so that its letters are those of the page. */
  let width: number = CURVE.least;
  new ResizeObserver(() => {
    const room = Math.min(Math.max(Math.floor(loss.clientWidth), CURVE.least), CURVE.most);
    if (room === width) return;
    width = room;
    if (training) drawCurves(training);
  }).observe(loss);
  const scrub: Scrub = scrubbing(loss, find<HTMLInputElement>("[name=scrub]"), look);
  function drawCurves(its: Training): void {
    loss.innerHTML = lossCurve(its, width);
    accuracy.innerHTML = accuracyCurve(its, width);
    scrub(its);
  }
  let neurons: Script.Neurons | undefined;
  // Without its script, the laboratory is what it is without those pictures.
  load<typeof Script>("neurons").then(
    (script) => {
      neurons = script.neuronsIn({
        box: find(".neurons"),
        plane,
        see: (row) => training && seenIn(training, row),
        text: briefText,
        comma,
      });
      neurons.draw();
    },
    () => {},
  );

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
      scrub(next);
      neurons?.draw();
    },
    draw(isMoving = false) {
      if (!training) return;
      const { settings } = training;
      const picture =
        training.plane && training.labels && planePicture(training, training.plane.reach, isMoving);
      if (picture) plane.innerHTML = picture;
      drawCurves(training);
      numbers.innerHTML = numbersTable(entrySeen(training), training.rows, settings.ridge > 0);
      command.textContent = trainingCommand(given.program, settings, stepSeen(training));
      neurons?.draw();
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
  const step = stepText(stepSeen(training));
  const address = addressOf(training);
  const links = chapters.map(
    ({ name, title }) =>
      `<li><a data-own href="${escapeHtml(carried(`${name}.html`, address))}">${title}</a></li>`,
  );
  return `<p class="label">${escapeHtml(filled(words.show, { step }))}</p><ul>${links.join("")}</ul>`;
}
