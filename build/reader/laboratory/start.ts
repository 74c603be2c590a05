import {
  parseAddress,
  runOf,
  type State,
  startOf,
  stateOf,
  withEntries,
} from "../../../src/lesson/address.ts";
import { type Lesson, LessonError } from "../../../src/lesson/lesson.ts";
import { parseSettings, type Settings } from "../../../src/training/settings.ts";

/**
 * The run of a page that shows what its address says: its data, its network, its rates, its first weights. Steps that
 * the page has behind it are still to come here, so weights that were changed after them are not taken over.
 * @param address what an address says of numbers; of a wrong one the page shows nothing either
 */
export function startOfPage(address: string, book: Lesson): Settings {
  const state = stateIn(address, book);
  const entries = Object.entries(state.entries).filter(([name]) => state.step === 0 || !name.startsWith("W"));
  const first = { ...state, step: 0, entries: Object.fromEntries(entries) };
  const lesson = withEntries(startOf(first, book), first, book);
  const isChanged = entries.some(([name]) => /^[Xy]\./.test(name));
  // A set keeps its name, unless one of its numbers is another.
  return parseSettings({ ...runOf(lesson), ...("set" in state.data && !isChanged && { data: state.data }) });
}

function stateIn(address: string, book: Lesson): State {
  try {
    return parseAddress(address, book);
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    return stateOf(book);
  }
}
