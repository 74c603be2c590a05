import { log } from "./elementary.ts";

/**
 * NumPy's legacy generator: from one seed the numbers of `numpy.random.RandomState(seed)`, so that the book
 * and a NumPy program beside it start from the same data and the same weights. Names are NumPy's.
 *
 * MT19937: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), seeded by the authors'
 * `init_genrand` of 2002. Uniform draws equal NumPy's to the last bit; a normal one may differ by an ulp, for
 * its logarithm is ours (src/math/elementary.ts).
 */
export class RandomState {
  readonly #state = new Uint32Array(624);
  #next = 624;
  #spare: number | undefined;

  /** @param seed a whole number, 0…2³²−1 */
  constructor(seed: number) {
    if (!(Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff))
      throw new RangeError(
        `seed: got ${seed}, expected a whole number from 0 to 4294967295`,
      );
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < 624; i++) {
      const before = state[i - 1]!;
      state[i] = Math.imul(before ^ (before >>> 30), 1812433253) + i;
    }
  }

  /** The next 32 bits. */
  #bits(): number {
    if (this.#next === 624) this.#twist();
    let v = this.#state[this.#next++]!;
    v ^= v >>> 11;
    v ^= (v << 7) & 0x9d2c5680;
    v ^= (v << 15) & 0xefc60000;
    return (v ^ (v >>> 18)) >>> 0;
  }

  /** All 624 words anew, each from itself, the next one and the one 397 on. */
  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < 624; i++) {
      const joined =
        (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
      state[i] =
        state[(i + 397) % 624]! ^
        (joined >>> 1) ^
        (joined & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
  random(): number {
    const high = this.#bits() >>> 5;
    const low = this.#bits() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /**
   * Normal, mean 0 and variance 1, by Marsaglia's polar method: a random point of the unit disc gives two.
   * NumPy hands out the second first and keeps the other for the next call.
   */
  randn(): number {
    if (this.#spare !== undefined) {
      const kept = this.#spare;
      this.#spare = undefined;
      return kept;
    }
    for (;;) {
      const x = 2 * this.random() - 1;
      const y = 2 * this.random() - 1;
      const rr = x * x + y * y;
      if (rr >= 1 || rr === 0) continue;
      const factor = Math.sqrt((-2 * log(rr)) / rr);
      this.#spare = factor * x;
      return factor * y;
    }
  }

  /** The numbers 0…n−1 in random order: Fisher and Yates's shuffle, from the last place to the first. */
  permutation(n: number): number[] {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.#upTo(i);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }

  /** A whole number 0…max, all equally likely: as many bits as max has, drawn again while they exceed it. */
  #upTo(max: number): number {
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.#bits() & mask) >>> 0;
      if (value <= max) return value;
    }
  }
}
