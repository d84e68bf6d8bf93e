// The decimals that the numbers of a column share; how the columns of a whole table look is in result-table.test.ts.
import { expect, test } from "vitest";
import { numberColumn } from "../../src/numbers/number-column.ts";

test("all numbers of a column have the decimals that show four digits of each", () => {
  expect(numberColumn([1, 22.5, 0.1234567])).toEqual(["1.0000", "22.5000", "0.1235"]);
});

test("zeros that all numbers would end in are left out", () => {
  expect(numberColumn([1, 20, 300])).toEqual(["1", "20", "300"]);
});

test("numbers of very different size are written in powers of ten", () => {
  expect(numberColumn([1e-8, 123_456])).toEqual(["1.000e-8", "1.235e+5"]);
});

test("what is no finite number is named, and leaves the decimals to the others", () => {
  expect(numberColumn([0.5, null, Number.NaN, Number.POSITIVE_INFINITY])).toEqual(["0.5", "", "NaN", "Inf"]);
});

test("a column may be longer than a call has room for arguments", () => {
  const texts = numberColumn(Array.from({ length: 300_000 }, (_, i) => i / 4));
  expect([texts[1], texts.at(-1)]).toEqual(["0.25", "74999.75"]);
});
