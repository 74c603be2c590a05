/**
 * A press on a button counts also where the button moves away under it. To press one is to leave the field that was
 * typed in, and what is wrong with that field, or no longer, takes or gives a line above the button.
 */
export function keepPresses(box: HTMLElement): void {
  let pressed: { readonly button: HTMLElement; readonly at: DOMRect } | undefined;
  box.addEventListener("pointerdown", ({ target }) => {
    const button = (target as Element).closest("button");
    pressed = button ? { button, at: button.getBoundingClientRect() } : undefined;
  });
  box.addEventListener("pointerup", ({ target, clientX: x, clientY: y }) => {
    if (!pressed || pressed.button.contains(target as Element)) return;
    const { left, right, top, bottom } = pressed.at;
    if (x >= left && x <= right && y >= top && y <= bottom) pressed.button.click();
  });
}
