/** How much of the window the bar at its foot covers: nothing while what it says stands beside the text. */
export function heightOfBar(): number {
  const bar = document.querySelector<HTMLElement>(".origin:not([hidden])");
  return bar && getComputedStyle(bar).position === "fixed" ? bar.offsetHeight : 0;
}
