/** What a live page says when its numbers have changed, to the scripts of its figures. */
export const NUMBERS = "numbers";

/**
 * Calls with what a figure shows, which its page wrote down (`w.moving`), now and each time that a live page has
 * written something else.
 */
export function follow<Numbers>(figure: HTMLElement, draw: (numbers: Numbers) => void): void {
  let said: string | undefined;
  const look = () => {
    if (!figure.isConnected || figure.dataset.numbers === said) return;
    said = figure.dataset.numbers;
    draw(JSON.parse(said!) as Numbers);
  };
  document.addEventListener(NUMBERS, look);
  look();
}
