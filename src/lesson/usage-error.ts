/** A mistake of the person at the keyboard: what is at fault, what was got, what is allowed, on one line. */
export class UsageError extends Error {
  override name = "UsageError";
}
