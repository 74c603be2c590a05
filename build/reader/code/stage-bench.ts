import { codeWords as words } from "../../../chapters/words/code.ts";
import type { CodeTask } from "../../../src/book/task.ts";
import { highlight } from "../../../src/code/highlight.ts";
import type { Checked, Compared, StageJob, Told } from "../../../src/code/job.ts";
import { namesIn } from "../../../src/code/names.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { withBricksOf } from "../../../src/lesson/with-bricks.ts";
import type { Trace } from "../../../src/network/stage.ts";
import { isSlope, type Values } from "../../../src/network/values.ts";
import { copyButton } from "../clipboard.ts";
import { button, element } from "../element.ts";
import type { Bench } from "../live/bench.ts";
import type { Given } from "../runtime.ts";
import { keepDraft } from "./draft.ts";
import { createEditor, type Editor } from "./editor.ts";
import { createLabel } from "./label.ts";
import { linkTo } from "./link.ts";
import { apartTold, areEqual, checksTable, valuesTable, type Writing } from "./results.ts";
import { createRunner, type Request } from "./runner.ts";
import { firstCode, nearestName, REST, textOf } from "./shared.ts";
import { createTasks } from "./tasks.ts";

/** The bench of a chapter with a stage: the page follows the code, its checks first of all. */

/** At most so many probes are asked. */
const PROBES = 4;
/** What is on the way from the weights to the loss, or back. */
const OF_SLOPES = /^(?:z|h|d|loss$|loss_data|loss_ridge)/;

