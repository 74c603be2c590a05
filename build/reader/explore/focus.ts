/** Puts the focus on what takes none by itself, for once: from there the Tab key goes on. */
export function focusOnce(element: Element | null | undefined): void {
  if (!(element instanceof HTMLElement || element instanceof SVGElement)) return;
  const isStop = element.hasAttribute("tabindex");
  if (!isStop) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
  if (!isStop) element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
}
