// The laboratory: a network that the reader sets up and trains on the page. Loaded when its button is pressed, or
// when the address says what it is set to.

import { PLACE } from "../../src/book/laboratory.ts";
import { LessonError } from "../../src/lesson/check.ts";
import { parseSettings, type Settings } from "../../src/training/settings.ts";
import { carry, fragmentOf, labOf, setLab, splitFragment } from "./carry.ts";
import { copyButton } from "./clipboard.ts";
import { button } from "./element.ts";
import { isSetUpOf, setUpIn, setUpText } from "./laboratory/address.ts";
import { given } from "./laboratory/given.ts";
import { type Laboratory, openLaboratory } from "./laboratory/laboratory.ts";
import { startOfPage } from "./laboratory/start.ts";
import { onDemand } from "./notice.ts";
import type * as Take from "./take.ts";

/** Changes of the address in so many milliseconds, at most: Safari allows a hundred, and the page has its own. */
const WRITES = { most: 50, time: 10_000 };

const page = document.body.dataset.page!;

export interface Opened {
  /** Opens it, so that its picture is in sight, or closes it. */
  toggle(): void;
  /** Makes it what the address says, where that says anything of it. */
  heed(): void;
}

/**
 * The laboratory of a section, not open yet.
 * @param start JSON: settings, or "lesson" for those of the lesson that the page shows
 * @param tell told what is wrong with the address; "" where nothing is
 */
export function laboratoryIn(
  section: HTMLElement,
  opener: HTMLElement,
  start: string,
  tell: (reason: string) => void,
): Opened {
  const box = document.createElement("div");
  box.hidden = true;
  section.append(box);
  let inside: Laboratory | undefined;
  /** Whether it is set to something else than the page. */
  let isOwn = false;

  function startHere(): Settings {
    const its = JSON.parse(start);
    const { address } = splitFragment(location.hash);
    return its === "lesson" ? startOfPage(address, given.lesson) : parseSettings(its);
  }

  /** What the address asks for; undefined where it says nothing of this page's laboratory, or nothing that can be. */
  function asked(): Settings | undefined {
    tell("");
    if (!isSetUpOf(page, labOf())) return undefined;
    try {
      return setUpIn(labOf(), given.words.address);
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      tell(error.message);
      return undefined;
    }
  }

  function setUp(settings: Settings): void {
    inside?.pause();
    const room = document.createElement("div");
    box.replaceChildren(room);
    inside = openLaboratory(room, settings, {
      onSettings: tellAddress,
      again() {
        setUp(startHere());
        box.querySelector<HTMLElement>("[data-does=again]")!.focus(); // the one that was pressed is gone
      },
    });
    const links = room.querySelector(".links")!;
    links.prepend(copyButton(given.words.link, link));
    links.append(
      button(
        given.words.take,
        onDemand<typeof Take>("take", (it) => it.takePicture(room)),
      ),
    );
  }

  function link(): string {
    const { address } = splitFragment(location.hash);
    const lab = inside?.settings && setUpText(page, inside.settings);
    return `${location.href.replace(/#.*/, "")}#${fragmentOf({ address, lab, at: PLACE })}`;
  }

  /** What is as on the page needs no telling. */
  function tellAddress(settings: Settings | undefined): void {
    const text = settings && setUpText(page, settings);
    const lab = text === undefined || text === setUpText(page, startHere()) ? "" : text;
    isOwn = lab !== "";
    if (!isOwn && !isSetUpOf(page, labOf())) return; // another page's stays
    setLab(lab);
    carry();
    writeAddress();
  }

  function setOpen(isOpen: boolean): void {
    box.hidden = !isOpen;
    opener.ariaExpanded = String(isOpen);
  }
  /** One that nobody has touched follows the page. */
  const isTouched = () => inside !== undefined && (isOwn || !inside.isAtStart);
  /** The plane, and then the buttons over it: where both have no room, these. */
  const show = () => {
    for (const part of [".plane", ".buttons"]) {
      const it = box.querySelector<HTMLElement>(part)!;
      it.style.scrollMarginBlock = "2px"; // a page is scrolled by whole pixels
      it.scrollIntoView({ block: "nearest" });
    }
  };

  return {
    toggle() {
      if (!box.hidden) {
        inside!.pause();
        setOpen(false);
        return;
      }
      if (!isTouched()) setUp(asked() ?? startHere());
      setOpen(true);
      show();
    },
    heed() {
      const settings = asked();
      if (!settings) {
        if (isTouched()) tellAddress(inside!.settings);
        else if (inside) setUp(startHere());
        return;
      }
      if (inside?.settings && setUpText(page, inside.settings) === setUpText(page, settings)) return;
      setUp(settings);
      setOpen(true);
      if (splitFragment(location.hash).at === PLACE) show();
    },
  };
}

/** When the address was changed, the last times. */
const written: number[] = [];
let later: ReturnType<typeof setTimeout> | undefined;
/** At once, or as soon as it may be changed again. */
function writeAddress(): void {
  clearTimeout(later);
  const now = performance.now();
  const wait = written.length < WRITES.most ? 0 : written[0]! + WRITES.time - now;
  if (wait > 0) {
    later = setTimeout(writeAddress, wait);
    return;
  }
  if (written.push(now) > WRITES.most) written.shift();
  const { address, at, set } = splitFragment(location.hash);
  const fragment = fragmentOf({ address, at, lab: labOf(), set });
  history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
}
