/** A value played entry by entry, as on a blackboard: what an entry is made from, and then the entry. */
export interface Steps {
  readonly marks: readonly string[];
  readonly index: number;
  /** Whether the entry itself is written yet. */
  readonly isWritten: boolean;
  readonly isPlaying: boolean;
  /** Plays on; from the start again where all is written. */
  play(): void;
  /** Finishes the entry and waits. */
  pause(): void;
  /** Goes to an entry and waits there. */
  go(index: number): void;
  /** Stops for good. */
  end(): void;
}

/** Milliseconds from the sum to its result, and from there to the next sum. */
const [SUM, RESULT] = [1100, 800];

/** @param show is called after each step */
export function createSteps(marks: readonly string[], first: string, show: () => void): Steps {
  const last = marks.length - 1;
  let index = Math.max(0, marks.indexOf(first));
  let isWritten = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function begin(next: number): void {
    [index, isWritten] = [next, false];
    timer = setTimeout(finish, SUM);
    show();
  }

  function finish(): void {
    isWritten = true;
    timer = index < last ? setTimeout(() => begin(index + 1), RESULT) : undefined;
    show();
  }

  return {
    marks,
    get index() {
      return index;
    },
    get isWritten() {
      return isWritten;
    },
    get isPlaying() {
      return timer !== undefined;
    },
    play() {
      stop();
      begin(!isWritten ? index : index < last ? index + 1 : 0);
    },
    pause() {
      stop();
      isWritten = true;
      show();
    },
    go(next) {
      stop();
      [index, isWritten] = [Math.min(Math.max(next, 0), last), true];
      show();
    },
    end: stop,
  };
}
