// A few thousand of the texts that `tools/fuzz/grammar.ts` reads by the hundred thousand.
import { expect, test } from "vitest";
import { check, type Tally } from "../../../tools/fuzz/check.ts";
import { GENERATORS, randomIntegers } from "../../../tools/fuzz/strings.ts";
import { casesOf } from "./corpus.ts";

const formulas = ["parse", "design", "malformed", "bars"].flatMap(casesOf).map(({ formula }) => formula);
const tally: Tally = new Map();

test.each([...GENERATORS])("random %s are read, or refused with a code and a place", (_, generate) => {
  const random = randomIntegers(2);
  for (let i = 0; i < 700; i++) expect(check(generate(random, formulas), tally)).toBeNull();
});

test("random texts come to all kinds of ends", () => {
  const outcomes = [...tally.keys()];
  expect(outcomes.filter((outcome) => outcome.endsWith(": read"))).toHaveLength(4);
  expect(new Set(outcomes.map((outcome) => outcome.split(": ")[1])).size).toBeGreaterThan(25);
});

// Computed by another implementation of the generator, in Python.
test("the same seed gives the same texts, whatever the machine", () => {
  const random = randomIntegers(1);
  expect([random(1000), random(1000), random(1000)]).toEqual([67, 833, 787]);
});
