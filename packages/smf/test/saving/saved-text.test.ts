import fc from "fast-check";
import { expect, test } from "vitest";
import { readSavedText, savedText } from "../../src/saving/saved-text.ts";

test("plain values come back as they were, numbers that JSON lacks and keys with a dollar among them", () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, 1 / 0, -1 / 0));
  const floats = fc.array(number).map((values) => Float64Array.from(values));
  const key = fc.oneof(fc.string(), fc.constantFrom("$", "$$", "$a", "__proto__", "constructor"));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      number,
      fc.string({ unit: "binary" }),
      fc.boolean(),
      fc.constant(null),
      floats,
      fc.array(tie("value")),
      fc.array(fc.tuple(key, tie("value"))).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  fc.assert(
    fc.property(value, (original) => {
      expect(readSavedText(savedText(original))).toEqual(original);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("values are the same doubles to the last bit", () => {
  const values = [0.1 + 0.2, Number.MIN_VALUE, Number.MAX_VALUE, 1 / 3, -0];
  const back = readSavedText(savedText({ list: values, floats: Float64Array.from(values) })) as {
    list: number[];
    floats: Float64Array;
  };
  for (const [i, value] of values.entries()) {
    expect(Object.is(back.list[i], value)).toBe(true);
    expect(Object.is(back.floats[i], value)).toBe(true);
  }
});

test("what is undefined or a function is left out", () => {
  expect(savedText({ a: undefined, b: () => 1, c: 2 })).toBe('{"c":2}');
});

test("a damaged number is undefined, and a damaged array of doubles a list: neither is taken for a number", () => {
  expect(readSavedText('{"a":{"$":"one"}}')).toEqual({ a: undefined });
  expect(readSavedText('{"a":{"$":[1,null]}}')).toEqual({ a: [1, null] });
});
