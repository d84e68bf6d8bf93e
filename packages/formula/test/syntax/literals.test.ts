import { expect, test } from "vitest";
import { numberValue, stringValue } from "../../src/syntax/literals.ts";

test.each([
  ["10", 10, true],
  ["1_000", 1000, true],
  ["0x1_F", 31, true],
  ["0b101", 5, true],
  ["0o17", 15, true],
  ["007", 7, true],
  ["1.", 1, false],
  [".5", 0.5, false],
  ["1e3", 1000, false],
  ["1_0.2_5E-0_1", 1.025, false],
])("the number `%s` is %d", (text, value, isInteger) => {
  expect(numberValue(text)).toEqual({ value, isInteger });
});

// Values from Python 3.11.
test.each([
  ["'a b'", "a b"],
  ['"it\'s"', "it's"],
  [String.raw`'it\'s'`, "it's"],
  [String.raw`'a\tb\\n\n'`, "a\tb\\n\n"],
  [String.raw`'\x41\u00e9\U0001F600'`, "Aé😀"],
  [String.raw`'\101\0\7'`, "A\0\x07"],
  [String.raw`'\d\ '`, String.raw`\d\ `],
])("the string %s has Python's value", (text, value) => expect(stringValue(text)).toBe(value));
