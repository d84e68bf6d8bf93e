import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mersenneTwister } from "../../src/index.ts";
import { words32 } from "../../src/random/mersenne-twister.ts";

interface Draw {
  readonly what: "random_sample" | "standard_normal" | "randint";
  readonly argument: number | null;
  readonly numbers: number[];
}

const FILE = new URL("../../../../fixtures/numpy-random/cases.json", import.meta.url);
const cases: { seed: number; draws: Draw[] }[] = JSON.parse(readFileSync(FILE, "utf8")).cases;

test("the words are those of the authors' program, and the ten thousandth the one that the C++ standard names", () => {
  const next = words32(5489);
  const words = Array.from({ length: 10_000 }, next);
  expect(words.slice(0, 5)).toEqual([3499211612, 581869302, 3890346734, 3586334585, 545404204]);
  expect(words[9999]).toBe(4123659995);
});

test("uniforms and whole numbers are numpy's, normals numpy's to the rounding of a logarithm", () => {
  for (const { seed, draws } of cases) {
    const generator = mersenneTwister(seed);
    for (const { what, argument, numbers } of draws) {
      for (const number of numbers) {
        if (what === "random_sample") expect(generator.uniform()).toBe(number);
        else if (what === "randint") expect(generator.integer(argument!)).toBe(number);
        else expect(Math.abs(generator.normal() / number - 1)).toBeLessThan(4 * Number.EPSILON);
      }
    }
  }
});

test("a seed or a range that numpy does not have is refused", () => {
  for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) {
    expect(() => mersenneTwister(seed)).toThrow(expect.objectContaining({ code: "random-seed", data: { seed } }));
  }
  expect(() => mersenneTwister(1).integer(2 ** 32 + 1)).toThrowErrorMatchingInlineSnapshot(
    `[LinalgError: integer(n) needs a whole n from 1 to 2^32, not 4294967297]`,
  );
  expect(() => mersenneTwister(-1)).toThrowErrorMatchingInlineSnapshot(
    `[LinalgError: a seed is a whole number from 0 to 2^32 - 1, not -1]`,
  );
});
