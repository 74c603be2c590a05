const { classList } = document.documentElement;

/** Whether a number is dragged: what the pointer crosses meanwhile is not pointed at. */
export const isDragging = (): boolean => classList.contains("dragging");
export const setDragging = (to: boolean): void => void classList.toggle("dragging", to);
