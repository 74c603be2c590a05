import type { liveWords } from "../../../chapters/words/live.ts";
import { placesOf } from "../../../src/book/places.ts";
import type { Place } from "../../../src/lesson/choices.ts";
import { type BrickLabel, brickLabels } from "../brick-buttons.ts";
import { button, element } from "../element.ts";
import { notice } from "../notice.ts";
import { LESSON } from "./book.ts";
import { type Choice, choicesAt } from "./choice.ts";
import { drawn } from "./curve.ts";
import type { LivePage } from "./page.ts";

/** The bricks that can stand at a place of the stack, in a menu that the button beside it opens (swaps.ts). */
export function chooser(live: LivePage, words: typeof liveWords): void {
  const box = document.querySelector<HTMLElement>(".swaps");
  if (!box) return;
  const { bricks } = words;
  const buttons = [...box.querySelectorAll("button")];
  // The bricks keep their places whatever they are, and so their buttons do.
  const places = placesOf(LESSON).filter((it) => it !== undefined);
  const book = labelsOf(brickLabels(LESSON, bricks));
  let open: { readonly menu: HTMLElement; readonly from: HTMLButtonElement } | undefined;

  /** Makes the buttons say what stands there now, and marks what is not as in the book. */
  function show(): void {
    for (const [i, [written, name]] of labelsOf(brickLabels(live.trace.lesson, bricks)).entries()) {
      const button = buttons[i]!;
      if (button.textContent === written) continue;
      button.textContent = written;
      button.setAttribute("aria-label", name);
      const [was] = book[i]!;
      button.classList.toggle("own", written !== was);
      button.title = written === was ? "" : words.book(was);
    }
  }

  function close(giveBack: boolean): void {
    if (!open) return;
    const { menu, from } = open;
    open = undefined;
    from.setAttribute("aria-expanded", "false");
    menu.remove();
    if (giveBack) from.focus({ preventScroll: true });
  }

  function openAt(from: HTMLButtonElement, place: Place): void {
    const fault = element("p", { class: "fault", role: "alert" });
    const choose = ({ next, isChosen }: Choice) => {
      fault.textContent = "";
      let isRefused = false;
      if (!isChosen)
        live.change(next, false, ({ message }) => {
          isRefused = true;
          if (menu.isConnected) fault.textContent = words.refused(message);
          else notice(words.refused(message)); // its training has found that
        });
      if (!isRefused) close(true);
    };
    const items = choicesAt(place, live.state, bricks).map((choice) => {
      const its = { role: "menuitemradio", "aria-checked": String(choice.isChosen), tabindex: "-1" };
      const item = button("", () => choose(choice), its);
      const about = choice.beside || bricks.does[choice.brick];
      item.innerHTML = drawn(choice.brick);
      item.append(element("b", {}, choice.name), ...(about ? [" ", element("span", {}, about)] : []));
      return item;
    });
    const its = { role: "menu", "aria-label": bricks.places[place] };
    const heading = element("p", { class: "label", "aria-hidden": "true" }, bricks.places[place]);
    const menu = element("div", { class: "choice" }, heading, element("div", its, ...items), fault);
    menu.style.setProperty("--row", from.style.getPropertyValue("--row"));
    menu.addEventListener("keydown", (event) => {
      const at = items.indexOf(document.activeElement as HTMLButtonElement);
      const to = {
        ArrowDown: (at + 1) % items.length,
        ArrowUp: (at - 1 + items.length) % items.length,
        Home: 0,
        End: items.length - 1,
      }[event.key];
      if (to !== undefined) items[to]!.focus();
      else if (event.key === "Escape") close(true);
      else return; // the Tab key goes on from here, and the menu closes behind it
      event.preventDefault();
    });
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !menu.contains(relatedTarget as Node)) close(false);
    });
    from.setAttribute("aria-expanded", "true");
    from.after(menu); // and so the Tab key finds the next button
    open = { menu, from };
    menu.scrollIntoView({ block: "nearest" });
    items.find((it) => it.ariaChecked === "true")?.focus({ preventScroll: true });
  }

  for (const [i, it] of buttons.entries())
    it.addEventListener("click", () => {
      const wasOpen = open?.from === it;
      close(wasOpen);
      if (!wasOpen) openAt(it, places[i]!);
    });
  document.addEventListener("pointerdown", ({ target }) => {
    if (open && !box.contains(target as Node)) close(false);
  });
  live.onChange(() => {
    close(open?.menu.contains(document.activeElement) ?? false); // what it says of other bricks is no longer so
    show();
  });
}

const labelsOf = (labels: readonly (BrickLabel | null)[]) => labels.filter((it) => it !== null);
