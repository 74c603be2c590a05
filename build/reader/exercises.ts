import type { practiceWords } from "../../chapters/words/exercises.ts";
import type { Key } from "../../src/book/exercises.ts";
import type { Mistake } from "../../src/exercises/exercise.ts";
import { judge } from "../../src/exercises/judge.ts";
import { fragmentOf, setOf, splitFragment } from "./carry.ts";
import { button, element } from "./element.ts";
import { load } from "./load.ts";
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
/** Seeds of sets are short to say. */
const SETS = 9999;

export function move(section: HTMLElement): void {
  /** Exercises on drawn numbers: they stand after the page's own, in their place. */
  const drawn = element("div", { class: "drawn", "data-added": "", hidden: "" });
  const status = element("p", { class: "feedback", role: "status" });
  const back = button(words.back, () => choose(""));
  const bar = element(
    "div",
    { class: "practice", "data-added": "" },
    element("p", {}, button(words.fresh, () => choose(String(1 + Math.floor(SETS * Math.random())))), " ", back),
    memory(status),
    status,
  );
  section.append(drawn, bar);

  function choose(set: string): void {
    document.body.dataset.set = set;
    const { address, lab } = splitFragment(location.hash);
    const fragment = fragmentOf({ address, at: undefined, lab, set });
    history.replaceState(null, "", `${location.href.replace(/#.*/, "")}${fragment && `#${fragment}`}`);
    void show().then(() => section.querySelector<HTMLElement>(".drawn:not([hidden]) input, .exercise input")?.focus());
  }

  let shown = "";
  /** Shows the exercises that the address asks for: the page's own, or those of a set. */
  async function show(): Promise<void> {
    const set = /^[1-9]\d{0,8}$/.test(setOf()) ? setOf() : "";
    const plan = section.dataset.numbers!;
    if (set && shown !== set + plan) {
      try {
        const { practise } = await load<Practice>("practice");
        drawn.innerHTML = practise(PAGE, plan, Number(set));
        shown = set + plan;
      } catch {
        status.textContent = words.missing;
        return;
      }
    }
    section.classList.toggle("on-drawn", set !== "");
    drawn.hidden = set === "";
    back.hidden = set === "";
    for (const exercise of section.querySelectorAll<HTMLElement>(".exercise")) answerable(exercise);
  }

  void show();
  showSolved();
  document.addEventListener(NUMBERS, () => void show());
  for (const event of ["hashchange", "popstate"]) addEventListener(event, () => void show());
}

/** What practice.ts exports. */
interface Practice {
  practise(page: string, plan: string, seed: number): string;
}

/** The wish to have it remembered, and the end of that. */
function memory(status: HTMLElement): HTMLElement {
  const box = element("input", { type: "checkbox" });
  box.checked = isKept();
  box.addEventListener("change", () => {
    if (box.checked) keep();
    else stopKeeping();
    status.textContent = box.checked ? words.kept : words.cleared;
  });
  const clearing = button(words.clear, () => {
    clear();
    showSolved();
    status.textContent = words.cleared;
  });
  return element("p", {}, element("label", {}, box, ` ${words.keep}`), " ", clearing);
}

/** The key that each exercise was given its field for: with other numbers it is another exercise. */
const keys = new WeakMap<HTMLElement, string>();

/** Gives an exercise its field, once; when its numbers have changed, it is to be solved anew. */
function answerable(exercise: HTMLElement): void {
  const key = exercise.dataset.key!;
  if (keys.get(exercise) === key && exercise.querySelector(".try")) return;
  const isNew = !exercise.querySelector(".try");
  keys.set(exercise, key);
  if (isNew) addField(exercise);
  else tell(exercise, "", "");
  // The options of another lesson may be others.
  for (const [i, label] of exercise.querySelectorAll(".options label").entries())
    if (!label.querySelector("input"))
      label.prepend(element("input", { type: "radio", name: exercise.id, value: String(i), "data-added": "" }));
}

function addField(exercise: HTMLElement): void {
  const { answer } = JSON.parse(exercise.dataset.key!) as Key;
  const id = `${exercise.id}-answer`;
  const field = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", id, "aria-describedby": `${exercise.id}-asked` });
  const form = element(
    "form",
    { class: "try", "data-added": "" },
    ...(answer ? [element("label", { for: id }, words.answer), " ", field, " "] : []),
    element("button", {}, words.check),
    element("p", { class: "feedback", role: "status" }),
  );
  let tries = 0;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = exercise.querySelector<HTMLInputElement>(".options input:checked")?.value;
    const said = verdictOf(JSON.parse(exercise.dataset.key!) as Key, field.value, chosen);
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
  const verdict = judge(answer, typed);
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
