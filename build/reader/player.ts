// Makes strips of pictures into stages: one picture at a time, a slider, a play button, and the strip on demand. Only
// pages with such a strip load it.

/** Milliseconds that a picture stays while they play. */
const PACE = 1000;

function stage(strip: HTMLElement): void {
  const find = <T extends HTMLElement>(selector: string) => strip.querySelector<T>(selector)!;
  const [controls, play, all] = [find(".controls"), find(".play"), find(".all")];
  const slider = find<HTMLInputElement>("input");
  const output = find<HTMLOutputElement>("output");
  const frames = [...strip.querySelectorAll<HTMLElement>(".frames > li")];
  const charts = [...strip.querySelectorAll(".beside > svg")].map((chart) => [
    ...chart.querySelectorAll(".stop"),
  ]);
  const [toPlay, toPause] = [play.textContent, play.dataset.pause!];
  let timer: ReturnType<typeof setInterval> | undefined;

  function show(): void {
    const now = slider.valueAsNumber;
    for (const row of [frames, ...charts])
      for (const [i, item] of row.entries()) item.classList.toggle("now", i === now);
    const { at, says } = frames[now]!.dataset;
    slider.setAttribute("aria-valuetext", at!);
    output.textContent = says!;
  }

  function pause(): void {
    clearInterval(timer);
    timer = undefined;
    play.textContent = toPlay;
    output.setAttribute("aria-live", "polite");
  }

  /** On to the next picture; after the last one it is over. */
  function turn(): void {
    slider.valueAsNumber += 1;
    show();
    if (slider.value === slider.max) pause();
  }

  function start(): void {
    if (slider.value === slider.max) slider.value = "0";
    show();
    timer = setInterval(turn, PACE);
    play.textContent = toPause;
    // A voice that reads out every picture would not keep up.
    output.setAttribute("aria-live", "off");
  }

  /** The stage, or all pictures at once. */
  function setStage(staged: boolean): void {
    if (!staged) pause();
    strip.classList.toggle("staged", staged);
    all.setAttribute("aria-pressed", String(!staged));
    for (const part of [play, slider, output]) part.hidden = !staged;
  }

  play.addEventListener("click", () => (timer === undefined ? start() : pause()));
  slider.addEventListener("input", () => {
    pause();
    show();
  });
  all.addEventListener("click", () => setStage(!strip.classList.contains("staged")));
  controls.hidden = false;
  show();
  setStage(true);
}

for (const strip of document.querySelectorAll<HTMLElement>(".player")) stage(strip);
