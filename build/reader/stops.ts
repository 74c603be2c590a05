const boxes = () => document.querySelectorAll<HTMLElement>("main [role=group][tabindex]");

/** Boxes that could scroll take focus; where nothing overflows, that would be a stop for nothing. */
export function setStops(): void {
  // All are measured before one is set: else each would be laid out anew.
  const stops = [...boxes()].map((box) => ({ box, tabIndex: box.scrollWidth > box.clientWidth ? 0 : -1 }));
  for (const { box, tabIndex } of stops) if (box.tabIndex !== tabIndex) box.tabIndex = tabIndex;
}

/** Sets them now, and again when the window is another. */
export function stopsOnlyWhereItScrolls(): void {
  const watch = new ResizeObserver(setStops);
  for (const box of boxes()) watch.observe(box);
}
