import type { liveWords } from "../../../chapters/words/live.ts";
import { type State, stateOf } from "../../../src/lesson/address.ts";
import { checkTyped, LessonError } from "../../../src/lesson/check.ts";
import {
  type BrickName,
  brickAt,
  fieldsOf,
  PLACES,
  type Place,
  placeNames,
  withBrickAt,
  withField,
} from "../../../src/lesson/choices.ts";
import { LESSON_FILE } from "../../../src/lesson/command.ts";
import { PANEL, valueAt, WAYS, withValues } from "../../../src/lesson/fields.ts";
import { parseLesson, printed } from "../../../src/lesson/lesson.ts";
import { showScalar, toText } from "../../../src/typeset/format.ts";
import { copyButton } from "../clipboard.ts";
import { button, element } from "../element.ts";
import { load } from "../load.ts";
import { LESSON } from "./book.ts";
import { type Gesture, gestureOn, onWriteOver } from "./gesture.ts";
import type { LivePage } from "./page.ts";
import { stepped } from "./stepped.ts";
import { typedText } from "./value.ts";

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
  const fields = PANEL.map(field);
  const ways = WAYS.map(way);
  const bricks = placeNames.map(brick);

  /** The field that is being typed in, and what has come of it. */
  let typing: { readonly input: HTMLInputElement; readonly gesture: Gesture } | undefined;
  let isOwn = false;

  function field({ name, at, check, cell }: (typeof PANEL)[number]) {
    const input = element("input", { inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
    const label = element("label", {}, element("span", {}, words.fields[name]), input);
    /** Of what is wrong, its beginning does not stay either. */
    const wrong = (gesture: Gesture, error: unknown) => {
      if (!(error instanceof LessonError)) throw error;
      isOwn = true;
      gesture.takeBack();
      isOwn = false;
      if (input.value !== "") refuse(error);
    };
    const take = () => {
      if (typing?.input !== input) typing = { input, gesture: gestureOn(live) };
      const { gesture } = typing;
      isOwn = true;
      try {
        // Whether it fits the others is found out with the whole.
        const value = checkTyped({ check }, input.value, name, live.lesson.decimal);
        gesture.change(withField(live.state, name, value), (fault) => wrong(gesture, fault));
      } catch (error) {
        wrong(gesture, error);
      }
      isOwn = false;
    };
    onWriteOver(input, () => typing?.gesture.begin());
    input.addEventListener("input", take);
    input.addEventListener("keydown", (event) => {
      const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      const value = fieldsOf(live.state)[name];
      if (way === undefined || value === undefined) return;
      event.preventDefault();
      // A rate goes by tenths of itself, as it does where it stands on the page.
      input.value = typedText(cell ? stepped(cell.name, value, way) : Math.max(0, value + way), live.lesson);
      take();
    });
    input.addEventListener("blur", () => {
      typing = undefined;
      if (input.hasAttribute("aria-invalid")) fault.textContent = ""; // what was refused goes from the field
      show();
    });
    const another = () => live.change(withField(live.state, name, Math.floor(Math.random() * 10_000)));
    const its = { "aria-label": `${words.another}: ${words.fields[name]}` };
    const more = at.endsWith(".seed") ? button(words.another, another, its) : undefined;
    return { name, input, box: element("div", { class: "field" }, label, ...(more ? [more] : [])) };
  }

  function choice(name: string, options: readonly (readonly [value: string, text: string])[]) {
    const select = element(
      "select",
      {},
      ...options.map(([value, text]) => element("option", { value }, text)),
    );
    const label = element("label", {}, element("span", {}, name), select);
    return { select, box: element("div", { class: "field" }, label) };
  }

  /** How numbers are written: none changes. */
  function way({ name, at, choices }: (typeof WAYS)[number]) {
    const { label, values } = words.ways[name];
    const its = choice(
      label,
      choices.map((it) => [String(it), values[String(it) as keyof typeof values]]),
    );
    const chosen = () => choices.find((it) => String(it) === its.select.value);
    its.select.addEventListener("change", () => {
      live.change(withValues(live.state, [[at, chosen()]]) as State);
    });
    return { at, ...its };
  }

  /** A place of the network, and the bricks that can stand there. */
  function brick(place: Place) {
    const { select, box } = choice(
      words.bricks.fields[place],
      PLACES[place].map((it) => [it, words.bricks.names[it]]),
    );
    select.addEventListener("change", () => {
      const next = withBrickAt(live.state, place, select.value as BrickName);
      live.change(next, false, (error) => {
        show();
        refuse(error);
      });
    });
    return { place, select, box };
  }

  /** Fields as the state has them; one that is being typed in is left alone, unless another change came. */
  function show(): void {
    const values = fieldsOf(live.state);
    const typed = isOwn || typing?.gesture.isLast ? typing?.input : undefined;
    for (const { name, input } of fields) {
      const value = values[name];
      input.placeholder = value === undefined ? words.given : "";
      if (input !== typed) setValue(input, value === undefined ? "" : typedText(value, live.lesson));
      input.removeAttribute("aria-invalid");
    }
    for (const { at, select } of ways) select.value = String(valueAt(live.state, at));
    for (const { place, select } of bricks) select.value = brickAt(live.state, place);
    back.hidden = JSON.stringify(live.state) === JSON.stringify(stateOf(LESSON));
  }

  let rest: ReturnType<typeof setTimeout> | undefined;
  function refuse({ message, field }: { readonly message: string; readonly field?: string }): void {
    clearTimeout(rest); // nothing has changed
    status.textContent = "";
    fault.textContent = words.refused(message);
    for (const { name, input } of fields) if (name === field) input.setAttribute("aria-invalid", "true");
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
      const { jsonOf } = await load<typeof import("../json.ts")>("json");
      const json = await jsonOf(file);
      const lesson = parseLesson(json);
      const { title } = json as { title?: string };
      live.change({ ...(title !== undefined && { title }), ...stateOf(lesson) });
    } catch (error) {
      refuse(error as Error); // a file that the browser cannot read, too
    } finally {
      chooser.value = ""; // the same file can be chosen again
    }
  }

  function save(): void {
    const link = element("a", { download: LESSON_FILE });
    link.href = URL.createObjectURL(
      new Blob([`${JSON.stringify(printed(live.trace.lesson), undefined, 2)}\n`], {
        type: "application/json",
      }),
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
  const waysBoxes = ways.map(({ box }) => box);
  const boxes = [
    ...fields.flatMap(({ name, box }) => (name === "digits" ? [box, ...waysBoxes] : [box])),
    ...bricks.map(({ box }) => box),
  ];
  form.append(element("div", { class: "fields" }, ...boxes), actions);
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
      status.textContent = words.changed(toText(showScalar(loss, lesson), lesson));
    }, REST);
  });
  live.onWait(() => {
    show();
    fault.textContent = "";
    status.textContent = words.wait;
  });
  live.onFault((why) => {
    if (why) refuse(why);
    else fault.textContent = status.textContent = "";
  });
  show();
}

/** Leaves alone what is the same: a field that is set loses what is selected in it. */
function setValue(input: HTMLInputElement, value: string): void {
  if (input.value !== value) input.value = value;
}
