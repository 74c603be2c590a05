/**
 * Nothing: the book writes its numbers itself (src/typeset/format.ts). Stands in for d3-format, which scales carry
 * along for labels of ticks (build/scripts.ts).
 */
function none(): never {
  throw new Error("a scale was asked for labels, expected src/typeset/format.ts to write them");
}

export {
  none as format,
  none as formatPrefix,
  none as formatSpecifier,
  none as precisionFixed,
  none as precisionPrefix,
  none as precisionRound,
};
