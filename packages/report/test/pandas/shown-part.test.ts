import { expect, test } from "vitest";
import { NOTEBOOK_COLUMNS, ROWS, shownPart } from "../../src/pandas/shown-part.ts";

test("sixty rows are shown, of sixty-one the first and last five", () => {
  expect(shownPart(60, ROWS)).toEqual({ positions: Array.from({ length: 60 }, (_, i) => i), gap: undefined });
  expect(shownPart(61, ROWS)).toEqual({ positions: [0, 1, 2, 3, 4, 56, 57, 58, 59, 60], gap: 5 });
});

test("twenty columns are shown, of twenty-one the first and last ten", () => {
  expect(shownPart(20, NOTEBOOK_COLUMNS).gap).toBeUndefined();
  expect(shownPart(21, NOTEBOOK_COLUMNS).positions).toEqual(
    Array.from({ length: 21 }, (_, i) => i).filter((i) => i !== 10),
  );
});
