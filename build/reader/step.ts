import type { stepWords } from "../../chapters/words/step.ts";
import { setDragging } from "./dragging.ts";
import { element } from "./element.ts";
import { load } from "./load.ts";
import { follow } from "./moving/numbers.ts";
import { notice } from "./notice.ts";

// The learning rate, dragged on the valley of chapter 9. The script moves the handle; all that depends on α, both
// pictures among it, the live page makes anew, some twelve times a second: it takes longer than a frame may.

declare const GIVEN: { readonly words: typeof stepWords };

/** What the figure says of itself: α, the exponents at the ends of its axis, and α with its loss in words. */
interface Numbers {
  readonly alpha: number;
  readonly low: number;
  readonly high: number;
  readonly text: string;
  /** How the page writes numbers, where it is not with a point. */
  readonly decimal?: "comma";
}

interface Live {
  start(): void;
  changing(): (cell: string, value: number) => void;
}

/** A step of an arrow key, of Page Up, and to the ends, as factors. */
const FACTORS: Readonly<Record<string, number>> = {
  ArrowRight: 10 ** (1 / 20),
  ArrowUp: 10 ** (1 / 20),
  ArrowLeft: 10 ** (-1 / 20),
  ArrowDown: 10 ** (-1 / 20),
  PageUp: 10,
  PageDown: 1 / 10,
  Home: 0,
  End: Number.POSITIVE_INFINITY,
};

/** Milliseconds from one change of the page to the next. */
const APART = 80;

function shape(name: string, attributes: Readonly<Record<string, string>>, ...children: Node[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function move(figure: HTMLElement): void {
  const svg = figure.querySelector("svg")!;
  const handle = shape(
    "g",
    { class: "handle", role: "slider", tabindex: "0", "aria-label": GIVEN.words.handle, "data-added": "" },
    shape("circle", { r: "20", class: "grip" }),
    shape("circle", { r: "9", class: "knob" }),
  );
  let numbers: Numbers;
  /** The curve in units of the drawing, from one end of the axis to the other, and the edges that cut it off. */
  let curve: number[][];
  let edges: readonly [top: number, bottom: number];
  let at = { alpha: 0, x: 0 };

  /** Puts the handle on the curve. */
  function place(alpha: number, text: string): void {
    const [left, right] = [curve[0]![0]!, curve.at(-1)![0]!];
    const part = (Math.log10(alpha) - numbers.low) / (numbers.high - numbers.low);
    const x = Math.min(Math.max(left + part * (right - left), left), right);
    const i = Math.max(
      1,
      curve.findIndex((point) => point[0]! >= x),
    );
    const [[x0, y0], [x1, y1]] = [curve[i - 1]!, curve[i]!] as [[number, number], [number, number]];
    const y = Math.min(Math.max(y0 + ((x - x0) / (x1 - x0)) * (y1 - y0), edges[0]), edges[1]);
    handle.setAttribute("transform", `translate(${x} ${y})`);
    handle.setAttribute("aria-valuenow", String(alpha));
    handle.setAttribute("aria-valuetext", text);
    at = { alpha, x };
  }

  /** α at a place, in two digits. */
  function alphaAt(x: number): number {
    const [left, right] = [curve[0]![0]!, curve.at(-1)![0]!];
    const exponent = numbers.low + ((x - left) / (right - left)) * (numbers.high - numbers.low);
    return inside(10 ** exponent);
  }
  const inside = (alpha: number): number =>
    Number(Math.min(Math.max(alpha, 10 ** numbers.low), 10 ** numbers.high).toPrecision(2));

  let change: ((cell: string, value: number) => void) | undefined;
  let wanted: number | undefined;
  let isAsking = false;
  let changed = Number.NEGATIVE_INFINITY;
  /** The changes from here on are one: the browser's way back undoes them together. */
  const begin = () => {
    change = undefined;
    // What the first change needs may be on its way while the pointer is.
    load<Live>("live").catch(() => {});
  };
  async function ask(alpha: number): Promise<void> {
    wanted = alpha;
    place(alpha, `α = ${numbers.decimal ? String(alpha).replace(".", ",") : alpha}`);
    if (isAsking) return;
    isAsking = true;
    try {
      const { start, changing } = await load<Live>("live");
      start();
      await new Promise(requestAnimationFrame);
      const rest = changed + APART - performance.now();
      if (rest > 0) await new Promise((done) => setTimeout(done, rest));
      change ??= changing();
      change("alpha", wanted);
      changed = performance.now();
    } catch {
      notice(document.body.dataset.missing ?? "");
      place(numbers.alpha, numbers.text);
    } finally {
      isAsking = false;
    }
  }

  handle.addEventListener("focus", begin);
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault(); // nothing is selected
    handle.focus({ preventScroll: true });
    begin();
    handle.setPointerCapture(event.pointerId);
    const box = svg.getBoundingClientRect();
    const unit = svg.viewBox.baseVal.width / box.width;
    const aside = at.x - event.clientX * unit;
    const over = new AbortController();
    const { signal } = over;
    setDragging(true);
    handle.addEventListener(
      "pointermove",
      ({ clientX }) => {
        const alpha = alphaAt(clientX * unit + aside);
        if (alpha !== at.alpha) ask(alpha);
      },
      { signal },
    );
    const end = () => {
      over.abort();
      setDragging(false);
    };
    handle.addEventListener("pointerup", end, { signal });
    handle.addEventListener("pointercancel", end, { signal });
  });
  handle.addEventListener("keydown", (event) => {
    const factor = FACTORS[event.key];
    if (factor === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    ask(inside(at.alpha * factor));
  });

  svg.append(handle);
  figure
    .querySelector("figcaption")
    ?.append(element("p", { class: "hint", "data-added": "" }, GIVEN.words.hint));
  follow<Numbers>(figure, (now) => {
    numbers = now;
    const path = svg.querySelector(".valley")!;
    const plot = path.closest("svg")!;
    curve = path
      .getAttribute("d")!
      .slice(1)
      .split("L")
      .map((point) => point.split(",").map(Number));
    edges = [plot.y.baseVal.value, plot.y.baseVal.value + plot.height.baseVal.value];
    handle.setAttribute("aria-valuemin", String(10 ** now.low));
    handle.setAttribute("aria-valuemax", String(10 ** now.high));
    // While it is dragged, what was asked for last is newer than this.
    if (wanted === undefined || !isAsking || wanted === now.alpha) place(now.alpha, now.text);
  });
}
