import { expect, test } from "vitest";
import { alphaRange, labelCount, precisionRange, rowLength } from "../src/errors.ts";

test("every message says what is wrong, where, and what would be right", () => {
  expect(precisionRange(-1, 1100).message).toMatchInlineSnapshot(
    `"the precision of a number format is -1; it must be an integer from 0 to 1100"`,
  );
  expect(rowLength("Time", 1, 6).message).toMatchInlineSnapshot(
    `"row \`Time\` of the table has 1 cells, expected 6: one for every column"`,
  );
  expect(labelCount(2, 3, "rows").message).toMatchInlineSnapshot(
    `"the index has 2 labels for 3 rows; it needs one for each"`,
  );
  expect(alphaRange(5).message).toMatchInlineSnapshot(
    `"the significance level \`alpha\` is 5; it must lie from 0 to 1, 0.05 for 95 % intervals"`,
  );
});
