const boxes = () => document.querySelectorAll<HTMLElement>("main [role=group][tabindex]");

/** Boxes that could scroll take focus; where nothing overflows, that would be a stop for nothing. */
export function setStops(): void {
  for (const box of boxes()) box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
}

/** Sets them now, and again when the window is another. */
export function stopsOnlyWhereItScrolls(): void {
  const watch = new ResizeObserver(setStops);
  for (const box of boxes()) watch.observe(box);
}
