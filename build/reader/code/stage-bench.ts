import { codeWords as words } from "../../../chapters/words/code.ts";
import type { CodeTask } from "../../../src/book/task.ts";
import { highlight } from "../../../src/code/highlight.ts";
import type { Checked, Compared, StageJob, Told } from "../../../src/code/job.ts";
import { namesIn } from "../../../src/code/names.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { withBricksOf } from "../../../src/lesson/with-bricks.ts";
import type { Trace } from "../../../src/network/stage.ts";
import { isSlope, type Values } from "../../../src/network/values.ts";
import { element } from "../element.ts";
import type { Bench } from "../live/bench.ts";
import type { Given } from "../runtime.ts";
import { createDesk } from "./desk.ts";
import { textOf } from "./first.ts";
import { createLabel } from "./label.ts";
import { apartTold, areEqual, checksTable, valuesTable, type Writing } from "./results.ts";
import { createRunner, type Request } from "./runner.ts";
import { createTasks } from "./tasks.ts";

/** The bench of a chapter with a stage: the page follows the code, its checks first of all. */

/** What is on the way from the weights to the loss, or back. */
const OF_SLOPES = /^(?:z|h|d|loss$|loss_data|loss_ridge)/;

export function stageBench(it: Bench, given: Given, all: readonly CodeTask[]): { focus(): void } {
  const { live } = it;
  const main = document.querySelector<HTMLElement>("main")!;
  /** The code whose numbers the page shows. */
  let shown = textOf(it.listing(live.lesson));
  /** Whether they are the book's all the same. */
  let areSame = false;
  let checked: Checked[] = [];

  const [checks, values] = [element("div", { class: "checks" }), element("div", { class: "values" })];
  const tasks = createTasks(all, words.tasks, (code) => desk.write(code));
  const desk = createDesk(
    given.names,
    textOf(it.listing(live.lesson)),
    textOf(it.listing(it.asked())),
    { run, changed: say },
    tasks.box,
    checks,
    values,
  );
  const { editor, status } = desk;
  const label = createLabel(words, () => desk.write(desk.book));
  const writing: Writing = {
    words,
    number: it.number,
    lesson: (lesson) =>
      lesson === checked[0]?.lesson ? words.checks.here : words.checks.probe(it.facts(lesson)),
  };
  const runner = createRunner<StageJob>(given, hear);

  const exercises = element("p", { class: "about", "data-added": "", hidden: "" }, words.exercises);
  document.querySelector(".exercises h2")?.after(exercises);

  /** What the page says of itself: whose numbers they are, and whether they are those of the code. */
  function say(): void {
    const isOwn = live.made !== undefined;
    const isBehind = editor.text !== shown || (isOwn && live.made.trace.lesson !== live.lesson);
    main.classList.toggle("own-code", isOwn);
    main.classList.toggle("behind", isBehind && !desk.isHeld);
    exercises.hidden = !isOwn;
    const whose = isOwn ? (areSame ? words.same : words.label) : undefined;
    label.show(desk.isHeld ? words.waiting : isBehind ? words.behind : whose, isOwn);
    desk.say();
  }

  function run(): void {
    live.makeBy(desk.isBooks ? undefined : make);
    if (desk.isBooks) make(live.lesson);
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
    return [like, ...fit.filter((probe) => JSON.stringify(probe) !== JSON.stringify(like))];
  }

  /** Begins anew where the bricks have other code. */
  function renewed(): boolean {
    const now = textOf(it.listing(live.lesson));
    if (!desk.renew(now)) return false;
    tasks.offer(now);
    for (const table of [checks, values]) table.replaceChildren();
    const runs = !desk.isBooks && !desk.isHeld;
    shown = runs ? "" : now;
    live.makeBy(runs ? make : undefined);
    say();
    return true;
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
        tasks.tell(missing(request.code));
        status.textContent = "";
        break;
      case "fault": {
        status.textContent = "";
        desk.tell(told.fault, request.code);
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
  function missing(code: string): string | undefined {
    const wrong = checked.find(({ apart, fault }) => apart || fault);
    const name = tasks.ruledOut(code);
    if (!wrong) return name && words.tasks.calls(name);
    return wrong.apart ? apartTold(wrong.apart, writing.lesson(wrong.lesson), writing) : words.tasks.fails;
  }

  function show(
    made: Partial<Values>,
    others: readonly Partial<Values>[],
    compared: readonly Compared[],
    { code, job }: Request<StageJob>,
  ): void {
    desk.tell(undefined);
    const names = job.makes;
    const traceOf = (values: Partial<Values>, lesson: Lesson) =>
      ({ ...values, lesson, changed: names }) as Trace;
    // By now the editor may have the book's code again, or other that may not run yet.
    if (code !== desk.book && !desk.isBooks && !desk.isHeld) {
      const calls = namesIn(code).filter((name) => it.operations.includes(name));
      try {
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
      } catch (error) {
        desk.tell({ is: "unshown" }, code);
        throw error; // a mistake of the page, told so that nobody takes its numbers for those of the code
      }
    }
    [shown, areSame] = [code, compared.every(areEqual)];
    values.replaceChildren(valuesTable(compared, writing));
    say();
  }

  live.onChange(() => {
    if (!live.made) renewed();
  });

  tasks.offer(desk.book);
  return desk;
}
