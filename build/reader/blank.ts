/**
 * Prints a page without its answers: the numbers that the page works out, and all that is made after them, are blanks;
 * what would tell them is left out. The page is put back when it is printed.
 */

declare const GIVEN: {
  /** The names of the answers, by page. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
};

/** Workings, tables of all entries and of checks, exercises with theirs, pictures beside the text; long code, too. */
const TOLD =
  ".place, .exercises, .player, details:is(.answer, .entries, .operations, .precision), .scroll:has(.check), .lesson > :not(:first-child)";
/** What stands or falls as a whole. */
const BLOCKS = ".drawing, .tape, table, p, li";
/** A number with decimals, or a power of ten. */
const DECIMALS = /\d[.,]\d|·10/;
/** Where a number is no answer: what is known, code, and shapes. */
const HARMLESS = "[data-cell], code, pre, .shapes, .katex-mathml";
const BLANK = "________";

export function printBlank(): void {
  const back: (() => void)[] = [];
  const style = (it: Element, property: string, value: string) => {
    const { style } = it as HTMLElement;
    const was = style.getPropertyValue(property);
    style.setProperty(property, value, "important");
    back.push(() => (was ? style.setProperty(property, was) : style.removeProperty(property)));
  };
  const leaveOut = (it: Element) => style(it, "display", "none");
  const main = document.querySelector("main")!;
  const all = (selector: string, within: Element = main) => [...within.querySelectorAll(selector)];
  const answers = GIVEN.answers[document.body.dataset.page!]!;
  const isAnswer = (it: Element) => answers.includes(nameIn((it as HTMLElement).dataset.cell!));
  const answersIn = (it: Element) => all("[data-cell]", it).filter(isAnswer);

  for (const it of all(TOLD)) leaveOut(it);
  for (const it of all("[data-claim]")) leaveOut(it);
  for (const it of all(BLOCKS)) if (tells(it)) leaveOut(it);
  for (const it of all(".katex")) {
    const numbers = [...answersIn(it), ...all(".between", it), ...unmarked(it)];
    if (numbers.length === 0) continue;
    for (const number of numbers) {
      style(number, "visibility", "hidden");
      const { previousElementSibling: sign } = number;
      if (sign?.textContent === "−") style(sign, "visibility", "hidden");
    }
    leaveOut(it.querySelector(".katex-mathml")!);
  }
  for (const it of answersIn(main)) {
    if (it.closest(".katex, svg")) continue;
    const { innerHTML } = it;
    it.textContent = BLANK;
    back.push(() => {
      it.innerHTML = innerHTML;
    });
  }
  // The lesson at the foot of a sheet names its seeds, and they give all away.
  const title = document.querySelector(".lesson > p")!.textContent!;
  style(document.documentElement, "--foot", JSON.stringify(title));

  const restore = () => {
    for (const undo of back.reverse()) undo();
  };
  addEventListener("afterprint", restore, { once: true });
  print();

  /** Whether a block has numbers that are not known, other than as entries that become blanks. */
  function tells(it: Element): boolean {
    if (it.matches(".drawing, .tape") || it.querySelector("svg"))
      return answersIn(it).length > 0 || all("[data-cell]", it).length === 0;
    const copy = it.cloneNode(true) as Element;
    for (const known of all(`${HARMLESS}, .katex, [data-claim]`, copy)) known.remove();
    return DECIMALS.test(copy.textContent!);
  }
}

/** The name in a mark, which may have the prefix of another trace: `four:z1.0.1`. */
const nameIn = (mark: string): string => /(\w+)(?:\.|$)/.exec(mark)![1]!;

/** The numbers of a formula that belong to no entry. */
const unmarked = (formula: Element): Element[] =>
  [...formula.querySelectorAll(".katex-html .mord")].filter(
    (it) => it.children.length === 0 && DECIMALS.test(it.textContent!) && !it.closest("[data-cell]"),
  );
