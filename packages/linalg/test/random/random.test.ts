import { expect, test } from "vitest";
import { randomGenerator } from "../../src/index.ts";
import { fnv1a64, splitMix64, xoshiro256 } from "../../src/random/random.ts";

const MASK = (1n << 64n) - 1n;

/** xoshiro256** in 64-bit integers, as the paper has it. */
function slowXoshiro(state: readonly bigint[]): () => bigint {
  let [a, b, c, d] = state;
  const rotated = (x: bigint, k: bigint) => ((x << k) | (x >> (64n - k))) & MASK;
  return () => {
    const result = (rotated((b * 5n) & MASK, 7n) * 9n) & MASK;
    const t = (b << 17n) & MASK;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotated(d, 45n);
    return result;
  };
}

function words(state: readonly bigint[], count: number): bigint[] {
  const next = xoshiro256(state);
  const out = new Uint32Array(2);
  return Array.from({ length: count }, () => {
    next(out);
    return (BigInt(out[0]) << 32n) | BigInt(out[1]);
  });
}

test("xoshiro256** gives its authors' first words from the state 1, 2, 3, 4", () => {
  expect(words([1n, 2n, 3n, 4n], 10)).toEqual([
    11520n,
    0n,
    1509978240n,
    1215971899390074240n,
    1216172134540287360n,
    607988272756665600n,
    16172922978634559625n,
    8476171486693032832n,
    10595114339597558777n,
    2904607092377533576n,
  ]);
});

test("the pairs of 32 bits follow the 64-bit integers for thousands of words", () => {
  const state = [MASK, 0x8000000000000001n, 0x7fffffffffffffffn, 0xdeadbeefcafef00dn];
  const slow = slowXoshiro(state);
  expect(words(state, 5000)).toEqual(Array.from({ length: 5000 }, slow));
});

test("SplitMix64 gives the known words of the seed 1234567", () => {
  const next = splitMix64(1234567n);
  expect([next(), next(), next(), next(), next()]).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

test("FNV-1a gives the known hashes, of texts beyond ASCII by their UTF-8 bytes", () => {
  expect(fnv1a64("")).toBe(0xcbf29ce484222325n);
  expect(fnv1a64("a")).toBe(0xaf63dc4c8601ec8cn);
  expect(fnv1a64("foobar")).toBe(0x85944171f73967e8n);
  for (const text of ["é", "€", "😀", "Größe 10 €"]) {
    const bytes = [...new TextEncoder().encode(text)];
    const hash = bytes.reduce((h, byte) => ((h ^ BigInt(byte)) * 0x100000001b3n) & MASK, 0xcbf29ce484222325n);
    expect(fnv1a64(text)).toBe(hash);
  }
});

test("a number seeds by SplitMix64, and uniforms are the upper 53 bits", () => {
  const next = splitMix64(42n);
  const slow = slowXoshiro([next(), next(), next(), next()]);
  const generator = randomGenerator(42);
  for (let k = 0; k < 100; k++) expect(generator.uniform()).toBe(Number(slow() >> 11n) / 2 ** 53);
});

test("a text seeds by its hash", () => {
  const next = splitMix64(fnv1a64("pastes"));
  const slow = slowXoshiro([next(), next(), next(), next()]);
  expect(randomGenerator("pastes").uniform()).toBe(Number(slow() >> 11n) / 2 ** 53);
});

test("equal seeds give equal streams and other seeds others; a number is not its text", () => {
  const stream = (seed: number | string) => {
    const { uniform, normal, integer } = randomGenerator(seed);
    return [uniform(), normal(), integer(10), normal(), uniform()];
  };
  expect(stream(7)).toEqual(stream(7));
  expect(stream("a")).toEqual(stream("a"));
  expect(stream(7)).not.toEqual(stream(8));
  expect(stream(7)).not.toEqual(stream("7"));
  for (const value of stream(0)) expect(Number.isFinite(value)).toBe(true);
});

test("normals are the polar method's, two of each accepted point", () => {
  const { uniform } = randomGenerator(11);
  const expected: number[] = [];
  while (expected.length < 50) {
    const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
    const square = x * x + y * y;
    if (square >= 1) continue;
    const stretch = Math.sqrt((-2 * Math.log(square)) / square);
    expected.push(x * stretch, y * stretch);
  }
  const { normal } = randomGenerator(11);
  for (const value of expected) expect(normal() / value).toBeCloseTo(1, 14);
});

const DRAWS = 100_000;

// the mean of `count` draws of a function with the given variance, in standard errors from its expectation
function deviation(draw: () => number, expectation: number, variance: number): number {
  let sum = 0;
  for (let k = 0; k < DRAWS; k++) sum += draw();
  return Math.abs(sum / DRAWS - expectation) / Math.sqrt(variance / DRAWS);
}

test("uniforms have the moments and the neighbours of uniforms", () => {
  const { uniform } = randomGenerator("uniform");
  expect(deviation(uniform, 1 / 2, 1 / 12)).toBeLessThan(4);
  expect(deviation(() => uniform() ** 2, 1 / 3, 4 / 45)).toBeLessThan(4);
  expect(deviation(() => uniform() * uniform(), 1 / 4, 7 / 144)).toBeLessThan(4);
});

test("normals have the moments of normals, and the two of a pair are uncorrelated", () => {
  const { normal } = randomGenerator("normal");
  expect(deviation(normal, 0, 1)).toBeLessThan(4);
  expect(deviation(() => normal() ** 2, 1, 2)).toBeLessThan(4);
  expect(deviation(() => normal() ** 3, 0, 15)).toBeLessThan(4);
  expect(deviation(() => normal() ** 4, 3, 96)).toBeLessThan(4);
  expect(deviation(() => normal() * normal(), 0, 1)).toBeLessThan(4);
  expect(deviation(() => Number(Math.abs(normal()) > 1.959963984540054), 0.05, 0.0475)).toBeLessThan(4);
});

test("whole numbers are equally likely, for sizes that do not divide 2^53 as well", () => {
  const { integer } = randomGenerator(5);
  const counts = new Array(7).fill(0);
  for (let k = 0; k < DRAWS; k++) counts[integer(7)]++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - DRAWS / 7) ** 2 / (DRAWS / 7), 0);
  // the 99.99 % quantile with 6 degrees of freedom
  expect(chiSquare).toBeLessThan(27.86);
  expect(integer(1)).toBe(0);
  // two thirds of 2^53: without rejection the lower half would be drawn twice as often as the upper
  const n = Math.floor((2 / 3) * 2 ** 53);
  expect(deviation(() => Number(integer(n) < n / 2), 0.5, 0.25)).toBeLessThan(4);
});

test("a seed or a range that is none is refused", () => {
  for (const seed of [-1, 1.5, Number.NaN, 2 ** 53]) {
    expect(() => randomGenerator(seed)).toThrow(expect.objectContaining({ code: "random-seed", data: { seed } }));
  }
  for (const n of [0, -3, 2.5, Number.NaN, 2 ** 54]) {
    expect(() => randomGenerator(1).integer(n)).toThrow(
      expect.objectContaining({ code: "random-range", data: { n, bits: 53 } }),
    );
  }
  expect(() => randomGenerator(-1)).toThrowErrorMatchingInlineSnapshot(
    `[LinalgError: a seed is a whole number from 0 to 2^53 - 1 or a text, not -1]`,
  );
  expect(() => randomGenerator(1).integer(0)).toThrowErrorMatchingInlineSnapshot(
    `[LinalgError: integer(n) needs a whole n from 1 to 2^53, not 0]`,
  );
});
