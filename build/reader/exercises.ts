import type { practiceWords } from "../../chapters/words/exercises.ts";
import type { Key } from "../../src/book/exercises.ts";
import type { Mistake } from "../../src/exercises/exercise.ts";
import { judge } from "../../src/exercises/judge.ts";
import type { Plan } from "../../src/exercises/practice.ts";
import type { Trace } from "../../src/network/stage.ts";
import { fragmentOf, pageAt, setOf, splitFragment } from "./carry.ts";
import { button, element } from "./element.ts";
import { load, loaded } from "./load.ts";
import { NUMBERS } from "./moving/numbers.ts";
import { clear, isKept, keep, noteSolved, showInStrip, stopKeeping } from "./solved.ts";

/**
 * Exercises that answer: a field for each, what an answer shows, new numbers, and how much is solved. A page without
 * this script has the questions, and hint and working folded.
 */

declare const GIVEN: { readonly words: typeof practiceWords };
const { words } = GIVEN;

export const showSolved = (): void =>
  showInStrip((done, of) => words.progress.replace("{done}", String(done)).replace("{all}", String(of)));

const PAGE = document.body.dataset.page!;
/** A link to a set leads to it. */
const PLACE = "exercises";
/** Milliseconds. */
const REST = 200;
/** Seeds of sets are short to say. */
const SETS = 9999;

const met = new WeakSet<HTMLElement>();

export function move(section: HTMLElement): void {
  if (met.has(section)) return;
  met.add(section);
  const own = section.querySelector<HTMLElement>(".page-numbers")!;
  /** Exercises on the numbers of a set: they stand in the place of the page's own. */
  const drawn = element("div", { hidden: "", "data-added": "" });
  const status = element("p", { class: "feedback", role: "status" });
  const back = button(words.back, () => choose(""));
  const fresh = button(words.fresh, () => choose(String(1 + Math.floor(SETS * Math.random()))));
  section.append(
    drawn,
    element(
      "div",
      { class: "practice", "data-added": "" },
      element("p", {}, fresh, " ", back),
      memory(status),
      status,
    ),
  );

  async function choose(set: string): Promise<void> {
    document.body.dataset.set = set;
    const { address, lab } = splitFragment(location.hash);
    const fragment = fragmentOf({ address, at: set && PLACE, lab, set });
    history.replaceState(null, "", pageAt(fragment));
    await show();
    section.querySelector<HTMLElement>("div:not([hidden]) > .exercise input")?.focus();
  }

  /** Shows the exercises that the address asks for, on the numbers that a live page shows. */
  async function show(): Promise<void> {
    const set = /^[1-9]\d{0,5}$/.test(setOf()) ? Number(setOf()) : 0;
    const trace = loaded<Live>("live")?.shownTrace();
    try {
      if (trace || set > 0) {
        const { practiseOn, practiseSet } = await load<Practice>("practice");
        if (trace) become(own, practiseOn(PAGE, trace));
        if (set > 0) become(drawn, practiseSet(PAGE, trace ?? JSON.parse(section.dataset.numbers!), set));
      }
    } catch {
      status.textContent = words.missing;
      return;
    }
    if (status.textContent === words.missing) status.textContent = "";
    own.hidden = set > 0;
    drawn.hidden = back.hidden = set === 0;
    for (const exercise of section.querySelectorAll<HTMLElement>(".exercise")) answerable(exercise);
  }

  void show();
  showSolved();
  // A number that is dragged changes sixty times a second: exercises follow when it rests.
  let rest: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener(NUMBERS, () => {
    clearTimeout(rest);
    rest = setTimeout(show, REST);
  });
  for (const event of ["hashchange", "popstate", "beforeprint"]) addEventListener(event, () => void show());
}

/** What stands before decimals on the page. */
const decimalOf = (): Plan["decimal"] =>
  loaded<Live>("live")?.shownTrace()?.lesson.decimal ??
  (JSON.parse(document.querySelector<HTMLElement>(".exercises")!.dataset.numbers!) as Plan).decimal;

/** What practice.ts and live.ts export. */
interface Practice {
  practiseOn(page: string, trace: Trace): string;
  practiseSet(page: string, of: Trace | Plan, seed: number): string;
}
interface Live {
  shownTrace(): Trace | undefined;
}

const said = new WeakMap<Element, string>();

/** All that a reader is asked and told. */
const asks = (exercise: HTMLElement): string =>
  [
    exercise.dataset.key,
    ...[...exercise.querySelectorAll(".asked, .options, .hint, .working")].map((it) => it.textContent),
  ].join();

