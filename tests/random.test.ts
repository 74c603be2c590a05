import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RandomState } from "../src/math/random.ts";

interface Fixture {
  count: number;
  seeds: {
    seed: number;
    uniform: { first: number[]; sha256: string };
    permutations: Record<string, number[]>;
  }[];
  mixed: Record<"seed" | "normal" | "uniform" | "kept" | "next" | "last", number> & { permutation: number[] };
}
const read = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const { count, seeds, mixed }: Fixture = JSON.parse(read("random.json").toString());
const normals = read("random-normals.f64");

/** `count` numbers as little-endian doubles, the form of the fixtures. */
function bytes(draw: () => number): Buffer {
  const buffer = Buffer.alloc(8 * count);
  for (let i = 0; i < count; i++) buffer.writeDoubleLE(draw(), 8 * i);
  return buffer;
}

const digest = (buffer: Buffer) => createHash("sha256").update(buffer).digest("hex");

function uniforms(seed: number): Buffer {
  const generator = new RandomState(seed);
  return bytes(() => generator.random());
}

/** The largest distance from NumPy's normals; `which` is the place of the fixture's seed. */
function farthest(seed: number, which: number): number {
  const generator = new RandomState(seed);
  let most = 0;
  for (let i = 0; i < count; i++) {
    const theirs = normals.readDoubleLE(8 * (which * count + i));
    most = Math.max(most, Math.abs(generator.randn() - theirs));
  }
  return most;
}

test("the fixtures hold 100,000 draws of five seeds", () => {
  expect(count).toBe(100_000);
  expect(seeds.map(({ seed }) => seed)).toEqual([0, 1, 42, 2017, 4294967295]);
  expect(normals.length).toBe(8 * count * seeds.length);
});

describe.each(seeds.map((entry, which) => ({ ...entry, which })))("seed $seed", (fixture) => {
  const { seed, which, uniform, permutations } = fixture;

  test("uniforms equal NumPy's to the last bit", () => {
    const generator = new RandomState(seed);
    expect(uniform.first.map(() => generator.random())).toEqual(uniform.first);
    expect(digest(uniforms(seed))).toBe(uniform.sha256);
  });

  test("the next seed gives another digest, and so does one last bit", () => {
    expect(digest(uniforms((seed + 1) % 2 ** 32))).not.toBe(uniform.sha256);
    const changed = uniforms(seed);
    changed[8 * (count - 1)]! ^= 1;
    expect(digest(changed)).not.toBe(uniform.sha256);
  });

  test("normals are NumPy's within 1e-15", () => {
    expect(farthest(seed, which)).toBeLessThanOrEqual(1e-15);
  });

  test("another seed's normals are not", () => {
    expect(farthest((seed + 1) % 2 ** 32, which)).toBeGreaterThan(1);
  });

  test("permutations are NumPy's, one after the other", () => {
    const generator = new RandomState(seed);
    for (const [n, expected] of Object.entries(permutations))
      expect(generator.permutation(Number(n))).toEqual(expected);
    expect(generator.permutation(300)).not.toEqual(permutations["300"]); // the stream has moved on
  });
});

test("a normal that is kept survives other draws", () => {
  const generator = new RandomState(mixed.seed);
  expect(generator.randn()).toBeCloseTo(mixed.normal, 14);
  expect(generator.random()).toBe(mixed.uniform);
  expect(generator.permutation(7)).toEqual(mixed.permutation);
  expect(generator.randn()).toBeCloseTo(mixed.kept, 14);
  expect(generator.randn()).toBeCloseTo(mixed.next, 14);
  expect(generator.random()).toBe(mixed.last);
});

test.each([-1, 2 ** 32, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("%s is no seed", (seed) => {
  expect(() => new RandomState(seed)).toThrow(
    `seed: got ${seed}, expected a whole number from 0 to 4294967295`,
  );
});
