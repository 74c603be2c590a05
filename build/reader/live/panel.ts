import type { liveWords } from "../../../chapters/live-words.ts";
import { type State, stateOf } from "../../../src/address.ts";
import { type Field, fieldsOf, withField } from "../../../src/choices.ts";
import { showScalar, toText } from "../../../src/format.ts";
import { LessonError, parseLesson } from "../../../src/lesson.ts";
import { decimal } from "../../../src/numerals.ts";
import { LESSON_FILE } from "../../command.ts";
import { parseJson, textOf } from "../../json.ts";
import { UsageError } from "../../usage.ts";
import { copyButton } from "../clipboard.ts";
import { button, element } from "../element.ts";
import { LESSON, tellingOf } from "./book.ts";
import type { LivePage } from "./page.ts";

/** How far the arrows of a field go. */
const STEPS: Readonly<Record<Field, string>> = {
  "data-seed": "1",
  rows: "1",
  "weight-seed": "1",
  hidden: "1",
  "learning-rate": "0.001",
  ridge: "0.001",
  digits: "1",
  step: "1",
};
const SEEDS: readonly Field[] = ["data-seed", "weight-seed"];

/** Milliseconds of rest after which a voice says what has come of it. */
const REST = 800;

/**
 * The panel in which a lesson is changed as a whole.
 * @param place the box under the chapter's title that holds the button which opens it (reader.ts)
 */
export function panel(live: LivePage, words: typeof liveWords, place: HTMLElement): void {
  const fault = element("p", { class: "fault", role: "alert" });
  const status = element("p", { class: "status", role: "status" });
  const form = element("form", { class: "panel", id: "panel", hidden: "", "aria-label": words.change });
  const opener = place.querySelector("button")!;
  const back = button(words.back, () => {
    opener.focus(); // this button goes
    live.change(stateOf(LESSON));
  });
  const fields = Object.keys(STEPS).map((name) => field(name as Field));

  /** The field that is being typed in, and what the last change in it has made. */
  let typing: HTMLInputElement | undefined;
  let own: State | undefined;
  let isOwn = false;

  function field(name: Field) {
    const input = element("input", { type: "number", min: "0", step: STEPS[name], inputmode: "decimal" });
    const label = element("label", {}, element("span", {}, words.fields[name]), input);
    input.addEventListener("input", () => {
      const value = decimal(input.value);
      typing = input;
      if (typeof value !== "number") return;
      const before = live.state;
      isOwn = true;
      live.change(withField(before, name, value), before === own);
      isOwn = false;
      if (live.state !== before) own = live.state;
    });
    input.addEventListener("blur", () => {
      typing = own = undefined;
      if (input.hasAttribute("aria-invalid")) fault.textContent = ""; // what was refused goes from the field
      show();
    });
    const another = () => live.change(withField(live.state, name, Math.floor(Math.random() * 10_000)));
    const its = { "aria-label": `${words.another}: ${words.fields[name]}` };
    const more = SEEDS.includes(name) ? button(words.another, another, its) : undefined;
    return { name, input, box: element("div", { class: "field" }, label, ...(more ? [more] : [])) };
  }

  /** Fields as the state has them; one that is being typed in is left alone, unless another change came. */
  function show(): void {
    const values = fieldsOf(live.state);
    const isTyped = isOwn || live.state === own;
    for (const { name, input } of fields) {
      const value = values[name];
      input.placeholder = value === undefined ? words.given : "";
      if (input !== typing || !isTyped) setValue(input, value === undefined ? "" : String(value));
      input.removeAttribute("aria-invalid");
    }
    back.hidden = JSON.stringify(live.state) === JSON.stringify(stateOf(LESSON));
  }

  let rest: ReturnType<typeof setTimeout> | undefined;
  function refuse(reason: string): void {
    clearTimeout(rest); // nothing has changed
    status.textContent = "";
    fault.textContent = words.refused(reason);
  }

  const chooser = element("input", { type: "file", accept: ".json,application/json" });
  chooser.addEventListener("change", () => take(chooser.files));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files);
  });
  async function take(files: FileList | null | undefined): Promise<void> {
    const [file] = files ?? [];
    if (!file) return;
    try {
      const json = parseJson(textOf(new Uint8Array(await file.arrayBuffer()), file.name), file.name);
      const lesson = parseLesson(json);
      const { title } = json as { title?: string };
      live.change({ ...(title !== undefined && { title }), ...stateOf(lesson) });
    } catch (error) {
      if (!(error instanceof LessonError || error instanceof UsageError)) throw error;
      refuse(error.message);
    }
    chooser.value = ""; // the same file can be chosen again
  }

  function save(): void {
    const link = element("a", { download: LESSON_FILE });
    link.href = URL.createObjectURL(
      new Blob([`${JSON.stringify(live.trace.lesson, undefined, 2)}\n`], { type: "application/json" }),
    );
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const actions = element(
    "div",
    { class: "actions" },
    element("label", { class: "file" }, element("span", {}, words.file), chooser),
    button(words.save, save),
    copyButton(words.copyLink, () => location.href),
  );
  form.append(element("div", { class: "fields" }, ...fields.map(({ box }) => box)), actions);
  form.append(element("p", { class: "hint" }, words.hint));
  form.addEventListener("submit", (event) => event.preventDefault());

  opener.setAttribute("aria-controls", "panel");
  const setOpen = (open: boolean) => {
    form.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  opener.addEventListener("click", () => setOpen(form.hidden !== false));
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || form.hidden) return;
    event.preventDefault(); // it closes the panel and nothing else
    setOpen(false);
    opener.focus();
  });
  place.append(back, fault, status, form);

  live.onChange(() => {
    show();
    clearTimeout(rest);
    rest = setTimeout(() => {
      const { loss, lesson } = live.trace;
      status.textContent = words.changed(toText(showScalar(loss, lesson.digits), tellingOf(lesson).format));
    }, REST);
  });
  live.onWait(() => {
    show();
    fault.textContent = "";
    status.textContent = words.wait;
  });
  live.onFault((why) => {
    if (why) refuse(why.message);
    else fault.textContent = status.textContent = "";
    for (const { name, input } of fields) if (why?.field === name) input.setAttribute("aria-invalid", "true");
  });
  show();
}

/** Leaves alone what is the same: a field that is set loses what is selected in it. */
function setValue(input: HTMLInputElement, value: string): void {
  if (input.value !== value) input.value = value;
}
