import { expect, test } from "vitest";
import { numpyText } from "../../src/inference/numpy-text.ts";
import { recorded } from "./contrasts-record.ts";

const { numbers } = recorded<{ numbers: [value: number | string, text: string][] }>("numpy-text.json");

test.each(numbers)("%s prints in an array as NumPy prints it", (value, text) => {
  expect(numpyText(Number(value))).toBe(text);
});
