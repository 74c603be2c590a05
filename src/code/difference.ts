/**
 * How one text differs from another, short enough for an address: what both begin and end with is left out, the rest is
 * deflated. A hash in front says which text it changes.
 */

/** Characters of a difference, and of a text that it makes. */
const MAX_DIFFERENCE = 6_000;
const MAX_TEXT = 40_000;

export class DifferenceError extends Error {
  override name = "DifferenceError";
  /** `hash`: made for another text; `broken`: made by nobody; `too-large`: the difference, or what it makes. */
  readonly reason: "hash" | "broken" | "too-large";
  constructor(reason: DifferenceError["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * @throws DifferenceError `too-large`, where it could not be read again
 */
export async function encodeDifference(book: string, own: string): Promise<string> {
  const text = wellFormed(own);
  const most = Math.min(book.length, text.length);
  let start = 0;
  while (start < most && book[start] === text[start]) start++;
  let end = 0;
  while (end < most - start && book.at(-1 - end) === text.at(-1 - end)) end++;
  const change = JSON.stringify([start, book.length - start - end, text.slice(start, text.length - end)]);
  const stream = new Blob([change]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const difference = `${hashOf(book)}.${toBase64(bytes)}`;
  if (difference.length > MAX_DIFFERENCE || text.length > MAX_TEXT) throw new DifferenceError("too-large");
  return difference;
}

/**
 * @throws DifferenceError
 */
export async function decodeDifference(book: string, difference: string): Promise<string> {
  if (difference.length > MAX_DIFFERENCE) throw new DifferenceError("too-large");
  const [, hash, base64] = /^([0-9a-z]+)\.([\w-]+)$/.exec(difference) ?? [];
  if (!hash || !base64) throw new DifferenceError("broken");
  if (hash !== hashOf(book)) throw new DifferenceError("hash");
  const change = await inflated(base64);
  if (!isChange(change)) throw new DifferenceError("broken");
  const [start, removed, put] = change;
  if (start + removed > book.length) throw new DifferenceError("broken");
  const text = book.slice(0, start) + put + book.slice(start + removed);
  if (text.length > MAX_TEXT) throw new DifferenceError("too-large");
  if (text !== wellFormed(text)) throw new DifferenceError("broken");
  return text;
}

const isChange = (it: unknown): it is [start: number, removed: number, put: string] =>
  Array.isArray(it) && it.length === 3 && isCount(it[0]) && isCount(it[1]) && typeof it[2] === "string";
const isCount = (it: unknown): it is number => Number.isInteger(it) && (it as number) >= 0;

/** In JSON a character takes six bytes at most, so what is larger is not read to its end. */
async function inflated(base64: string): Promise<unknown> {
  let json = "";
  let size = 0;
  try {
    const stream = new Blob([fromBase64(base64)]).stream();
    const reader = stream.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    for (;;) {
      const { done, value } = await reader.read();
      json += decoder.decode(value, { stream: !done });
      if (done) return JSON.parse(json);
      size += value.length;
      if (size <= 6 * MAX_TEXT + 100) continue;
      await reader.cancel();
      throw new DifferenceError("too-large");
    }
  } catch (error) {
    throw error instanceof DifferenceError ? error : new DifferenceError("broken");
  }
}

const toBase64 = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));

/** Halves of a pair that stand alone become signs that say so, as everywhere where text becomes bytes. */
const wellFormed = (text: string): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));

/** FNV-1a of 32 bits, over the units of UTF-16. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
