/** Whether the reader has asked for less motion; asked anew each time, as it may change while a page is open. */
export const prefersLessMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
