import { isTold } from "./command.ts";
import { FIELDS, toSay, valueAt, withValues } from "./fields.ts";
import { DEFAULT_LESSON, type Lesson, type LessonFile, titleOf } from "./lesson.ts";

/** Groups first, as a person writes a lesson down. */
const IN_ORDER = ["title", "data", "weights"].flatMap((first) =>
  FIELDS.filter(({ at }) => at.split(".")[0] === first),
);
const BY_PLACE = [...IN_ORDER, ...FIELDS.filter((field) => !IN_ORDER.includes(field))].map((field) => ({
  ...field,
  name: field.at,
}));

/** The shortest lesson file that says a lesson: only what differs from the book's own choices, and does not follow. */
export function leastFile(lesson: Lesson): LessonFile {
  const unsaid = (place: string) =>
    place === "title" ? titleOf(lesson) : valueAt(isTold(lesson, place) ? lesson : DEFAULT_LESSON, place);
  return withValues({}, toSay(BY_PLACE, lesson, unsaid)) as LessonFile;
}
