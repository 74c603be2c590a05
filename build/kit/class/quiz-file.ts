import type { Frame } from "../../../src/worksheets/page.ts";
import { formatNamed } from "./formats.ts";
import type { Making } from "./making.ts";
import type { Variant } from "./quiz.ts";
import type { Student } from "./students.ts";

/** A quiz in place of sheets: one file, each student's worksheet a variant. */
export async function makingOfQuiz({ heading }: Frame, format: string, isPool: boolean): Promise<Making> {
  const quiz = await formatNamed(format);
  return {
    names: [quiz.file],
    async make(folder, students, { progress }) {
      let variants = 0;
      function* counted(all: Iterable<Student>): Generator<Variant> {
        for (const student of all) {
          yield student;
          progress.now(`${++variants} variants`);
        }
      }
      const file = folder.open(quiz.file);
      for (const piece of quiz.write(counted(students()), { title: heading, isPool })) file.write(piece);
      file.close();
      return quiz.file;
    },
  };
}
