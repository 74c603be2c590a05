import { codeWords as words } from "../../../chapters/words/code.ts";
import type { Checked, ProgramJob, Told } from "../../../src/code/job.ts";
import { withBricksOf } from "../../../src/lesson/with-bricks.ts";
import { copyButton } from "../clipboard.ts";
import { button, element } from "../element.ts";
import type { ProgramBench } from "../live/bench.ts";
import type { Given } from "../runtime.ts";
import { keepDraft } from "./draft.ts";
import { createEditor } from "./editor.ts";
import { linkTo } from "./link.ts";
import { checksTable, turnsTable, type Writing } from "./results.ts";
import { createRunner, type Request } from "./runner.ts";
import { firstCode, nearestName, REST, textOf } from "./shared.ts";

/**
 * The bench of the program of the whole loop. Its page keeps the book's numbers: what the reader's program finds stands
 * under it, its first steps beside the book's, and a run of as many steps as they ask for.
 */

/** Turns held against the book's. */
const TURNS = 11;
const MOST_STEPS = 1_000_000;

export function programBench(it: ProgramBench, given: Given): { focus(): void } {
  const { live } = it;
  const box = document.querySelector<HTMLElement>(".typescript > .code")!;
  let book = textOf(it.listing(live.lesson));
  let isHeld = false;
  let checked: Checked[] = [];
  let rest: ReturnType<typeof setTimeout> | undefined;

  const status = element("p", { class: "status", role: "status" });
  const fault = element("p", { class: "fault", role: "alert" });
  const [checks, turns, ran] = [
    element("div", { class: "checks" }),
    element("div"),
    element("div", { class: "ran" }),
  ];
  const field = element("input", { inputmode: "numeric", autocomplete: "off", value: "1000", size: "8" });
  const start = element("button", {}, words.program.run);
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
    start,
    stop,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const steps = Number(field.value.trim());
    if (!(Number.isInteger(steps) && steps >= 1 && steps <= MOST_STEPS)) {
      fault.textContent = words.program.few(field.value);
      return;
    }
    run(steps);
  });
  const back = button(words.back, () => {
    isHeld = false;
    editor.replace(book);
    run(0);
  });
  const copy = copyButton(words.link, () => linkTo(book, editor.text));
  const close = button(words.close, () => {
    editor.close();
    foot.hidden = true;
    box.querySelector<HTMLElement>(".change-code")?.focus();
  });
  const foot = element(
    "div",
    { class: "workbench", "data-added": "" },
    element("p", { class: "hint", id: "code-hint" }, words.hint),
    element(
      "div",
      { class: "actions" },
      button(words.run, () => run(0)),
      back,
      copy,
      close,
    ),
    fault,
    status,
    checks,
    turns,
    form,
    ran,
  );
  const editor = createEditor(box, words.field(document.body.dataset.page!), {
    change: changed,
    run: () => run(0),
  });
  box.after(foot);
  const writing: Writing = {
    words: {
      ...words,
      checks: { ...words.checks, caption: words.program.checks },
    },
    number: it.number,
    lesson: (lesson) =>
      lesson === checked[0]?.lesson ? words.checks.here : words.checks.probe(it.facts(lesson)),
  };
  const runner = createRunner<ProgramJob>(given, hear);

  /** Over the code stands whose it is. */
  function say(): void {
    const isBooks = editor.text === book;
    back.hidden = copy.hidden = isBooks;
    close.hidden = !isBooks;
    const caption = box.previousElementSibling!;
    const name = caption.querySelector("code")?.textContent ?? "";
    caption.toggleAttribute("data-own", !isBooks);
    if (!isBooks) caption.setAttribute("data-note", words.program.caption(name));
  }

  function changed(): void {
    clearTimeout(rest);
    editor.mark(undefined);
    fault.textContent = "";
    keepDraft(editor.text === book ? undefined : { book, own: editor.text });
    if (!isHeld) rest = setTimeout(() => run(0), REST);
    say();
  }

  function run(steps: number): void {
    clearTimeout(rest);
    isHeld = false;
    if (!stop.hidden) runner.stop(); // a long run, of other code or numbers by now
    fault.textContent = "";
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
        editor.mark(undefined);
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
        fault.textContent = words.fault(nearestName(told.fault, given.names));
        if (code === editor.text) editor.mark(told.fault.line);
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
    const now = textOf(it.listing(live.lesson));
    if (now !== book) {
      book = now;
      editor.text = book;
      for (const element of [checks, turns, ran]) element.replaceChildren();
      fault.textContent = "";
    }
    editor.show();
    say();
    if (foot.hidden === false && !isHeld) run(0);
  });
  void firstCode(book).then(({ code, why, isHeld: held }) => {
    editor.text = code;
    isHeld = held;
    status.textContent = why;
    say();
  });

  return {
    focus() {
      editor.open();
      foot.hidden = false;
      editor.area.focus();
      box.scrollIntoView({ block: "nearest" });
    },
  };
}
