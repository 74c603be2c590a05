import { RENEWED } from "./renewed.ts";

/** What is done to an element when it comes near the window: once for each, as long as the page is open. */
type Act = (element: HTMLElement) => void;

const acts: (readonly [selector: string, act: Act])[] = [];
const met = new WeakSet<Element>();
const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      for (const [selector, act] of acts) if (target.matches(selector)) act(target as HTMLElement);
    }
  },
  { rootMargin: "50%" },
);

export function whenNear(selector: string, act: Act): void {
  acts.push([selector, act]);
  look();
}

/** Waits for the elements that it has not met yet. */
function look(): void {
  for (const element of document.querySelectorAll(acts.map(([selector]) => selector).join())) {
    if (met.has(element)) continue;
    met.add(element);
    observer.observe(element);
  }
}

addEventListener(RENEWED, look);
