import type { Marked } from "../../../src/worksheets/marking.ts";
import type { Outlet } from "./outlet.ts";

/** Every mark as JSON: a line for each student, so that a large class is never held whole. */
export function jsonOf(say: (line: string) => void): Outlet {
  let before: string | undefined;
  const line = (text: string): void => {
    if (before !== undefined) say(`${before},`);
    before = text;
  };
  say('{"students":[');
  return {
    student({ name, id }, { points, most, asks, isToAnother }) {
      const blanks = asks.flatMap((it) => it.blanks.map((blank) => [blank.blank, said(blank)]));
      line(
        JSON.stringify({
          name,
          ...(id !== undefined && { id }),
          points,
          most,
          fits: !isToAnother,
          blanks: Object.fromEntries(blanks),
        }),
      );
    },
    end({ students, handedIn, points, most, blanks, mistakes }) {
      if (before !== undefined) say(before);
      const its = {
        students,
        handedIn,
        points,
        most,
        blanks: Object.fromEntries(blanks),
        mistakes: Object.fromEntries(mistakes),
      };
      say(`],"class":${JSON.stringify(its)}}`);
    },
  };
}

const said = ({ text, mark, key, expected }: Marked) => ({
  typed: text,
  mark: mark.is,
  ...(mark.is === "mistake" && { mistake: mark.name }),
  ...(mark.is === "unreadable" && mark.readings.length > 0 && { readings: mark.readings.map(Number) }),
  expected: Number(expected),
  key: Number(key),
});
