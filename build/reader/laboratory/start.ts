import { isOf, parseAddress, type State, startOf, stateOf } from "../../../src/lesson/address.ts";
import { LessonError } from "../../../src/lesson/check.ts";
import type { Lesson } from "../../../src/lesson/lesson.ts";
import { type Settings, settingsFrom } from "../../../src/training/settings.ts";
import { runOf, withEntries } from "../../../src/training/steps.ts";

/**
 * The run of a page that shows what its address says: its data, its network, its rates, its first weights. Steps that
 * the page has behind it are still to come here, so weights that were changed after them are not taken over.
 * @param address what an address says of numbers; of a wrong one the page shows nothing either
 */
export function startOfPage(address: string, book: Lesson): Settings {
  const state = stateIn(address, book);
  const entries = Object.entries(state.entries).filter(
    ([name]) => state.step === 0 || !isOf("weights", name),
  );
  const first = { ...state, step: 0, entries: Object.fromEntries(entries) };
  const lesson = withEntries(startOf(first, book), first, book);
  const isChanged = entries.some(([name]) => isOf("data", name));
  // A set keeps its name, unless one of its numbers is another.
  return settingsFrom({ ...runOf(lesson), ...("set" in state.data && !isChanged && { data: state.data }) });
}

function stateIn(address: string, book: Lesson): State {
  try {
    return parseAddress(address, book);
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    return stateOf(book);
  }
}