/** Makes exercises those that HTML says; those that stay what they were are left alone, and what is typed stays. */
function become(place: HTMLElement, html: string): void {
  if (said.get(place) === html) return;
  said.set(place, html);
  const template = document.createElement("template");
  template.innerHTML = html;
  const next = [...template.content.children].map((it) => {
    const before = it.id ? place.querySelector<HTMLElement>(`#${it.id}`) : null;
    if (!before || asks(before) === asks(it as HTMLElement)) return before ?? it;
    const typed = before.querySelector<HTMLInputElement>(".try input")?.value;
    answerable(it as HTMLElement);
    const field = it.querySelector<HTMLInputElement>(".try input");
    if (field && typed) field.value = typed;
    for (const name of ["hint", "working"]) {
      const open = before.querySelector<HTMLDetailsElement>(`.${name}`)!.open;
      it.querySelector<HTMLDetailsElement>(`.${name}`)!.open = open;
    }
    return it;
  });
  place.replaceChildren(...next);
}

/** The wish to have it remembered, and the end of that. */
function memory(status: HTMLElement): HTMLElement {
  const box = element("input", { type: "checkbox" });
  box.checked = isKept();
  box.addEventListener("change", () => {
    if (!box.checked) {
      stopKeeping();
      status.textContent = words.cleared;
    } else if (keep()) {
      showSolved();
      status.textContent = words.kept;
    } else {
      box.checked = false;
      status.textContent = words.refused;
    }
  });
  const clearing = button(words.clear, () => {
    clear();
    showSolved();
    status.textContent = words.cleared;
  });
  return element("p", {}, element("label", {}, box, ` ${words.keep}`), " ", clearing);
}

/** Gives an exercise its field, once. */
function answerable(exercise: HTMLElement): void {
  if (exercise.querySelector(".try")) return;
  addField(exercise);
  for (const [i, label] of exercise.querySelectorAll(".options label").entries())
    label.prepend(element("input", { type: "radio", name: exercise.id, value: String(i), "data-added": "" }));
}

function addField(exercise: HTMLElement): void {
  const key = JSON.parse(exercise.dataset.key!) as Key;
  const id = `${exercise.id}-answer`;
  const field = element("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    id,
    "aria-describedby": `${exercise.id}-asked`,
  });
  const form = element(
    "form",
    { class: "try", "data-added": "" },
    ...(key.answer ? [element("label", { for: id }, words.answer), " ", field, " "] : []),
    element("button", {}, words.check),
    element("p", { class: "feedback", role: "status" }),
  );
  let tries = 0;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = exercise.querySelector<HTMLInputElement>(".options input:checked")?.value;
    const said = verdictOf(key, field.value, chosen);
    if (typeof said === "string") {
      tell(exercise, said, "");
      return;
    }
    if (said.isRight) {
      const all = exercise.parentElement!.querySelectorAll(":scope > .exercise").length;
      noteSolved(PAGE, exercise.dataset.exercise!, all);
      showSolved();
      tell(exercise, `✓ ${words.right}`, "agrees");
      return;
    }
    tries++;
    const opened = exercise.querySelector<HTMLDetailsElement>(tries > 1 ? ".working" : ".hint")!;
    // A mistake that is named is hint enough, for once.
    if (!said.text || tries > 1) opened.open = true;
    const help = tries > 1 ? words.again : said.text ? words.wrong : words.wrongHint;
    tell(exercise, `✗ ${[said.text, help].filter(Boolean).join(" ")}`, "fails");
  });
  (exercise.querySelector(".options") ?? exercise.querySelector(".asked")!).after(form);
}

/** What an answer shows; text alone where it is no answer yet. */
function verdictOf(
  { answer, right, mistakes = [] }: Key,
  typed: string,
  chosen: string | undefined,
): string | { readonly isRight: boolean; readonly text?: string } {
  const named = (mistake: Mistake) => words.mistakes[mistake];
  if (!answer) {
    if (chosen === undefined) return words.choose;
    const mistake = mistakes[Number(chosen)];
    return { isRight: Number(chosen) === right, ...(mistake && { text: named(mistake) }) };
  }
  const verdict = judge(answer, typed, decimalOf());
  switch (verdict.is) {
    case "no-number":
      return words.noNumber;
    case "coarse":
      return words.coarse;
    case "close":
      return words.close;
    case "mistake":
      return { isRight: false, text: named(verdict.name) };
    default:
      return { isRight: verdict.is === "right" };
  }
}

function tell(exercise: HTMLElement, text: string, looks: "agrees" | "fails" | ""): void {
  const feedback = exercise.querySelector(".try .feedback")!;
  feedback.className = `feedback ${looks}`;
  feedback.textContent = text;
}
