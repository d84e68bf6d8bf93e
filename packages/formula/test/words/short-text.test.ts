import { expect, test } from "vitest";
import { shortText } from "../../src/index.ts";

test("sixty characters are quoted as they are, of more the first forty and their number", () => {
  expect(shortText("x".repeat(60), '"')).toBe(`"${"x".repeat(60)}"`);
  expect(shortText("x".repeat(61), '"')).toBe(`"${"x".repeat(40)}..." (61 characters)`);
});

test("a character of two code units is not cut", () => {
  expect(shortText(`${"x".repeat(39)}${"😀".repeat(20)}`)).toBe(`${"x".repeat(39)}... (79 characters)`);
});
