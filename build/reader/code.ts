import { type CodeWords, codeWords as words } from "../../chapters/words/code.ts";
import type { CodeTask } from "../../src/book/task.ts";
import { highlight } from "../../src/code/highlight.ts";
import type { Checked, Compared, Told } from "../../src/code/job.ts";
import { namesIn } from "../../src/code/names.ts";
import type { Lesson } from "../../src/lesson/lesson.ts";
import { withBricksOf } from "../../src/lesson/with-bricks.ts";
import type { Trace } from "../../src/network/stage.ts";
import type { Values } from "../../src/network/values.ts";
import { copyButton } from "./clipboard.ts";
import { draftOf, keepDraft } from "./code/draft.ts";
import { createEditor, type Editor } from "./code/editor.ts";
import type { Given } from "./code/given.ts";
import { createLabel } from "./code/label.ts";
import { codeOfAddress, decodeDifference, leaveCode, linkTo } from "./code/link.ts";
import { areEqual, checksTable, valuesTable, type Writing } from "./code/results.ts";
import { createRunner, type Request } from "./code/runner.ts";
import { createTasks } from "./code/tasks.ts";
import { button, element } from "./element.ts";
import type { Bench } from "./live/bench.ts";
import { load } from "./load.ts";

/** The code of a page's stage, changed where it stands and run there: the page follows, its checks first of all. */

declare const GIVEN: Given;

/** At most so many probes are asked. */
const PROBES = 4;
/** Milliseconds of rest after which changed code runs. */
const REST = 600;

let opened: Promise<{ focus(): void }> | undefined;

/** Opens the editor, or goes to it. */
export async function open(): Promise<void> {
  opened ??= begin();
  try {
    (await opened).focus();
  } catch (error) {
    opened = undefined; // the next press tries again
    throw error;
  }
}

async function begin() {
  const [{ start, bench }, { tasks }] = await Promise.all([
    load<{ start(): void; bench(): Bench }>("live"),
    load<typeof import("./tasks.ts")>("tasks"),
    styled("code.css"),
  ]);
  start();
  return benchOn(bench(), tasks[document.body.dataset.page!] ?? []);
}

/** A style sheet that pages do without. */
const styled = (href: string): Promise<void> =>
  new Promise((done) => {
    const link = element("link", { rel: "stylesheet", href });
    for (const end of ["load", "error"]) link.addEventListener(end, () => done());
    document.head.append(link);
  });

/** The text of highlighted code. */
function textOf(html: string): string {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.textContent;
}

function benchOn(it: Bench, all: readonly CodeTask[]) {
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
    checks,
    values,
    tasks.box,
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
  const runner = createRunner(GIVEN, hear);

  const isBooks = () => editor.text === book;

  /** What the page says of itself: whose numbers they are, and whether they are those of the code. */
  function say(): void {
    const isOwn = live.made !== undefined;
    const isBehind = editor.text !== shown || (isOwn && live.made.trace.lesson !== live.lesson);
    main.classList.toggle("own-code", isOwn);
    main.classList.toggle("behind", isBehind);
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
      job: { stage: it.stage, makes: it.makes(lesson), lesson, others: it.others, probes: probesFor(lesson) },
      code: editor.text,
      ...(tasks.asked !== undefined && { asked: tasks.asked }),
    });
    say();
  }

  /** The first probe with the bricks of a lesson, and others whose stage has the very same code. */
  function probesFor(lesson: Lesson): Lesson[] {
    const [first, ...others] = GIVEN.probes;
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

  function hear(told: Told, request: Request): void {
    switch (told.is) {
      case "values":
        checked = [];
        show(told.values, told.others, told.compared, request);
        break;
      case "checked":
        checked.push(told.checked);
        break;
      case "done":
        checks.replaceChildren(checksTable(checked, writing));
        tasks.tell(checked.every(({ isAsked }) => isAsked));
        status.textContent = "";
        break;
      case "fault": {
        status.textContent = "";
        const { fault: it } = told;
        const like = it.is === "name" ? nearest(it.name) : undefined;
        fault.textContent = words.fault({ ...it, ...(like && { like }) });
        if (request.code === editor.text) editor.mark(it.line);
        say();
        break;
      }
    }
  }

  function show(
    made: Partial<Values>,
    others: readonly Partial<Values>[],
    compared: readonly Compared[],
    { code, job }: Request,
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

  /** The name that is one slip away. */
  function nearest(name: string): string | undefined {
    return GIVEN.names.find((it) => !it.startsWith("$") && isNear(it, name));
  }

  live.onChange(() => {
    if (!live.made) renewed();
  });

  tasks.offer(book);
  void first();
  async function first(): Promise<void> {
    const inLink = codeOfAddress();
    if (inLink !== undefined) {
      leaveCode();
      try {
        hold(await decodeDifference(book, inLink), words.fromLink);
      } catch (error) {
        status.textContent =
          words.brokenLink[(error as { reason: keyof CodeWords["brokenLink"] }).reason] ??
          words.brokenLink.broken;
        editor.text = book;
      }
      return;
    }
    const draft = draftOf(book);
    if (draft !== undefined) hold(draft, words.fromDraft);
    else editor.text = book;
    say();
  }

  function hold(code: string, why: string): void {
    editor.text = code;
    isHeld = code !== book;
    status.textContent = why;
    say();
  }

  return {
    focus() {
      editor.open();
      foot.hidden = false;
      editor.area.focus();
      box.scrollIntoView({ block: "nearest" });
    },
  };
}

/** Whether one letter put in, left out, another, or in the place of its neighbour makes one word of the other. */
function isNear(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
