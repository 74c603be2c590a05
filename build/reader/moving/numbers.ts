/** What a live page says when its numbers have changed, to the scripts of its figures. */
export const NUMBERS = "numbers";

/**
 * What a moving figure shows, in full precision: its own page wrote it down (`w.moving`), and a live page keeps it
 * that of the lesson shown.
 */
export const numbersOf = <Numbers>({ dataset }: HTMLElement): Numbers =>
  JSON.parse(dataset.numbers!) as Numbers;

/** Calls with a figure's numbers now, and each time that they have changed. */
export function follow<Numbers>(figure: HTMLElement, draw: (numbers: Numbers) => void): void {
  let said: string | undefined;
  const look = () => {
    if (!figure.isConnected || figure.dataset.numbers === said) return;
    said = figure.dataset.numbers;
    draw(numbersOf(figure));
  };
  document.addEventListener(NUMBERS, look);
  look();
}
