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
  ".place, .exercises, .player, details:is(.answer, .entries, .operations, .precision), .precision + .label, .scroll:has(.check), .lesson > :not(:first-child)";
/** What stands or falls as a whole. */
const BLOCKS = ".drawing, .tape, table, p, li";
/** A number with decimals, or a power of ten. */
const DECIMALS = /\d[.,]\d|·10/;
/** Where a number is no answer: what is known, code, and shapes. */
const HARMLESS = "[data-cell], code, pre, .shapes, .katex-mathml";
const BLANK = "________";
/** No index and no factor of a formula. */
const WHOLE = /^\d\d+$/;
/** Letters of a label that is left of a sentence. */
const LABEL = 20;
/** A browser's `print()` may come back before all is printed. */
let isPrinting = false;
/** Of browsers in which nothing tells that printing is over, or in which a page may not print: somebody is at the page. */
const BACK = ["pointerdown", "keydown"];

export function printBlank(): void {
  if (isPrinting) return;
  isPrinting = true;
  const over = new AbortController();
  const { signal } = over;
  let restore = () => {};
  // The last to hear of it: by now disclosures are open, and tell of the numbers shown.
  addEventListener(
    "beforeprint",
    () => {
      restore = blanked();
    },
    { once: true, signal },
  );
  // What an open disclosure brings would set the page anew.
  addEventListener("toggle", (event) => event.stopImmediatePropagation(), { capture: true, signal });
  // A browser prints the address, and that says the seed.
  const { state } = history;
  const { hash } = location;
  if (hash) history.replaceState(state, "", "#");
  const [x, y] = [scrollX, scrollY];
  const end = () => {
    over.abort();
    restore();
    if (hash) history.replaceState(state, "", hash);
    scrollTo(x, y);
    isPrinting = false;
  };
  addEventListener("afterprint", end, { signal });
  print();
  if (isPrinting)
    for (const type of BACK)
      addEventListener(type, () => dispatchEvent(new Event("afterprint")), { capture: true, signal });
}

/** @returns puts the page back */
function blanked(): () => void {
  const back: (() => void)[] = [];
  const style = (it: Element, property: string, value: string) => {
    const { style } = it as HTMLElement;
    const was = style.getPropertyValue(property);
    style.setProperty(property, value, "important");
    back.push(() => {
      style.removeProperty(property); // WebKit keeps an important one
      if (was) style.setProperty(property, was);
    });
  };
  const leaveOut = (it: Element) => style(it, "display", "none");
  const write = (it: Element, text: string) => {
    const { innerHTML } = it;
    it.textContent = text;
    back.push(() => {
      it.innerHTML = innerHTML;
    });
  };
  const isSeen = (it: Element) => (it as HTMLElement).style.display !== "none";
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
    const rests = new Set(numbers.filter(isRest));
    for (const number of numbers) {
      for (const beside of [signBefore(number), ...powerAfter(number)])
        if (beside) style(beside, "visibility", "hidden");
      // In a frame the blank is seen, elsewhere a line shows where it is.
      if (number.closest(".matrix, .lit")) style(number, "visibility", "hidden");
      else write(number, rests.has(number) ? "" : BLANK);
    }
    // A page whose numbers were changed sets it later.
    for (const spoken of all(".katex-mathml", it)) leaveOut(spoken);
  }
  for (const it of answersIn(main)) if (!it.closest(".katex, svg")) write(it, BLANK);
  for (const it of all("p, li")) if (isSeen(it) && isLabel(it)) leaveOut(it);
  for (const it of all(".body > h2"))
    if (isEmpty(sectionOf(it)))
      for (const part of [it, ...sectionOf(it)]) if (!part.matches(".languages")) leaveOut(part);
  leaveOut(document.querySelector(".credits")!);
  // The lesson at the foot of a sheet names its seeds, and they give all away.
  const title = document.querySelector(".lesson > p")!.textContent!;
  style(document.documentElement, "--foot", JSON.stringify(title));

  return () => {
    for (const undo of back.reverse()) undo();
  };

  /** What is left of sentences that are left out: nothing, or their label. */
  function isLabel(it: Element): boolean {
    const copy = it.cloneNode(true) as HTMLElement;
    const claims = all("[data-claim]", copy);
    for (const claim of claims) claim.remove();
    return claims.length > 0 && copy.textContent!.trim().length < LABEL;
  }
  /** Whether a section has lost what it tells, and asks for nothing: what is left of it are hints. */
  function isEmpty(section: readonly Element[]): boolean {
    const isAsking = section.some(
      (it) => isSeen(it) && (it.matches(".formula") || it.querySelector("details, table")),
    );
    return !isAsking && section.some((it) => !isSeen(it) || it.querySelector("[data-claim]"));
  }

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

/** What stands after a heading, up to the next one. */
function sectionOf(heading: Element): Element[] {
  const parts: Element[] = [];
  for (let it = heading.nextElementSibling; it && it.tagName !== "H2"; it = it.nextElementSibling)
    parts.push(it);
  return parts;
}

const signBefore = ({ previousElementSibling: it }: Element): Element | undefined =>
  it?.textContent === "−" ? it : undefined;

/** A point, and a power of ten; they may stand in the next piece of a line that can break. */
function powerAfter(number: Element): Element[] {
  const [sign, ...power] = [...number.closest(".katex-html")!.querySelectorAll(".mbin, .mord")]
    .filter(
      (it) => !number.contains(it) && number.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING,
    )
    .slice(0, 3);
  const isPower = power
    .map((it) => it.textContent)
    .join("")
    .startsWith("10");
  return sign?.textContent === "⋅" && isPower ? [sign, ...power] : [];
}

/** The pieces of a formula's numbers that belong to no entry: a decimal comma is a piece between two others. */
const unmarked = (formula: Element): Element[] =>
  [...formula.querySelectorAll(".katex-html .mord")].filter(
    (it) =>
      (isLeaf(it) || it.textContent === ",") &&
      !it.closest("[data-cell], .between") &&
      (DECIMALS.test(it.textContent!) ||
        (WHOLE.test(it.textContent!) && !it.closest(".mtight")) ||
        isBesideComma(it) ||
        isResult(it)),
  );

const isLeaf = ({ children }: Element): boolean => children.length === 0;
const isDigits = (it: Element | null): boolean => /^\d+$/.test(it?.textContent ?? "");
const isComma = (it: Element | null): boolean => it?.matches(".mord") === true && it.textContent === ",";
const isBesideComma = (it: Element): boolean => {
  const [before, after] = [it.previousElementSibling, it.nextElementSibling];
  return isComma(it)
    ? isDigits(before) && isDigits(after)
    : isDigits(it) && (isComma(before) || isComma(after));
};

/** Whether a piece is not the first of its number. */
const isRest = (it: Element): boolean => isComma(it) || (isDigits(it) && isComma(it.previousElementSibling));

/** Whether a number is all that a sign of equality gives. */
function isResult(it: Element): boolean {
  if (!isDigits(it) || it.closest(".mtight, .mop")) return false;
  const pieces = [...it.closest(".katex-html")!.querySelectorAll(":scope > * > :not(.mspace, .katex-strut)")];
  const at = pieces.indexOf(it);
  const before = pieces[at - 1]?.textContent === "−" ? pieces[at - 2] : pieces[at - 1];
  const after = pieces[at + 1];
  return before?.matches(".mrel") === true && (!after || after.matches(".mrel"));
}