export function stageBench(it: Bench, given: Given, all: readonly CodeTask[]): { focus(): void } {
  const { live } = it;
  const main = document.querySelector<HTMLElement>("main")!;
  const box = document.querySelector<HTMLElement>(".typescript > .code")!;
  /** The book's code for the bricks of the lesson asked for. */
  let book = textOf(it.listing(live.lesson));
  /** What was written for other bricks. */
  const aside = new Map<string, string>();
  /** Code that is not run before its reader says so. */
  let isHeld = false;
  /** The code whose numbers the page shows. */
  let shown = book;
  /** Whether they are the book's all the same. */
  let areSame = false;
  let checked: Checked[] = [];
  let rest: ReturnType<typeof setTimeout> | undefined;

  const status = element("p", { class: "status", role: "status" });
  const fault = element("p", { class: "fault", role: "alert" });
  const values = element("div", { class: "values" });
  const checks = element("div", { class: "checks" });
  const run = button(words.run, runNow, { class: "run" });
  const back = button(words.back, toBook);
  const copy = copyButton(words.link, () => linkTo(book, editor.text));
  const close = button(words.close, () => {
    editor.close();
    foot.hidden = true;
    box.querySelector<HTMLElement>(".change-code")?.focus();
  });
  const tasks = createTasks(all, words.tasks, (code) => {
    isHeld = false;
    editor.replace(code);
    runNow();
  });
  const foot = element(
    "div",
    { class: "workbench", "data-added": "" },
    element("p", { class: "hint", id: "code-hint" }, words.hint),
    element("div", { class: "actions" }, run, back, copy, close),
    fault,
    status,
    tasks.box,
    checks,
    values,
  );
  const editor: Editor = createEditor(box, words.field(document.body.dataset.page!), {
    change: changed,
    run: runNow,
  });
  box.after(foot);
  const label = createLabel(words, toBook);
  const writing: Writing = {
    words,
    number: it.number,
    lesson: (lesson) =>
      lesson === live.lesson || JSON.stringify(lesson) === JSON.stringify(live.lesson)
        ? words.checks.here
        : words.checks.probe(it.facts(lesson)),
  };
  const runner = createRunner<StageJob>(given, hear);

  const exercises = element("p", { class: "hint", "data-added": "", hidden: "" }, words.exercises);
  document.querySelector(".exercises")?.before(exercises);

  const isBooks = () => editor.text === book;

  /** What the page says of itself: whose numbers they are, and whether they are those of the code. */
  function say(): void {
    const isOwn = live.made !== undefined;
    const isBehind = editor.text !== shown || (isOwn && live.made.trace.lesson !== live.lesson);
    main.classList.toggle("own-code", isOwn);
    main.classList.toggle("behind", isBehind);
    exercises.hidden = !isOwn;
    const whose = isOwn ? (areSame ? words.same : words.label) : undefined;
    label.show(isBehind ? words.behind : whose, isOwn);
    back.hidden = copy.hidden = isBooks();
    close.hidden = !isBooks();
  }

  function changed(): void {
    clearTimeout(rest);
    editor.mark(undefined);
    fault.textContent = "";
    keepDraft(isBooks() ? undefined : { book, own: editor.text });
    if (!isHeld) rest = setTimeout(runNow, REST);
    say();
  }

  function runNow(): void {
    clearTimeout(rest);
    isHeld = false;
    if (isBooks()) live.makeBy(undefined);
    else live.makeBy(make);
    if (isBooks()) make(live.lesson);
  }

  /** Runs the code on a lesson. */
  function make(lesson: Lesson): void {
    if (renewed()) return;
    status.textContent = words.running;
    runner.run({
      job: {
        is: "stage",
        stage: it.stage,
        makes: it.makes(lesson),
        lesson,
        // Those with other bricks have other code: they stay the book's.
        others: it.others.filter((other) => it.listing(other) === it.listing(lesson)),
        probes: probesFor(lesson),
      },
      code: editor.text,
      ...(tasks.asked !== undefined && { asked: tasks.asked }),
    });
    say();
  }

  /** The first probe with the bricks of a lesson, and others whose stage has the very same code. */
  function probesFor(lesson: Lesson): Lesson[] {
    const [first, ...others] = given.probes;
    const like = withBricksOf(first!, lesson);
    const fit = others.filter((probe) => it.listing(probe) === it.listing(lesson));
    return [like, ...fit.filter((probe) => JSON.stringify(probe) !== JSON.stringify(like))].slice(0, PROBES);
  }

  /** With other bricks the book's code is another: what was changed in the one before is put aside. */
  function renewed(): boolean {
    const now = textOf(it.listing(live.lesson));
    if (now === book) return false;
    if (!isBooks()) aside.set(book, editor.text);
    const wasOwn = !isBooks();
    book = now;
    tasks.offer(book);
    editor.text = aside.get(book) ?? book;
    shown = "";
    values.replaceChildren();
    checks.replaceChildren();
    fault.textContent = "";
    editor.mark(undefined);
    status.textContent = wasOwn && isBooks() ? words.aside : "";
    if (isBooks()) {
      shown = book;
      live.makeBy(undefined);
    } else live.makeBy(make);
    say();
    return true;
  }

  function toBook(): void {
    isHeld = false;
    editor.replace(book);
    runNow();
  }

  function hear(told: Told, request: Request<StageJob>): void {
    switch (told.is) {
      case "values":
        checked = [];
        show(told.values, told.others, told.compared, request);
        break;
      case "checked":
        checked.push(told.checked);
        break;
      case "done":
        checks.replaceChildren(checksTable(checked, writing, about(request)));
        tasks.tell(missing());
        status.textContent = "";
        break;
      case "fault": {
        status.textContent = "";
        fault.textContent = words.fault(nearestName(told.fault, given.names));
        if (request.code === editor.text) editor.mark(told.fault.line);
        tasks.tell(words.tasks.fails);
        say();
        break;
      }
    }
  }

  /** What the checks are, and what they say of this stage. */
  function about({ job, asked }: Request<StageJob>): string {
    const { checks } = words;
    if (!job.makes.some((name) => OF_SLOPES.test(name))) return checks.unseen;
    return asked !== undefined && !job.makes.some(isSlope) ? `${checks.about} ${checks.asked}` : checks.about;
  }

  /** Why what was made is not what is asked for; undefined where it is. */
  function missing(): string | undefined {
    const wrong = checked.find(({ apart, fault }) => apart || fault);
    if (!wrong) return undefined;
    return wrong.apart ? apartTold(wrong.apart, writing.lesson(wrong.lesson), writing) : words.tasks.fails;
  }

  function show(
    made: Partial<Values>,
    others: readonly Partial<Values>[],
    compared: readonly Compared[],
    { code, job }: Request<StageJob>,
  ): void {
    fault.textContent = "";
    editor.mark(undefined);
    const names = job.makes;
    const traceOf = (values: Partial<Values>, lesson: Lesson) =>
      ({ ...values, lesson, changed: names }) as Trace;
    if (code !== book) {
      const calls = namesIn(code).filter((name) => it.operations.includes(name));
      live.show({
        trace: traceOf(made, job.lesson),
        others: others.map((values, i) => traceOf(values, job.others[i]!)),
        code: {
          // The page shows what is being written by now.
          get html() {
            return highlight(editor.text);
          },
          calls,
        },
      });
    }
    [shown, areSame] = [code, compared.every(areEqual)];
    values.replaceChildren(valuesTable(compared, writing));
    say();
  }

  live.onChange(() => {
    if (!live.made) renewed();
  });

  tasks.offer(book);
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
