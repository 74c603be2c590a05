import { NUMBERS } from "./moving/numbers.ts";

/**
 * What stands beside the text on a wide window (`.companion`) stays in sight while the text goes by, and lies on nothing
 * that uses the margin: formulas, notes, code. What they leave free are gaps; in the one chosen CSS makes it stick
 * (companion.css). Here is only chosen in which, and how much of it fits.
 */

/** A stretch of the margin that is free, from where it begins. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

/** What fits: nothing, a sum alone, the stack, the network under it, a sum under both. Before, a sum lies on the stack. */
const FITS = ["none", "sum", "stack", "network", "all"] as const;

/** All that is seen while nothing is pointed at: no more is a reason to go to another gap. */
const AT_REST = FITS.indexOf("network");

/** Pixels between it and what is over or under it. */
const APART = 18;
/** Room for a sum. */
const SUM = 190;
/** Milliseconds after which a change of the numbers has been laid out. */
const REST = 300;

export function companion(): void {
  const place = document.querySelector<HTMLElement>(".place:has(.network)");
  if (!place) return;
  const main = place.closest("main")!;
  const [where, wired, hint] = [".where", ".network", ".hint"].map(
    (it) => place.querySelector<HTMLElement>(it)!,
  ) as [HTMLElement, HTMLElement, HTMLElement];
  const wide = matchMedia("(min-width: 1150px)");
  let gaps: readonly Gap[] = [];
  let at = 0;
  /** Where in the page the margin begins. */
  let top = 0;
  /** How high what fits is. */
  let heights: readonly number[] = [];
  let style = "";
  let said = { style: "", fits: "" };

  /** Reads where the margin is free. */
  function measure(): void {
    if (!wide.matches) return;
    const { left } = place!.getBoundingClientRect();
    top = main.querySelector(".opening > *")!.getBoundingClientRect().top + scrollY;
    place!.dataset.fits ??= "none"; // all of it is laid out from now on
    const stack = where.offsetHeight;
    const network = stack + hint.offsetTop;
    heights = [SUM, stack, stack + wired.offsetHeight, network + SUM];
    style = `--stack: ${stack}px; --network: ${network}px`;
    const taken = [...main.querySelectorAll(".body > *")]
      .map((it) => it.getBoundingClientRect())
      .filter(({ right, height }) => right > left && height > 0)
      .map((it) => ({ from: it.top + scrollY - top - APART, to: it.bottom + scrollY - top + APART }))
      .sort((a, b) => a.from - b.from);
    const free: Gap[] = [];
    let from = 0;
    for (const it of taken) {
      if (it.from > from) free.push({ from, to: it.from });
      from = Math.max(from, it.to);
    }
    gaps = [...free, { from, to: main.getBoundingClientRect().bottom + scrollY - top }];
    choose();
  }

  /** In which gap it stands now: where more of it fits, and else where it is. */
  function choose(): void {
    if (!wide.matches || gaps.length === 0) return;
    const [above, below] = [scrollY - top + APART, scrollY - top + innerHeight - APART];
    const rooms = gaps.map(({ from, to }) => Math.min(to, below) - Math.max(from, above));
    const fits = (room: number) => heights.filter((it) => room >= it).length;
    const best = Math.min(Math.max(...rooms.map(fits)), AT_REST);
    if (fits(rooms[at] ?? 0) < best) at = rooms.findLastIndex((room) => fits(room) >= best);
    const [{ from, to }, room] = [gaps[at] ?? gaps[0]!, rooms[at] ?? 0];
    say(
      `${style}; --from: ${Math.round(from)}px; --room: ${Math.round(to - from)}px; --free: ${Math.floor(room / 8) * 8}px`,
      FITS[fits(room)]!,
    );
  }

  function say(style: string, fits: string): void {
    if (style === said.style && fits === said.fits) return;
    said = { style, fits };
    show();
  }
  function show(): void {
    place!.setAttribute("style", said.style);
    place!.dataset.fits = said.fits;
  }

  let isAsked = false;
  addEventListener(
    "scroll",
    () => {
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(() => {
        isAsked = false;
        choose();
      });
    },
    { passive: true },
  );
  let rest: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener(NUMBERS, () => {
    // The page has been made what its HTML says, which knows nothing of this. To look where it is scrolled to would
    // make the browser lay it out now.
    if (said.fits) show();
    clearTimeout(rest);
    rest = setTimeout(measure, REST);
  });
  new ResizeObserver(measure).observe(main);
  addEventListener("resize", measure);
}
