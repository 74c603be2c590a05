import type { CodeWords } from "../../../chapters/words/code.ts";
import { button, element } from "../element.ts";

/** What stays in view while the numbers of a page are not the book's, and leads back. */
export function createLabel(words: CodeWords, back: () => void) {
  const text = element("span");
  const label = element(
    "aside",
    { class: "code-label", "data-added": "", hidden: "", "aria-label": words.title },
    text,
    button(words.leave, back),
  );
  document.body.prepend(label); // on paper it stands first
  const before = `${words.title} · `;
  return {
    /** @param isOwn whether the numbers come from code of the reader's own: then the browser's title says so, too */
    show(what: string | undefined, isOwn: boolean): void {
      label.hidden = what === undefined;
      if (what !== undefined && text.textContent !== what) text.textContent = what;
      const { title } = document;
      if (isOwn !== title.startsWith(before))
        document.title = isOwn ? before + title : title.slice(before.length);
    },
  };
}
