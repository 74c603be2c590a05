import { codeWords as words } from "../../../chapters/words/code.ts";
import type { Checked, ProgramJob, Told } from "../../../src/code/job.ts";
import { withBricksOf } from "../../../src/lesson/with-bricks.ts";
import { button, element } from "../element.ts";
import type { ProgramBench } from "../live/bench.ts";
import type { Given } from "../runtime.ts";
import { createDesk } from "./desk.ts";
import { textOf } from "./first.ts";
import { checksTable, turnsTable, type Writing } from "./results.ts";
import { createRunner, type Request } from "./runner.ts";

/**
 * The bench of the program of the whole loop. Its page keeps the book's numbers: what the reader's program finds stands
 * under it, its first steps beside the book's, and a run of as many steps as they ask for.
 */

/** Turns held against the book's. */
const TURNS = 11;
const MOST_STEPS = 1_000_000;

export function programBench(it: ProgramBench, given: Given): { focus(): void } {
  const { live } = it;
  let checked: Checked[] = [];

  const [checks, turns, ran] = [
    element("div", { class: "checks" }),
    element("div"),
    element("div", { class: "ran" }),
  ];
  const field = element("input", { inputmode: "numeric", autocomplete: "off", value: "1000", size: "8" });
  const stop = button(words.program.stop, () => {
    runner.stop();
    stop.hidden = true;
    status.textContent = words.program.stopped;
  });
  stop.hidden = true;
  const form = element(
    "form",
    { class: "actions" },
    element("label", {}, `${words.program.steps} `, field),
    element("button", {}, words.program.run),
    stop,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const steps = Number(field.value.trim());
    if (Number.isInteger(steps) && steps >= 1 && steps <= MOST_STEPS) run(steps);
    else desk.tell({ is: "count", got: field.value, most: MOST_STEPS });
  });
  const desk = createDesk(
    given.names,
    textOf(it.listing(live.lesson)),
    textOf(it.listing(it.asked())),
    { run: () => run(0), changed: say },
    checks,
    turns,
    form,
    ran,
  );
  const { editor, status } = desk;
  const writing: Writing = {
    words: {
      ...words,
      checks: { ...words.checks, caption: words.program.checks, first: words.program.first },
    },
    number: it.number,
    lesson: (lesson) =>
      lesson === checked[0]?.lesson ? words.checks.here : words.checks.probe(it.facts(lesson)),
  };
  const runner = createRunner<ProgramJob>(given, hear);

  /** Over the code stands whose it is. */
  function say(): void {
    desk.say();
    const caption = document.querySelector(".typescript > .label")!;
    const name = caption.querySelector("code")?.textContent ?? "";
    caption.toggleAttribute("data-own", !desk.isBooks);
    if (!desk.isBooks) caption.setAttribute("data-note", words.program.caption(name));
  }

  function run(steps: number): void {
    desk.begin();
    if (!stop.hidden) runner.stop(); // a long run, of other code or numbers by now
    desk.tell(undefined);
    status.textContent = words.running;
    stop.hidden = steps === 0;
    const { lesson } = live;
    runner.run({
      job: { is: "program", lesson, probes: [withBricksOf(given.probes[0]!, lesson)], turns: TURNS, steps },
      code: editor.text,
      isPatient: steps > 0,
    });
    say();
  }

  function hear(told: Told, { code }: Request<ProgramJob>): void {
    switch (told.is) {
      case "turns":
        checked = [];
        ran.replaceChildren();
        turns.replaceChildren(turnsTable(told.own, told.book, writing));
        break;
      case "checked":
        checked.push(told.checked);
        break;
      case "run":
        show(told.steps, told.losses);
        break;
      case "done":
        checks.replaceChildren(checksTable(checked, writing, words.program.about));
        status.textContent = "";
        stop.hidden = true;
        break;
      case "fault":
        status.textContent = "";
        stop.hidden = true;
        desk.tell(told.fault, code);
        break;
    }
  }

  function show(steps: readonly number[], losses: readonly number[]): void {
    const end = losses.findIndex((loss) => !Number.isFinite(loss));
    const last = end < 0 ? losses.length - 1 : end - 1;
    const drawn = element("figure", { class: "drawing" });
    if (last > 0) drawn.innerHTML = it.curve(steps.slice(0, last + 1), losses.slice(0, last + 1));
    const told = [words.program.ran(steps[last]!, it.number(losses[0]!), it.number(losses[last]!))];
    if (end >= 0) told.push(words.program.overflows(steps[end]!));
    ran.replaceChildren(element("p", {}, told.join(" ")), drawn);
  }

  live.onChange(() => {
    const isOther = desk.renew(textOf(it.listing(live.lesson)));
    if (isOther) {
      runner.stop();
      stop.hidden = true;
      checked = [];
      for (const element of [checks, turns, ran]) element.replaceChildren();
    }
    editor.show();
    say();
    if (desk.isOpen && !desk.isHeld && (isOther ? !desk.isBooks : checked.length > 0)) run(0);
  });

  return desk;
}
