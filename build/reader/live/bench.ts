import { hasStage, partOf } from "../../../src/book/chapter.ts";
import { stageListing } from "../../../src/book/writer.ts";
import { lines, readByPowers } from "../../../src/figures/lines.ts";
import { startOf } from "../../../src/lesson/address.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { traceOf } from "../../../src/network/stage.ts";
import type { Name } from "../../../src/network/values.ts";
import { decimals, showExact, showScalar, toText } from "../../../src/typeset/format.ts";
import { chapters, LESSON, pageOf, partsOf, stages, tellingOf } from "./book.ts";
import type { LivePage } from "./page.ts";

/** What the script that runs a reader's code needs of a live page. */
export interface Bench extends AnyBench {
  /** The stage of the page, counted from 0 through the book. */
  readonly stage: number;
  /** What it makes for a lesson. */
  makes(lesson: Lesson): readonly Name[];
  /** Other lessons on the page. */
  readonly others: readonly Lesson[];
  /** The names of operations whose code the book shows. */
  readonly operations: readonly string[];
}

/** The same of the page whose code is the program of the whole loop. */
export interface ProgramBench extends AnyBench {
  /** The losses of a run, drawn. */
  curve(steps: readonly number[], losses: readonly number[]): string;
}

interface AnyBench {
  readonly live: LivePage;
  /** The lesson asked for, before its training: with its bricks. */
  asked(): Lesson;
  /** The code, as the page of a lesson shows it: highlighted HTML. */
  listing(lesson: Lesson): string;
  /** A number as the page would show it, in plain text. */
  number(x: number): string;
  /** What there is of a lesson beside its seeds, in short pieces of text. */
  facts(lesson: Lesson): readonly string[];
}

export function benchOf(live: LivePage): Bench | ProgramBench {
  const page = pageOf(document.body.dataset.page!)!;
  const { sources, words } = tellingOf(live.lesson);
  const any = {
    live,
    asked: () => startOf(live.state, LESSON),
    number: (x: number) => (Number.isFinite(x) ? toText(showScalar(x, live.lesson), live.lesson) : String(x)),
    facts: words.live.code.facts,
  };
  if (hasStage(page))
    return {
      ...any,
      stage: chapters.indexOf(page),
      makes: (lesson) => partOf(page, lesson).makes,
      listing: (lesson) => stageListing(sources, page.name, lesson),
      others: Object.values(page.others ?? {}),
      operations: Object.keys(sources.operations),
    };
  return {
    ...any,
    listing(lesson) {
      const { body } = partsOf(page, traceOf(stages, lesson))(() => true);
      return /<pre class="source"[^>]*><code>(.*?)<\/code>/s.exec(body.join(""))![1]!;
    },
    curve: (steps, losses) =>
      curveOf(steps, losses, words.live.code.curve, (x) => toText(showExact(x, decimals(0)), live.lesson)),
  };
}

function curveOf(
  steps: readonly number[],
  losses: readonly number[],
  words: { readonly title: string; readonly step: string; readonly loss: string },
  show: (x: number) => string,
): string {
  const finite = losses.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const isByPowers = readByPowers(low, high);
  return lines(
    {
      id: "own-run",
      series: [{ label: "L", kind: "scalars", points: steps.map((step, i) => [step, losses[i]!] as const) }],
      x: { name: words.step, domain: [0, steps.at(-1)!] },
      y: {
        name: words.loss,
        scale: isByPowers ? "log" : "linear",
        // A loss of a reader's own may be below 0.
        domain: isByPowers ? [low, high] : [Math.min(0, low), Math.max(0, high) || (low < 0 ? 0 : 1)],
      },
    },
    { title: words.title, description: "" },
    show,
  );
}
