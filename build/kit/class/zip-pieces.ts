import { strToU8, Zip, ZipDeflate } from "fflate";

/** The first day that a zip can name. It counts in local time: the same bytes are made in every zone. */
const FIRST_DAY = new Date(1980, 0, 1);

/** A zip piece by piece, of files that are made one by one. */
export function* zipPieces(files: Iterable<readonly [name: string, text: string]>): Generator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  for (const [name, text] of files) {
    const file = new ZipDeflate(name);
    file.mtime = FIRST_DAY;
    zip.add(file);
    file.push(strToU8(text), true);
    yield* pieces.splice(0);
  }
  zip.end();
  yield* pieces;
}
